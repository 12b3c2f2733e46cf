import type { Rate } from './kpi.ts'
import type { Draft } from './kpi-draft.ts'
import { isComeBack, isDispatch, isReply, type KpiSource, type Step } from './kpi-history.ts'

/** Why an issue is not among those the desk took up: judged by the state it is in. */
function notTakenUp(steps: readonly Step[]): 'imported' | 'not_accepted' | 'merged' | null {
  const last = steps.at(-1)
  if (last?.kind === 'imported' && last.toState !== 'received') return 'imported'
  return last?.toState === 'not_accepted' || last?.toState === 'merged' ? last.toState : null
}

/**
 * What counts by the receipt: how many came, direct-handle rate (round 1 answered, never dispatched), completion
 * (answered or replied by now, of what was taken up and not withdrawn), and repeats. Put to the agency it was last
 * dispatched to.
 */
export function receiptDrafts({ issue, reports }: KpiSource, steps: readonly Step[]): Draft[] {
  const receipt = steps[0]
  if (!receipt) return []
  const agencyId = steps.findLast(isDispatch)?.agencyId ?? ''
  const by = { at: receipt.at, agencyId }
  const exclusion = notTakenUp(steps) ?? undefined
  const isDirect = steps.some(({ rule, round }) => rule === 'T2' && round === 1) && !steps.some(isDispatch)
  const isWithdrawn = steps.at(-1)?.toState === 'withdrawn'
  const isDone = steps.some((step) => step.rule === 'T2' || isReply(step))
  const direct = (kpi: Rate): Draft => ({ ...by, kpi, exclusion, isInNumerator: isDirect })
  return [
    { ...by, kpi: 'received' },
    direct('direct_handle'),
    direct(`direct_handle.${issue.kind}`),
    {
      ...by,
      kpi: 'completion',
      exclusion: exclusion ?? (isWithdrawn ? 'withdrawn' : undefined),
      isInNumerator: isDone,
    },
    { ...by, kpi: 'repeat', isInNumerator: issue.isRepeat },
    ...reports
      .filter(({ isPrimary }) => !isPrimary)
      .map(({ createdAt }): Draft => ({ kpi: 'repeat', at: createdAt, agencyId, exclusion: 'me_too' })),
  ]
}

/** What counts by a direct answer: whether the merchant came back, and the same for answers from a knowledge entry. */
export function directAnswerDrafts(steps: readonly Step[]): Draft[] {
  return steps.flatMap((step, index): Draft[] => {
    if (step.rule !== 'T2') return []
    const isInNumerator = steps.slice(index + 1).some(isComeBack)
    const by = { at: step.at, agencyId: '', isInNumerator }
    const isFromEntry = typeof step.body.entryId === 'string'
    return [{ ...by, kpi: 'direct_back' }, ...(isFromEntry ? [{ ...by, kpi: 'entry_come_back' } as const] : [])]
  })
}
