import type { KpiFact } from './kpi.ts'
import { answerDrafts, callBackDrafts, followUpDrafts } from './kpi-answers.ts'
import { dispatchDrafts, firstDispatchDrafts, reworkDrafts } from './kpi-dispatch.ts'
import { factsFrom } from './kpi-draft.ts'
import { agencyDrafts, handlingDrafts } from './kpi-handling.ts'
import { type KpiSource, stepsOf } from './kpi-history.ts'
import { directAnswerDrafts, receiptDrafts } from './kpi-receipt.ts'
import { replyDrafts } from './kpi-reply.ts'
import { stageDrafts } from './kpi-stages.ts'

/**
 * Everything an issue counts in, from its own rows and no clock. What a due makes true by passing (a signature that did
 * not come, a promise that was missed) is entered ahead with the instant it comes true as `pendingAt`; it is in no sum
 * until the follower makes it anew at that instant. A test issue counts only as left out.
 */
export function kpiFactsOf(source: KpiSource): KpiFact[] {
  const steps = stepsOf(source.events)
  const receipt = steps[0]
  if (!receipt) return []
  if (source.issue.isTest)
    return factsFrom([{ kpi: 'received', at: receipt.at, agencyId: '', exclusion: 'test' }], source.issue)
  const drafts = [
    ...receiptDrafts(source, steps),
    ...directAnswerDrafts(steps),
    ...dispatchDrafts(source, steps),
    ...firstDispatchDrafts(source, steps),
    ...reworkDrafts(steps),
    ...handlingDrafts(source, steps),
    ...agencyDrafts(source, steps),
    ...replyDrafts(source, steps),
    ...followUpDrafts(steps),
    ...answerDrafts(source, steps),
    ...callBackDrafts(source, steps),
    ...stageDrafts(source, steps),
  ]
  return factsFrom(drafts, source.issue)
}
