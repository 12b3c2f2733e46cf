import type { EvidenceClaim, Evidenced, Resolved } from './issue.ts'
import type { EvidenceGrade } from './supply.ts'

/** The interruption an issue is about; `isStale` when its meter no longer vouches for what it said last. Epoch ms. */
export type EvidencedInterruption = {
  evidence: EvidenceGrade
  startMaxAt: number
  endMaxAt: number | null
  isStale: boolean
}

/** What a sensor says about an issue: the claim it is held against, and the instant of the reading (epoch ms). */
export type Evidence = { claim: EvidenceClaim; value: Evidenced; at: number | null }

/**
 * Evidence on an issue: about the problem before a reply, about the resolution after it. Only a confirmed interruption
 * and its confirmed end count; probable, unknown, stale and missing readings are no evidence either way.
 */
export function evidenceOf(issue: {
  repliedAt: number | null
  resolved: Resolved
  interruption: EvidencedInterruption | null
}): Evidence {
  const claim: EvidenceClaim = issue.repliedAt === null ? 'problem' : 'resolution'
  const none: Evidence = { claim, value: 'none', at: null }
  const { interruption } = issue
  if (interruption?.evidence !== 'confirmed') return none
  if (claim === 'problem') return { claim, value: 'supports', at: interruption.startMaxAt }
  if (interruption.endMaxAt !== null) return { claim, value: 'supports', at: interruption.endMaxAt }
  return issue.resolved === 'yes' && !interruption.isStale
    ? { claim, value: 'contradicts', at: interruption.startMaxAt }
    : none
}

/** Supply must have been back this long before a reply may say so without an explanation, ms (default of a service's hold time). */
export const DEFAULT_HOLD_MS = 10 * 60_000

/** Whether a reply that says "resolved" at `now` (epoch ms) must explain itself: supply is confirmed out, or back too briefly. */
export function needsExplanation(
  resolved: Resolved,
  interruption: EvidencedInterruption | null,
  now: number,
  holdMs: number = DEFAULT_HOLD_MS,
): boolean {
  if (resolved !== 'yes' || interruption?.evidence !== 'confirmed') return false
  if (interruption.endMaxAt === null) return !interruption.isStale
  return now - interruption.endMaxAt < holdMs
}
