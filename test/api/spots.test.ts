import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { ReportAnswer, Tracking } from '../../server/wire/merchant.ts'
import type { MerchantSpot, Spot, SpotPoster } from '../../server/wire/spots.ts'
import { type Market, merchantOf, openMarket } from '../support/market.ts'

let market: Market
let spot: Spot
beforeEach(async () => {
  market = await openMarket()
  spot = await market.sun.ok<Spot>('POST', '/spots', {
    kind: 'item',
    nameZh: '食品经营许可',
    nameEn: 'Food licence',
    siteId: market.site.id,
    papers: ['营业执照', '健康证'],
  })
})
afterEach(() => market.close())

const scan = (id = spot.id) => merchantOf(market).ok<MerchantSpot>('GET', `/merchant/spots/${id}`)
const report = (body: object, headers: Record<string, string> = {}) =>
  merchantOf(market).ok<ReportAnswer>('POST', `/merchant/spots/${spot.id}/reports`, body, headers)
const issues = async () => {
  const { rows } = await market.wang.ok<IssueList>('GET', '/issues?state=all&sort=received')
  return Promise.all(rows.map(({ id }) => market.wang.ok<IssueDetail>('GET', `/issues/${id}`)))
}

describe('a “couldn’t get it done” code', () => {
  it('is printed with its spot and the time, and nobody’s data', async () => {
    const poster = await market.wang.ok<SpotPoster>('GET', `/spots/${spot.id}/poster`)
    expect(poster).toMatchObject({
      path: `/m/?w=${spot.id}&t=${market.server.clock.at}`,
      printedAt: market.server.clock.at,
      spot: { nameZh: '食品经营许可', papers: ['营业执照', '健康证'], reportCount: 0 },
    })
    expect(await market.wang.refusal('POST', '/spots', { kind: 'window', nameZh: '3号窗' })).toBe('403 403 forbidden')
  })

  it('says on the phone which papers the item takes, without an account', async () => {
    expect(await scan()).toMatchObject({
      nameZh: '食品经营许可',
      papers: ['营业执照', '健康证'],
      site: { nameZh: '南岸农贸市场' },
    })
    expect(await merchantOf(market).refusal('GET', '/merchant/spots/none')).toBe('404 404 not-found')
  })

  it('takes three taps and no name: an issue with window, obstacle and the paper, due in three working days', async () => {
    const answer = await report({ obstacle: 'extra_papers', paper: '房东身份证', printedAt: 1_700_000_000_000 })
    const [issue] = await issues()
    expect(issue).toMatchObject({
      number: answer.issueNumber,
      title: '食品经营许可：多要材料',
      text: '食品经营许可，多要材料：房东身份证',
      obstacle: 'extra_papers',
      spot: { id: spot.id, kind: 'item' },
      service: { id: 'not-done' },
      state: 'received',
      // Sat 10 Oct 09:00, a make-up day: accept within 2 h, sign within 1 working day, handled within 3.
      expectedAt: answer.expectedAt,
    })
    expect(new Date(answer.expectedAt!).toISOString()).toBe('2026-10-15T03:00:00.000Z')
    expect(issue!.events[0]!.body).toMatchObject({ spotId: spot.id, obstacle: 'extra_papers', paper: '房东身份证' })
    expect(issue!.reports).toMatchObject([{ place: '食品经营许可', maskedTelephone: null }])
    const seen = await merchantOf(market).ok<Tracking>('POST', '/merchant/tracking', { token: answer.token })
    expect(seen.service.id).toBe('not-done')
    expect((await market.wang.ok<Spot[]>('GET', '/spots'))[0]!.reportCount).toBe(1)
  })

  it('is one issue however often the phone sends it', async () => {
    const key = { 'idempotency-key': '0123456789abcdef0123456789abcdef' }
    const phone = merchantOf(market)
    const send = () =>
      phone.ok<ReportAnswer>('POST', `/merchant/spots/${spot.id}/reports`, { obstacle: 'attitude' }, key)
    expect(await send()).toEqual(await send())
    expect(await issues()).toHaveLength(1)
  })

  it('that was taken down opens nothing, and comes back when it is put up again', async () => {
    const body = { kind: 'item', nameZh: '食品经营许可', papers: ['营业执照'], siteId: null }
    await market.sun.ok('PUT', `/spots/${spot.id}`, { ...body, isClosed: true })
    expect(await merchantOf(market).refusal('GET', `/merchant/spots/${spot.id}`)).toBe('404 404 not-found')
    await market.sun.ok('PUT', `/spots/${spot.id}`, { ...body, isClosed: false })
    expect((await scan()).papers).toEqual(['营业执照'])
    expect(await market.sun.refusal('PUT', `/spots/${spot.id}`, { ...body, siteId: 'nowhere' })).toBe(
      '422 422 unknown-reference',
    )
  })
})
