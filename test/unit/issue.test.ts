import { describe, expect, it } from 'vitest'
import { type FactsOf, fourFacts } from '../../server/domain/issue.ts'

const facts = (over: Partial<FactsOf> = {}): FactsOf => ({
  repliedAt: null,
  reply: null,
  resolved: 'none',
  confirmed: 'not_asked',
  evidence: 'none',
  evidenceClaim: null,
  ...over,
})

describe('the four facts', () => {
  it('are all absent on a new issue', () => {
    expect(fourFacts(facts())).toEqual({
      replied: { isReplied: false, at: null, text: null },
      resolved: { value: 'none', plannedAt: null },
      confirmed: { value: 'not_asked' },
      evidenced: { value: 'none' },
      isFixed: false,
    })
  })

  it('stay apart when the agency says yes, the reporter no and the meter contradicts', () => {
    const issue = facts({
      repliedAt: 500,
      reply: 'restored',
      resolved: 'yes',
      confirmed: 'no',
      evidence: 'contradicts',
      evidenceClaim: 'resolution',
    })
    expect(fourFacts(issue)).toEqual({
      replied: { isReplied: true, at: 500, text: 'restored' },
      resolved: { value: 'yes', plannedAt: null },
      confirmed: { value: 'no' },
      evidenced: { value: 'contradicts' },
      isFixed: true,
    })
  })

  it('keep evidence about the problem out of the evidence about the resolution', () => {
    expect(fourFacts(facts({ evidence: 'supports', evidenceClaim: 'problem' })).evidenced).toEqual({ value: 'none' })
  })

  it('never say fixed on a refusal, a part or a plan, and show the date of a plan only', () => {
    for (const resolved of ['none', 'no', 'partly', 'planned'] as const)
      expect(fourFacts(facts({ repliedAt: 1, resolved, confirmed: 'yes', plannedAt: 900 }))).toMatchObject({
        isFixed: false,
        resolved: { value: resolved, plannedAt: resolved === 'planned' ? 900 : null },
      })
  })
})
