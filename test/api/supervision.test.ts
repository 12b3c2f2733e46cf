import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReader } from '../../db/client.ts'
import { queriesOver } from '../../db/drizzle.ts'
import { createStore } from '../../server/store/store.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Notice, Notices, Supervision } from '../../server/wire/supervision.ts'
import { openInProcessWriter } from '../../server/writer/in-process.ts'
import { colleague, type Visitor } from '../support/api.ts'
import { type Market, merchantOf, openMarket, report, step } from '../support/market.ts'
import { onTheWall } from '../support/official-calendar.ts'
import { climbAt, handled, REPLY, takeDown, wall } from '../support/supervision.ts'

let market: Market
/** Supervisor. */
let zhou: Visitor
/** Officer of the water bureau. */
let qian: Visitor
beforeEach(async () => {
  market = await openMarket()
  zhou = await colleague(market.server, market.sun, 'supervisor')
  qian = await colleague(market.server, market.sun, 'officer', market.waterBureau)
})
afterEach(() => market.close())

const detail = (id: string, person: Visitor = market.sun) => person.ok<IssueDetail>('GET', `/issues/${id}`)
const rungs = async (id: string) =>
  (await detail(id)).notices.map(({ rung, sendAt, sentAt }) => [
    rung,
    onTheWall(sendAt),
    sentAt === null ? null : onTheWall(sentAt),
  ])
const lists = async (person: Visitor = zhou) => {
  const { lists: all } = await person.ok<Supervision>('GET', '/supervision')
  return Object.fromEntries(all.map(({ list, rows }) => [list, rows.map(({ issue }) => issue.number)]))
}

describe('the ladder', () => {
  it('climbs by itself over a weekend, one notice a rung, each in the receiver’s working time', async () => {
    const { id } = await handled(market, await takeDown(market))
    expect(await climbAt(market, '2026-10-15 08:59')).toEqual([0, 0])
    expect(await climbAt(market, '2026-10-15 09:00')).toEqual([1, 1])
    expect(await climbAt(market, '2026-10-18 23:00')).toEqual([0, 0])
    expect((await detail(id)).supervisionLevel).toBe(1)
    expect(await climbAt(market, '2026-10-19 00:00')).toEqual([1, 0])
    expect(await climbAt(market, '2026-10-19 09:00')).toEqual([0, 1])
    expect(await climbAt(market, '2026-10-23 09:00')).toEqual([1, 1])
    expect(await climbAt(market, '2026-11-30 09:00')).toEqual([0, 0])
    expect(await rungs(id)).toEqual([
      ['reminder', '2026-10-15 09:00', '2026-10-15 09:00'],
      ['written', '2026-10-19 09:00', '2026-10-19 09:00'],
      ['listed', '2026-10-23 09:00', '2026-10-23 09:00'],
    ])
    const issue = await detail(id)
    expect(issue.supervisionLevel).toBe(3)
    expect(
      issue.events.filter(({ kind }) => kind === 'supervision').map(({ body }) => [body.from, body.level]),
    ).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ])
  })

  it('writes each notice once, also when two processes climb at once', async () => {
    const ids: string[] = []
    for (let n = 0; n < 4; n++) ids.push((await handled(market, await takeDown(market))).id)
    const { location, clock, deps } = market.server
    clock.at = wall('2026-10-15 10:00')
    const reader = await openReader(location)
    const writer = await openInProcessWriter(location, { now: () => clock.at })
    const other = createStore({ db: queriesOver(reader), writer })
    const both = [deps.store.supervisionJobs, other.supervisionJobs]
    const lifted = await Promise.all(both.map((jobs) => jobs.climb(clock.at)))
    const sent = await Promise.all(both.map((jobs) => jobs.sendNotices(clock.at)))
    expect([lifted[0]! + lifted[1]!, sent[0]! + sent[1]!]).toEqual([4, 4])
    for (const id of ids) expect((await rungs(id)).map(([rung]) => rung)).toEqual(['reminder'])
    await writer.close()
    reader.close()
  })

  it('reminds of a signature, to the agency that has not signed', async () => {
    const { id } = await takeDown(market)
    await step(market.wang, id, 'dispatch', { agencyId: market.powerCompany, reason: '路灯归供电公司' })
    // Due on Monday 12 October 09:00.
    expect(await climbAt(market, '2026-10-12 09:00')).toEqual([0, 0])
    expect(await climbAt(market, '2026-10-12 09:01')).toEqual([1, 1])
    expect((await detail(id)).notices).toMatchObject([{ rung: 'sign_overdue', agency: { id: market.powerCompany } }])
    expect((await lists()).sign_overdue).toEqual([(await detail(id)).number])
    expect((await detail(id)).supervisionLevel).toBe(0)
  })

  it('sends at night what is a matter of hours, and at once', async () => {
    await market.server.writer.write([
      { sql: "UPDATE services SET clock_class = 'emergency' WHERE id = 'other'", args: [] },
    ])
    market.server.clock.at = wall('2026-10-10 23:00')
    const { id } = await handled(market, await takeDown(market))
    expect(await climbAt(market, '2026-10-11 00:36')).toEqual([1, 1])
    expect(await climbAt(market, '2026-10-11 01:00')).toEqual([1, 1])
    expect(await rungs(id)).toEqual([
      ['reminder', '2026-10-11 00:36', '2026-10-11 00:36'],
      ['written', '2026-10-11 01:00', '2026-10-11 01:00'],
    ])
  })

  it('stands still while the merchant is asked, and goes on by what was paused', async () => {
    const { id } = await handled(market, await takeDown(market))
    market.server.clock.at = wall('2026-10-12 09:00')
    await step(market.zhao, id, 'question', { text: '哪一盏不亮？', channel: 'telephone', days: 5 })
    market.server.clock.at = wall('2026-10-14 09:00')
    await step(market.zhao, id, 'question-end', { answer: '门口那盏' })
    expect(await climbAt(market, '2026-10-15 09:00')).toEqual([0, 0])
    expect(await climbAt(market, '2026-10-18 12:00')).toEqual([0, 0])
    expect(await climbAt(market, '2026-10-19 09:00')).toEqual([1, 1])
  })

  it('puts what was returned twice before the consultation, and lifts it again only at the next return', async () => {
    const issue = await takeDown(market)
    await step(market.wang, issue.id, 'dispatch', { agencyId: market.powerCompany, reason: '路灯归供电公司' })
    const giveBack = (officer: Visitor, proposedAgencyId: string) =>
      step(officer, issue.id, 'return', {
        reasonCode: 'not_our_duty',
        reason: '不归我们管',
        proposedAgencyId,
        legalBasis: '区职责清单第8条',
      })
    await giveBack(market.zhao, market.waterBureau)
    await step(market.wang, issue.id, 'dispatch', { agencyId: market.waterBureau, reason: '按退单建议' })
    expect((await detail(issue.id)).consultation).toBe('none')
    await giveBack(qian, market.powerCompany)
    await climbAt(market, '2026-10-10 09:00')
    expect(await detail(issue.id)).toMatchObject({ consultation: 'listed', supervisionLevel: 2, notices: [] })
    await step(zhou, issue.id, 'supervision', { level: 0, reason: '已当面协调' })
    await climbAt(market, '2026-10-10 09:10')
    expect((await detail(issue.id)).supervisionLevel).toBe(0)
  })

  it('after a return holds the desk to the promise', async () => {
    const issue = await handled(market, await takeDown(market))
    market.server.clock.at = wall('2026-10-14 09:00')
    await step(market.zhao, issue.id, 'return', {
      reasonCode: 'not_our_duty',
      reason: '不归我们管',
      proposedAgencyId: market.waterBureau,
      legalBasis: '区职责清单第8条',
    })
    // Promised at signing: Friday 16 October 09:00.
    expect(await climbAt(market, '2026-10-15 08:00')).toEqual([0, 0])
    expect(await climbAt(market, '2026-10-15 09:00')).toEqual([1, 1])
    expect((await detail(issue.id)).notices).toMatchObject([{ rung: 'reminder', agency: null }])
    expect((await market.wang.ok<Notices>('GET', '/notices')).unreadCount).toBe(1)
  })

  it('ends with the reply', async () => {
    const { id } = await handled(market, await takeDown(market))
    await step(market.zhao, id, 'reply', REPLY)
    expect(await climbAt(market, '2026-11-30 09:00')).toEqual([0, 0])
    expect((await detail(id)).notices).toEqual([])
  })
})

describe('a notice', () => {
  it('is read by the agency it went to, once, and its copy goes one level up', async () => {
    const bureau = await market.sun.ok<{ id: string }>('POST', '/agencies', { nameZh: '工信局', nameEn: 'Industry' })
    const lamps = await market.sun.ok<{ id: string }>('POST', '/agencies', {
      nameZh: '路灯所',
      nameEn: 'Lamps',
      parentId: bureau.id,
    })
    const [officer, above] = [
      await colleague(market.server, market.sun, 'officer', lamps.id),
      await colleague(market.server, market.sun, 'officer', bureau.id),
    ]
    const issue = await handled({ ...market, powerCompany: lamps.id }, await takeDown(market), officer)
    await climbAt(market, '2026-10-20 09:30')
    const { unreadCount, rows } = await officer.ok<Notices>('GET', '/notices')
    expect([unreadCount, rows.map(({ rung, isForMe }) => [rung, isForMe])]).toEqual([1, [['written', true]]])
    const [notice] = rows
    expect(notice).toMatchObject({
      issue: { id: issue.id },
      copiedTo: { id: bureau.id },
      dueAt: wall('2026-10-16 09:00'),
    })
    const receipt = `/notices/${notice!.id}/receipt`
    expect((await above.ok<Notices>('GET', '/notices')).rows).toMatchObject([{ id: notice!.id, isForMe: false }])
    expect(await above.refusal('POST', receipt)).toBe('403 403 forbidden')
    expect(await qian.refusal('POST', receipt)).toBe('404 404 not-found')
    expect(await zhou.refusal('POST', receipt)).toBe('403 403 forbidden')
    market.server.clock.at += 60_000
    const read = await officer.ok<Notice>('POST', receipt)
    expect(read).toMatchObject({ readAt: wall('2026-10-20 09:31'), readBy: '同事' })
    market.server.clock.at += 60_000
    expect(await officer.ok<Notice>('POST', receipt)).toEqual(read)
    expect((await officer.ok<Notices>('GET', '/notices')).unreadCount).toBe(0)
    expect((await detail(issue.id)).notices[0]).toMatchObject({ readAt: wall('2026-10-20 09:31') })
  })

  it('is written by hand by a supervisor, waits for the morning, and lifts to level 1', async () => {
    const { id } = await handled(market, await takeDown(market))
    market.server.clock.at = wall('2026-10-12 20:00')
    const words = { text: '商户又打来电话，请今天去看', isCopied: false }
    expect(await market.wang.refusal('POST', `/issues/${id}/notice`, words, { 'if-match': '"4"' })).toBe(
      '403 403 forbidden',
    )
    expect(await step(zhou, id, 'notice', words)).toMatchObject({
      supervisionLevel: 1,
      notices: [{ rung: 'manual', sendAt: wall('2026-10-13 09:00'), sentAt: null }],
    })
    expect((await market.zhao.ok<Notices>('GET', '/notices')).rows).toEqual([])
    expect(await climbAt(market, '2026-10-13 09:00')).toEqual([0, 1])
    expect((await market.zhao.ok<Notices>('GET', '/notices')).rows).toMatchObject([
      { rung: 'manual', text: words.text },
    ])
    await step(zhou, id, 'notice', words)
    expect((await detail(id)).notices).toHaveLength(2)
  })
})

describe('a notice that waits for the morning', () => {
  // In hand from the evening: light 2 comes at 20:00, when nobody is at work.
  async function remindedAtNight(): Promise<string> {
    market.server.clock.at = wall('2026-10-12 20:00')
    const { id } = await handled(market, await takeDown(market))
    expect(await climbAt(market, '2026-10-16 20:00')).toEqual([1, 0])
    return id
  }

  it('does not leave when the issue was replied to meanwhile', async () => {
    const id = await remindedAtNight()
    market.server.clock.at = wall('2026-10-16 20:30')
    await step(market.zhao, id, 'reply', REPLY)
    expect(await climbAt(market, '2026-10-19 09:00')).toEqual([0, 0])
    expect((await detail(id)).notices).toEqual([])
  })

  it('leaves for whoever has the issue by then', async () => {
    const id = await remindedAtNight()
    market.server.clock.at = wall('2026-10-16 20:30')
    await step(market.zhao, id, 'return', {
      reasonCode: 'not_our_duty',
      reason: '不归我们管',
      proposedAgencyId: market.waterBureau,
      legalBasis: '区职责清单第8条',
    })
    expect(await climbAt(market, '2026-10-19 09:00')).toEqual([0, 0])
    expect(await climbAt(market, '2026-10-19 09:01')).toEqual([1, 1])
    expect((await detail(id)).notices).toMatchObject([{ rung: 'reminder', agency: null }])
  })
})

describe('an equal reply', () => {
  it('to another issue is refused with the other’s number, until a reason is given', async () => {
    const first = await handled(market, await takeDown(market))
    await step(market.zhao, first.id, 'reply', REPLY)
    const second = await handled(market, await takeDown(market))
    const again = { ...REPLY, text: `尊敬的李女士：${REPLY.text}感谢您的来电！` }
    const answer = await market.zhao.api('POST', `/issues/${second.id}/reply`, again, {
      'if-match': `"${second.version}"`,
    })
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      {
        type: 'urn:mingchuang:problem:same-text',
        errors: [{ pointer: '/sameTextReason', code: 'same_text', detail: expect.stringContaining(first.number) }],
      },
    ])
    await step(market.zhao, second.id, 'reply', { ...again, sameTextReason: '同一批路灯，一起换的' })
    expect(await lists()).toMatchObject({ identical: [second.number] })
    const { lists: all } = await zhou.ok<Supervision>('GET', '/supervision?list=identical')
    expect(all[0]?.rows).toMatchObject([{ text: '同一批路灯，一起换的', other: { number: first.number } }])
  })

  it('of another agency is not named to an officer', async () => {
    const first = await handled(market, await takeDown(market))
    await step(market.zhao, first.id, 'reply', REPLY)
    const second = await handled({ ...market, powerCompany: market.waterBureau }, await takeDown(market), qian)
    const answer = await qian.api('POST', `/issues/${second.id}/reply`, REPLY, { 'if-match': `"${second.version}"` })
    expect(answer.status).toBe(409)
    expect(await answer.text()).not.toContain(first.number)
  })

  it('may be short, may be the same issue’s, and may be older than 180 days', async () => {
    const first = await handled(market, await takeDown(market))
    await step(market.zhao, first.id, 'reply', REPLY)
    market.server.clock.at += 181 * 86_400_000
    const second = await handled(market, await takeDown(market))
    await step(market.zhao, second.id, 'reply', REPLY)
    for (let n = 0; n < 2; n++) {
      const { id } = await handled(market, await takeDown(market))
      await step(market.zhao, id, 'reply', { ...REPLY, text: '修好了。' })
    }
    expect((await lists()).identical).toEqual([])
  })

  it('given by the desk itself is refused too', async () => {
    const answer = {
      text: '营业执照可以网上办，打开政务网选“企业开办”，三个工作日内寄到家。',
      proposedTitle: '执照怎么办',
    }
    const one = await takeDown(market, { text: '执照怎么办' })
    await step(market.wang, one.id, 'answer', answer)
    const two = await takeDown(market, { text: '执照去哪里办' })
    expect(await market.wang.refusal('POST', `/issues/${two.id}/answer`, answer, { 'if-match': '"1"' })).toBe(
      '409 409 same-text',
    )
  })
})

describe('the supervisor’s lists', () => {
  it('give each issue where its reason stands', async () => {
    const late = await handled(market, await takeDown(market))
    market.server.clock.at = wall('2026-10-13 09:00')
    const near = await handled(market, await takeDown(market))
    market.server.clock.at = wall('2026-10-14 12:00')
    const last = await handled(market, await takeDown(market, { serviceId: 'policy' }))
    market.server.clock.at = wall('2026-10-15 11:00')
    await step(market.zhao, last.id, 'reply', REPLY)
    await step(market.wang, last.id, 'follow-up', { channel: 'telephone' })
    market.server.clock.at = wall('2026-10-16 10:00')
    await step(market.wang, last.id, 'confirmation', { answer: 'no', channel: 'telephone', text: '灯又灭了' })
    await climbAt(market, '2026-10-19 09:00')
    expect(await lists()).toEqual({
      late: [late.number, last.number],
      nearly_late: [near.number],
      sign_overdue: [],
      rungs: [late.number, near.number],
      contradictions: [],
      not_solved: [],
      came_back: [last.number],
      identical: [],
      last_moment: [last.number],
    })
    const supervision = await zhou.ok<Supervision>('GET', '/supervision')
    expect(supervision.agencies[0]).toMatchObject({ agency: { id: market.powerCompany }, late: 1, nearlyLate: 1 })
    const cameBack = supervision.lists.find(({ list }) => list === 'came_back')
    expect(cameBack?.rows[0]).toMatchObject({ text: '灯又灭了', amount: 23 })
    expect(await market.zhao.refusal('GET', '/supervision')).toBe('403 403 forbidden')
    const ofWater = await zhou.ok<Supervision>('GET', `/supervision?agency=${market.waterBureau}`)
    expect(ofWater.lists.every(({ count }) => count === 0)).toBe(true)
  })

  it('show a subscriber who says that it is not solved', async () => {
    const first = await report(market)
    const { id, number } = (await market.sun.ok<{ rows: IssueDetail[] }>('GET', '/issues')).rows[0]!
    await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
    await step(market.zhao, id, 'contact', { note: '已到场', wasReached: true })
    const second = await report(market, { joinIssueId: id, place: '3-15' })
    await step(market.zhao, id, 'reply', REPLY)
    await step(market.wang, id, 'follow-up', { channel: 'telephone' })
    const { token } = second
    await merchantOf(market).ok('POST', '/merchant/tracking/answer', { token, answer: 'no', text: '我家还是没电' })
    const { lists: all } = await zhou.ok<Supervision>('GET', '/supervision?list=not_solved')
    expect(all[0]?.rows).toMatchObject([{ issue: { number }, text: '我家还是没电' }])
    expect(first.number).toContain(number)
  })
})
