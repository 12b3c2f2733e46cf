import { describe, expect, it } from 'vitest'
import { durationClass, foldPhase, isLonger, residualClass } from '../../server/domain/power.ts'

describe('the class of an event', () => {
  it.each([
    [206, 'A'],
    [184, 'A'],
    [183.9, 'B'],
    [161, 'B'],
    [160.9, 'C'],
    [92, 'C'],
    [91.9, 'D'],
    [11.5, 'D'],
    [11.4, 'X'],
    [0, 'X'],
  ])('says of %d V at 230 V declared: %s', (volts, letter) => {
    expect(residualClass(volts, 230)).toBe(letter)
  })

  it.each([
    [0, '1'],
    [200, '1'],
    [201, '2'],
    [500, '2'],
    [501, '3'],
    [1_000, '3'],
    [1_001, '4'],
    [5_000, '4'],
    [5_001, '5'],
    [60_000, '5'],
    [60_001, '5+'],
  ])('says of %d ms: %s', (ms, digit) => {
    expect(durationClass(ms)).toBe(digit)
  })

  it('shows both classes of an interval that spans two', () => {
    const samples = [230, 120, 120, 120, 230].map((volts, index) => ({ at: 1_000 + index * 2_000, volts }))
    const { events } = foldPhase(samples, { deviceId: 1, phase: 'l2', declaredVolts: 230, resolutionMs: 2_000 })
    expect(events.map((event) => event.class)).toEqual(['C4-5'])
  })

  it('is not given to a swell', () => {
    const samples = [230, 260, 230].map((volts, index) => ({ at: 1_000 + index, volts }))
    const { events } = foldPhase(samples, { deviceId: 1, phase: 'l1', declaredVolts: 230, resolutionMs: 1 })
    expect(events).toMatchObject([{ kind: 'swell', class: null, residualVolts: 260 }])
  })

  it('cannot tell a length whose interval spans the limit, and can with another limit', () => {
    expect(isLonger({ minMs: 59_000, maxMs: 61_000 }, 60_000)).toBe(null)
    expect(isLonger({ minMs: 61_000, maxMs: null }, 60_000)).toBe(true)
    expect(isLonger({ minMs: 59_000, maxMs: 61_000 })).toBe(false)
  })
})
