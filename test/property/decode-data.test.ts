import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeData } from '../../server/ingest/decode-data.ts'
import { dataSchema, EVICTION_REASONS } from '../../server/wire/node-protocol.ts'
import { record } from '../support/node-messages.ts'

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, '', 'x', [], {}, 2 ** 53, -(2 ** 53), 1e308, 'a'.repeat(65)),
  fc.jsonValue(),
)
const instant = fc.integer({ min: 0, max: 2 ** 52 })
const reading = fc.oneof(
  fc.tuple(fc.string(), instant, fc.oneof(fc.double({ noNaN: true }), fc.boolean(), fc.string(), fc.constant(null))),
  fc.tuple(fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.integer({ min: -1, max: 9 })),
  fc.array(odd, { maxLength: 5 }),
  odd,
)
const clock = fc.record(
  {
    isSynced: fc.oneof(fc.boolean(), odd),
    monotonicMs: fc.oneof(fc.double({ min: 0, max: 1e12, noNaN: true }), odd),
    at: fc.oneof(fc.integer(), odd),
    start: fc.oneof(fc.string({ maxLength: 66 }), odd),
  },
  { requiredKeys: [] },
)
const eviction = fc.record(
  {
    from: fc.oneof(instant, odd),
    to: fc.oneof(instant, odd),
    why: fc.oneof(fc.constantFrom(...EVICTION_REASONS), odd),
    kept: fc.oneof(instant, odd),
  },
  { requiredKeys: [] },
)
const done = fc.record(
  {
    id: fc.oneof(fc.string(), odd),
    result: fc.oneof(fc.constantFrom('ok', 'refused'), odd),
    message: fc.oneof(fc.string(), odd),
  },
  { requiredKeys: ['id'] },
)
const fields = {
  v: odd,
  boot: fc.oneof(fc.stringMatching(/^[0-9a-f]{16}$/), odd),
  sequence: fc.oneof(fc.integer({ min: 1 }), odd),
  sentAt: fc.oneof(instant, odd),
  backfill: fc.oneof(fc.boolean(), odd),
  clock: fc.oneof(clock, odd),
  values: fc.oneof(fc.array(reading, { maxLength: 3 }), odd),
  evicted: fc.oneof(fc.array(eviction, { maxLength: 2 }), odd),
  done: fc.oneof(fc.array(done, { maxLength: 2 }), odd),
  unknown: odd,
}
/** A whole record with at most two of its fields replaced by something odd. */
const body = fc
  .tuple(
    fc.record(fields),
    fc.subarray(Object.keys(fields) as (keyof typeof fields)[], { maxLength: 2 }),
    fc.array(fc.tuple(fc.string(), instant, fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 3 }),
  )
  .map(([replacement, names, values]) => ({
    ...record(7, values),
    ...Object.fromEntries(names.map((name) => [name, replacement[name]])),
  }))

describe('the decoder of data', () => {
  it('accepts what the schema accepts, and nothing else but records with single malformed values', () => {
    let accepted = 0
    fc.assert(
      fc.property(fc.oneof(body, fc.jsonValue()), (value) => {
        const text = JSON.stringify(value)
        const expected = dataSchema.safeParse(JSON.parse(text))
        const decoded = decodeData(text)
        if (expected.success) accepted++
        expect(decoded.ok && decoded.malformed.length === 0).toBe(expected.success)
        if (decoded.ok && expected.success) expect(decoded.record).toMatchObject(expected.data)
      }),
      { numRuns: 3_000 },
    )
    expect(accepted).toBeGreaterThan(100)
  })

  it('names exactly the values that are no readings', () => {
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 6 }), (values) => {
        const text = JSON.stringify({ ...record(7, []), values })
        const decoded = decodeData(text)
        const isReading = (value: unknown): boolean =>
          dataSchema.safeParse({ ...record(7, []), values: [value] }).success
        const malformed = (JSON.parse(text).values as unknown[]).flatMap((value, ix) => (isReading(value) ? [] : [ix]))
        expect(decoded).toMatchObject({ ok: true, malformed })
      }),
    )
  })

  it('reads boot and sequence of a record it refuses, where they can be read', () => {
    const { boot, sequence } = record(7, [])
    expect(decodeData(JSON.stringify({ v: 1, boot, sequence }))).toEqual({
      ok: false,
      reason: 'not_a_record',
      boot,
      sequence,
    })
    expect(decodeData('{"sequence":7}')).toMatchObject({ boot: null, sequence: null })
  })
})
