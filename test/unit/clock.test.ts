import { describe, expect, it } from 'vitest'
import {
  advance,
  type ClockRule,
  type ClockRun,
  clockChanges,
  countedBetween,
  dueWithPauses,
  lightInstants,
  lightOf,
  nextBusinessAt,
  type Pause,
  shareOf,
} from '../../server/domain/clock.ts'
import { officialCalendar as calendar, onTheWall, shanghai } from '../support/official-calendar.ts'

describe('advance', () => {
  it.each<[ClockRule, string, number, string, string]>([
    ['A', '2026-02-13 16:00', 1, '2026-02-14 16:00', 'make-up Saturday'],
    ['A', '2026-02-13 16:00', 3, '2026-02-25 16:00', 'across Spring Festival'],
    ['A', '2026-02-14 10:00', 1, '2026-02-24 10:00', 'starts on a make-up Saturday'],
    ['A', '2026-02-17 09:00', 3, '2026-02-27 00:00', 'starts on a holiday Tuesday'],
    ['A', '2026-02-27 15:00', 1, '2026-02-28 15:00', 'second make-up Saturday'],
    ['A', '2025-09-26 11:00', 5, '2025-10-10 11:00', 'Sunday 28 works, 1 to 8 off'],
    ['A', '2026-09-18 17:00', 1, '2026-09-20 17:00', 'Saturday off, Sunday works'],
    ['A', '2026-10-09 09:30', 1, '2026-10-10 09:30', 'after National Day'],
    ['A', '2026-05-08 09:00', 1, '2026-05-09 09:00', 'after Labour Day'],
    ['A', '2026-01-01 00:00', 1, '2026-01-05 00:00', 'start moves to Sunday 4'],
    ['B', '2026-03-06 16:30', 120, '2026-03-09 10:00', 'over a weekend'],
    ['B', '2026-02-14 17:00', 60, '2026-02-24 09:30', 'make-up day, then Spring Festival'],
    ['B', '2026-03-02 11:50', 30, '2026-03-02 13:50', 'over lunch'],
    ['B', '2026-03-02 12:30', 1, '2026-03-02 13:31', 'starts in lunch'],
    ['B', '2026-10-10 17:29', 2, '2026-10-12 09:01', 'make-up Saturday evening'],
    ['B', '2026-09-30 17:00', 480, '2026-10-09 09:30', 'across National Day'],
    ['A', '2026-03-07 12:00', 5, '2026-03-16 00:00', 'midnight is that of the next working day'],
    ['B', '2026-03-02 09:00', 180, '2026-03-02 12:00', 'noon, not after lunch'],
    ['C', '2026-02-16 23:30', 120, '2026-02-17 01:30', 'night of a holiday'],
  ])('rule %s from %s by %d is due %s: %s', (rule, start, amount, due) => {
    expect(onTheWall(advance(shanghai(start), amount, rule, calendar))).toBe(due)
  })

  it('moves a start on a day off by rule A even when nothing is to be counted, and by rule B never', () => {
    expect(onTheWall(advance(shanghai('2026-03-07 12:00'), 0, 'A', calendar))).toBe('2026-03-09 00:00')
    expect(onTheWall(advance(shanghai('2026-03-07 12:00'), 0, 'B', calendar))).toBe('2026-03-07 12:00')
  })

  it('refuses an amount it could count for ever', () => {
    for (const amount of [Number.NaN, Number.POSITIVE_INFINITY, -1])
      expect(() => advance(0, amount, 'A', calendar)).toThrow('cannot count')
  })

  it('counts the opening hours of the window', () => {
    const evening = { ...calendar, openingHours: [[18 * 60, 20 * 60]] as const }
    expect(onTheWall(advance(shanghai('2026-03-06 19:30'), 60, 'B', evening))).toBe('2026-03-09 18:30')
    expect(() => advance(0, 1, 'B', { ...calendar, openingHours: [] })).toThrow('no opening hours')
    expect(() => advance(0, 1, 'B', { ...calendar, openingHours: [[60, 60]] })).toThrow('no opening hours')
  })
})

describe('countedBetween', () => {
  const counted = (from: string, to: string, rule: ClockRule) =>
    countedBetween(shanghai(from), shanghai(to), rule, calendar)

  it('counts whole days of working time by rule A', () => {
    expect(counted('2026-02-13 16:00', '2026-02-25 16:00', 'A')).toBe(3)
    expect(counted('2026-03-07 00:00', '2026-03-09 00:00', 'A')).toBe(0)
  })

  it('counts business minutes by rule B and every minute by rule C', () => {
    expect(counted('2026-03-02 08:00', '2026-03-03 08:00', 'B')).toBe(420)
    expect(counted('2026-03-02 12:00', '2026-03-02 13:30', 'B')).toBe(0)
    expect(counted('2026-02-16 23:30', '2026-02-17 01:30', 'C')).toBe(120)
  })

  it('is nothing backwards', () => {
    for (const rule of ['A', 'B', 'C'] as const) expect(counted('2026-03-03 10:00', '2026-03-02 10:00', rule)).toBe(0)
  })
})

const run = (rule: ClockRule, startedAt: string, amount: number): ClockRun => ({
  rule,
  startedAt: shanghai(startedAt),
  amount,
})
const pause = (fromAt: string, endedAt: string, over: Partial<Pause> = {}): Pause => ({
  kind: 'suspension',
  fromAt: shanghai(fromAt),
  untilAt: shanghai(endedAt),
  endedAt: shanghai(endedAt),
  ...over,
})
const dues = (of: ClockRun, ...pauses: Pause[]) => {
  const { dueAt, rawDueAt } = dueWithPauses(of, pauses, calendar)
  return [onTheWall(dueAt), onTheWall(rawDueAt)]
}

describe('pauses', () => {
  const monday = run('A', '2026-03-02 10:00', 3)

  it('move the due by the counted time they took and leave the raw due beside it', () => {
    expect(dues(monday, pause('2026-03-03 10:00', '2026-03-05 10:00'))).toEqual([
      '2026-03-09 10:00',
      '2026-03-05 10:00',
    ])
    expect(dues(run('B', '2026-03-02 09:00', 240), pause('2026-03-02 10:00', '2026-03-02 14:00'))).toEqual([
      '2026-03-02 17:00',
      '2026-03-02 14:30',
    ])
  })

  it('change nothing when they take no counted time', () => {
    expect(dues(run('A', '2026-03-06 10:00', 1), pause('2026-03-07 10:00', '2026-03-08 10:00'))).toEqual([
      '2026-03-09 10:00',
      '2026-03-09 10:00',
    ])
  })

  it('add up, in any order, and count once where they overlap', () => {
    const first = pause('2026-03-03 10:00', '2026-03-04 10:00')
    const second = pause('2026-03-05 10:00', '2026-03-06 10:00')
    expect(dues(monday, second, first)[0]).toBe('2026-03-09 10:00')
    expect(dues(monday, first, pause('2026-03-03 12:00', '2026-03-05 10:00'))[0]).toBe('2026-03-09 10:00')
    expect(dues(monday, first, pause('2026-03-03 12:00', '2026-03-03 14:00'))[0]).toBe('2026-03-06 10:00')
  })

  it('count until their planned end while they last', () => {
    expect(dues(monday, pause('2026-03-03 10:00', '2026-03-05 10:00', { endedAt: null }))[0]).toBe('2026-03-09 10:00')
  })

  it('are refused after the due', () => {
    expect(dues(monday, pause('2026-03-05 10:01', '2026-03-09 10:00'))[0]).toBe('2026-03-05 10:00')
  })

  it('set a later due by an extension and let work go on', () => {
    const extension = pause('2026-03-04 10:00', '2026-03-04 10:00', {
      kind: 'extension',
      dueAfterAt: shanghai('2026-03-10 10:00'),
    })
    expect(dues(monday, extension)).toEqual(['2026-03-10 10:00', '2026-03-05 10:00'])
    expect(shareOf(monday, shanghai('2026-03-05 10:00'), [extension], calendar)).toBe(0.5)
    expect(dues(monday, extension, pause('2026-03-05 10:00', '2026-03-06 10:00'))[0]).toBe('2026-03-11 10:00')
  })

  it('stop the share while they last', () => {
    const pauses = [pause('2026-03-03 10:00', '2026-03-05 10:00')]
    const share = (at: string) => shareOf(monday, shanghai(at), pauses, calendar)
    expect([
      share('2026-03-02 09:00'),
      share('2026-03-03 10:00'),
      share('2026-03-04 15:00'),
      share('2026-03-05 10:00'),
    ]).toEqual([0, 1 / 3, 1 / 3, 1 / 3])
    expect(share('2026-03-09 10:00')).toBe(1)
    expect(share('2026-03-10 10:00')).toBe(4 / 3)
  })
})

describe('lights', () => {
  const five = run('A', '2026-03-02 10:00', 5)

  it('come at 50, 80, 100 and 300 per cent of the limit', () => {
    const instants = lightInstants(five, [], calendar)
    expect(Object.values(instants).map(onTheWall)).toEqual([
      '2026-03-04 22:00',
      '2026-03-06 10:00',
      '2026-03-09 10:00',
      '2026-03-23 10:00',
    ])
  })

  it('change at their instants, and exactly at due it is still on time', () => {
    const light = (at: string, afterMs = 0) => lightOf(five, shanghai(at) + afterMs, [], calendar)
    expect([light('2026-03-02 10:00'), light('2026-03-04 22:00', -1)]).toEqual([0, 0])
    expect([light('2026-03-04 22:00'), light('2026-03-06 10:00', -1)]).toEqual([1, 1])
    expect([light('2026-03-06 10:00'), light('2026-03-09 10:00')]).toEqual([2, 2])
    expect([light('2026-03-09 10:00', 1), light('2026-03-23 10:00')]).toEqual([3, 3])
    expect(light('2026-03-23 10:00', 1)).toBe(4)
  })

  it('wait while the clock is paused', () => {
    const pauses = [pause('2026-03-03 10:00', '2026-03-17 10:00')]
    expect(lightOf(five, shanghai('2026-03-16 10:00'), pauses, calendar)).toBe(0)
    expect(onTheWall(lightInstants(five, pauses, calendar).halfAt)).toBe('2026-03-18 22:00')
  })
})

describe('a notice', () => {
  it('leaves in the next business minute', () => {
    const next = (at: string) => onTheWall(nextBusinessAt(shanghai(at), calendar))
    expect(
      ['2026-03-02 09:00', '2026-03-02 12:00', '2026-03-02 17:30', '2026-03-06 20:00', '2026-03-02 03:00'].map(next),
    ).toEqual(['2026-03-02 09:00', '2026-03-02 13:30', '2026-03-03 09:00', '2026-03-09 09:00', '2026-03-02 09:00'])
  })
})

describe('a calendar without opening hours', () => {
  it('sends no notice', () => {
    expect(() => nextBusinessAt(0, { ...calendar, openingHours: [] })).toThrow('no opening hours')
  })
})

describe('the clocks of an issue', () => {
  const path = (rule: ClockRule, ...states: Parameters<typeof clockChanges>[1][]) => {
    const running = new Set<string>()
    return states.map((to, index) => {
      const { stops, starts } = clockChanges(states[index - 1] ?? null, to, rule)
      for (const clock of stops) running.delete(clock)
      for (const clock of starts) running.add(clock)
      return [...running].sort().join('+')
    })
  }

  it('run one after the other in a class of working days', () => {
    expect(
      path('A', 'received', 'dispatched', 'signed', 'handling', 'waiting_reporter', 'replied', 'follow_up'),
    ).toEqual(['accept', 'sign', 'handle', 'handle', 'handle', 'follow_up', ''])
  })

  it('start the handling again after a return', () => {
    expect(path('A', 'received', 'dispatched', 'signed', 'returned', 'dispatched', 'dispatched', 'signed')).toEqual([
      'accept',
      'sign',
      'handle',
      'accept',
      'sign',
      'sign',
      'handle',
    ])
  })

  it('run beside the handling clock in a class of wall time, which is kept through returns and starts with each round', () => {
    expect(
      path(
        'C',
        'received',
        'dispatched',
        'signed',
        'returned',
        'dispatched',
        'signed',
        'handling',
        'replied',
        'follow_up',
        'dissatisfied',
        'closed',
      ),
    ).toEqual([
      'accept+handle',
      'handle+sign',
      'handle',
      'accept+handle',
      'handle+sign',
      'handle',
      'handle',
      'follow_up',
      '',
      'accept+handle',
      '',
    ])
  })
})
