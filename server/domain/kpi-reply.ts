import { DAY_MS } from './calendar.ts'
import { shareOf } from './clock.ts'
import type { Draft } from './kpi-draft.ts'
import { handleRunAt, holderBefore, isComeBack, isReply, type KpiSource, type Step } from './kpi-history.ts'

const WEEK_MS = 7 * DAY_MS
/** A reply this far into its limit, or farther, was given at the last moment. */
const LAST_MOMENT = 0.95

/** `later`: everything after it; `next`: up to the next reply. */
type Reply = { step: Step; agencyId: string; later: readonly Step[]; next: readonly Step[] }

const isAnotherText = (step: Step): boolean => isReply(step) || step.rule === 'T2' || step.rule === 'T22'

/** What counts by each reply of an agency: evidence against it, a text used before, the last moment, pauses, a quick return. */
export function replyDrafts(source: KpiSource, steps: readonly Step[]): Draft[] {
  return steps.flatMap((step, index): Draft[] => {
    if (!isReply(step)) return []
    const later = steps.slice(index + 1)
    const until = later.findIndex(isReply)
    const reply = { step, agencyId: holderBefore(steps, index), later, next: until < 0 ? later : later.slice(0, until) }
    const by = { at: step.at, agencyId: reply.agencyId }
    const isRepeated = source.prints.some(
      (print) => print.round === step.round && print.repliedAt === step.at && print.isRepeated,
    )
    const isPaused = source.pauses.some(({ round, fromAt }) => round === step.round && fromAt <= step.at)
    const isBack = reply.next.some((one) => isComeBack(one) && one.at <= step.at + WEEK_MS)
    return [
      { ...by, kpi: 'identical', isInNumerator: isRepeated },
      { ...by, kpi: 'paused', isInNumerator: isPaused },
      { ...by, kpi: 'seven_day', isInNumerator: isBack },
      ...evidenceDraft(source, reply),
      ...lastMomentDraft(source, reply),
    ]
  })
}

/** A reply that says “resolved”, as the meters said last: against it, for it, or nothing that could be used. */
function evidenceDraft({ issue, events }: KpiSource, { step, agencyId, later }: Reply): Draft[] {
  if (step.body.resolved !== 'yes') return []
  const after = events.slice(step.index + 1, later.find(isAnotherText)?.index)
  const said = after.findLast(({ kind, body }) => kind === 'evidence' && body.claim === 'resolution')?.body.value
  const by = { kpi: 'evidence_conflict', at: step.at, agencyId } as const
  if (said === 'supports' || said === 'contradicts') return [{ ...by, isInNumerator: said === 'contradicts' }]
  return issue.hasMeter ? [{ ...by, exclusion: 'stale' }] : []
}

/** Of the replies in time, those in the last 5 % of the limit; the limit is the handling clock's, pauses out. */
function lastMomentDraft({ runs, pauses }: KpiSource, { step, agencyId }: Reply): Draft[] {
  const run = handleRunAt(runs, step.round, step.at)
  if (!run || step.at > run.dueAt) return []
  const by = { kpi: 'last_moment', at: step.at, agencyId } as const
  if (run.isProvisional) return [{ ...by, exclusion: 'provisional' }]
  const own = pauses.filter(({ round, fromAt }) => round === run.round && fromAt >= run.startedAt)
  return [{ ...by, isInNumerator: shareOf(run, step.at, own, run.calendar) >= LAST_MOMENT }]
}
