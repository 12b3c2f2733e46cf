import { describe, expect, it } from 'vitest'
import type { IssueState } from '../../server/domain/issue.ts'
import { HOLDER_OF, type ReviewEvent, reviewSteps, totalsOf } from '../../server/domain/review.ts'
import { officialCalendar, onTheWall, shanghai } from '../support/official-calendar.ts'

const HOUR_MS = 3_600_000
const event = (at: string, toState: IssueState | null, values: Partial<ReviewEvent> = {}): ReviewEvent => ({
  at: shanghai(at),
  kind: toState === null ? 'note' : 'transition',
  rule: null,
  toState,
  round: 1,
  agencyId: null,
  ...values,
})
const steps = (events: readonly ReviewEvent[], now: string, pauses: Parameters<typeof reviewSteps>[1] = []) =>
  reviewSteps(events, pauses, shanghai(now), () => officialCalendar)

describe('the review of an issue', () => {
  const life = [
    event('2026-03-06 16:30', 'received'),
    event('2026-03-06 17:00', 'dispatched', { agencyId: 'grid' }),
    event('2026-03-09 09:30', 'signed', { agencyId: 'grid' }),
    event('2026-03-09 10:00', 'handling', { agencyId: 'grid' }),
    event('2026-03-09 10:30', null),
    event('2026-03-09 11:00', 'waiting_reporter', { agencyId: 'grid' }),
    event('2026-03-10 11:00', 'handling'),
    event('2026-03-10 15:00', 'replied', { agencyId: 'grid' }),
    event('2026-03-10 15:00', 'follow_up'),
    event('2026-03-11 09:00', 'dissatisfied', { round: 2 }),
  ]
  const pause = {
    kind: 'waiting_reporter' as const,
    fromAt: shanghai('2026-03-09 11:00'),
    endedAt: shanghai('2026-03-10 11:00'),
  }

  it('says who held it from when to when, in wall time and in opening minutes', () => {
    const told = steps(life, '2026-03-11 10:00', [pause]).map((step) => [
      step.state,
      step.holder,
      step.agencyId,
      step.toAt === null ? null : onTheWall(step.toAt),
      step.wallMs / HOUR_MS,
      step.workingMinutes,
      step.pausedMs / HOUR_MS,
    ])
    expect(told).toEqual([
      ['received', 'desk', null, '2026-03-06 17:00', 0.5, 30, 0],
      // Over a weekend: half an hour on Friday, half an hour on Monday.
      ['dispatched', 'agency', 'grid', '2026-03-09 09:30', 64.5, 60, 0],
      ['signed', 'agency', 'grid', '2026-03-09 10:00', 0.5, 30, 0],
      ['handling', 'agency', 'grid', '2026-03-09 11:00', 1, 60, 0],
      ['waiting_reporter', 'reporter', null, '2026-03-10 11:00', 24, 420, 24],
      ['handling', 'agency', 'grid', '2026-03-10 15:00', 4, 150, 0],
      ['replied', 'desk', null, '2026-03-10 15:00', 0, 0, 0],
      ['follow_up', 'reporter', null, '2026-03-11 09:00', 18, 150, 0],
      ['dissatisfied', 'desk', null, null, 1, 60, 0],
    ])
  })

  it('keeps what happened within a step with it', () => {
    expect(steps(life, '2026-03-11 10:00')[3]?.events).toEqual([life[4]])
  })

  it('adds up by holder to the whole', () => {
    const all = steps(life, '2026-03-11 10:00', [pause])
    const totals = totalsOf(all)
    expect(totals.map(({ holder, workingMinutes, stepCount }) => [holder, workingMinutes, stepCount])).toEqual([
      ['desk', 90, 3],
      ['agency', 300, 4],
      ['reporter', 570, 2],
      ['nobody', 0, 0],
    ])
    const whole = shanghai('2026-03-11 10:00') - shanghai('2026-03-06 16:30')
    expect(totals.reduce((sum, { wallMs }) => sum + wallMs, 0)).toBe(whole)
  })

  it('counts nothing once the issue has ended, and what a closed one lay before it was reopened', () => {
    const ended = [event('2026-03-02 10:00', 'received'), event('2026-03-02 11:00', 'not_accepted')]
    expect(steps(ended, '2026-03-30 10:00').at(-1)).toMatchObject({ toAt: null, wallMs: 0, workingMinutes: 0 })
    const reopened = [...ended, event('2026-03-03 11:00', 'received', { round: 2 })]
    expect(steps(reopened, '2026-03-03 12:00').map(({ holder, wallMs }) => [holder, wallMs / HOUR_MS])).toEqual([
      ['desk', 1],
      ['nobody', 24],
      ['desk', 1],
    ])
  })

  it('counts a pause that lasts until now, and only inside its step', () => {
    const open = [event('2026-03-02 10:00', 'handling'), event('2026-03-02 12:00', 'suspended')]
    const all = steps(open, '2026-03-02 18:00', [
      { kind: 'suspension', fromAt: shanghai('2026-03-02 12:00'), endedAt: null },
    ])
    expect(all.map(({ pausedMs, holder }) => [holder, pausedMs / HOUR_MS])).toEqual([
      ['agency', 0],
      ['nobody', 6],
    ])
  })

  it('knows who holds every state', () => {
    expect(Object.keys(HOLDER_OF)).toHaveLength(16)
  })
})
