import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { OutageImport, OutageList, PlannedOutage } from '../../server/wire/outages.ts'
import { MORNING } from '../support/api.ts'
import { type Market, openMarket } from '../support/market.ts'

const HOUR = 3_600_000

describe('planned outages', () => {
  let market: Market
  beforeAll(async () => {
    market = await openMarket()
  })
  afterAll(() => market.close())

  const shown = async (query = ''): Promise<OutageList> => market.wang.ok('GET', `/outages${query}`)
  const body = (over: Record<string, unknown> = {}) => ({
    siteId: market.site.id,
    fromAt: MORNING + HOUR,
    untilAt: MORNING + 3 * HOUR,
    reason: '换表',
    ...over,
  })

  it('are entered by the desk, run at their site and hour only, and can be called off', async () => {
    const { wang, server, site, neighbour } = market
    const outage = await wang.ok<PlannedOutage>('POST', '/outages', body())
    expect(outage).toMatchObject({
      site: { id: site.id },
      supply: null,
      fromAt: MORNING + HOUR,
      untilAt: MORNING + 3 * HOUR,
      reason: '换表',
      cancelledAt: null,
    })
    const { outages } = server.deps.store
    expect(await outages.plannedAt(site.id, MORNING + HOUR - 1)).toBe(null)
    expect((await outages.plannedAt(site.id, MORNING + HOUR))?.id).toBe(outage.id)
    expect(await outages.plannedAt(site.id, MORNING + 3 * HOUR)).toBe(null)
    expect(await outages.plannedAt(neighbour.id, MORNING + 2 * HOUR)).toBe(null)
    const cancelled = await wang.ok<PlannedOutage>('POST', `/outages/${outage.id}/cancellation`)
    expect(cancelled.cancelledAt).toBe(server.clock.at)
    expect(await outages.plannedAt(site.id, MORNING + 2 * HOUR)).toBe(null)
    expect(await wang.refusal('POST', `/outages/${outage.id}/cancellation`)).toBe('409 409 changed-meanwhile')
    expect((await shown()).outages).toEqual([])
    expect((await shown('?when=all')).outages.map(({ id }) => id)).toEqual([outage.id])
  })

  it('of a line reach every site on it', async () => {
    const { wang, server, site, neighbour } = market
    const { supplies } = await shown()
    expect(supplies.map(({ nameZh }) => nameZh)).toEqual(['南岸线'])
    const outage = await wang.ok<PlannedOutage>('POST', '/outages', body({ siteId: null, supplyId: supplies[0]?.id }))
    for (const { id } of [site, neighbour])
      expect((await server.deps.store.outages.plannedAt(id, MORNING + 2 * HOUR))?.id).toBe(outage.id)
    expect((await shown(`?site=${neighbour.id}`)).outages.map(({ id }) => id)).toEqual([outage.id])
    await wang.ok('POST', `/outages/${outage.id}/cancellation`)
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['neither site nor line', { siteId: null }, '422 422 invalid'],
    ['an end before the beginning', { untilAt: MORNING }, '422 422 invalid'],
    ['more than a month', { untilAt: MORNING + 40 * 24 * HOUR }, '422 422 invalid'],
    ['a site that is not there', { siteId: 'nowhere' }, '422 422 unknown-reference'],
  ])('with %s are refused', async (_, over, refusal) => {
    expect(await market.wang.refusal('POST', '/outages', body(over))).toBe(refusal)
  })

  it('are read by officers, who may not enter them', async () => {
    await market.zhao.ok('GET', '/outages')
    expect(await market.zhao.refusal('POST', '/outages', body())).toBe('403 403 forbidden')
  })

  it('flag an interruption that is reported inside their window', async () => {
    const { wang, site, neighbour } = market
    const outage = await wang.ok<PlannedOutage>('POST', '/outages', body({ fromAt: MORNING - HOUR }))
    const takenDown = (siteId: string, serviceId = 'power-outage') =>
      wang.ok<IssueDetail>('POST', '/issues', { channel: 'telephone', serviceId, siteId, text: '没电了' })
    const inside = await takenDown(site.id)
    expect(inside.events[0]?.body).toMatchObject({ plannedOutageId: outage.id, plannedUntilAt: outage.untilAt })
    for (const other of [await takenDown(neighbour.id), await takenDown(site.id, 'network')])
      expect(other.events[0]?.body).not.toHaveProperty('plannedOutageId')
    await wang.ok('POST', `/outages/${outage.id}/cancellation`)
  })

  it('come from a file once: by name, nickname or line, and bad lines are told by number', async () => {
    const csv = [
      '编号,地点,线路,开始,结束,原因',
      'TD-1,南岸农贸市场,,2026-10-13 08:30,2026-10-13 12:00,"换表，2厅"',
      'TD-2,,南岸线,2026/10/14 9:00,2026/10/14 11:00,检修',
      'TD-3,没有的市场,,2026-10-13 08:30,2026-10-13 12:00,检修',
      'TD-4,南岸农贸市场,,明天,2026-10-13 12:00,检修',
      'TD-5,南岸农贸市场,,2026-10-13 12:00,2026-10-13 08:30,检修',
      'TD-6,南岸农贸市场,,2026-02-30 12:00,2026-03-01 08:30,检修',
    ].join('\r\n')
    const file = { csv, source: '供电公司公告' }
    const taken = await market.wang.ok<OutageImport>('POST', '/outages/import', file)
    expect(taken).toEqual({
      added: 2,
      known: 0,
      bad: [
        { line: 4, why: '没有地点“没有的市场” · no such site' },
        { line: 5, why: '开始时间看不懂：“明天” · from is no time' },
        { line: 6, why: '结束要晚于开始 · it ends before it begins' },
        { line: 7, why: '开始时间看不懂：“2026-02-30 12:00” · from is no time' },
      ],
    })
    expect(await market.wang.ok('POST', '/outages/import', file)).toMatchObject({ added: 0, known: 2 })
    const { outages } = await shown()
    expect(
      outages.map(({ site, supply, reason, fromAt, source, sourceNumber }) => [
        site?.nameZh ?? supply?.nameZh,
        reason,
        fromAt,
        source,
        sourceNumber,
      ]),
    ).toEqual([
      ['南岸农贸市场', '换表，2厅', Date.parse('2026-10-13T08:30:00+08:00'), '供电公司公告', 'TD-1'],
      ['南岸线', '检修', Date.parse('2026-10-14T09:00:00+08:00'), '供电公司公告', 'TD-2'],
    ])
  })
})
