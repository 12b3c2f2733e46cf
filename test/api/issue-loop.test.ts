import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestList } from '../../server/wire/issue-steps.ts'
import { clocksOnTheWall, type Loop, OPENING, onTheWall, openLoop, shanghai } from '../support/issue-steps.ts'
import { merchantOf, report, step } from '../support/market.ts'

let loop: Loop
beforeEach(async () => {
  loop = await openLoop()
})
afterEach(() => loop.close())

const answer = (token: string, word: 'yes' | 'no', text = '') =>
  merchantOf(loop).ok('POST', '/merchant/tracking/answer', { token, answer: word, text })

describe('the whole way of an issue', () => {
  it('goes from dispatch over return, question, extension and rework to its archive, each clock on its own', async () => {
    const { wang, zhao, qian, zhou, at } = loop
    const { issue, token } = await loop.reported()
    const { id } = issue
    expect(onTheWall(issue.expectedAt!)).toBe('2026-10-19 11:00')

    at('2026-10-10 09:30')
    await step(wang, id, 'dispatch', { agencyId: loop.powerCompany, reason: '先问供电' })
    at('2026-10-10 10:00')
    const returned = await step(zhao, id, 'return', {
      reasonCode: 'not_our_duty',
      reason: '路灯归水务代管',
      proposedAgencyId: loop.waterBureau,
      legalBasis: '职责清单第4条',
    })
    expect(returned).toMatchObject({ state: 'returned', returnCount: 1, transferCount: 0, clock: 'accept' })
    expect(
      await loop.query('SELECT from_agency_id, proposed_agency_id, reason, decision FROM catalogue_suggestions'),
    ).toEqual([
      {
        from_agency_id: loop.powerCompany,
        proposed_agency_id: loop.waterBureau,
        reason: '路灯归水务代管',
        decision: null,
      },
    ])

    at('2026-10-10 10:30')
    await step(wang, id, 'dispatch', { agencyId: loop.waterBureau, reason: '按退单建议' })
    at('2026-10-10 11:00')
    const signed = await step(qian, id, 'signature', { personInCharge: '钱立' })
    expect([signed.transferCount, onTheWall(signed.expectedAt!), onTheWall(signed.contactDueAt!)]).toEqual([
      1,
      '2026-10-16 11:00',
      '2026-10-12 11:00',
    ])
    at('2026-10-10 11:30')
    await step(qian, id, 'contact', { note: '电话联系，13812345678', wasReached: true })

    at('2026-10-12 10:00')
    const asked = await step(qian, id, 'question', { text: '哪一盏不亮？', channel: 'phone_page', days: 5 })
    expect([asked.state, onTheWall(asked.pausedUntilAt!), onTheWall(asked.dueAt!)]).toEqual([
      'waiting_reporter',
      '2026-10-17 10:00',
      '2026-10-23 01:00',
    ])
    expect(onTheWall(asked.expectedAt!)).toBe('2026-10-16 11:00')
    at('2026-10-14 10:00')
    const told = await step(wang, id, 'question-end', { answer: '市场北门第三盏' })
    expect([told.state, onTheWall(told.dueAt!), onTheWall(told.expectedAt!)]).toEqual([
      'handling',
      '2026-10-20 11:00',
      '2026-10-20 11:00',
    ])
    expect(told.questions).toMatchObject([{ outcome: 'answered', answer: '市场北门第三盏' }])

    at('2026-10-15 09:00')
    const until = shanghai('2026-10-22 17:00')
    const words = { untilAt: until, reason: '等灯具到货', legalBasis: '采购办法第8条', isReporterTold: true }
    const waiting = await step(qian, id, 'extension', words)
    expect(onTheWall(waiting.dueAt!)).toBe('2026-10-20 11:00')
    const { rows } = await zhou.ok<RequestList>('GET', '/requests?status=open')
    expect(rows).toMatchObject([{ kind: 'extension', untilAt: until, issue: { id }, status: 'open' }])
    at('2026-10-15 10:00')
    const extended = await zhou.ok<typeof waiting>('POST', `/requests/${rows[0]!.id}/decision`, { isApproved: true })
    expect([onTheWall(extended.dueAt!), onTheWall(extended.expectedAt!)]).toEqual([
      '2026-10-22 17:00',
      '2026-10-22 17:00',
    ])
    expect(
      extended.pauses.map(({ kind, dueBeforeAt, dueAfterAt }) => [kind, onTheWall(dueBeforeAt), onTheWall(dueAfterAt)]),
    ).toEqual([
      ['waiting_reporter', '2026-10-16 11:00', '2026-10-20 11:00'],
      ['extension', '2026-10-20 11:00', '2026-10-22 17:00'],
    ])

    at('2026-10-21 15:00')
    await step(qian, id, 'reply', { text: '北门第三盏已换', resolved: 'yes', reasonCode: 'lamp' })
    await loop.passTime()
    at('2026-10-21 18:00')
    await answer(token, 'no', '又灭了')
    const again = await loop.read(id)
    expect([again.state, again.round, again.reworkCount]).toEqual(['dissatisfied', 2, 0])
    expect(clocksOnTheWall(again)).toEqual([
      'accept | 2026-10-10 09:00 | 2026-10-10 11:00 |  | 2026-10-10 09:30 | T3',
      'sign | 2026-10-10 09:30 | 2026-10-12 09:30 |  | 2026-10-10 10:00 | T8',
      'accept | 2026-10-10 10:00 | 2026-10-10 12:00 |  | 2026-10-10 10:30 | T9',
      'sign | 2026-10-10 10:30 | 2026-10-12 10:30 |  | 2026-10-10 11:00 | T7',
      'handle | 2026-10-10 11:00 | 2026-10-22 17:00 | 2026-10-16 11:00 | 2026-10-21 15:00 | T13',
      'follow_up | 2026-10-21 15:00 | 2026-10-22 15:00 |  | 2026-10-21 15:00 | T16',
      'accept | 2026-10-21 18:00 | 2026-10-22 11:00 |  |  | ',
    ])

    at('2026-10-22 09:00')
    const redone = await step(wang, id, 'dispatch', { agencyId: loop.waterBureau, reason: '查线路，不只换灯泡' })
    expect([redone.reworkCount, redone.transferCount]).toEqual([1, 1])
    await step(qian, id, 'signature', { personInCharge: '钱立' })
    await step(qian, id, 'contact', { note: '到场', wasReached: true })
    await step(qian, id, 'reply', { text: '线路老化，已更换电缆', resolved: 'yes', reasonCode: 'cable' })
    await answer(token, 'yes')
    at('2026-10-29 08:59')
    expect(await loop.passTime()).toBe(0)
    at('2026-10-29 09:00')
    expect(await loop.passTime()).toBe(1)
    const closed = await loop.read(id)
    expect(closed).toMatchObject({ state: 'closed', round: 2, facts: { confirmed: { value: 'yes' } } })
    expect(closed.events.flatMap(({ rule, kind }) => rule ?? kind)).toEqual([
      ...['T1', 'T3', 'T8', 'T9', 'T7', 'T10', 'T11', 'T14', 'requested', 'decided', 'T13', 'T16', 'T19'],
      ...['T21', 'T7', 'T10', 'T13', 'T16', 'T18', 'T24'],
    ])
    expect(JSON.stringify(await loop.query('SELECT body FROM issue_events'))).not.toContain('13812345678')
    const codes = await loop.query('SELECT code FROM messages ORDER BY created_at, id')
    expect(new Set(codes.map(({ code }) => code))).toEqual(new Set(['question', 'extension', 'replied', 'follow_up']))
    const agencies = await loop.query("SELECT agency_id FROM clock_runs WHERE clock = 'handle' ORDER BY id")
    expect(agencies).toEqual([{ agency_id: loop.waterBureau }, { agency_id: loop.waterBureau }])
  })
})

describe('several people at once', () => {
  it('lets one of fifty sign and tells the others who did, and where the issue stands now', async () => {
    const { issue } = await loop.reported()
    const { version } = await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.waterBureau, reason: '路灯' })
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        loop.qian.api(
          'POST',
          `/issues/${issue.id}/signature`,
          { personInCharge: `第${n}位` },
          { 'if-match': `"${version}"` },
        ),
      ),
    )
    const refusals = await Promise.all(answers.filter(({ status }) => status !== 200).map((one) => one.json()))
    expect(refusals).toHaveLength(49)
    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        status: 412,
        version: version + 1,
        by: { name: '同事', at: shanghai(OPENING), state: 'signed' },
      })
    expect((await loop.read(issue.id)).events.filter(({ rule }) => rule === 'T7')).toHaveLength(1)
  })

  it('names who decided last, not who joined or added words meanwhile', async () => {
    const { issue } = await loop.reported()
    const { version } = issue
    await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.waterBureau, reason: '路灯' })
    loop.at('2026-10-10 09:20')
    await report(loop, { serviceId: 'other', joinIssueId: issue.id, place: '3-15' })
    const stale = await loop.wang.api(
      'POST',
      `/issues/${issue.id}/refusal`,
      { reasonCode: 'court', legalBasis: 'x', whereInstead: 'x' },
      { 'if-match': `"${version}"` },
    )
    expect(await stale.json()).toMatchObject({ by: { name: '同事', at: shanghai(OPENING), state: 'dispatched' } })
  })

  it('refuses a step that is not open with what is, and who brought it there', async () => {
    const { issue } = await loop.reported()
    const { version } = await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.waterBureau, reason: '路灯' })
    const refused = await loop.qian.api(
      'POST',
      `/issues/${issue.id}/reply`,
      { text: '修好了', resolved: 'yes', reasonCode: 'lamp' },
      { 'if-match': `"${version}"` },
    )
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { allowed: ['signed', 'returned'], by: { name: '同事', state: 'dispatched' } },
    ])
  })
})
