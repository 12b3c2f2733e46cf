import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../db/drizzle.ts'
import type { Figure, KpiRows, Kpis } from '../../server/wire/kpis.ts'
import { fillMarket } from '../support/kpi-district.ts'
import { type Market, openMarket, report, step } from '../support/market.ts'

let market: Market
let db: Db
beforeAll(async () => {
  market = await openMarket()
  db = await fillMarket(market, 260)
}, 120_000)
afterAll(() => market.close())

const YEAR = 'from=2026-01-01&to=2026-12-31'
const figure = (kpis: Kpis, kpi: string): Figure => {
  const found = kpis.figures.find((one) => one.kpi === kpi)
  if (!found) throw new Error(`no ${kpi}`)
  return found
}
async function allRows(path: string): Promise<KpiRows['rows']> {
  const rows: KpiRows['rows'] = []
  for (let cursor = ''; ; ) {
    const page = await market.sun.ok<KpiRows>('GET', `${path}&limit=37${cursor}`)
    rows.push(...page.rows)
    if (page.next === null) return rows
    cursor = `&cursor=${page.next}`
  }
}

describe('the figures', () => {
  it('are read by everybody signed in, and by nobody else', async () => {
    const kpis = await market.zhao.ok<Kpis>('GET', `/kpis?${YEAR}`)
    expect(kpis).toEqual({ ...(await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}`)), at: kpis.at })
    expect(kpis).toMatchObject({ from: '2026-01-01', to: '2026-12-31', waiting: 0 })
    expect(kpis.received + kpis.tests).toBe(260)
    expect(await market.server.visitor().refusal('GET', '/kpis')).toBe('401 401 not-signed-in')
    expect(await market.server.visitor().refusal('GET', '/kpis.csv')).toBe('401 401 not-signed-in')
  })

  it('open the very rows they are made of, page by page, without gaps and doubles', async () => {
    const kpis = await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}`)
    for (const kpi of ['handle_on_time', 'resolution', 'return', 'sign_on_time', 'repeat', 'identical'] as const) {
      const { numerator, denominator, excluded } = figure(kpis, kpi)
      const [counted, left] = [
        await allRows(`/kpis/${kpi}/issues?${YEAR}&part=denominator`),
        await allRows(`/kpis/${kpi}/issues?${YEAR}&part=excluded`),
      ]
      const keys = counted.map(
        ({ issue, on, isOverdue }, n) =>
          `${issue.id} ${on} ${isOverdue} ${kpi === 'return' || kpi === 'sign_on_time' || kpi === 'resolution' || kpi === 'identical' ? n : ''}`,
      )
      expect([kpi, counted.length, new Set(keys).size]).toEqual([kpi, denominator, denominator])
      expect(counted.filter(({ isInNumerator }) => isInNumerator)).toHaveLength(numerator)
      expect(left).toHaveLength(excluded.reduce((sum, { count }) => sum + count, 0))
      expect(await allRows(`/kpis/${kpi}/issues?${YEAR}&part=rest`)).toHaveLength(denominator - numerator)
    }
  })

  it('add up: agencies and the desk to the district, months to the year', async () => {
    const kpis = await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}`)
    const of = async (agency: string) =>
      figure(await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}&agency=${agency}`), 'identical').denominator
    const replies = figure(kpis, 'identical')
    expect((await of(market.powerCompany)) + (await of(market.waterBureau))).toBe(replies.denominator)
    expect(replies.months.reduce((sum, { denominator }) => sum + denominator, 0)).toBe(replies.denominator)
    expect(replies.months).toHaveLength(10)
  })

  it('are the same from sums and from facts: a site alone, and a site with each of its services', async () => {
    const alone = await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}&site=${market.site.id}`)
    const services = await db.all<{ id: string }>(sql`SELECT id FROM services`)
    const parts = await Promise.all(
      services.map(({ id }) => market.sun.ok<Kpis>('GET', `/kpis?${YEAR}&site=${market.site.id}&service=${id}`)),
    )
    for (const { kpi, numerator, denominator, overdue } of alone.figures) {
      const own = parts.map((part) => figure(part, kpi))
      const sum = (of: (one: Figure) => number) => own.reduce((total, one) => total + of(one), 0)
      expect([kpi, sum((f) => f.numerator), sum((f) => f.denominator), sum((f) => f.overdue)]).toEqual([
        kpi,
        numerator,
        denominator,
        overdue,
      ])
    }
    const count = (kpis: Kpis) => kpis.stages.find(({ kpi }) => kpi === 'stage.all')?.count ?? 0
    expect(parts.reduce((sum, part) => sum + count(part), 0)).toBe(count(alone))
  })

  it('give median and P90 as the sorted minutes do', async () => {
    const kpis = await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}`)
    for (const { kpi, count, median, p90 } of kpis.stages.filter(({ kpi: name }) => name !== 'stage.all')) {
      const minutes = (await allRows(`/kpis/${kpi}/issues?${YEAR}&part=denominator`))
        .map((row) => row.minutes ?? -1)
        .sort((a, b) => a - b)
      const at = (share: number) => minutes[Math.ceil(share * minutes.length) - 1]
      expect([kpi, count, median, p90]).toEqual([kpi, minutes.length, at(0.5), at(0.9)])
    }
  })

  it('show an officer the district’s figure and only the own agency’s rows', async () => {
    const path = `/kpis/handle_agency/issues?${YEAR}&part=denominator&limit=200`
    const own = await market.zhao.ok<KpiRows>('GET', path)
    expect(own.rows.length).toBeGreaterThan(0)
    const mine = await db.all<{ id: string }>(
      sql`SELECT id FROM issues WHERE agency_id = ${market.powerCompany} OR lead_agency_id = ${market.powerCompany}`,
    )
    const ids = new Set(mine.map(({ id }) => id))
    expect(own.rows.filter(({ issue }) => !ids.has(issue.id))).toEqual([])
    expect((await market.sun.ok<KpiRows>('GET', path)).rows.length).toBeGreaterThan(own.rows.length)
  })

  it('tell agencies apart only where an interval does not cross the district’s line', async () => {
    const { byAgency } = await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}`)
    const line = byAgency.district.numerator / byAgency.district.denominator
    for (const row of byAgency.rows) {
      const expected =
        row.denominator < 30 ? 'few' : (row.high ?? 0) < line ? 'lower' : (row.low ?? 1) > line ? 'higher' : 'same'
      expect(row.verdict).toBe(expected)
    }
    expect(byAgency.rows.reduce((sum, { denominator }) => sum + denominator, 0)).toBe(byAgency.district.denominator)
  })

  it('say nothing without a denominator, and only counts below 30', async () => {
    const none = await market.sun.ok<Kpis>('GET', '/kpis?from=2020-01-01&to=2020-01-31')
    expect(none.figures.every(({ is, low, high }) => is === 'no_data' && low === null && high === null)).toBe(true)
    const few = figure(await market.sun.ok<Kpis>('GET', '/kpis?from=2026-03-02&to=2026-03-05'), 'completion')
    expect([few.is, few.low, few.denominator > 0 && few.denominator < 30]).toEqual(['few', null, true])
  })

  it('refuse periods that are none', async () => {
    expect(await market.sun.refusal('GET', '/kpis?from=2026-02-30&to=2026-03-01')).toMatch(/^4\d\d/)
    expect(await market.sun.refusal('GET', '/kpis?from=2026-03-02&to=2026-03-01')).toMatch(/^422/)
    expect(await market.sun.refusal('GET', '/kpis?from=2026-03-02')).toMatch(/^422/)
    expect(await market.sun.refusal('GET', '/kpis/applause/issues')).toMatch(/^4\d\d/)
  })

  it('go into a table that a spreadsheet reads and does not run', async () => {
    const file = await market.sun.api('GET', `/kpis.csv?${YEAR}`)
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const bytes = Buffer.from(await file.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const lines = bytes.toString('utf8').slice(1).split('\r\n')
    expect(lines[0]).toBe('kpi,from,to,service,agency,site,numerator,denominator,rate,low95,high95,excluded')
    const kpis = await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}`)
    const { numerator, denominator } = figure(kpis, 'completion')
    expect(lines.find((line) => line.startsWith('completion,2026-01-01'))).toContain(`,${numerator},${denominator},`)
    await market.server.writer.write([
      {
        sql: `UPDATE issues SET title = ? WHERE id = (SELECT issue_id FROM kpi_facts WHERE kpi = 'received' AND is_counted = 1 LIMIT 1)`,
        args: ['=HYPERLINK("http://x","y")'],
      },
    ])
    const rows = await (await market.sun.api('GET', `/kpis/received/issues.csv?${YEAR}`)).text()
    expect(rows).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
  })
})

describe('the follower', () => {
  it('counts a new reply once, whoever else follows at the same time', async () => {
    const before = figure(await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}`), 'handle_on_time')
    await report(market, { place: '9-1' })
    const { rows } = await market.wang.ok<{ rows: { id: string }[] }>('GET', '/issues?sort=received')
    const id = rows[0]?.id ?? ''
    await step(market.zhao, id, 'signature', { personInCharge: '赵' })
    await step(market.zhao, id, 'contact', { note: '打了电话', wasReached: true })
    await step(market.zhao, id, 'reply', { text: '换了保险，三相都送上了', resolved: 'yes', reasonCode: 'done' })
    expect((await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}`)).waiting).toBeGreaterThan(0)
    const { kpis } = market.server.deps.store
    await Promise.all([1, 2, 3].map(() => kpis.follow(market.server.clock.at)))
    const after = await market.sun.ok<Kpis>('GET', `/kpis?${YEAR}`)
    expect([after.waiting, figure(after, 'handle_on_time')]).toMatchObject([
      0,
      { numerator: before.numerator + 1, denominator: before.denominator + 1 },
    ])
    expect(await kpis.follow(market.server.clock.at)).toBe(0)
  })

  it('counts a signature against the agency once its due has passed, and not before', async () => {
    await report(market, { place: '9-2' })
    const { kpis } = market.server.deps.store
    await kpis.follow(market.server.clock.at)
    const late = async () =>
      figure(await market.sun.ok<Kpis>('GET', '/kpis?from=2026-10-10&to=2026-10-10'), 'sign_on_time').denominator
    const before = await late()
    market.server.clock.at += 5 * 86_400_000
    await kpis.follow(market.server.clock.at)
    expect(await late()).toBeGreaterThan(before)
  })

  it('keeps the sums equal to the facts', async () => {
    const rows = await db.all(sql`WITH sums AS (
        SELECT kpi, day, exclusion, bucket, sum(numerator) n, sum(denominator) d, sum(excluded) x FROM kpi_days
        WHERE service_id = '*' AND agency_id = '*' AND site_id = '*' AND day >= 0 GROUP BY 1, 2, 3, 4),
      facts AS (SELECT kpi, day, exclusion, bucket, sum(n) n, sum(d) d, sum(x) x FROM (
        SELECT kpi, day, exclusion, coalesce(bucket, -1) bucket, is_in_numerator n, is_counted d, 1 - is_counted x
          FROM kpi_facts WHERE pending_at IS NULL
        UNION ALL SELECT kpi, until_day, exclusion, -1, 0, -1, 0 FROM kpi_facts
          WHERE pending_at IS NULL AND until_day < 1000000) GROUP BY 1, 2, 3, 4)
      SELECT * FROM (SELECT * FROM sums WHERE n <> 0 OR d <> 0 OR x <> 0 EXCEPT SELECT * FROM facts)
      UNION ALL SELECT * FROM (SELECT * FROM facts WHERE n <> 0 OR d <> 0 OR x <> 0 EXCEPT SELECT * FROM sums)`)
    expect(rows).toEqual([])
  })
})
