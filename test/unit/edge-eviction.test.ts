import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classToEvict, mergeEvictions, planDropping, planThinning } from '../../edge/domain/eviction.ts'
import { coarsenRanges, isInRanges, mergeRanges } from '../../edge/domain/ranges.ts'
import type { HeldRecord, RecordClass } from '../../edge/domain/record.ts'
import type { WireValue } from '../../server/wire/node-protocol.ts'

const clock = { isSynced: true, monotonicMs: 5, at: 5, start: 's' }
const held = (sequence: number, values: WireValue[], overrides: Partial<HeldRecord> = {}): HeldRecord => ({
  boot: '0123456789abcdef',
  sequence,
  class: 'raw',
  appendedAt: sequence,
  body: { clock: { ...clock, at: sequence }, values },
  ...overrides,
})
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)
const pair = (sequence: number): WireValue[] => [
  ['m/volts', sequence, 220 + sequence],
  ['m/watts', sequence, sequence],
]

describe('thinning', () => {
  test('every second value of each metric stays, and the run is declared as one range', () => {
    const plan = planThinning([1, 2, 3, 4].map((sequence) => held(sequence, pair(sequence))))
    expect(plan).toEqual({
      remove: [1, 2, 3, 4],
      class: 'halved',
      clock: { ...clock, at: 4 },
      appendedAt: 4,
      values: [...pair(1), ...pair(3)],
      evicted: [{ from: 1, to: 4, why: 'thinned', kept: 4 }],
    })
  })

  test('a halved record is thinned again and its declarations are carried over', () => {
    const run = [9, 12].map((sequence) =>
      held(sequence, [...pair(sequence), ...pair(sequence + 1)], {
        class: 'halved',
        body: {
          clock,
          values: [...pair(sequence), ...pair(sequence + 1)],
          evicted: [{ from: sequence - 8, to: sequence - 6, why: 'thinned', kept: 4 }],
        },
      }),
    )
    const plan = planThinning(run)
    expect(plan).toMatchObject({ remove: [9, 12], class: 'quartered', values: [...pair(9), ...pair(12)] })
    expect(plan?.evicted).toEqual([
      { from: 1, to: 6, why: 'thinned', kept: 4 },
      { from: 9, to: 9, why: 'thinned', kept: 0 },
      { from: 12, to: 12, why: 'thinned', kept: 0 },
    ])
  })

  test('values that crossed a threshold or failed survive', () => {
    const plan = planThinning([
      held(1, [
        ['m/v', 1, 1],
        ['m/v', 2, 2, 1],
        ['m/v', 3, null, 2],
        ['m/v', 4, 4],
      ]),
    ])
    expect(plan?.values).toEqual([
      ['m/v', 1, 1],
      ['m/v', 2, 2, 1],
      ['m/v', 3, null, 2],
    ])
  })

  test('records with a clock of another worth are not mixed', () => {
    const unsynced = held(1, pair(1), {
      body: { clock: { ...clock, isSynced: false }, values: [...pair(1), ...pair(1)] },
    })
    expect(planThinning([unsynced, held(2, pair(2)), held(3, pair(3))])?.remove).toEqual([1])
  })

  test('a plan fits a record of a node', () => {
    const text = 'x'.repeat(200)
    const run = Array.from({ length: 300 }, (_, index) => held(index + 1, [['m/text', index, `${text}${index}`]]))
    const plan = planThinning(run)
    expect(JSON.stringify({ ...plan, remove: undefined }).length).toBeLessThan(8_192)
    expect(plan!.remove.length).toBeGreaterThan(50)
  })
})

test('dropping takes the last declaration along and keeps nothing', () => {
  const previous = held(20, [], {
    class: 'dropped',
    body: { clock, values: [], evicted: [{ from: 1, to: 10, why: 'dropped', kept: 0 }] },
  })
  const run = held(11, pair(11), {
    class: 'quartered',
    body: { clock, values: pair(11), evicted: [{ from: 12, to: 15, why: 'thinned', kept: 2 }] },
  })
  expect(planDropping([run], previous)).toMatchObject({
    remove: [20, 11],
    class: 'dropped',
    values: [],
    evicted: [
      { from: 1, to: 15, why: 'dropped', kept: 0 },
      { from: 20, to: 20, why: 'dropped', kept: 0 },
    ],
  })
})

test('a full declaration is left as it is, and the run is declared in a new one', () => {
  const evicted = upTo(60).map((n) => ({ from: 3 * n, to: 3 * n, why: 'dropped' as const, kept: 0 }))
  const previous = held(500, [], { class: 'dropped', body: { clock, values: [], evicted } })
  expect(planDropping([held(400, pair(400))], previous)).toMatchObject({
    remove: [400],
    evicted: [{ from: 400, to: 400 }],
  })
})

test('the finest class above its share is evicted first, so the newest stay whole', () => {
  expect(classToEvict({ raw: 60, halved: 20, quartered: 20 })).toBe('raw')
  expect(classToEvict({ raw: 50, halved: 30, quartered: 20 })).toBe('halved')
  expect(classToEvict({ raw: 50, halved: 25, quartered: 25 })).toBe('quartered')
  expect(classToEvict({ raw: 0, halved: 0, quartered: 0 })).toBe(null)
})

describe('properties', () => {
  const classes: RecordClass[] = ['raw', 'halved']
  const run = fc
    .tuple(
      fc.constantFrom(...classes),
      fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
    )
    .map(([name, sequences, size]) =>
      [...sequences]
        .sort((a, b) => a - b)
        .map((sequence) =>
          held(
            sequence,
            Array.from({ length: size }, (_, i): WireValue => [`m/${i % 3}`, sequence, i]),
            { class: name },
          ),
        ),
    )

  test('whatever is removed is declared exactly once, and kept values add up', () => {
    fc.assert(
      fc.property(run, (records) => {
        const plan = planThinning(records) ?? planDropping(records, null)!
        const declared = plan.evicted.flatMap(({ from, to }) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        )
        expect(declared).toEqual([...plan.remove].sort((a, b) => a - b))
        expect(plan.evicted.reduce((sum, range) => sum + range.kept, 0)).toBe(plan.values.length)
      }),
    )
  })

  test('coarser ranges still cover every sequence', () => {
    const ranges = fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 9 })), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 8 }), (pairs, limit) => {
        const merged = mergeRanges(pairs.map(([from, width]) => ({ from, to: from + width })))
        const coarse = coarsenRanges(merged, limit)
        expect(coarse.length).toBe(Math.min(limit, merged.length))
        for (const [from, width] of pairs) {
          expect(isInRanges(coarse, from) && isInRanges(coarse, from + width)).toBe(true)
        }
      }),
    )
  })
})

test('declarations of the same reason that touch become one', () => {
  const thinned = (from: number, to: number) => ({ from, to, why: 'thinned' as const, kept: 1 })
  expect(mergeEvictions([thinned(5, 6), thinned(1, 4), { from: 7, to: 7, why: 'dropped', kept: 0 }])).toEqual([
    { from: 1, to: 6, why: 'thinned', kept: 2 },
    { from: 7, to: 7, why: 'dropped', kept: 0 },
  ])
})
