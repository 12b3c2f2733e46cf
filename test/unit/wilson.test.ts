import { describe, expect, it } from 'vitest'
import { bucketOf, isExactBucket, placeOf, rankOf } from '../../server/domain/quantile.ts'
import { saidOf, verdictOf, wilson } from '../../server/domain/wilson.ts'

describe('a rate', () => {
  it('has the published intervals', () => {
    // 268 of 298 and 24 of 31, as drawn; 0 and all of ten from Wilson's formula by hand.
    expect(wilson(268, 298)).toMatchObject({ low: expect.closeTo(0.86, 2), high: expect.closeTo(0.93, 2) })
    expect(wilson(24, 31)).toMatchObject({ low: expect.closeTo(0.602, 3), high: expect.closeTo(0.886, 3) })
    expect(wilson(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775, 4) })
    expect(wilson(10, 10)).toEqual({ low: expect.closeTo(0.7225, 4), high: 1 })
    expect(wilson(0, 0)).toBeNull()
  })

  it('is said from 30 on; below, only its counts; without any, nothing', () => {
    expect(saidOf(0, 0)).toEqual({ is: 'no_data' })
    expect(saidOf(29, 29)).toEqual({ is: 'few', numerator: 29, denominator: 29 })
    expect(saidOf(15, 30)).toMatchObject({ is: 'rate', rate: 0.5 })
  })

  it('is told apart from the district only where its interval does not cross the line', () => {
    expect(verdictOf(56, 61, 0.9)).toBe('same')
    expect(verdictOf(24, 31, 0.9)).toBe('lower')
    expect(verdictOf(300, 300, 0.9)).toBe('higher')
    expect(verdictOf(12, 14, 0.9)).toBe('few')
    expect(verdictOf(56, 61, null)).toBe('few')
  })
})

describe('a histogram', () => {
  it('keeps minutes below 32 apart and the others in order, no bucket wider than a sixteenth', () => {
    for (let minutes = 0; minutes < 20_000; minutes++) {
      const [one, next] = [bucketOf(minutes), bucketOf(minutes + 1)]
      expect(next - one === 0 || next - one === 1).toBe(true)
      if (minutes < 32) expect([one, isExactBucket(one)]).toEqual([minutes, true])
    }
    expect(isExactBucket(bucketOf(32))).toBe(false)
    expect(bucketOf(1_024 + 63)).toBe(bucketOf(1_024))
    expect(bucketOf(1_024 + 64)).toBe(bucketOf(1_024) + 1)
  })

  it('finds the place of a rank', () => {
    expect([rankOf(0.5, 4), rankOf(0.9, 10), rankOf(0.5, 1)]).toEqual([2, 9, 1])
    const bars = [
      [40, 3],
      [7, 2],
    ] as const
    expect(placeOf(2, bars)).toEqual({ bucket: 7, offset: 1 })
    expect(placeOf(3, bars)).toEqual({ bucket: 40, offset: 0 })
    expect(placeOf(6, bars)).toBeNull()
  })
})
