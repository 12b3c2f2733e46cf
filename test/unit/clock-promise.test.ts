import { describe, expect, it } from 'vitest'
import {
  CLOCK_CLASSES,
  classOf,
  HANDLE_LIMITS,
  limitOf,
  promiseAfterPause,
  promiseAtSigning,
  promiseOf,
} from '../../server/domain/clock.ts'
import { officialCalendar as calendar, onTheWall, shanghai } from '../support/official-calendar.ts'

const received = shanghai('2026-03-02 16:30')

describe('the promise of an issue', () => {
  it('chains accept, sign and handle from receipt', () => {
    expect(onTheWall(promiseOf(received, 'help', calendar))).toBe('2026-03-11 10:00')
  })

  it('is receipt plus the limit in the classes of wall time', () => {
    expect(onTheWall(promiseOf(received, 'emergency', calendar))).toBe('2026-03-02 18:30')
    expect(onTheWall(promiseOf(received, 'utility_outage', calendar))).toBe('2026-03-03 16:30')
  })

  it('becomes the earlier of itself and the handle due at signing', () => {
    expect(promiseAtSigning(500, 400)).toBe(400)
    expect(promiseAtSigning(500, 600)).toBe(500)
  })

  it('moves later only by a pause the reporter was told of', () => {
    const promised = shanghai('2026-03-11 10:00')
    const pause = {
      dueBeforeAt: shanghai('2026-03-06 10:00'),
      dueAfterAt: shanghai('2026-03-10 10:00'),
      toldAt: received,
    }
    const moved = (over: Partial<Omit<typeof pause, 'toldAt'> & { toldAt: number | null }>) =>
      onTheWall(promiseAfterPause(promised, { ...pause, ...over }, { rule: 'A' }, calendar))
    expect(moved({})).toBe('2026-03-13 10:00')
    expect(moved({ toldAt: null })).toBe('2026-03-11 10:00')
    expect(moved({ dueAfterAt: shanghai('2026-03-05 10:00') })).toBe('2026-03-11 10:00')
  })
})

describe('the limits', () => {
  it('are those of each class', () => {
    expect(CLOCK_CLASSES.map((name) => `${name} ${HANDLE_LIMITS[name].rule}${HANDLE_LIMITS[name].amount}`)).toEqual([
      'emergency C120',
      'utility_outage C1440',
      'couldnt_get_it_done A3',
      'consult A1',
      'help A5',
      'suggestion A5',
      'complaint A10',
      'report A15',
    ])
  })

  it('come from the kind when a service names no class', () => {
    expect(classOf('complaint', null)).toBe('complaint')
    expect(classOf('complaint', 'utility_outage')).toBe('utility_outage')
  })

  it('are the same for every class outside handling', () => {
    expect((['accept', 'sign', 'handle', 'follow_up'] as const).map((clock) => limitOf(clock, 'report'))).toEqual([
      { rule: 'B', amount: 120 },
      { rule: 'A', amount: 1 },
      { rule: 'A', amount: 15 },
      { rule: 'A', amount: 1 },
    ])
  })
})
