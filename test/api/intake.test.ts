import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NO_CONDITIONS } from '../../server/domain/catalogue.ts'
import type { Catalogue } from '../../server/wire/catalogue.ts'
import type { IntakePreview } from '../../server/wire/intake.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { type Market, openMarket, report, step } from '../support/market.ts'
import { installMeter } from '../support/market-meter.ts'

const WALL = (time: string): number => Date.parse(`2026-10-10T${time}:00+08:00`)

interface Entry {
  serial: number
  title: string
  plainWords: string
  validUntilOn?: string
}

/** A published entry about policy, as an import would leave it. */
async function publishEntry({ server }: Market, { serial, title, plainWords, validUntilOn }: Entry): Promise<string> {
  const id = `K-${String(serial).padStart(4, '0')}`
  const { at } = server.clock
  const outcome = await server.writer.write([
    {
      sql: `INSERT INTO knowledge_entries (id, serial, title, plain_words, service_id, valid_until_on, status, created_at, changed_at)
        VALUES (?, ?, ?, ?, 'policy', ?, 'published', ?, ?)`,
      args: [id, serial, title, plainWords, validUntilOn ?? null, at, at],
      expectRows: 1,
    },
  ])
  expect(outcome.ok).toBe(true)
  return id
}

describe('while the caller speaks', () => {
  let market: Market
  beforeAll(async () => {
    market = await openMarket()
    market.server.clock.at = WALL('10:06')
  })
  afterAll(() => market.close())

  const preview = (body: Record<string, unknown>): Promise<IntakePreview> =>
    market.wang.ok('POST', '/intake/preview', { channel: 'telephone', ...body })

  it('recognises place, stall, matter and time, says what is still worth asking, and the line that fires', async () => {
    const seen = await preview({ text: '南岸农贸市场3-12，九点四十就没电了' })
    expect(seen.where).toMatchObject({
      site: { id: market.site.id },
      place: '3-12',
      how: 'typed',
      supplyLine: { nameZh: '南岸线' },
      sameLine: [{ id: market.neighbour.id }],
    })
    expect(seen.what).toMatchObject({
      service: { id: 'power-outage' },
      how: 'typed',
      kind: 'help',
      isSupplyOutage: true,
    })
    expect(seen.what.guide?.riskZh).toContain('120')
    expect(seen.since).toEqual({ at: WALL('09:40'), isRough: false, meterAt: null })
    expect(seen.toAsk).toEqual(['neighbours'])
    expect(seen.rule).toMatchObject({
      place: 1,
      line: { id: 'power-outage', to: { agencyId: market.powerCompany, isAutomatic: true } },
    })
    // A utility outage: 24 hours of wall time from now.
    expect(seen.promise).toEqual({
      expectedAt: WALL('10:06') + 86_400_000,
      clockClass: 'utility_outage',
      rule: 'C',
      amount: 1_440,
      isProvisional: false,
    })
    expect(seen.opensAt).toBe(null)
  })

  it('asks for everything of an empty sheet, and lets the desk’s own choice outrank what it heard', async () => {
    const empty = await preview({})
    expect(empty).toMatchObject({ toAsk: ['site', 'service', 'since'], rule: null, promise: null, similar: [] })
    const chosen = await preview({ text: '南岸没电', siteId: market.neighbour.id, serviceId: 'policy' })
    expect(chosen.where).toMatchObject({
      site: { id: market.neighbour.id },
      how: 'chosen',
      others: [{ id: market.site.id }],
    })
    expect(chosen.what).toMatchObject({ service: { id: 'policy' }, how: 'chosen', others: [{ id: 'power-outage' }] })
    expect((await preview({ text: '南岸没电', siteId: null })).where).toMatchObject({ site: null, how: 'chosen' })
  })

  it('offers open issues of the place and its line, worst fit last, and knows who calls again', async () => {
    const first = await report(market, { telephone: '138 1234 6120', place: '1-06' })
    const water = await market.wang.ok<IssueDetail>('POST', '/issues', {
      channel: 'window',
      serviceId: 'water-gas',
      siteId: market.site.id,
      text: '没水',
    })
    const here = await preview({ text: '南岸没电' })
    expect(here.similar.map(({ row, relation }) => [row.number, relation])).toEqual([
      [first.issueNumber, 'same'],
      [water.number, 'same_place'],
    ])
    const near = await preview({ text: '盐坨里没电' })
    expect(near.similar.map(({ row, relation }) => [row.number, relation])).toEqual([[first.issueNumber, 'same_line']])
    expect((await preview({ text: '盐坨里断网' })).similar).toEqual([])
    const again = await preview({ text: '又没电了', telephone: '13812346120' })
    expect(again.who).toMatchObject({
      telephone: '13812346120',
      earlierCount: 1,
      earlier: { number: first.issueNumber },
    })
    expect(again.where).toMatchObject({ site: { id: market.site.id }, place: '1-06', how: 'caller' })
  })

  it('tells of announced outages, and when the desk opens again', async () => {
    await market.wang.ok('POST', '/outages', {
      siteId: market.site.id,
      fromAt: WALL('10:00'),
      untilAt: WALL('12:00'),
      reason: '换表',
    })
    expect((await preview({ text: '南岸没电' })).outages).toMatchObject([{ reason: '换表' }])
    expect((await preview({ text: '盐坨里没电' })).outages).toEqual([])
    market.server.clock.at = WALL('12:30')
    expect((await preview({})).opensAt).toBe(WALL('13:30'))
    market.server.clock.at = WALL('10:06')
  })

  it('is the desk’s, nobody else’s', async () => {
    expect(await market.zhao.refusal('POST', '/intake/preview', { channel: 'telephone' })).toBe('403 403 forbidden')
  })
})

describe('what the meters know while the caller speaks', () => {
  it('is since when, whether it goes on, and the line that asks for confirmed evidence', async () => {
    const market = await openMarket(false)
    try {
      const meter = await installMeter(market)
      await meter.readOn(229, 300_000)
      const { sun, wang, powerCompany, server, site, neighbour } = market
      const { version, lines } = await sun.ok<Catalogue>('GET', '/catalogue')
      const to = { is: 'agency', agencyId: powerCompany, isAutomatic: true }
      const seen = { ...NO_CONDITIONS, serviceIds: ['power-outage'], evidence: 'confirmed' }
      const first = { id: 'seen', name: '电表看见的', when: seen, to }
      const changed = { lines: [first, ...lines], reason: '电表确认的自动派' }
      await sun.ok('PUT', '/catalogue', changed, { 'if-match': `"${version}"` })
      const preview = (text: string) =>
        wang.ok<IntakePreview>('POST', '/intake/preview', { channel: 'telephone', text })
      expect((await preview('南岸没电')).rule?.line.id).toBe('power-outage')
      await meter.readOn(0, 120_000)
      const lostAt = server.clock.at - 110_000
      const out = await preview('南岸没电，隔壁也没有')
      expect(out.supply).toMatchObject({ value: 'absent', evidence: 'confirmed' })
      expect(out.since.meterAt).toBe(lostAt)
      expect(out.spans.at(-1)).toEqual({ from: lostAt, to: null, value: 'absent' })
      expect(out.rule?.line.id).toBe('seen')
      expect(out.toAsk).toEqual([])
      expect((await preview('盐坨里没电')).rule?.line.id).toBe('power-outage')
      // A new issue goes the same way, by itself.
      const words = { channel: 'telephone', serviceId: 'power-outage', text: '没电了' }
      expect(await wang.ok('POST', '/issues', { ...words, siteId: site.id })).toMatchObject({ state: 'dispatched' })
      expect(await wang.ok('POST', '/issues', { ...words, siteId: neighbour.id })).toMatchObject({ state: 'received' })
      // Half a day later the strip still begins before the loss.
      await meter.readOn(0, 7_200_000)
      const later = await preview('南岸没电')
      expect(later.since.meterAt).toBe(lostAt)
      expect(later.spansFrom).toBe(lostAt - 600_000)
    } finally {
      await market.close()
    }
  })
})

describe('a conversation ends', () => {
  let market: Market
  let entry: string
  beforeAll(async () => {
    market = await openMarket(false)
    entry = await publishEntry(market, { serial: 412, title: '补贴怎么申请', plainWords: '带执照到一楼窗口填一张表。' })
  })
  afterAll(() => market.close())
  let place = 0
  beforeEach(() => {
    place++
  })

  const body = (over: Record<string, unknown> = {}) => ({
    channel: 'telephone',
    serviceId: 'power-outage',
    siteId: market.site.id,
    place: `2-${place}`,
    text: '没电了，鱼缸不打氧',
    telephone: '13812340000',
    ...over,
  })
  const end = (over: Record<string, unknown>, key?: string): Promise<IssueDetail> =>
    market.wang.ok('POST', '/issues', body(over), key ? { 'idempotency-key': key } : {})

  it('dispatched by hand along the line that proposes it, in one step', async () => {
    const issue = await end({ finish: { kind: 'dispatch', agencyId: market.powerCompany } })
    expect(issue).toMatchObject({ state: 'dispatched', agency: { id: market.powerCompany } })
    expect(issue.events.map(({ rule, actorRole, body: said }) => [rule, actorRole, said.catalogueLineId])).toEqual([
      ['T1', 'operator', undefined],
      ['T3', 'operator', 'power-outage'],
    ])
    const against = { finish: { kind: 'dispatch', agencyId: market.waterBureau } }
    expect(await market.wang.refusal('POST', '/issues', body(against))).toBe('422 422 invalid')
    const over = await end({ finish: { ...against.finish, reason: '水泵房的电' } })
    expect(over.events.at(-1)?.body).toMatchObject({ overriddenLineId: 'power-outage', reason: '水泵房的电' })
  })

  it('joined to an open issue: one more merchant, no new issue, and through a merged one to its master', async () => {
    const master = await end({})
    const joined = await end({ text: '隔壁也没电', finish: { kind: 'join', issueId: master.id } })
    expect(joined.id).toBe(master.id)
    expect(joined.version).toBe(master.version)
    expect(joined.reports.map(({ number, text, isPrimary }) => [number, text, isPrimary])).toEqual([
      [`${master.number}-01`, '没电了，鱼缸不打氧', true],
      [`${master.number}-02`, '隔壁也没电', false],
    ])
    expect(joined.events.at(-1)).toMatchObject({ kind: 'joined', actorRole: 'operator', actorName: '同事' })
    const other = await end({})
    await step(market.wang, other.id, 'merge', { masterId: master.id, reason: '同一路电' })
    const followed = await end({ finish: { kind: 'join', issueId: other.id } })
    expect([followed.id, followed.reportCount]).toEqual([master.id, 4])
    expect(await market.wang.refusal('POST', '/issues', body({ finish: { kind: 'join', issueId: 'nowhere' } }))).toBe(
      '422 422 unknown-reference',
    )
  })

  it('answered from an entry, in the entry’s words as often as people ask, and never from an expired one', async () => {
    const ask = (over: Record<string, unknown> = {}) =>
      end({
        serviceId: 'policy',
        text: '补贴怎么申请',
        finish: { kind: 'answer', entryId: entry, text: '带执照到一楼窗口填一张表，当场受理，三天到账。', ...over },
      })
    const answered = await ask()
    expect(answered).toMatchObject({
      state: 'answered',
      entry: { id: entry },
      facts: { replied: { is: true, text: '带执照到一楼窗口填一张表，当场受理，三天到账。' } },
    })
    expect((await ask()).state).toBe('answered')
    const old = await publishEntry(market, {
      serial: 413,
      title: '旧规定',
      plainWords: '旧',
      validUntilOn: '2026-10-09',
    })
    expect(
      await market.wang.refusal('POST', '/issues', body({ finish: { kind: 'answer', entryId: old, text: '旧' } })),
    ).toBe('422 422 invalid')
  })

  it('once, however often the request is repeated', async () => {
    const key = 'call-0001-at-desk-three'
    const first = await end({ text: '只记一次' }, key)
    const again = await end({ text: '只记一次' }, key)
    expect(again).toEqual(first)
    expect(await market.wang.refusal('POST', '/issues', body({ text: '别的' }), { 'idempotency-key': key })).toBe(
      '422 422 key-reused',
    )
    const joinKey = 'call-0002-at-desk-three'
    const join = { text: '同一件', finish: { kind: 'join', issueId: first.id } }
    expect((await end(join, joinKey)).reportCount).toBe(2)
    expect((await end(join, joinKey)).reportCount).toBe(2)
  })

  it('with the service’s questions answered and frozen, secret or a test where the desk says so', async () => {
    const { sun } = market
    const { services } = await sun.ok<{ services: Record<string, unknown>[] }>('GET', '/directory')
    const { id, agency, isAutoDispatched, isSupplyOutage, ...network } =
      services.find((one) => one.id === 'network') ?? {}
    await sun.ok('PUT', '/services/network/settings', {
      ...network,
      guide: {
        promiseZh: '24小时内修好。',
        questions: [
          {
            id: 'carrier',
            kind: 'one',
            labelZh: '哪家的网',
            labelEn: 'Carrier',
            isRequired: true,
            options: [
              { id: 'cu', labelZh: '联通', labelEn: 'CU' },
              { id: 'ct', labelZh: '电信', labelEn: 'CT' },
            ],
          },
        ],
      },
    })
    const answer = await market.wang.api('POST', '/issues', body({ serviceId: 'network' }))
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/answers/carrier', code: 'required' }] })
    const issue = await end({
      serviceId: 'network',
      answers: [{ id: 'carrier', value: ['ct'] }],
      isSecret: true,
      isTest: true,
    })
    expect(issue).toMatchObject({
      isSecret: true,
      isTest: true,
      frozen: { promiseZh: '24小时内修好。', answers: [{ labelZh: '哪家的网', answer: '电信' }] },
    })
    expect([id, agency, isAutoDispatched, isSupplyOutage]).toEqual(['network', null, false, false])
  })

  it('as a repeat of what the same place was told within 90 days, and not of a test or of older things', async () => {
    const words = { serviceId: 'policy', text: '补贴到账没', finish: { kind: 'rule' } }
    const again = await end(words)
    expect(again.repeatOf?.title).toBe('补贴怎么申请')
    expect((await end({ ...words, serviceId: 'financing' })).repeatOf).toBe(null)
    const elsewhere = { ...words, siteId: market.neighbour.id, telephone: '13999990000' }
    expect((await end(elsewhere)).repeatOf).toBe(null)
    expect((await end({ ...elsewhere, telephone: '138 1234 0000' })).repeatOf?.title).toBe('补贴怎么申请')
    market.server.clock.at += 91 * 86_400_000
    expect((await end(words)).repeatOf).toBe(null)
  })

  it('left to the desk with directions where a line says to answer at once', async () => {
    const { version } = await market.wang.ok<Catalogue>('GET', '/catalogue')
    const lines = [
      { id: 'ask', name: '问补贴', when: { ...NO_CONDITIONS, words: ['补贴'] }, to: { is: 'answer', entryId: entry } },
      { id: 'end', name: '', when: NO_CONDITIONS, to: { is: 'desk' } },
    ]
    await market.sun.ok('PUT', '/catalogue', { lines, reason: '常问的当场答' }, { 'if-match': `"${version}"` })
    const seen = await market.wang.ok<IntakePreview>('POST', '/intake/preview', {
      channel: 'telephone',
      text: '补贴怎么申请',
      serviceId: 'policy',
    })
    expect(seen.rule?.line).toMatchObject({ id: 'ask', to: { is: 'answer', entryId: entry } })
    expect(seen.entries.map(({ id, isExpired }) => [id, isExpired])).toEqual([
      [entry, false],
      [expect.any(String), true],
    ])
    expect((await end({ serviceId: 'policy', text: '补贴怎么申请' })).state).toBe('received')
  })
})
