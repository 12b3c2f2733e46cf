import { describe, expect, it } from 'vitest'
import { calendarFor, lightInstants, rulesOver } from '../../server/domain/clock.ts'
import {
  isUrgentClass,
  type LadderIssue,
  type LadderPast,
  ladderAtOf,
  ladderStep,
  type Rung,
  rungInstants,
  watchedOf,
  watchedPromise,
} from '../../server/domain/ladder.ts'
import { officialCalendar, onTheWall, shanghai } from '../support/official-calendar.ts'

const calendar = calendarFor(rulesOver(officialCalendar), null)

/** An issue in handling under a limit that began on the wall at `start`. */
function handled(start: string, limit: { rule: 'A' | 'C'; amount: number }, more: Partial<LadderIssue> = {}) {
  const run = { ...limit, startedAt: shanghai(start) }
  const { urgentAt, dueAt } = lightInstants(run, [], calendar)
  const issue: LadderIssue = {
    state: 'handling',
    sinceAt: run.startedAt,
    handle: { urgentAt, dueAt, isUrgentClass: isUrgentClass(limit) },
    promise: null,
    signDueAt: null,
    returnCount: 0,
    reworkCount: 0,
    transferCount: 0,
    ...more,
  }
  return issue
}
const past = (more: Partial<LadderPast> = {}): LadderPast => ({
  rungs: new Set(),
  isMissed: false,
  hardAs: null,
  ...more,
})
const wall = (issue: LadderIssue) =>
  Object.fromEntries(Object.entries(rungInstants(issue, calendar)).map(([rung, at]) => [rung, onTheWall(at)]))
const FIVE_DAYS = { rule: 'A', amount: 5 } as const
const DAY = { rule: 'C', amount: 1_440 } as const
const TWO_HOURS = { rule: 'C', amount: 120 } as const

describe('the instants of the rungs', () => {
  it.each([
    [
      'five working days over a weekend',
      '2026-03-02 10:00',
      FIVE_DAYS,
      '2026-03-06 10:00',
      '2026-03-10 00:00',
      '2026-03-16 10:00',
    ],
    [
      'due on the Friday before a make-up Saturday',
      '2026-02-06 16:00',
      FIVE_DAYS,
      '2026-02-12 16:00',
      '2026-02-14 00:00',
      '2026-02-27 16:00',
    ],
    [
      'due on the make-up Saturday before Spring Festival',
      '2026-02-09 16:00',
      FIVE_DAYS,
      '2026-02-13 16:00',
      '2026-02-24 00:00',
      '2026-02-28 16:00',
    ],
    ['across National Day', '2026-09-28 09:00', FIVE_DAYS, '2026-10-09 09:00', '2026-10-12 00:00', '2026-10-16 09:00'],
    [
      '24 h of wall time, due on a Saturday off',
      '2026-03-06 20:00',
      DAY,
      '2026-03-07 15:12',
      '2026-03-09 00:00',
      '2026-03-16 00:00',
    ],
    ['24 h on a holiday Tuesday', '2026-02-17 09:00', DAY, '2026-02-18 04:12', '2026-02-24 00:00', '2026-03-02 00:00'],
    [
      'the 2 h class at night: written at its due',
      '2026-03-07 23:30',
      TWO_HOURS,
      '2026-03-08 01:06',
      '2026-03-08 01:30',
      '2026-03-16 00:00',
    ],
  ])('%s', (_, start, limit, reminder, written, listed) => {
    expect(wall(handled(start, limit))).toEqual({ reminder, written, listed })
  })

  it('a signature is overdue only after its due', () => {
    const signDueAt = shanghai('2026-03-03 10:00')
    const issue = handled('2026-03-02 10:00', FIVE_DAYS, { state: 'dispatched', handle: null, signDueAt })
    expect(rungInstants(issue, calendar)).toEqual({ sign_overdue: signDueAt + 1 })
    expect(ladderStep(issue, past(), signDueAt, calendar)).toEqual({
      rungs: [],
      level: 0,
      isListed: false,
      nextAt: signDueAt + 1,
    })
    expect(ladderStep(issue, past(), signDueAt + 1, calendar).rungs).toEqual(['sign_overdue'])
  })

  it('a clock that waits for the supply after a reply is never named on the monthly list', () => {
    const issue = handled('2026-03-02 10:00', DAY, { state: 'follow_up' })
    expect(Object.keys(rungInstants(issue, calendar))).toEqual(['reminder', 'written'])
  })

  it.each(['closed', 'not_accepted', 'merged', 'withdrawn'] as const)('nothing waits once it is %s', (state) => {
    const issue = handled('2026-03-02 10:00', FIVE_DAYS, { state, returnCount: 5, signDueAt: 1 })
    expect(rungInstants(issue, calendar)).toEqual({})
    expect(ladderAtOf(issue, calendar)).toBeNull()
  })
})

describe('the promise after a return', () => {
  const promised = watchedPromise(shanghai('2026-03-02 10:00'), shanghai('2026-03-09 10:00'), calendar)
  const due = (issue: LadderIssue) => onTheWall(watchedOf(issue)!.dueAt)

  it('turns urgent when four of its five working days are over', () => {
    expect(onTheWall(promised.urgentAt)).toBe('2026-03-06 10:00')
  })
  it('does not count before a return, even where it is earlier', () => {
    expect(due(handled('2026-03-05 10:00', FIVE_DAYS, { promise: promised }))).toBe('2026-03-12 10:00')
  })
  it('counts while nobody has signed again, and before a later handling due', () => {
    const waiting = { promise: promised, returnCount: 1 }
    expect(due(handled('2026-03-05 10:00', FIVE_DAYS, { ...waiting, handle: null, state: 'returned' }))).toBe(
      '2026-03-09 10:00',
    )
    expect(due(handled('2026-03-05 10:00', FIVE_DAYS, waiting))).toBe('2026-03-09 10:00')
  })
  it('gives way to a handling clock that is due earlier', () => {
    expect(due(handled('2026-03-02 10:00', { rule: 'A', amount: 1 }, { promise: promised, returnCount: 1 }))).toBe(
      '2026-03-03 10:00',
    )
  })
})

describe('a look at the ladder', () => {
  const issue = handled('2026-03-02 10:00', FIVE_DAYS)
  const at = (text: string, before: Partial<LadderPast> = {}) => {
    const { nextAt, ...step } = ladderStep(issue, past(before), shanghai(text), calendar)
    return { ...step, next: nextAt === null ? null : onTheWall(nextAt) }
  }
  const done = (...rungs: Rung[]) => ({ rungs: new Set(rungs) })

  it('climbs one rung after the other', () => {
    expect(at('2026-03-06 09:59')).toEqual({ rungs: [], level: 0, isListed: false, next: '2026-03-06 10:00' })
    expect(at('2026-03-06 10:00')).toEqual({ rungs: ['reminder'], level: 1, isListed: false, next: '2026-03-10 00:00' })
    expect(at('2026-03-10 00:00', done('reminder'))).toMatchObject({
      rungs: ['written'],
      level: 2,
      next: '2026-03-16 10:00',
    })
    expect(at('2026-03-16 10:00', done('reminder', 'written'))).toEqual({
      rungs: ['listed'],
      level: 3,
      isListed: false,
      next: null,
    })
  })
  it('sends nothing twice in a round', () => {
    expect(at('2026-03-20 10:00', done('reminder', 'written', 'listed'))).toEqual({
      rungs: [],
      level: 0,
      isListed: false,
      next: null,
    })
  })
  it('that comes late leaves out the reminder, and nothing else', () => {
    expect(at('2026-03-20 10:00')).toMatchObject({ rungs: ['written', 'listed'], level: 3 })
  })
  it('reminds at once when the reporter says that the promise was missed', () => {
    expect(at('2026-03-02 11:00', { isMissed: true })).toMatchObject({ rungs: ['reminder'], level: 1 })
    expect(at('2026-03-02 11:00', { isMissed: true, ...done('reminder') })).toMatchObject({ rungs: [], level: 0 })
  })

  it.each([
    ['two returns', { returnCount: 2 }, true],
    ['one return', { returnCount: 1 }, false],
    ['three re-handlings', { reworkCount: 3 }, true],
    ['two re-handlings', { reworkCount: 2 }, false],
    ['three moves to other agencies', { transferCount: 3 }, true],
    ['two moves to other agencies', { transferCount: 2 }, false],
  ])('%s: goes to a consultation %#', (_, counters, isListed) => {
    const hard = { ...issue, ...counters }
    const step = ladderStep(hard, past(), issue.sinceAt, calendar)
    expect([step.isListed, step.level]).toEqual([isListed, isListed ? 2 : 0])
    expect(ladderAtOf(hard, calendar) === issue.sinceAt).toBe(isListed)
  })
  it('lifts a hard issue again only when one more thing went wrong', () => {
    const hard = { ...issue, returnCount: 2 }
    expect(ladderStep(hard, past({ hardAs: '2/0/0' }), issue.sinceAt, calendar).isListed).toBe(false)
    expect(ladderStep({ ...hard, returnCount: 3 }, past({ hardAs: '2/0/0' }), issue.sinceAt, calendar).isListed).toBe(
      true,
    )
  })
})
