import { openReader, openWriter } from '../db/client.ts'
import { queriesOver } from '../db/drizzle.ts'
import { migrateDatabase } from '../db/migrate.ts'
import { writeAtomically } from '../db/writer.ts'
import type { Config } from '../server/config.ts'
import { dateOn } from '../server/domain/calendar.ts'
import { createKpiStore } from '../server/store/kpis.ts'
import { ruleBook } from '../server/store/rule-book.ts'
import type { Kpis } from '../server/wire/kpis.ts'
import { compareView, type Difference } from './audit-compare.ts'
import { IssueCount } from './audit-count.ts'
import { rawIssues } from './audit-rows.ts'
import { Tally } from './audit-tally.ts'

export interface AuditOptions {
  /** District dates, `YYYY-MM-DD`; without them from the first event on to today. */
  from?: string
  to?: string
  now: () => number
  say(line: string): void
}

export interface Audit {
  from: string
  to: string
  issues: number
  views: number
  figures: number
  differences: Difference[]
}

/** Events come while it counts: a difference counts if it is still there when everything is counted again. */
const ATTEMPTS = 3

/**
 * Counts every shown figure anew from the raw events, by a path of its own, and holds it against what the interface
 * shows: the whole district, every service, agency and site, the period and each month. Waiting events are counted
 * first, as the server's own job would.
 */
export async function auditKpis(config: Pick<Config, 'database'>, options: AuditOptions): Promise<Audit> {
  const writer = await openWriter(config.database)
  const reader = await openReader(config.database)
  try {
    await migrateDatabase(writer, config.database, options.now())
    const db = queriesOver(reader)
    const store = createKpiStore({
      db,
      writer: { write: (statements) => writer.exclusive((client) => writeAtomically(client, statements)) },
    })
    for (let attempt = 1; ; attempt++) {
      const now = options.now()
      const counted = await store.follow(now)
      if (counted > 0) options.say(`先数进来${counted}件 · ${counted} issues counted first`)
      const audit = await auditOnce({ reader, db, store }, options, now)
      if (audit.differences.length === 0 || attempt === ATTEMPTS) return audit
      const isStill = (await store.follow(options.now())) === 0
      if (isStill) return audit
    }
  } finally {
    reader.close()
    await writer.close()
  }
}

interface Tools {
  reader: Awaited<ReturnType<typeof openReader>>
  db: ReturnType<typeof queriesOver>
  store: ReturnType<typeof createKpiStore>
}

async function auditOnce({ reader, db, store }: Tools, options: AuditOptions, now: number): Promise<Audit> {
  // Whole months, as the page asks for them; the sums of their days are held against them below.
  const from = options.from ?? `${((await firstDay(reader)) ?? dateOn(now)).slice(0, 7)}-01`
  const to = options.to ?? dateOn(now)
  const within = (at: number): boolean => dateOn(at) >= from && dateOn(at) <= to
  const tally = new Tally(within)
  const book = await ruleBook(db)
  let issues = 0
  for await (const issue of rawIssues(reader)) {
    new IssueCount(issue, tally, ({ versions }) => book.calendarOf(versions), now).count()
    issues++
  }
  for (const [prefix, table] of [
    ['s', 'services'],
    ['a', 'agencies'],
    ['t', 'sites'],
  ] as const)
    for (const id of await idsOf(reader, table)) tally.views.add(`${prefix}:${id}`)
  const differences: Difference[] = await unequalMonths(reader)
  let figures = 0
  for (const view of [...tally.views].sort()) {
    const shown = await store.read({ from, to, compare: 'none', ...pickOf(view) }, now)
    if (!shown.ok) throw new Error(`the figures of ${view} cannot be read: ${shown.reason}`)
    const found = compareView(tally, view, shown.value, endsOf(shown.value, now))
    figures += found.figures
    differences.push(...found.differences)
  }
  return { from, to, issues, views: tally.views.size, figures, differences }
}

/** Months whose sum is not that of their days. */
async function unequalMonths(reader: Tools['reader']): Promise<Difference[]> {
  const { rows } = await reader.execute(`SELECT kpi, service_id || ' ' || agency_id || ' ' || site_id AS view, month,
      sum(n) AS n, sum(d) AS d, sum(x) AS x FROM (
        SELECT kpi, service_id, agency_id, site_id, exclusion, bucket, numerator AS n, denominator AS d, excluded AS x,
          -(CAST(strftime('%Y', day * 86400, 'unixepoch') AS integer) * 12
            + CAST(strftime('%m', day * 86400, 'unixepoch') AS integer) - 1) AS month
          FROM kpi_days WHERE day > 0 AND kpi NOT LIKE 'overdue:%'
        UNION ALL SELECT kpi, service_id, agency_id, site_id, exclusion, bucket, -numerator, -denominator, -excluded, day
          FROM kpi_days WHERE day < 0)
    GROUP BY kpi, service_id, agency_id, site_id, exclusion, bucket, month
    HAVING sum(n) <> 0 OR sum(d) <> 0 OR sum(x) <> 0 LIMIT 100`)
  return rows.map((row) => ({
    kpi: String(row.kpi),
    view: String(row.view),
    when: `month ${row.month}`,
    shown: 'month',
    counted: `days differ by ${row.n} ${row.d} ${row.x}`,
  }))
}

const pickOf = (view: string): { service?: string; agency?: string; site?: string } => {
  const id = view.slice(2)
  if (view.startsWith('s:')) return { service: id }
  if (view.startsWith('a:')) return { agency: id }
  return view.startsWith('t:') ? { site: id } : {}
}

/** When a month or the period ends for what lasts: its midnight, or just after now while it runs. */
function endsOf({ to }: Kpis, now: number): (month: string | null) => number {
  const midnightAfter = (on: string): number => Date.parse(`${on}T00:00:00+08:00`) + 86_400_000
  return (month) => {
    const [year = 0, index = 0] = (month ?? '').split('-').map(Number)
    const last = month === null ? to : new Date(Date.UTC(year, index, 0)).toISOString().slice(0, 10)
    return Math.min(midnightAfter(last < to ? last : to), now + 1)
  }
}

async function firstDay(reader: Tools['reader']): Promise<string | null> {
  const { rows } = await reader.execute('SELECT min(at) AS at FROM issue_events')
  const at = rows[0]?.at
  return typeof at === 'number' ? dateOn(at) : null
}

const IDS = {
  services: 'SELECT id FROM services',
  agencies: 'SELECT id FROM agencies',
  sites: 'SELECT id FROM sites',
} as const
async function idsOf(reader: Tools['reader'], table: keyof typeof IDS): Promise<string[]> {
  return (await reader.execute(IDS[table])).rows.map(({ id }) => String(id))
}
