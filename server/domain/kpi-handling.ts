import { dayNumber } from './calendar.ts'
import { type Exclusion, overdueOf, type WithOverdue } from './kpi.ts'
import type { Draft } from './kpi-draft.ts'
import {
  handleRunAt,
  holderBefore,
  isDispatch,
  isReply,
  type KpiRun,
  type KpiSource,
  promiseAt,
  type Step,
} from './kpi-history.ts'

const ENDS_ROUND = ['replied', 'answered', 'not_accepted', 'merged', 'withdrawn']

/** One reading of “in time”: the limit it is held against, and when the reply counts (epoch ms; null: not yet). */
interface Reading {
  kpi: WithOverdue
  dueAt: number | null
  endAt: number | null
}

/**
 * On-time handling of round 1: the first reply held against the promise. Three readings: as promised; as if nothing had
 * been paused; and with the confirmed return of supply where the clock waited for one. What is dispatched, open and
 * past its promise counts while it lasts, from an instant that is known ahead (`pendingAt`).
 */
export function handlingDrafts({ issue, runs }: KpiSource, steps: readonly Step[]): Draft[] {
  const own = steps.filter(({ round }) => round === 1)
  const dispatch = own.find(isDispatch)
  const endIndex = own.findIndex(({ toState }) => toState !== null && ENDS_ROUND.includes(toState))
  const end = own[endIndex] ?? null
  if (!end && !dispatch) return []
  const promise = end ? promiseAt(end, issue) : issue.expectedAt
  const raw = promise === null ? null : rawPromise(own, runs, promise, end?.at ?? null)
  const isTentative = isProvisionalAt(runs, end?.at ?? null)
  const agencyId = end ? holderBefore(own, endIndex) : (own.at(-1)?.holderId ?? '')
  const endAt = end?.at ?? null
  const readings: Reading[] = [
    { kpi: 'handle_on_time', dueAt: promise, endAt },
    { kpi: 'handle_on_time.raw', dueAt: raw, endAt },
    { kpi: 'handle_on_time.supply', dueAt: promise, endAt: end && isReply(end) ? supplyEnd(runs, end) : endAt },
  ]
  return readings.flatMap((reading) => [
    ...replyDraft(reading, end, agencyId, isTentative),
    ...(dispatch && !isTentative ? overdueDraft(reading, dispatch.at, agencyId) : []),
  ])
}

function replyDraft({ kpi, dueAt, endAt }: Reading, end: Step | null, agencyId: string, isTentative: boolean): Draft[] {
  if (end?.rule === 'T2') return [{ kpi, at: end.at, agencyId: '', exclusion: 'direct_answer' }]
  if (!end || !isReply(end) || endAt === null) return []
  const exclusion: Exclusion | undefined = isTentative ? 'provisional' : dueAt === null ? 'no_promise' : undefined
  return [{ kpi, at: endAt, agencyId, exclusion, isInNumerator: dueAt !== null && endAt <= dueAt }]
}

/** Open and past its due: from the due (or the dispatch after it) to the end. Nothing if it began and ended on one day. */
function overdueDraft({ kpi, dueAt, endAt }: Reading, dispatchedAt: number, agencyId: string): Draft[] {
  if (dueAt === null) return []
  const at = Math.max(dueAt, dispatchedAt)
  if (endAt !== null && (endAt <= at || dayNumber(endAt) === dayNumber(at))) return []
  return [{ kpi: overdueOf(kpi), at, agencyId, untilAt: endAt, pendingAt: endAt === null ? at + 1 : null }]
}

/** The promise as if nothing had been paused: as given at receipt, or the raw due of a signature if that is earlier. */
function rawPromise(own: readonly Step[], runs: readonly KpiRun[], promise: number, endAt: number | null): number {
  const given = own[0]?.body.expectedAt
  const raws = runs
    .filter((run) => run.clock === 'handle' && run.round === 1 && (endAt === null || run.startedAt <= endAt))
    .map(({ rawDueAt }) => rawDueAt)
  return Math.min(typeof given === 'number' ? given : promise, ...raws)
}

/** The limit rests on days nobody has published: that of the handling clock, else of the signature it waits for. */
function isProvisionalAt(runs: readonly KpiRun[], at: number | null): boolean {
  const own = runs.filter(({ round }) => round === 1)
  const handle =
    at === null
      ? own.findLast(({ clock, stoppedAt }) => clock === 'handle' && stoppedAt === null)
      : handleRunAt(own, 1, at)
  return (handle ?? own.findLast(({ clock }) => clock === 'sign'))?.isProvisional ?? false
}

/** When a reply counts where supply must be back: as its handling clock stopped; null while that runs on. */
function supplyEnd(runs: readonly KpiRun[], reply: Step): number | null {
  const run = handleRunAt(runs, reply.round, reply.at)
  if (!run) return reply.at
  return run.stoppedAt === null ? null : Math.max(run.stoppedAt, reply.at)
}

const ENDS_STINT = ['T5', 'T6', 'T8', 'T13']
const OUT_BY: Readonly<Record<string, Exclusion>> = { T5: 'merged', T6: 'withdrawn', T8: 'returned' }

/** On-time handling of an agency: its own signatures of round 1 against its own handling due; what it returned is left out. */
export function agencyDrafts({ runs }: KpiSource, steps: readonly Step[]): Draft[] {
  return steps.flatMap((step, index): Draft[] => {
    if (step.rule !== 'T7' || step.round !== 1) return []
    const end = steps.slice(index + 1).find(({ rule }) => rule !== null && ENDS_STINT.includes(rule)) ?? null
    const run = end
      ? handleRunAt(runs, 1, end.at)
      : runs.findLast(({ clock, round, stoppedAt }) => clock === 'handle' && round === 1 && stoppedAt === null)
    if (!run) return []
    const out = end ? OUT_BY[end.rule ?? ''] : undefined
    const exclusion = out ?? (run.isProvisional ? ('provisional' as const) : undefined)
    const agencyId = step.holderId
    const readings = [
      { kpi: 'handle_agency', dueAt: run.dueAt },
      { kpi: 'handle_agency.raw', dueAt: run.rawDueAt },
    ] as const
    return readings.flatMap(({ kpi, dueAt }): Draft[] => [
      ...(end ? [{ kpi, at: end.at, agencyId, exclusion, isInNumerator: end.at <= dueAt }] : []),
      ...(out === 'returned' || run.isProvisional
        ? []
        : overdueDraft({ kpi, dueAt, endAt: end?.at ?? null }, step.at, agencyId)),
    ])
  })
}
