import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { ReportAnswer, Tracking } from '../../server/wire/merchant.ts'
import type { Mine, MineLink } from '../../server/wire/merchant-steps.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { type Market, merchantOf, openMarket, report, step } from '../support/market.ts'
import { jpeg, PLACE } from '../support/pictures.ts'

const DAY_MS = 86_400_000
let market: Market
let own: ReportAnswer
let id: string
beforeEach(async () => {
  market = await openMarket()
  await market.sun.ok('PUT', '/services/financing', { agencyId: market.powerCompany, isAutoDispatched: true })
  own = await report(market, { serviceId: 'financing', telephone: '138 1234-5678', text: '贷款批不下来' })
  id = (await market.sun.ok<IssueList>('GET', '/issues')).rows[0]!.id
})
afterEach(() => market.close())

const issue = () => market.sun.ok<IssueDetail>('GET', `/issues/${id}`)
const track = (token = own.token) => merchantOf(market).ok<Tracking>('POST', '/merchant/tracking', { token })
const tell = <T = Tracking>(name: string, body: object, token = own.token) =>
  merchantOf(market).ok<T>('POST', `/merchant/tracking/${name}`, { token, ...body })
const refused = (name: string, body: object, token = own.token) =>
  merchantOf(market).refusal('POST', `/merchant/tracking/${name}`, { token, ...body })
const later = (days: number) => {
  market.server.clock.at += days * DAY_MS
}
async function handled() {
  await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
  await step(market.zhao, id, 'contact', { note: '打通了', wasReached: true })
}
async function replied() {
  await handled()
  await step(market.zhao, id, 'reply', { text: '已放款', resolved: 'yes', reasonCode: 'fixed' })
}

describe('a question from the agency', () => {
  beforeEach(async () => {
    await handled()
    await step(market.zhao, id, 'question', { text: '营业执照是哪年的', channel: 'phone_page', days: 3 })
  })

  it('is shown with its limit, answered once by the merchant, and the clock goes on', async () => {
    const asked = await track()
    expect(asked).toMatchObject({
      state: 'waiting_reporter',
      turn: { who: 'reporter', missing: 'answer' },
      question: { text: '营业执照是哪年的', limitAt: market.server.clock.at + 3 * DAY_MS },
      messages: [{ code: 'question' }],
      pauses: [{ kind: 'waiting_reporter', endedAt: null }],
    })
    later(1)
    const said = await tell('question', { questionId: asked.question!.id, text: '2023年的' })
    expect(said).toMatchObject({ state: 'handling', question: null, turn: { who: 'agency' } })
    expect(said.steps.at(-1)).toMatchObject({ code: 'question_answered', text: '2023年的' })
    const detail = await issue()
    expect(detail.questions).toMatchObject([{ answer: '2023年的', outcome: 'answered' }])
    expect(detail.pauses).toMatchObject([{ endedAt: market.server.clock.at }])
    expect(await refused('question', { questionId: asked.question!.id, text: '再说一遍' })).toBe(
      '409 409 not-allowed-now',
    )
  })

  it('keeps one merchant’s answer from the others', async () => {
    const other = await report(market, { serviceId: 'financing', text: '', joinIssueId: id })
    const { question } = await track(other.token)
    await tell('question', { questionId: question!.id, text: '李姐的秘密' }, other.token)
    const seen = await track()
    expect(seen.steps.at(-1)).toMatchObject({ code: 'question_ended', text: null })
    expect(JSON.stringify(seen)).not.toContain('李姐的秘密')
  })
})

describe('“not solved”', () => {
  beforeEach(replied)

  it('offers the usual reasons, and one that calls for rehandling goes back to the desk', async () => {
    expect((await track()).reasons.map(({ code, effect }) => [code, effect])).toEqual([
      ['not_done', 'rehandle'],
      ['half_done', 'rehandle'],
      ['came_back', 'rehandle'],
      ['not_understood', 'reexplain'],
      ['too_slow', 'count_only'],
    ])
    expect(await tell('answer', { answer: 'no', reason: 'half_done' })).toMatchObject({ state: 'dissatisfied' })
    expect((await issue()).events.at(-1)).toMatchObject({
      rule: 'T19',
      body: { reasonCode: 'half_done', effect: 'rehandle' },
    })
  })

  it('with a reason that only counts closes as not solved, but free text always reaches a person', async () => {
    expect(await tell('answer', { answer: 'no', reason: 'too_slow' })).toMatchObject({
      state: 'closed',
      facts: { confirmed: { value: 'no' } },
      reopening: 'written',
    })
    expect((await issue()).events.at(-1)).toMatchObject({ rule: 'T20', actorRole: 'system' })
  })

  it('with a counting reason and words goes to the desk all the same', async () => {
    expect(await tell('answer', { answer: 'no', reason: 'too_slow', text: '等了一个月' })).toMatchObject({
      state: 'dissatisfied',
    })
  })

  it('with a reason nobody offers is refused', async () => {
    expect(await refused('answer', { answer: 'no', reason: 'made_up' })).toBe('422 422 unknown-reference')
  })

  it('or “solved” may be graded once, as a second question', async () => {
    expect(await refused('grade', { grade: 4 })).toBe('409 409 not-allowed-now')
    expect(await tell('answer', { answer: 'yes' })).toMatchObject({ state: 'confirmed', canGrade: true })
    expect(await tell('grade', { grade: 4 })).toMatchObject({ grade: 4, canGrade: false })
    expect(await refused('grade', { grade: 5 })).toBe('409 409 not-allowed-now')
    expect(await refused('grade', { grade: 6 })).toBe('422 422 invalid')
  })
})

describe('taking it up again', () => {
  beforeEach(async () => {
    await replied()
    await tell('answer', { answer: 'yes' })
  })

  it('is one tap within seven days of confirming', async () => {
    later(6)
    expect((await track()).reopening).toBe('one_tap')
    const { tracking, fresh } = await tell<{ tracking: Tracking; fresh: null }>('reopening', { reason: 'came_back' })
    expect([tracking.state, fresh]).toEqual(['received', null])
    expect(tracking.expectedAt).toBeGreaterThan(market.server.clock.at)
    expect(tracking.steps.at(-1)!.code).toBe('reopened')
    expect(await issue()).toMatchObject({ round: 2, reopenCount: 1, turn: { who: 'desk' } })
  })

  it('needs words up to ninety days', async () => {
    later(30)
    expect((await track()).reopening).toBe('written')
    expect(await refused('reopening', { reason: 'came_back' })).toBe('422 422 invalid')
    const { tracking } = await tell<{ tracking: Tracking }>('reopening', { text: '又停贷了' })
    expect(tracking.state).toBe('received')
  })

  it('later makes a new issue that names the old one, with a link of its own', async () => {
    later(98)
    expect((await track()).reopening).toBe('new_issue')
    const { tracking, fresh } = await tell<{ tracking: Tracking; fresh: ReportAnswer }>('reopening', { text: '又来了' })
    expect(tracking.state).toBe('confirmed')
    const again = await track(fresh.token)
    expect(again).toMatchObject({ number: fresh.number, repeatOf: own.issueNumber, ownText: '又来了', isJoined: false })
    const rows = (await market.sun.ok<IssueList>('GET', '/issues?state=all')).rows
    const repeated = await market.sun.ok<IssueDetail>('GET', `/issues/${rows.find((row) => row.id !== id)!.id}`)
    expect(repeated.repeatOf).toMatchObject({ number: own.issueNumber })
    expect(repeated.reports[0]!.maskedTelephone).toBe('138****5678')
  })
})

describe('what a merchant may do besides', () => {
  it('saying that the promise was missed counts once a round, and only when it is', async () => {
    expect(await refused('missed', {})).toBe('409 409 not-allowed-now')
    market.server.clock.at = own.expectedAt! + 1
    expect((await track()).canSayMissed).toBe(true)
    expect(await tell('missed', {})).toMatchObject({ canSayMissed: false, isMissedSaid: true })
    expect(await refused('missed', {})).toBe('409 409 not-allowed-now')
    expect((await issue()).events.at(-1)).toMatchObject({ kind: 'promise_missed', actorRole: 'reporter' })
  })

  it('words reach the issue while it goes on', async () => {
    const version = (await issue()).version
    expect((await tell('message', { text: '我的号是13812345678' })).steps.at(-1)!.code).toBe('message')
    const detail = await issue()
    expect(detail.events.at(-1)).toMatchObject({ kind: 'message', body: { text: '我的号是138****5678' } })
    expect(detail.version).toBe(version)
  })

  it('going withdraws the issue when nobody else is on it', async () => {
    expect((await track()).leaving).toBe('withdraw')
    expect(await tell('withdrawal', { reason: '谈好了' })).toMatchObject({ state: 'withdrawn', leaving: null })
    expect((await issue()).events.at(-1)).toMatchObject({ rule: 'T6', actorRole: 'reporter' })
  })

  it('going leaves it to the others, and the next one decides', async () => {
    const other = await report(market, { serviceId: 'financing', text: '', joinIssueId: id })
    expect(await tell('withdrawal', {})).toMatchObject({ state: 'dispatched', hasLeft: true, leaving: null })
    expect((await track(other.token)).isJoined).toBe(false)
    await replied()
    expect((await track()).canAnswer).toBe(false)
    expect(await tell('answer', { answer: 'yes' }, other.token)).toMatchObject({ state: 'confirmed' })
  })

  it('a name may be hidden from the agency afterwards, or deleted for everybody', async () => {
    expect((await track()).contact).toEqual({ isGiven: true, isHidden: false })
    expect((await tell('contact', { choice: 'hide' })).contact).toEqual({ isGiven: true, isHidden: true })
    expect((await tell('contact', { choice: 'erase' })).contact).toMatchObject({ isGiven: false })
    expect((await issue()).reports[0]!.maskedTelephone).toBe(null)
    expect(await refused('contact', { choice: 'hide' })).toBe('409 409 not-allowed-now')
  })

  it('photos come with the report, eight at most, cleaned, and are seen by their sender alone', async () => {
    const send = (token = own.token) =>
      merchantOf(market).request('POST', '/api/v1/merchant/tracking/photos?name=%E5%86%B0%E6%9F%9C.jpg', {
        headers: { 'content-type': 'image/jpeg', 'tracking-token': token },
        body: new Uint8Array(jpeg({ words: PLACE })),
      })
    const [photo] = ((await (await send()).json()) as Tracking).photos
    expect(photo).toMatchObject({ name: '冰柜.jpg' })
    for (let n = 2; n <= 8; n++) expect((await send()).status).toBe(201)
    expect(((await (await send()).json()) as Problem).type).toContain('files-full')
    expect((await send('no-such-token-at-all')).status).toBe(404)
    const other = await report(market, { serviceId: 'financing', text: '', joinIssueId: id })
    const read = (token: string) => merchantOf(market).api('POST', '/merchant/tracking/photo', { token, id: photo!.id })
    const bytes = Buffer.from(await (await read(own.token)).arrayBuffer())
    expect([bytes.includes('PIXELS'), bytes.includes(PLACE)]).toEqual([true, false])
    expect((await read(other.token)).status).toBe(404)
    expect((await issue()).attachments).toHaveLength(8)
  })
})

describe('all own reports', () => {
  const mine = (token: string) => merchantOf(market).ok<Mine>('POST', '/merchant/mine', { token })

  it('open by a link for two hours once the telephone has proved to be the reporter’s', async () => {
    const other = await report(market, { serviceId: 'approval', telephone: '13812345678', text: '店招卡住' })
    await report(market, { serviceId: 'approval', telephone: '13900000000', text: '别人的' })
    expect(await refused('mine-link', {})).toBe('409 409 telephone-unverified')
    await handled()
    const link = await tell<MineLink>('mine-link', {})
    expect(link.path).toBe(`/m/#mine=${link.token}`)
    const listed = await mine(link.token)
    expect(listed.reports.map(({ number }) => number).sort()).toEqual([own.number, other.number].sort())
    const opened = await merchantOf(market).ok<{ token: string }>('POST', '/merchant/mine/open', {
      token: link.token,
      reportId: listed.reports.find(({ number }) => number === other.number)!.id,
    })
    expect((await track(opened.token)).number).toBe(other.number)
    market.server.clock.at += 2 * 3_600_000
    expect(await merchantOf(market).refusal('POST', '/merchant/mine', { token: link.token })).toBe(
      '404 404 link-unknown',
    )
  })

  it('open by a link of the desk, which can be taken back, and open nothing foreign', async () => {
    const { reports } = await issue()
    const path = `/issues/${id}/mine-link`
    expect(await market.zhao.refusal('POST', path, { reportId: reports[0]!.id })).toBe('403 403 forbidden')
    const link = await market.wang.ok<MineLink>('POST', path, { reportId: reports[0]!.id })
    expect((await mine(link.token)).reports).toHaveLength(1)
    expect((await issue()).events.at(-1)).toMatchObject({ kind: 'mine_link' })
    const foreign = { token: link.token, reportId: 'nothing' }
    expect(await merchantOf(market).refusal('POST', '/merchant/mine/open', foreign)).toBe('404 404 link-unknown')
    await merchantOf(market).ok('POST', '/merchant/mine/revocation', { token: link.token })
    expect(await merchantOf(market).refusal('POST', '/merchant/mine', { token: link.token })).toBe(
      '404 404 link-unknown',
    )
  })
})
