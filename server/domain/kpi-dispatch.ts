import type { Exclusion } from './kpi.ts'
import type { Draft } from './kpi-draft.ts'
import {
  holderBefore,
  isDispatch,
  isReply,
  type KpiEvent,
  type KpiRun,
  type KpiSource,
  type Step,
} from './kpi-history.ts'

const ENDS_SIGNING = ['T5', 'T6', 'T7', 'T8', 'T9']
const OUT_BY: Readonly<Record<string, Exclusion>> = {
  T5: 'merged',
  T6: 'withdrawn',
  T8: 'returned',
  T9: 'redispatched',
}

/** What counts by a dispatch, once for each: signed in time, and returned. */
export function dispatchDrafts({ runs }: KpiSource, steps: readonly Step[]): Draft[] {
  return steps.flatMap((step, index): Draft[] => {
    if (!isDispatch(step)) return []
    const later = steps.slice(index + 1)
    const next = later.findIndex(isDispatch)
    const until = next < 0 ? later : later.slice(0, next)
    const by = { at: step.at, agencyId: step.holderId }
    const run = runs.findLast(({ clock, startedAt }) => clock === 'sign' && startedAt === step.at)
    const end = later.find(({ rule }) => rule !== null && ENDS_SIGNING.includes(rule))
    return [
      ...(run ? [{ ...by, kpi: 'sign_on_time', ...signed(run, end) } as const] : []),
      { ...by, kpi: 'return', isInNumerator: until.some(({ rule }) => rule === 'T8') },
    ]
  })
}

/** A dispatch counts once it is signed or past its due; what ended it before the due without a signature is left out. */
function signed(run: KpiRun, end: Step | undefined): Partial<Draft> {
  if (run.isProvisional) return { exclusion: 'provisional' }
  if (!end) return { pendingAt: run.dueAt + 1 }
  if (end.rule === 'T7') return { isInNumerator: end.at <= run.dueAt }
  return end.at <= run.dueAt ? { exclusion: OUT_BY[end.rule ?? ''] } : {}
}

/** A person was reached: with the first step of the work, or in an event of its own later. */
const isContact = ({ rule, kind, body }: KpiEvent): boolean =>
  (rule === 'T10' || kind === 'contact') && body.wasReached === true

/**
 * What counts by the first dispatch, once for each issue: response (first human contact within the limit that its
 * signature set; automatic messages are none), moves to another agency, and calls nobody took.
 */
export function firstDispatchDrafts({ issue, events }: KpiSource, steps: readonly Step[]): Draft[] {
  const first = steps.find(isDispatch)
  if (!first) return []
  const transfers = transfersOf(steps)
  const by = { at: first.at, agencyId: first.holderId }
  const moved = issue.isPart ? ({ exclusion: 'co_handling' } as const) : {}
  const contact = events.find(isContact)
  const own = response(steps, contact?.at ?? null)
  const wasTried = steps.some(({ rule, body }) => rule === 'T10' && body.wasReached === false)
  return [
    { kpi: 'response', at: first.at, ...own },
    {
      kpi: 'unreached',
      at: first.at,
      agencyId: own.agencyId,
      exclusion: own.exclusion,
      isInNumerator: !contact && wasTried,
    },
    { ...by, kpi: 'retransfer', ...moved, isInNumerator: transfers >= 1 },
    { ...by, kpi: 'transfer_twice', ...moved, isInNumerator: transfers >= 2 },
  ]
}

function response(
  steps: readonly Step[],
  contactAt: number | null,
): Pick<Draft, 'agencyId' | 'exclusion' | 'isInNumerator'> {
  const until = contactAt === null ? steps : steps.filter(({ at }) => at <= contactAt)
  const signature = until.findLast(({ rule }) => rule === 'T7')
  const limitAt = typeof signature?.body.contactDueAt === 'number' ? signature.body.contactDueAt : null
  const agencyId = until.findLast(isDispatch)?.agencyId ?? ''
  if (contactAt !== null) return { agencyId, isInNumerator: limitAt !== null && contactAt <= limitAt }
  const end = steps.at(-1)
  const isOut = end?.toState === 'withdrawn' || end?.toState === 'merged'
  if (isOut && (limitAt === null || end.at <= limitAt))
    return { agencyId, exclusion: end.toState === 'merged' ? 'merged' : 'withdrawn' }
  return { agencyId, isInNumerator: false }
}

/** Moves to another agency after the first dispatch. */
function transfersOf(steps: readonly Step[]): number {
  const agencies = steps.filter(isDispatch).map(({ agencyId }) => agencyId)
  return agencies.filter((agencyId, index) => index > 0 && agencyId !== agencies[index - 1]).length
}

/** What counts by the first answer or reply: whether it had to be handled again. */
export function reworkDrafts(steps: readonly Step[]): Draft[] {
  const index = steps.findIndex((step) => step.rule === 'T2' || isReply(step))
  const first = steps[index]
  if (!first) return []
  const agencyId = isReply(first) ? holderBefore(steps, index) : ''
  return [{ kpi: 'rework', at: first.at, agencyId, isInNumerator: steps.some(({ rule }) => rule === 'T21') }]
}
