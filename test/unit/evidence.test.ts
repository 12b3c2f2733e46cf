import { describe, expect, it } from 'vitest'
import { type EvidencedInterruption, evidenceOf, needsExplanation } from '../../server/domain/evidence.ts'
import { RESOLVED } from '../../server/domain/issue.ts'

const outage = (over: Partial<EvidencedInterruption> = {}): EvidencedInterruption => ({
  evidence: 'confirmed',
  startMaxAt: 100,
  endMaxAt: null,
  isStale: false,
  ...over,
})

describe('the evidence on an issue', () => {
  it('supports the problem before a reply while the interruption runs and after it', () => {
    const issue = { repliedAt: null, resolved: 'none' as const }
    const supports = { claim: 'problem', value: 'supports', at: 100 }
    expect(evidenceOf({ ...issue, interruption: outage() })).toEqual(supports)
    expect(evidenceOf({ ...issue, interruption: outage({ endMaxAt: 300 }) })).toEqual(supports)
  })

  it('contradicts a reply that says resolved while the interruption runs, and no other reply', () => {
    const values = RESOLVED.map((resolved) => evidenceOf({ repliedAt: 200, resolved, interruption: outage() }).value)
    expect(values).toEqual(['none', 'contradicts', 'none', 'none', 'none'])
    expect(evidenceOf({ repliedAt: 200, resolved: 'yes', interruption: outage() })).toEqual({
      claim: 'resolution',
      value: 'contradicts',
      at: 100,
    })
  })

  it('supports the resolution once supply is confirmed back', () => {
    expect(evidenceOf({ repliedAt: 200, resolved: 'yes', interruption: outage({ endMaxAt: 300 }) })).toEqual({
      claim: 'resolution',
      value: 'supports',
      at: 300,
    })
  })

  it.each([
    ['a missing', null],
    ['a probable', outage({ evidence: 'probable' })],
    ['an unknown', outage({ evidence: 'unknown' })],
    ['a probable and ended', outage({ evidence: 'probable', endMaxAt: 300 })],
    ['a stale', outage({ isStale: true })],
  ])('says nothing about a reply by %s interruption', (_, interruption) => {
    expect(evidenceOf({ repliedAt: 200, resolved: 'yes', interruption })).toEqual({
      claim: 'resolution',
      value: 'none',
      at: null,
    })
  })

  it('says nothing about the problem by a probable interruption', () => {
    expect(evidenceOf({ repliedAt: null, resolved: 'none', interruption: outage({ evidence: 'probable' }) })).toEqual({
      claim: 'problem',
      value: 'none',
      at: null,
    })
  })
})

describe('a reply that says resolved', () => {
  it('must explain itself while supply is confirmed out, and until it has been back for the hold time', () => {
    expect(needsExplanation('yes', outage(), 500, 50)).toBe(true)
    expect(needsExplanation('yes', outage({ endMaxAt: 451 }), 500, 50)).toBe(true)
    expect(needsExplanation('yes', outage({ endMaxAt: 450 }), 500, 50)).toBe(false)
  })

  it('needs no explanation without confirmed and fresh readings, nor when it promises nothing', () => {
    expect(needsExplanation('yes', null, 500)).toBe(false)
    expect(needsExplanation('yes', outage({ evidence: 'probable' }), 500)).toBe(false)
    expect(needsExplanation('yes', outage({ isStale: true }), 500)).toBe(false)
    for (const resolved of ['none', 'partly', 'planned', 'no'] as const)
      expect(needsExplanation(resolved, outage(), 500)).toBe(false)
  })
})
