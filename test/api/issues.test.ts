import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { Tracking } from '../../server/wire/merchant.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { colleague, MORNING } from '../support/api.ts'
import { type Market, merchantOf, openMarket, report, step } from '../support/market.ts'

const HOUR = 3_600_000
const reply = { text: '接头已换，恢复供电。', resolved: 'yes', reasonCode: 'cable_joint' }

let market: Market
beforeEach(async () => {
  market = await openMarket()
})
afterEach(() => market.close())

const issueOf = async (number: string): Promise<IssueDetail> => {
  const { rows } = await market.sun.ok<IssueList>('GET', '/issues?state=all&sort=received&limit=200')
  return market.sun.ok<IssueDetail>('GET', `/issues/${rows.find((row) => row.number === number)!.id}`)
}
const reported = async (body?: Record<string, unknown>): Promise<IssueDetail> =>
  issueOf((await report(market, body)).issueNumber)
const track = (token: string): Promise<Tracking> => merchantOf(market).ok('POST', '/merchant/tracking', { token })

/** The issue answered by the agency, with the token of its reporter. */
async function repliedIssue(): Promise<{ id: string; token: string }> {
  const { token, issueNumber } = await report(market)
  const { id } = await issueOf(issueNumber)
  await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
  await step(market.zhao, id, 'contact', { note: '电话联系了市场', wasReached: true })
  await step(market.zhao, id, 'reply', reply)
  return { id, token }
}

describe('the path of an issue', () => {
  it('goes from a merchant’s report to their confirmation, each fact said by its own speaker', async () => {
    const { server, sun } = market
    const receipt = await report(market)
    expect(receipt).toMatchObject({
      number: 'MC-20261010-0001-01',
      issueNumber: 'MC-20261010-0001',
      isJoined: false,
      expectedAt: MORNING + 24 * HOUR,
    })
    const { id } = await issueOf(receipt.issueNumber)
    server.clock.at = MORNING + HOUR
    expect((await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })).state).toBe('signed')
    expect((await step(market.zhao, id, 'contact', { note: '电话联系了', wasReached: true })).state).toBe('handling')
    server.clock.at = MORNING + 2 * HOUR
    const replied = await step(market.zhao, id, 'reply', reply)
    expect(replied.facts).toEqual({
      replied: { is: true, at: MORNING + 2 * HOUR, text: reply.text },
      resolved: { value: 'yes', at: MORNING + 2 * HOUR },
      confirmed: { value: 'not_asked', at: null },
      evidenced: { value: 'none', at: null },
    })
    await server.deps.store.issueJobs.passTime(MORNING + 2 * HOUR)
    expect(await track(receipt.token)).toMatchObject({
      state: 'follow_up',
      canAnswer: true,
      turn: { who: 'reporter', missing: 'confirmation', byAt: MORNING + 2 * HOUR + 14 * 24 * HOUR },
      steps: [
        { code: 'received' },
        { code: 'dispatched', agency: { nameZh: '供电公司' } },
        { code: 'signed' },
        { code: 'handling' },
        { code: 'replied', text: reply.text },
        { code: 'follow_up' },
      ],
    })
    server.clock.at = MORNING + 3 * HOUR
    const answered = await merchantOf(market).ok<Tracking>('POST', '/merchant/tracking/answer', {
      token: receipt.token,
      answer: 'yes',
    })
    expect(answered).toMatchObject({ state: 'confirmed', canAnswer: false, ownAnswer: { value: 'yes' } })
    const done = await sun.ok<IssueDetail>('GET', `/issues/${id}`)
    expect(done.facts.confirmed).toEqual({ value: 'yes', at: MORNING + 3 * HOUR })
    expect(done.events.map(({ rule, toState, actorRole }) => [rule, toState, actorRole])).toEqual([
      ['T1', 'received', 'reporter'],
      ['T3', 'dispatched', 'system'],
      ['T7', 'signed', 'agency'],
      ['T10', 'handling', 'agency'],
      ['T13', 'replied', 'agency'],
      ['T16', 'follow_up', 'system'],
      ['T18', 'confirmed', 'reporter'],
    ])
    expect(done.clocks.map(({ clock, rule, stoppedAt }) => [clock, rule, stoppedAt])).toEqual([
      ['accept', 'B', MORNING],
      ['handle', 'C', MORNING + 2 * HOUR],
      ['sign', 'A', MORNING + HOUR],
      ['follow_up', 'A', MORNING + 2 * HOUR],
    ])
    expect(done.actions).toEqual(['secrecy', 'correction', 'reopening', 'note', 'attachment'])
  })

  it('opens the next round with a new promise when the merchant says no', async () => {
    const { id, token } = await repliedIssue()
    await merchantOf(market).ok('POST', '/merchant/tracking/answer', { token, answer: 'no', text: '冷库还没电' })
    const issue = await market.wang.ok<IssueDetail>('GET', `/issues/${id}`)
    expect(issue).toMatchObject({
      state: 'dissatisfied',
      round: 2,
      facts: { confirmed: { value: 'no' }, resolved: { value: 'yes' } },
      reports: [{ answer: 'no', answerText: '冷库还没电', isPrimary: true }],
      turn: { who: 'desk', missing: 'rework_decision' },
      actions: [
        'dispatch',
        'withdrawal',
        'explanation',
        'service',
        'part',
        'secrecy',
        'correction',
        'closing',
        'exclusion',
        'note',
        'attachment',
      ],
    })
    const again = await step(market.wang, id, 'dispatch', { agencyId: market.powerCompany, reason: '查三区支路' })
    expect(again).toMatchObject({ state: 'dispatched', round: 2, agency: { nameZh: '供电公司' } })
    await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
    await step(market.zhao, id, 'contact', { note: '到场了', wasReached: true })
    const second = await step(market.zhao, id, 'reply', { ...reply, text: '支路也修好了' })
    expect(second.facts.confirmed).toEqual({ value: 'not_asked', at: null })
    expect(second.reports).toMatchObject([{ answer: 'not_asked', answerText: null }])
    expect((await track(token)).canAnswer).toBe(true)
  })

  it('is closed after silence, and silence is never a yes', async () => {
    const { token } = await repliedIssue()
    const { passTime } = market.server.deps.store.issueJobs
    await passTime(MORNING)
    await passTime(MORNING + 14 * 24 * HOUR - 1)
    expect((await track(token)).state).toBe('follow_up')
    await passTime(MORNING + 14 * 24 * HOUR)
    expect(await track(token)).toMatchObject({ state: 'closed', facts: { confirmed: { value: 'no_answer' } } })
  })

  it('takes the merchant’s word from the desk, asking and answering in one call', async () => {
    const { id, token } = await repliedIssue()
    const confirmed = await step(market.wang, id, 'confirmation', { answer: 'yes', channel: 'telephone' })
    expect(confirmed.events.slice(-2).map(({ rule, actorRole }) => [rule, actorRole])).toEqual([
      ['T16', 'operator'],
      ['T18', 'operator'],
    ])
    expect((await track(token)).ownAnswer).toEqual({ value: 'yes', at: MORNING })
  })
})

describe('who may see and do what', () => {
  it('shows an officer only what was dispatched to their agency, the rest is not there', async () => {
    const own = await reported()
    const other = await reported({ serviceId: 'approval', text: '店招审批没人接' })
    const water = await colleague(market.server, market.sun, 'officer', market.waterBureau)
    const list = async (who: typeof water) => (await who.ok<IssueList>('GET', '/issues')).rows.map(({ id }) => id)
    expect(await list(market.zhao)).toEqual([own.id])
    expect(await list(water)).toEqual([])
    expect((await list(market.wang)).sort()).toEqual([own.id, other.id].sort())
    expect(await water.refusal('GET', `/issues/${own.id}`)).toBe('404 404 not-found')
    expect(
      await water.refusal('POST', `/issues/${own.id}/signature`, { personInCharge: '钱' }, { 'if-match': '"1"' }),
    ).toBe('404 404 not-found')
    expect(await water.refusal('GET', '/issues/nothing')).toBe('404 404 not-found')
  })

  it('leaves the old lead reading and not acting after a dispatch elsewhere', async () => {
    const { id } = await reported()
    await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
    const { issueJobs } = market.server.deps.store
    await issueJobs.passTime(MORNING)
    await step(market.zhao, id, 'contact', { note: '到场', wasReached: true })
    await step(market.zhao, id, 'reply', reply)
    await step(market.wang, id, 'confirmation', { answer: 'no', channel: 'telephone', text: '还没好' })
    const moved = await step(market.wang, id, 'dispatch', { agencyId: market.waterBureau, reason: '是水泵的事' })
    expect(moved.agency?.nameZh).toBe('水务局')
    expect((await market.zhao.ok<IssueDetail>('GET', `/issues/${id}`)).actions).toEqual([])
    expect(
      await market.zhao.refusal(
        'POST',
        `/issues/${id}/signature`,
        { personInCharge: '赵' },
        { 'if-match': `"${moved.version}"` },
      ),
    ).toBe('403 403 forbidden')
  })

  it('masks telephone and identity numbers on lists and in free text', async () => {
    const { id } = await reported({
      text: '我是13812345678，身份证120101199001011234，请回电',
      telephone: '13812345678',
      name: '陈',
    })
    const issue = await market.wang.ok<IssueDetail>('GET', `/issues/${id}`)
    expect(issue.text).toBe('我是138****5678，身份证1201**********1234，请回电')
    expect(issue.reports).toMatchObject([{ maskedTelephone: '138****5678' }])
    expect(JSON.stringify(issue)).not.toMatch(/13812345678|陈/)
  })
})

describe('the desk', () => {
  it('masks a number before a title is cut in the middle of it', async () => {
    const { id } = await market.wang.ok<IssueDetail>('POST', '/issues', {
      channel: 'telephone',
      serviceId: 'approval',
      siteId: market.site.id,
      text: '店招审批没人接已经三个星期了请打我电话13812345678谢谢',
    })
    const { title } = await market.wang.ok<IssueDetail>('GET', `/issues/${id}`)
    expect(title).toBe('店招审批没人接已经三个星期了请打我电话138****5…')
  })

  it('shows a planned day whose number looks like a telephone', async () => {
    const plannedAt = 13_812_345_678
    const { id } = await reported()
    await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
    await step(market.zhao, id, 'contact', { note: '电话联系了，13812345678', wasReached: true })
    await step(market.zhao, id, 'reply', { text: '下周换', resolved: 'planned', reasonCode: 'parts', plannedAt })
    const { events } = await market.zhao.ok<IssueDetail>('GET', `/issues/${id}`)
    expect(events.find(({ toState }) => toState === 'replied')?.body).toMatchObject({ plannedAt })
    expect(events.find(({ toState }) => toState === 'handling')?.body).toMatchObject({
      note: '电话联系了，138****5678',
    })
  })

  it('takes down an issue with title, clocks and promise, and dispatches it', async () => {
    const issue = await market.wang.ok<IssueDetail>('POST', '/issues', {
      channel: 'telephone',
      serviceId: 'approval',
      siteId: market.site.id,
      text: '店招审批没人接。已经三个星期了。',
      telephone: '022-12345678',
    })
    // Saturday 10 October is a make-up day: 120 business minutes, 1 and 10 working days on.
    expect(issue).toMatchObject({
      number: 'MC-20261010-0001',
      title: '店招审批没人接',
      state: 'received',
      kind: 'complaint',
      clock: 'accept',
      dueAt: MORNING + 2 * HOUR,
      expectedAt: Date.parse('2026-10-26T11:00:00+08:00'),
      version: 1,
      light: 0,
      turn: { who: 'desk', missing: 'decision', byAt: MORNING + 2 * HOUR },
      actions: [
        'dispatch',
        'answer',
        'refusal',
        'withdrawal',
        'service',
        'part',
        'merge',
        'secrecy',
        'note',
        'attachment',
      ],
    })
    expect(
      await market.wang.refusal('POST', `/issues/${issue.id}/dispatch`, { agencyId: 'nobody' }, { 'if-match': '"1"' }),
    ).toBe('422 422 unknown-reference')
    const sent = await step(market.wang, issue.id, 'dispatch', { agencyId: market.waterBureau, reason: '归它管' })
    expect(sent).toMatchObject({ state: 'dispatched', clock: 'sign', agency: { nameZh: '水务局' }, version: 2 })
  })

  it('must say why when it dispatches past the service’s own agency, or to the same one again', async () => {
    const { id } = await reported()
    const to = async (agencyId: string, reason = '') => {
      const { version } = await market.wang.ok<IssueDetail>('GET', `/issues/${id}`)
      const answer = await market.wang.api(
        'POST',
        `/issues/${id}/dispatch`,
        { agencyId, reason },
        { 'if-match': `"${version}"` },
      )
      return [answer.status, ((await answer.json()) as Problem).errors?.map(({ pointer }) => pointer)]
    }
    expect(await to(market.waterBureau)).toEqual([422, ['/reason']])
    expect(await to(market.powerCompany, '再派一次')).toEqual([422, ['/agencyId']])
    expect(await to(market.waterBureau, '是水泵的事')).toEqual([200, undefined])
  })

  it('pages through open issues, worst first, without repeating or losing one', async () => {
    for (let n = 0; n < 7; n++) {
      market.server.clock.at = MORNING + n * 1_000
      await reported({ serviceId: n % 2 ? 'approval' : 'power-outage', text: `第${n}件` })
    }
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: IssueList = await market.wang.ok('GET', `/issues?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...page.rows.map(({ number }) => number))
      cursor = page.next
    }
    expect(new Set(seen).size).toBe(7)
    const { rows } = await market.wang.ok<IssueList>('GET', '/issues')
    expect(rows.map(({ number }) => number)).toEqual(seen)
    expect(rows.map(({ dueAt }) => dueAt)).toEqual([...rows.map(({ dueAt }) => dueAt!)].sort((a, b) => a - b))
    expect((await market.wang.ok<IssueList>('GET', '/issues?state=late')).rows).toEqual([])
  })

  it('counts lights in the clock’s own rule', async () => {
    const { id } = await reported({ serviceId: 'approval', text: '卡住了' })
    const at = async (ms: number) => {
      market.server.clock.at = ms
      const { light, share } = await market.wang.ok<IssueDetail>('GET', `/issues/${id}`)
      return [light, share]
    }
    expect(await at(MORNING + HOUR)).toEqual([1, 0.5])
    expect(await at(MORNING + 1.6 * HOUR)).toEqual([2, 0.8])
    expect(await at(MORNING + 2 * HOUR)).toEqual([2, 1])
    expect((await at(MORNING + 2 * HOUR + 60_000))[0]).toBe(3)
    // Lunch counts nothing: 12:00 and 13:30 are the same business minute.
    expect(await at(MORNING + 3 * HOUR)).toEqual(await at(MORNING + 4.5 * HOUR))
  })

  it('merges an issue into another: reports move, followers follow the new master, nobody is lost', async () => {
    const first = await report(market)
    const second = await report(market, { place: '3-15', text: '收银机灭了' })
    const third = await report(market, { place: '1-07', text: '也停了' })
    const [a, b, c] = await Promise.all([first, second, third].map(({ issueNumber }) => issueOf(issueNumber)))
    await step(market.wang, c!.id, 'merge', { masterId: b!.id, reason: '同一处停电' })
    const merged = await step(market.wang, b!.id, 'merge', { masterId: a!.id, reason: '同一处停电' })
    expect(merged).toMatchObject({ state: 'merged', master: { number: first.issueNumber }, reports: [], clock: null })
    expect(await issueOf(third.issueNumber)).toMatchObject({ state: 'merged', master: { number: first.issueNumber } })
    const master = await issueOf(first.issueNumber)
    expect(master.reportCount).toBe(3)
    expect(master.reports.map(({ number, isPrimary }) => [number, isPrimary])).toEqual([
      [first.number, true],
      [second.number, false],
      [third.number, false],
    ])
    expect(master.events.filter(({ kind }) => kind === 'merged_in')).toHaveLength(1)
    expect(await track(third.token)).toMatchObject({
      issueNumber: first.issueNumber,
      isJoined: true,
      ownText: '也停了',
    })
  })

  it('merges into nothing that is merged itself, unknown, or the same issue', async () => {
    const [a, b] = [await reported(), await reported({ place: '3-15' })]
    await step(market.wang, b.id, 'merge', { masterId: a.id, reason: '同一件' })
    const into = (id: string, masterId: string, version: number) =>
      market.wang.refusal('POST', `/issues/${id}/merge`, { masterId, reason: '试试' }, { 'if-match': `"${version}"` })
    expect(await into(a.id, b.id, a.version)).toBe('422 422 invalid')
    expect(await into(a.id, a.id, a.version)).toBe('422 422 unknown-reference')
    expect(await into(a.id, 'nothing', a.version)).toBe('422 422 unknown-reference')
  })
})
