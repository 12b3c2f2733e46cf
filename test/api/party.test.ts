import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { PartyLink, PartyView } from '../../server/wire/party.ts'
import { type Market, merchantOf, openMarket, report } from '../support/market.ts'

const DAY_MS = 86_400_000
let market: Market
let id: string
let link: PartyLink
beforeEach(async () => {
  market = await openMarket()
  await report(market, { telephone: '13812345678' })
  id = (await market.sun.ok<IssueList>('GET', '/issues')).rows[0]!.id
  link = await market.wang.ok<PartyLink>('POST', `/issues/${id}/party-link`)
})
afterEach(() => market.close())

const ask = <T = PartyView>(path = '', body: object = {}, token = link.token) =>
  merchantOf(market).ok<T>('POST', `/party${path}`, { token, ...body })
const refusal = (path = '', body: object = {}, token = link.token) =>
  merchantOf(market).refusal('POST', `/party${path}`, { token, ...body })
const issue = () => market.sun.ok<IssueDetail>('GET', `/issues/${id}`)

describe('an outside party’s link', () => {
  it('shows one issue to its agency, for the class limit, without anybody’s number', async () => {
    expect([link.path, link.endsAt]).toEqual([`/m/#party=${link.token}`, market.server.clock.at + DAY_MS])
    const view = await ask()
    expect(view).toMatchObject({
      agency: { nameZh: '供电公司' },
      state: 'dispatched',
      steps: ['signature'],
      reports: [{ place: '3-12', hasTelephone: true }],
    })
    expect(JSON.stringify(view)).not.toContain('13812345678')
    expect((await issue()).events.at(-1)).toMatchObject({ kind: 'party_link', body: { endsAt: link.endsAt } })
    expect(await market.zhao.refusal('POST', `/issues/${id}/party-link`)).toBe('403 403 forbidden')
  })

  it('signs, says whom it reached, and replies, on the version it saw', async () => {
    const { version } = await ask()
    const signed = await ask('/signature', { version, personInCharge: '赵建国' })
    expect(signed).toMatchObject({ state: 'signed', steps: ['contact'] })
    expect(await refusal('/contact', { version, note: '到了', wasReached: true })).toBe('412 412 stale')
    const handling = await ask('/contact', { version: signed.version, note: '到了', wasReached: true })
    const words = { text: '已换保险', resolved: 'yes', reasonCode: 'fixed' }
    const replied = await ask('/reply', { version: handling.version, ...words })
    expect(replied).toMatchObject({ state: 'replied', steps: [], replyText: '已换保险' })
    expect((await issue()).events.filter(({ rule }) => rule && ['T7', 'T10', 'T13'].includes(rule))).toMatchObject([
      { rule: 'T7', actorRole: 'agency', actorName: null, agency: { nameZh: '供电公司' } },
      { rule: 'T10', actorRole: 'agency' },
      { rule: 'T13', actorRole: 'agency' },
    ])
  })

  it('gives a telephone once it is asked for, and every look is written down; a hidden one is closed', async () => {
    const { reports } = await ask()
    const body = { reportId: reports[0]!.id }
    expect(await ask('/telephone', body)).toEqual({ name: null, telephone: '13812345678' })
    expect((await issue()).events.at(-1)).toMatchObject({ kind: 'contact_viewed', agency: { nameZh: '供电公司' } })
    const hidden = await report(market, { joinIssueId: id, text: '', telephone: '13900000000', hidesContact: true })
    const second = (await ask()).reports.find(({ number }) => number === hidden.number)!
    expect(second.hasTelephone).toBe(false)
    expect(await refusal('/telephone', { reportId: second.id })).toBe('403 403 contact-hidden')
  })

  it('ends with its limit, with a newer link, and when the issue goes to another agency', async () => {
    const newer = await market.wang.ok<PartyLink>('POST', `/issues/${id}/party-link`)
    expect(await refusal()).toBe('404 404 link-unknown')
    const { version } = await ask('', {}, newer.token)
    await market.wang.ok(
      'POST',
      `/issues/${id}/dispatch`,
      { agencyId: market.waterBureau, reason: '是水的事' },
      { 'if-match': `"${version}"` },
    )
    expect(await refusal('', {}, newer.token)).toBe('404 404 link-unknown')
    const third = await market.wang.ok<PartyLink>('POST', `/issues/${id}/party-link`)
    market.server.clock.at = third.endsAt
    expect(await refusal('', {}, third.token)).toBe('404 404 link-unknown')
  })
})
