import { describe, expect, it } from 'vitest'
import { coveredStretches, supplySpans } from '../../server/domain/supply-spans.ts'

const covered = (from: number, to: number) => ({ covered: [[from, to]] as [number, number][], absences: [] })

describe('the strip of a site', () => {
  it('is unknown all over without a device', () => {
    expect(supplySpans([], 0, 100)).toEqual([{ from: 0, to: null, value: 'unknown' }])
  })

  it('is present where one device vouches, absent where one confirms it, unknown elsewhere', () => {
    const meter = {
      covered: [[10, 80]] as [number, number][],
      absences: [{ from: 30, to: 40, evidence: 'confirmed' as const }],
    }
    expect(supplySpans([meter, covered(20, 90)], 0, 100)).toEqual([
      { from: 0, to: 10, value: 'unknown' },
      { from: 10, to: 30, value: 'present' },
      { from: 30, to: 40, value: 'absent' },
      { from: 40, to: 90, value: 'present' },
      { from: 90, to: null, value: 'unknown' },
    ])
  })

  it('calls a running interruption absent only as long as its meter speaks', () => {
    const dark = {
      covered: [[0, 50]] as [number, number][],
      absences: [{ from: 20, to: null, evidence: 'confirmed' as const }],
    }
    expect(supplySpans([dark], 0, 100)).toEqual([
      { from: 0, to: 20, value: 'present' },
      { from: 20, to: 50, value: 'absent' },
      { from: 50, to: null, value: 'unknown' },
    ])
  })

  it('believes a probable interruption only where nobody vouches for voltage, and an unproved one never', () => {
    const silent = (evidence: 'probable' | 'unknown') => ({ covered: [], absences: [{ from: 20, to: 60, evidence }] })
    expect(supplySpans([silent('probable'), covered(40, 100)], 0, 100)).toEqual([
      { from: 0, to: 20, value: 'unknown' },
      { from: 20, to: 40, value: 'absent' },
      { from: 40, to: null, value: 'present' },
    ])
    expect(supplySpans([silent('unknown')], 0, 100)).toEqual([{ from: 0, to: null, value: 'unknown' }])
  })
})

describe('the stretches a metric covers', () => {
  it('run from its first to its last sample but for holes, and to the end while it is not silent', () => {
    const heard = { firstAt: 10, lastAt: 90, holes: [[30, 60]] as [number, number][] }
    expect(coveredStretches(heard, 20, 0, 100)).toEqual([
      [10, 30],
      [60, 100],
    ])
    expect(coveredStretches(heard, 5, 20, 100)).toEqual([
      [20, 30],
      [60, 90],
    ])
    expect(coveredStretches(null, 5, 0, 100)).toEqual([])
  })
})
