import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestList } from '../../server/wire/issue-steps.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import {
  dissatisfiedIn,
  handledIn,
  type Loop,
  lastEvent,
  onTheWall,
  openLoop,
  refusalOf,
  shanghai,
} from '../support/issue-steps.ts'
import { step } from '../support/market.ts'

let loop: Loop
beforeEach(async () => {
  loop = await openLoop()
})
afterEach(() => loop.close())

describe('what needs a second person', () => {
  const decide = (who: Loop['zhou'], requestId: string, body: Record<string, unknown> = { isApproved: true }) =>
    who.api('POST', `/requests/${requestId}/decision`, body)
  const waiting = async () => (await loop.zhou.ok<RequestList>('GET', '/requests')).rows
  const later = (wall: string) => ({
    untilAt: shanghai(wall),
    reason: '等灯具',
    legalBasis: '采购办法第8条',
    isReporterTold: true,
  })

  it('suspends until a date, which a supervisor may end earlier', async () => {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'suspension', later('2026-10-20 09:00'))
    const suspended = await decide(loop.zhou, (await waiting())[0]!.id)
    expect(await suspended.json()).toMatchObject({ state: 'suspended', pausedUntilAt: shanghai('2026-10-20 09:00') })
    loop.at('2026-10-13 09:00')
    const resumed = await step(loop.zhou, id, 'resumption', { note: '灯具到了' })
    expect([resumed.state, onTheWall(resumed.dueAt!)]).toEqual(['handling', '2026-10-20 09:00'])
    expect(lastEvent(resumed)).toMatchObject({
      rule: 'T15',
      actorRole: 'supervisor',
      body: { cause: 'revoked', dueAt: shanghai('2026-10-20 09:00') },
    })
  })

  it('ends a suspension at its date by itself', async () => {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'suspension', later('2026-10-14 09:00'))
    await decide(loop.zhou, (await waiting())[0]!.id)
    loop.at('2026-10-14 09:00')
    await loop.passTime()
    const issue = await loop.read(id)
    expect([issue.state, onTheWall(issue.dueAt!)]).toEqual(['handling', '2026-10-21 09:00'])
    expect(lastEvent(issue)).toMatchObject({ rule: 'T15', actorRole: 'system' })
  })

  it('is asked for before the due, for a later working day, once, and not decided by who asked', async () => {
    const { id } = await handledIn(loop)
    expect(await refusalOf(loop, loop.qian, id, 'extension', later('2026-10-16 08:59'))).toEqual([
      422,
      'invalid',
      '/untilAt unfit',
    ])
    expect(await refusalOf(loop, loop.qian, id, 'extension', later('2026-10-18 09:00'))).toEqual([
      422,
      'invalid',
      '/untilAt day_off',
    ])
    await step(loop.sun, id, 'extension', later('2026-10-19 09:00'))
    expect(await refusalOf(loop, loop.qian, id, 'extension', later('2026-10-20 09:00'))).toEqual([
      409,
      'not-allowed-now',
    ])
    const [request] = await waiting()
    expect((await decide(loop.sun, request!.id)).status).toBe(403)
    expect((await decide(loop.zhou, request!.id, { isApproved: false })).status).toBe(422)
    expect((await decide(loop.zhou, request!.id, { isApproved: false, reason: '没有新情况' })).status).toBe(200)
    expect((await decide(loop.zhou, request!.id)).status).toBe(409)
    loop.at('2026-10-16 09:00')
    expect((await loop.read(id)).dueAt).toBe(shanghai('2026-10-16 09:00'))
    await step(loop.qian, id, 'extension', later('2026-10-19 09:00'))
    loop.at('2026-10-16 09:01')
    expect(await refusalOf(loop, loop.qian, id, 'suspension', later('2026-10-19 09:00'))).toEqual([409, 'after-due'])
    // Asked for in time and approved late: the due counts from the day it was asked for.
    const extended = (await (await decide(loop.zhou, (await waiting())[0]!.id)).json()) as IssueDetail
    expect([onTheWall(extended.dueAt!), extended.light]).toEqual(['2026-10-19 09:00', 2])
  })

  it('is decided once, when two decide at the same time', async () => {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'extension', later('2026-10-19 09:00'))
    const [request] = await waiting()
    const answers = await Promise.all([
      decide(loop.zhou, request!.id),
      decide(loop.sun, request!.id, { isApproved: false, reason: '不够理由' }),
      decide(loop.zhou, request!.id),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const { events, pauses, requests } = await loop.read(id)
    expect(events.filter(({ kind }) => kind === 'decided')).toHaveLength(1)
    expect(pauses).toHaveLength(requests[0]!.status === 'approved' ? 1 : 0)
  })

  it('lapses when the issue leaves the state it was asked in', async () => {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'extension', later('2026-10-19 09:00'))
    const replied = await step(loop.qian, id, 'reply', {
      text: '已换好了，不用延期',
      resolved: 'yes',
      reasonCode: 'lamp',
    })
    expect(replied.requests).toMatchObject([{ kind: 'extension', status: 'lapsed', decidedBy: null }])
    expect(await waiting()).toEqual([])
  })

  it('archives a dissatisfied issue with reason and law, by a supervisor who did not ask for it', async () => {
    const { id } = await dissatisfiedIn(loop)
    const words = { reason: '要求超出职责', legalBasis: '信访条例第21条', isReporterTold: true }
    await step(loop.wang, id, 'closing', words)
    const closed = await decide(loop.zhou, (await waiting())[0]!.id)
    expect(await closed.json()).toMatchObject({ state: 'closed', facts: { confirmed: { value: 'no' } } })
    expect(lastEvent(await loop.read(id)).kind).toBe('decided')
  })

  it('leaves an answer out of the rates by two persons', async () => {
    const { id } = await dissatisfiedIn(loop, '要求赔一套房')
    const { reports } = await loop.read(id)
    await step(loop.wang, id, 'exclusion', { reportId: reports[0]!.id, reason: '要求与诉求无关' })
    const excluded = (await (await decide(loop.zhou, (await waiting())[0]!.id)).json()) as IssueDetail
    expect(excluded.reports).toMatchObject([{ isExcluded: true, answer: 'no' }])
    expect(excluded.events.map(({ kind }) => kind)).toContain('answer_excluded')
    expect(excluded.actions).not.toContain('exclusion')
  })
})
