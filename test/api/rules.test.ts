import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { CalendarRules, HoursRules, LimitsRules } from '../../server/wire/rules.ts'
import { type Market, openMarket, step } from '../support/market.ts'
import { onTheWall, shanghai } from '../support/official-calendar.ts'

let market: Market
beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.close())

const match = (version: number) => ({ 'if-match': `"${version}"` })
const YEAR_2027 = {
  year: 2027,
  holidays: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-08', '2027-02-09', '2027-02-10'],
  makeUpDays: ['2027-01-09'],
  reason: '国办通知',
}

const takeDown = (serviceId: string, text: string): Promise<IssueDetail> =>
  market.wang.ok('POST', '/issues', { channel: 'telephone', serviceId, siteId: market.site.id, text })
const detail = (id: string): Promise<IssueDetail> => market.wang.ok('GET', `/issues/${id}`)

describe('the calendar', () => {
  it('starts as the official one up to its last year', async () => {
    const calendar = await market.wang.ok<CalendarRules>('GET', '/rules/calendar')
    expect([calendar.version, calendar.body.lastOfficialYear]).toEqual([1, 2026])
    expect(calendar.body.makeUpDays).toContain('2026-10-10')
    expect(calendar.versions).toEqual([{ version: 1, reason: '', createdBy: null, createdAt: null }])
  })

  it('refuses a year that skips one, days of another year, and a make-up day that is worked anyway', async () => {
    const { sun } = market
    const gap = await sun.api('POST', '/rules/calendar/years', { ...YEAR_2027, year: 2028 }, match(1))
    expect(gap.status).toBe(422)
    expect(((await gap.json()) as { errors: { code: string }[] }).errors[0]).toMatchObject({ code: 'year_missing' })
    const weekday = { ...YEAR_2027, makeUpDays: ['2027-01-05'] }
    const refused = await sun.api('POST', '/rules/calendar/years', weekday, match(1))
    expect(((await refused.json()) as { errors: unknown[] }).errors).toEqual([
      { pointer: '/body/2027-01-05', code: 'not_weekend', detail: expect.stringContaining('2027-01-05') },
    ])
    const { body } = await sun.ok<CalendarRules>('GET', '/rules/calendar')
    const missing = { ...body, holidays: body.holidays.filter((on) => !on.startsWith('2024')) }
    const whole = await sun.api('PUT', '/rules/calendar', { body: missing, reason: '少一年' }, match(1))
    expect(((await whole.json()) as { errors: { code: string }[] }).errors.map(({ code }) => code)).toEqual([
      'year_missing',
    ])
    expect((await sun.ok<CalendarRules>('GET', '/rules/calendar')).version).toBe(1)
  })

  it('moves only provisional dues when the new year comes, says so, and tells merchants', async () => {
    const { server, sun, wang, waterBureau } = market
    server.clock.at = shanghai('2026-12-30 10:00')
    const settled = await takeDown('policy', '年前能不能办完')
    const open = await wang.ok<IssueDetail>('POST', '/issues', {
      channel: 'telephone',
      serviceId: 'approval',
      siteId: market.site.id,
      text: '店招批了两个月',
      telephone: '13812345678',
    })
    await step(wang, open.id, 'dispatch', { agencyId: waterBureau, reason: '归水务' })
    await step(wang, open.id, 'signature', { personInCharge: '钱卫东' })
    const before = await detail(open.id)
    const handle = before.clocks.find(({ clock }) => clock === 'handle')
    // Ten working days, Monday to Friday, New Year's Day taken as worked.
    expect([handle && onTheWall(handle.dueAt), handle?.isProvisional]).toEqual(['2027-01-13 10:00', true])
    expect((await sun.ok<CalendarRules>('GET', '/rules/calendar')).provisionalCount).toBe(1)
    const other = await detail(settled.id)

    const changed = await sun.ok<CalendarRules>('POST', '/rules/calendar/years', YEAR_2027, match(1))
    expect([changed.version, changed.body.lastOfficialYear]).toEqual([2, 2027])
    expect(changed.versions[0]).toMatchObject({ version: 2, reason: '国办通知', createdBy: '孙志强' })
    expect(await server.deps.store.rules.recount(server.clock.at)).toBe(1)
    expect(await server.deps.store.rules.recount(server.clock.at)).toBe(0)

    const after = await detail(open.id)
    const moved = after.clocks.find(({ clock }) => clock === 'handle')
    // 1 January is off now, and Saturday the 9th is worked: the two cancel out.
    expect([moved && onTheWall(moved.dueAt), moved?.isProvisional]).toEqual(['2027-01-13 10:00', false])
    expect(after.events.at(-1)).toMatchObject({
      kind: 'recounted',
      body: { calendarVersion: 2, dues: [{ clock: 'handle', dueAfterAt: moved?.dueAt, isProvisional: false }] },
    })
    expect((await detail(settled.id)).version).toBe(other.version)
    expect((await sun.ok<CalendarRules>('GET', '/rules/calendar')).provisionalCount).toBe(0)
  })

  it('is stale for whom it was changed under', async () => {
    const change = { ...YEAR_2027, year: 2028, holidays: ['2028-01-03'], makeUpDays: [] }
    expect(await market.sun.refusal('POST', '/rules/calendar/years', change, match(1))).toBe('412 412 stale')
    expect(await market.wang.refusal('POST', '/rules/calendar/years', change, match(2))).toBe('403 403 forbidden')
  })
})

describe('limits and hours', () => {
  it('touch later runs only', async () => {
    const { server, sun } = market
    server.clock.at = shanghai('2026-10-12 10:00')
    const old = await takeDown('water-gas', '停水了')
    const limits = await sun.ok<LimitsRules>('GET', '/rules/limits')
    const body = { ...limits.body, handle: { ...limits.body.handle, utility_outage: { rule: 'C', amount: 600 } } }
    await sun.ok('PUT', '/rules/limits', { body, reason: '区里要求10小时' }, match(limits.version))
    const fresh = await takeDown('water-gas', '又停水了')
    const handleOf = ({ clocks }: IssueDetail) => clocks.find(({ clock }) => clock === 'handle')
    expect(handleOf(await detail(old.id))?.amount).toBe(1_440)
    expect(handleOf(fresh)?.amount).toBe(600)
    expect(onTheWall(fresh.expectedAt ?? 0)).toBe('2026-10-12 20:00')
  })

  it('refuse a class without a limit, and hours that overlap', async () => {
    const { sun } = market
    const limits = await sun.ok<LimitsRules>('GET', '/rules/limits')
    const { consult: _, ...handle } = limits.body.handle
    const answer = await sun.api(
      'PUT',
      '/rules/limits',
      { body: { ...limits.body, handle }, reason: '少一类' },
      match(limits.version),
    )
    expect(answer.status).toBe(422)
    expect(((await answer.json()) as { errors: { pointer: string }[] }).errors[0]?.pointer).toBe('/body/handle/consult')
    const overlapping = {
      desk: [
        [540, 720],
        [700, 900],
      ],
      byAgency: {},
    }
    expect(await sun.refusal('PUT', '/rules/hours', { body: overlapping, reason: '重叠' }, match(1))).toBe(
      '422 422 invalid',
    )
  })

  it('count the desk’s minutes in the desk’s new hours', async () => {
    const { server, sun } = market
    const hours = await sun.ok<HoursRules>('GET', '/rules/hours')
    const body = { desk: [[8 * 60, 20 * 60]], byAgency: {} }
    await sun.ok('PUT', '/rules/hours', { body, reason: '延时服务' }, match(hours.version))
    server.clock.at = shanghai('2026-10-13 19:00')
    const issue = await takeDown('policy', '问补贴')
    const accept = issue.clocks.find(({ clock }) => clock === 'accept')
    expect(accept && onTheWall(accept.dueAt)).toBe('2026-10-14 09:00')
  })
})
