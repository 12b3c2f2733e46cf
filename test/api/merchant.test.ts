import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { MerchantSite, MerchantSites, ReportAnswer, Tracking } from '../../server/wire/merchant.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { MORNING } from '../support/api.ts'
import { type Market, merchantOf, openMarket, report, step } from '../support/market.ts'

let market: Market
beforeEach(async () => {
  market = await openMarket()
})
afterEach(() => market.close())

const body = (values: Record<string, unknown> = {}) => ({
  siteId: market.site.id,
  serviceId: 'power-outage',
  place: '3-12',
  text: '冰柜化了一半',
  ...values,
})
const issues = async (): Promise<IssueDetail[]> => {
  const { rows } = await market.sun.ok<IssueList>('GET', '/issues?state=all&sort=received&limit=200')
  return Promise.all(rows.map(({ id }) => market.sun.ok<IssueDetail>('GET', `/issues/${id}`)))
}
const post = (values: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  merchantOf(market).api('POST', '/merchant/reports', body(values), headers)

describe('the page a merchant scans', () => {
  it('lists the places without any account', async () => {
    const page = await merchantOf(market).ok<MerchantSites>('GET', '/merchant/sites')
    expect(page.district).toEqual({ nameZh: '海河区', nameEn: 'Haihe District' })
    expect(page.sites.map(({ nameZh }) => nameZh).sort()).toEqual(['南岸农贸市场', '盐坨里市场'].sort())
  })

  it('first shows what is open there and on the same line, with neither shop nor words of who reported it', async () => {
    const first = await report(market, { place: '老陈冻品', text: '老陈家停电了' })
    await report(market, { serviceId: 'financing', text: '贷款批不下来' })
    // A complaint, and what was asked to be secret, are nobody else's business.
    await report(market, { serviceId: 'approval', text: '店招卡住了' })
    await report(market, { serviceId: 'water-gas', text: '停水了', isSecret: true })
    const at = (siteId: string) => merchantOf(market).ok<MerchantSite>('GET', `/merchant/sites/${siteId}`)
    const here = await at(market.site.id)
    expect(here.covers).toMatchObject([
      {
        number: first.issueNumber,
        serviceId: 'power-outage',
        title: '南岸农贸市场停电',
        sinceAt: MORNING,
        state: 'dispatched',
        agency: { nameZh: '供电公司' },
        reportCount: 1,
        isSeenByMeter: false,
        spans: [],
      },
      { serviceId: 'financing', title: '南岸农贸市场贷款难' },
    ])
    expect(JSON.stringify(here)).not.toContain('老陈')
    expect(here.supply).toEqual({ value: 'unknown', sinceAt: null, evidence: 'unknown', reason: 'no_meter' })
    // An outage concerns the whole line, a stuck approval does not.
    expect((await at(market.neighbour.id)).covers).toMatchObject([{ number: first.issueNumber }])
    expect(await merchantOf(market).refusal('GET', '/merchant/sites/nowhere')).toBe('404 404 not-found')
  })
})

describe('a report', () => {
  it('joins an open issue with its own number and link, and the issue counts it', async () => {
    const first = await report(market)
    const [issue] = await issues()
    const second = await report(market, { place: '3-15', text: '', joinIssueId: issue!.id })
    expect(second).toMatchObject({
      number: `${first.issueNumber}-02`,
      issueNumber: first.issueNumber,
      isJoined: true,
    })
    const [joined] = await issues()
    expect(joined).toMatchObject({ reportCount: 2, version: issue!.version })
    expect(joined!.reports.map(({ number, isPrimary, place }) => [number, isPrimary, place])).toEqual([
      [first.number, true, '3-12'],
      [second.number, false, '3-15'],
    ])
    expect(joined!.events.at(-1)).toMatchObject({ kind: 'joined', body: { reportNumber: second.number } })
  })

  it('joins nothing that is over, elsewhere or unknown', async () => {
    await report(market, { serviceId: 'approval', text: '店招卡住了' })
    const [approval] = await issues()
    const join = (joinIssueId: string, siteId = market.site.id) =>
      merchantOf(market).refusal('POST', '/merchant/reports', body({ joinIssueId, siteId }))
    expect(await join('nothing')).toBe('422 422 unknown-reference')
    expect(await join(approval!.id, market.neighbour.id)).toBe('422 422 unknown-reference')
    expect((await issues()).map(({ reportCount }) => reportCount)).toEqual([1])
  })

  it('gets numbers without a hole or a double when many come at once', async () => {
    const receipts = await Promise.all(Array.from({ length: 20 }, (_, n) => report(market, { text: `第${n}户停电` })))
    const numbers = receipts.map(({ issueNumber }) => issueNumber).sort()
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => `MC-20261010-${String(n + 1).padStart(4, '0')}`))
    const [issue] = await issues()
    const joined = await Promise.all(
      Array.from({ length: 20 }, () => report(market, { text: '', joinIssueId: issue!.id })),
    )
    expect(joined.map(({ number }) => number).sort()).toEqual(
      Array.from({ length: 20 }, (_, n) => `${issue!.number}-${String(n + 2).padStart(2, '0')}`),
    )
  })

  it('is one record however often it is sent with one Idempotency-Key, one after the other or at the same time', async () => {
    const key = { 'idempotency-key': '0123456789abcdef0123456789abcdef' }
    const phone = merchantOf(market)
    const send = () => phone.api('POST', '/merchant/reports', body(), key)
    const first = (await (await send()).json()) as ReportAnswer
    const again = await send()
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
    expect(await again.json()).toEqual(first)
    expect((await phone.refusal('POST', '/merchant/reports', body({ text: '别的话' }), key)).slice(0, 3)).toBe('422')

    const other = { 'idempotency-key': 'fedcba9876543210fedcba9876543210' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => post({ text: '同时发' }, other)))
    const texts = new Set(await Promise.all(answers.map((answer) => answer.text())))
    expect([answers.map(({ status }) => status), texts.size]).toEqual([Array.from({ length: 20 }, () => 201), 1])
    expect(await issues()).toHaveLength(2)
  })

  it('keeps its words as words: markup, emoji and line breaks stay, control and direction characters go', async () => {
    const text = '<img src=x onerror=alert(1)>&amp;\u0000\u0007停电\u202e了\r\n第二行 e\u0301 👨‍👩‍👧‍👦⚡'
    await report(market, { text, place: '<b>3-12</b>' })
    const [issue] = await issues()
    const kept = '<img src=x onerror=alert(1)>&amp;停电了\n第二行 é 👨‍👩‍👧‍👦⚡'
    expect([issue!.text, issue!.reports[0]!.text, issue!.reports[0]!.place]).toEqual([kept, kept, '<b>3-12</b>'])
  })

  it('may have 2,000 characters as a person counts them, and no more', async () => {
    expect((await post({ text: '👨‍👩‍👧‍👦'.repeat(1_500) })).status).toBe(201)
    expect((await post({ text: '长'.repeat(2_000) })).status).toBe(201)
    for (const text of ['长'.repeat(2_001), '长'.repeat(5_000), '👨‍👩‍👧‍👦'.repeat(2_001)]) {
      const answer = await post({ text })
      expect(answer.status).toBe(422)
      expect(((await answer.json()) as Problem).errors).toMatchObject([{ pointer: '/text', code: 'too_big' }])
    }
  })

  it('needs a word when it opens an issue, also when only control characters were typed', async () => {
    for (const text of ['', '  ', '\u0007\u0000']) {
      const answer = await post({ text })
      expect(answer.status).toBe(422)
      expect(((await answer.json()) as Problem).errors).toMatchObject([{ pointer: '/text' }])
    }
    expect((await post({ siteId: 'nowhere' })).status).toBe(422)
    expect((await post({ serviceId: 'nonsense' })).status).toBe(422)
    expect(await issues()).toEqual([])
  })
})

describe('a tracking link', () => {
  it('is 128 random bits behind a hash sign, stored as its SHA-256 and drawn as a code', async () => {
    const { token, trackingPath, qr } = await report(market)
    expect(token).toMatch(/^[\w-]{22}$/)
    expect(trackingPath).toBe(`/m/#k=${token}`)
    expect(qr.path).toMatch(/^(M\d+ \d+h\d+v1H\d+z)+$/)
    expect(qr.size).toBeGreaterThan(25)
    expect(await merchantOf(market).ok<Tracking>('POST', '/merchant/tracking', { token })).toMatchObject({
      ownText: '冰柜化了一半',
      place: '3-12',
      isJoined: false,
      canAnswer: false,
    })
  })

  it('opens nothing to somebody who guesses, and slows them down', async () => {
    await report(market)
    const guesser = merchantOf(market)
    const answers: string[] = []
    for (let n = 0; n < 70; n++)
      answers.push(await guesser.refusal('POST', '/merchant/tracking', { token: `guess-number-${n}-aaaaaaa` }))
    expect(new Set(answers)).toEqual(new Set(['404 404 link-unknown', '429 429 too-many']))
    expect(answers.at(-1)).toBe('429 429 too-many')
    expect(await merchantOf(market).refusal('POST', '/merchant/tracking/stream', { token: 'guess-number-x' })).toBe(
      '404 404 link-unknown',
    )
  })

  it('shows a merchant their own words and nobody else’s', async () => {
    await report(market, { text: '老陈的话', place: '老陈冻品', telephone: '13812345678' })
    const [issue] = await issues()
    const second = await report(market, { text: '李姐的话', place: '李姐水产', joinIssueId: issue!.id })
    const seen = await merchantOf(market).ok<Tracking>('POST', '/merchant/tracking', { token: second.token })
    expect(seen).toMatchObject({ ownText: '李姐的话', place: '李姐水产', isJoined: true, reportCount: 2 })
    expect(seen.steps.map(({ code }) => code)).toEqual(['received', 'dispatched', 'joined'])
    expect(JSON.stringify(seen)).not.toMatch(/老陈|13812345678/)
  })

  it('counts the answer of another merchant and leaves the issue to the first one’s', async () => {
    const first = await report(market)
    const [{ id }] = (await issues()) as [IssueDetail]
    const second = await report(market, { text: '', joinIssueId: id })
    const answer = (token: string, value: 'yes' | 'no', text = '') =>
      merchantOf(market).ok<Tracking>('POST', '/merchant/tracking/answer', { token, answer: value, text })
    const early = { token: second.token, answer: 'no', text: '' }
    expect(await merchantOf(market).refusal('POST', '/merchant/tracking/answer', early)).toBe('409 409 not-allowed-now')
    await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
    await step(market.zhao, id, 'contact', { note: '到了', wasReached: true })
    await step(market.zhao, id, 'reply', { text: '好了', resolved: 'yes', reasonCode: 'fixed' })
    const said = await answer(second.token, 'no', '只来了一相')
    expect(said).toMatchObject({ state: 'replied', canAnswer: false, ownAnswer: { value: 'no', at: MORNING } })
    const [asked] = (await issues()) as [IssueDetail]
    expect(asked.events.at(-1)).toMatchObject({ kind: 'answer', body: { answer: 'no', text: '只来了一相' } })
    expect(await answer(first.token, 'yes')).toMatchObject({ state: 'confirmed' })
    const [done] = (await issues()) as [IssueDetail]
    expect(done.reports.map((one) => [one.isPrimary, one.answer])).toEqual([
      [true, 'yes'],
      [false, 'no'],
    ])
  })

  it('follows its issue live, and says only that it changed', async () => {
    const { token, issueNumber } = await report(market)
    const [{ id }] = (await issues()) as [IssueDetail]
    const answer = await merchantOf(market).api('POST', '/merchant/tracking/stream', { token })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    await report(market, { serviceId: 'approval', text: '别人的事' })
    await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
    let text = ''
    while (!text.includes('event: issue')) text += (await reader.read()).value ?? ''
    await reader.cancel()
    const data = /event: issue\nid: \d+\ndata: (.*)\n/.exec(text)
    expect(JSON.parse(data![1]!)).toEqual({ at: MORNING, subjectId: id, siteId: null, body: {} })
    expect(text.match(/event: issue/g)).toHaveLength(1)
    expect(issueNumber).toBe('MC-20261010-0001')
  })
})
