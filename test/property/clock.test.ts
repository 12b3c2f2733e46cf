import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advance,
  CLOCK_RULES,
  type ClockRule,
  type ClockRun,
  countedBetween,
  dueWithPauses,
  lightOf,
  type Pause,
  shareOf,
} from '../../server/domain/clock.ts'
import { officialCalendar as calendar, onTheWall, shanghai } from '../support/official-calendar.ts'

const MINUTE = 60_000
const FIRST = shanghai('2025-01-01 00:00')
const LAST = shanghai('2026-12-01 00:00')

const dayTypes = new Map<string, boolean>()
/** Whether a wall-clock date is worked, by the weekday its name has and the two lists. */
function worked(on: string): boolean {
  const known = dayTypes.get(on)
  if (known !== undefined) return known
  const name = new Date(`${on}T00:00:00Z`).toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' })
  const isWorked = calendar.makeUpDays.has(on) || (!calendar.holidays.has(on) && name !== 'Sat' && name !== 'Sun')
  dayTypes.set(on, isWorked)
  return isWorked
}

/** Whether the minute that begins at an instant counts, read off the wall. */
function counts(at: number, rule: ClockRule): boolean {
  if (rule === 'C') return true
  const [on, time] = onTheWall(at).split(' ') as [string, string]
  if (!worked(on)) return false
  return rule === 'A' || (time >= '09:00' && time < '12:00') || (time >= '13:30' && time < '17:30')
}

/** The due, found by waiting minute after minute. */
function waitedFor(start: number, minutes: number, rule: ClockRule): number {
  let at = start
  for (let left = minutes; left > 0; at += MINUTE) if (counts(at, rule)) left--
  if (rule === 'A') while (!counts(at, rule)) at += MINUTE
  return at
}

function countedOneByOne(from: number, to: number, rule: ClockRule): number {
  let minutes = 0
  for (let at = from; at < to; at += MINUTE) if (counts(at, rule)) minutes++
  return minutes
}

const instant = fc.integer({ min: 0, max: (LAST - FIRST) / MINUTE }).map((minutes) => FIRST + minutes * MINUTE)
const rule = fc.constantFrom(...CLOCK_RULES)
const minutesOf = { A: 4 * 1_440, B: 1_500, C: 3_000 }
const job = rule.chain((rule) =>
  fc.record({ rule: fc.constant(rule), start: instant, minutes: fc.integer({ min: 1, max: minutesOf[rule] }) }),
)
const unit = (rule: ClockRule) => (rule === 'A' ? 1_440 : 1)

describe('the clock', () => {
  it('is due when a person who waits minute after minute says so', () => {
    fc.assert(
      fc.property(job, ({ rule, start, minutes }) => {
        expect(onTheWall(advance(start, minutes / unit(rule), rule, calendar))).toBe(
          onTheWall(waitedFor(start, minutes, rule)),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('counts what a person counts minute after minute', () => {
    fc.assert(
      fc.property(rule, instant, fc.integer({ min: 0, max: 15_000 }), (rule, from, minutes) => {
        const to = from + minutes * MINUTE
        expect(Math.round(countedBetween(from, to, rule, calendar) * unit(rule))).toBe(countedOneByOne(from, to, rule))
      }),
      { numRuns: 60 },
    )
  })

  it('has counted the whole amount at due', () => {
    fc.assert(
      fc.property(job, ({ rule, start, minutes }) => {
        const amount = minutes / unit(rule)
        expect(countedBetween(start, advance(start, amount, rule, calendar), rule, calendar)).toBeCloseTo(amount, 9)
      }),
    )
  })

  it('comes to the same due in one step or in two', () => {
    fc.assert(
      fc.property(job, fc.integer({ min: 1, max: 500 }), ({ rule, start, minutes }, more) => {
        const step = (from: number, amount: number) => advance(from, amount / unit(rule), rule, calendar)
        expect(step(step(start, minutes), more)).toBe(step(start, minutes + more))
      }),
    )
  })
})

const run: fc.Arbitrary<ClockRun> = job.map(({ rule, start, minutes }) => ({
  rule,
  startedAt: start,
  amount: minutes / unit(rule),
}))
const pausesOf = (startedAt: number): fc.Arbitrary<Pause[]> =>
  fc.array(
    fc
      .record({ after: fc.integer({ min: 0, max: 6_000 }), minutes: fc.integer({ min: 0, max: 6_000 }) })
      .map(({ after, minutes }) => {
        const fromAt = startedAt + after * MINUTE
        return {
          kind: 'suspension' as const,
          fromAt,
          untilAt: fromAt + minutes * MINUTE,
          endedAt: fromAt + minutes * MINUTE,
        }
      }),
    { maxLength: 3 },
  )

describe('a clock with pauses', () => {
  const paused = run.chain((run) => fc.record({ run: fc.constant(run), pauses: pausesOf(run.startedAt) }))

  it('is never due earlier than without them, and has used its whole limit at due', () => {
    fc.assert(
      fc.property(paused, ({ run, pauses }) => {
        const { dueAt, rawDueAt } = dueWithPauses(run, pauses, calendar)
        expect(dueAt).toBeGreaterThanOrEqual(rawDueAt)
        expect(shareOf(run, dueAt, pauses, calendar)).toBeCloseTo(1, 6)
      }),
    )
  })

  it('never shows a calmer light later, and is late only after due', () => {
    fc.assert(
      fc.property(
        paused,
        fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 2, maxLength: 8 }),
        ({ run, pauses }, minutes) => {
          const instants = minutes.sort((a, b) => a - b).map((minute) => run.startedAt + minute * MINUTE)
          const lights = instants.map((at) => lightOf(run, at, pauses, calendar))
          expect(lights).toEqual([...lights].sort())
          const { dueAt } = dueWithPauses(run, pauses, calendar)
          expect(instants.map((at) => at > dueAt)).toEqual(lights.map((light) => light >= 3))
        },
      ),
    )
  })
})
