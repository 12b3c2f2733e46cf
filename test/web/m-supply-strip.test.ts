import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SupplySpan } from '../../server/wire/power.ts'
import { lastOutage, stripFrom, stripParts } from '../../web/m/supply-strip.ts'
import { at, outageCover, trackingAsked } from './m-site.ts'

describe('the strip of supply', () => {
  test('begins early enough to see power go, on a round time, and never before the first span', () => {
    expect(stripFrom(outageCover().spans, at('09:14'), at('09:58'))).toBe(at('08:55'))
    expect(stripFrom(outageCover().spans, at('09:57:30'), at('09:58'))).toBe(at('09:55'))
    const late = [{ from: at('09:10'), to: null, value: 'absent' as const }]
    expect(stripFrom(late, at('09:14'), at('09:58'))).toBe(at('09:10'))
  })
  test('shows what lies in its window, and what no span vouches for as unknown', () => {
    const spans: SupplySpan[] = [
      { from: at('09:00'), to: at('09:15'), value: 'present' },
      { from: at('09:30'), to: null, value: 'absent' },
    ]
    expect(stripParts(spans, at('09:00'), at('10:00'))).toEqual([
      { value: 'present', x: 0, width: 25 },
      { value: 'unknown', x: 25, width: 25 },
      { value: 'absent', x: 50, width: 50 },
    ])
  })
  test('covers its whole width whatever the spans', () => {
    const span = fc.record({
      from: fc.integer({ min: 0, max: 1_000 }),
      length: fc.integer({ min: 1, max: 400 }),
      value: fc.constantFrom('present' as const, 'absent' as const, 'unknown' as const),
    })
    fc.assert(
      fc.property(fc.array(span), (drawn) => {
        const spans = drawn.map(({ from, length, value }) => ({ from, to: from + length, value }))
        const sorted = spans.sort((a, b) => a.from - b.from)
        const parts = stripParts(sorted, 100, 900)
        const end = parts.reduce((reached, part) => {
          expect(part.x).toBeCloseTo(reached, 5)
          return part.x + part.width
        }, 0)
        expect(end).toBeCloseTo(100, 5)
      }),
    )
  })
  test('the newest outage is the one that counts, with the return of power if a meter saw it', () => {
    expect(lastOutage(trackingAsked().spans)).toEqual({ fromAt: at('09:14'), backAt: at('11:40') })
    expect(lastOutage(outageCover().spans)).toEqual({ fromAt: at('09:14'), backAt: null })
    expect(lastOutage([])).toBeNull()
  })
})
