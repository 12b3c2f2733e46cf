import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { referralJob } from '../../server/jobs/referrals.ts'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { ReportAnswer, Tracking } from '../../server/wire/merchant.ts'
import type { Referral, ThirdParty } from '../../server/wire/referrals.ts'
import { type Market, merchantOf, openMarket, report } from '../support/market.ts'

let market: Market
let bank: ThirdParty
let own: ReportAnswer
let id: string
beforeEach(async () => {
  market = await openMarket()
  bank = await market.sun.ok<ThirdParty>('POST', '/parties', { nameZh: '海河银行', serviceIds: ['financing'] })
  await market.sun.ok('POST', '/parties', { nameZh: '第七小学', serviceIds: ['employment'] })
  await referable('financing', true)
  own = await report(market, { serviceId: 'financing', text: '贷款批不下来' })
  id = (await market.sun.ok<IssueList>('GET', '/issues')).rows[0]!.id
})
afterEach(() => market.close())

const referable = (service: string, is: boolean) =>
  market.server.writer.write([
    { sql: 'UPDATE services SET is_referable = ? WHERE id = ?', args: [is ? 1 : 0, service], expectRows: 1 },
  ])
const body = (over: object = {}) => ({
  thirdPartyId: bank.id,
  consentChannel: 'telephone',
  consentAt: market.server.clock.at,
  text: '流水够，缺抵押',
  days: 10,
  ...over,
})
const hand = (over: object = {}) => market.wang.ok<Referral>('POST', `/issues/${id}/referral`, body(over))
const move = (referral: Referral, status: string, outcome = '', version = referral.version) =>
  market.wang.api(
    'POST',
    `/issues/${id}/referrals/${referral.id}/status`,
    { status, outcome },
    {
      'if-match': `"${version}"`,
    },
  )
const issue = () => market.wang.ok<IssueDetail>('GET', `/issues/${id}`)
const track = () => merchantOf(market).ok<Tracking>('POST', '/merchant/tracking', { token: own.token })

describe('a hand-over to a third party', () => {
  it('is offered to those matched by the service', async () => {
    const choices = await market.wang.ok<ThirdParty[]>('GET', `/issues/${id}/referral/choices`)
    expect(choices.map(({ nameZh }) => nameZh)).toEqual(['海河银行'])
    expect(await market.zhao.refusal('GET', '/parties')).toBe('403 403 forbidden')
  })

  it('needs the merchant’s consent, and is shown to the merchant and on the issue', async () => {
    expect(await market.wang.refusal('POST', `/issues/${id}/referral`, { ...body(), consentAt: undefined })).toBe(
      '422 422 invalid',
    )
    const ahead = body({ consentAt: market.server.clock.at + 60_000 })
    expect(await market.wang.refusal('POST', `/issues/${id}/referral`, ahead)).toBe('422 422 invalid')
    const referral = await hand()
    expect(referral).toMatchObject({ status: 'sent', party: { nameZh: '海河银行' }, version: 1, sentBy: '同事' })
    expect((await issue()).referrals).toMatchObject([{ id: referral.id, status: 'sent' }])
    expect((await issue()).events.at(-1)).toMatchObject({
      kind: 'referral',
      body: { status: 'sent', partyZh: '海河银行', consentChannel: 'telephone' },
    })
    expect(await track()).toMatchObject({
      referrals: [{ party: { nameZh: '海河银行' }, status: 'sent' }],
      messages: [{ code: 'referral_sent' }],
    })
  })

  it('is moved on the version that was looked at, and ends in words', async () => {
    const referral = await hand()
    const accepted = (await (await move(referral, 'accepted')).json()) as Referral
    expect([accepted.status, accepted.version]).toEqual(['accepted', 2])
    expect((await move(referral, 'helped', '放了30万')).status).toBe(412)
    expect((await move(accepted, 'helped')).status).toBe(422)
    const helped = (await (await move(accepted, 'helped', '放了30万')).json()) as Referral
    expect(helped).toMatchObject({ status: 'helped', outcome: '放了30万', outcomeAt: market.server.clock.at })
    expect((await move(helped, 'declined', '又不肯了')).status).toBe(409)
    expect((await track()).referrals).toMatchObject([{ status: 'helped', outcome: '放了30万' }])
  })

  it('nobody answered lapses at its limit, once, and what comes later still counts', async () => {
    const referral = await hand({ days: 3 })
    const job = referralJob(market.server.deps)
    await job.tick(market.server.clock.at + 3 * 86_400_000 - 1)
    expect((await issue()).referrals[0]!.status).toBe('sent')
    market.server.clock.at += 3 * 86_400_000
    await job.tick(market.server.clock.at)
    await job.tick(market.server.clock.at + 1)
    expect((await issue()).referrals).toMatchObject([{ status: 'lapsed', version: 2 }])
    expect((await track()).messages.map(({ code }) => code)).toEqual(['referral_lapsed', 'referral_sent'])
    expect((await move(referral, 'helped', '晚了几天，放了', 2)).status).toBe(200)
  })

  it('is refused for a party of another service and for a service nobody refers', async () => {
    const parties = await market.sun.ok<ThirdParty[]>('GET', '/parties')
    const school = parties.find(({ nameZh }) => nameZh === '第七小学')!
    expect(await market.wang.refusal('POST', `/issues/${id}/referral`, body({ thirdPartyId: school.id }))).toBe(
      '422 422 unknown-reference',
    )
    await referable('financing', false)
    expect(await market.wang.refusal('POST', `/issues/${id}/referral`, body())).toBe('409 409 not-allowed-now')
  })
})
