import type { Calendar } from './calendar.ts'
import { countedBetween } from './clock-advance.ts'
import { FINAL_STATES, type IssueState, type PauseKind } from './issue.ts'

/** Whose hands an issue is in; `nobody`: a third party, the weather, or an end. */
export const HOLDERS = ['desk', 'agency', 'reporter', 'nobody'] as const
export type Holder = (typeof HOLDERS)[number]

/** Who holds an issue in each state: who must move for it to go on. */
export const HOLDER_OF: Readonly<Record<IssueState, Holder>> = {
  received: 'desk',
  answered: 'desk',
  dispatched: 'agency',
  returned: 'desk',
  signed: 'agency',
  handling: 'agency',
  waiting_reporter: 'reporter',
  suspended: 'nobody',
  replied: 'desk',
  follow_up: 'reporter',
  dissatisfied: 'desk',
  confirmed: 'nobody',
  closed: 'nobody',
  not_accepted: 'nobody',
  merged: 'nobody',
  withdrawn: 'nobody',
}

/** What the fold reads of an event, in the order of the log; instants in epoch ms. */
export type ReviewEvent = {
  at: number
  kind: string
  rule: string | null
  toState: IssueState | null
  round: number
  agencyId: string | null
}
/** What the fold reads of a pause; `endedAt` null while it lasts. An extension stands still for no time. */
export type ReviewPause = { kind: PauseKind; fromAt: number; endedAt: number | null }

/** One stay in one state. Instants in epoch ms; `toAt` null while it lasts or for good. */
export type ReviewStep<E extends ReviewEvent = ReviewEvent, P extends ReviewPause = ReviewPause> = {
  state: IssueState
  round: number
  holder: Holder
  /** The agency whose step it is. */
  agencyId: string | null
  /** The move that began it. */
  begin: E
  fromAt: number
  toAt: number | null
  wallMs: number
  /** Opening minutes of whoever held it. */
  workingMinutes: number
  /** Wall time of the step in which the handling clock stood still. */
  pausedMs: number
  pauses: P[]
  /** What happened meanwhile, the move that began it left out. */
  events: E[]
}

/** Time in one pair of hands. */
export type HolderTotal = { holder: Holder; wallMs: number; workingMinutes: number; stepCount: number }

const isMove = ({ kind, toState }: ReviewEvent): boolean => kind === 'transition' && toState !== null
const isFinal = (state: IssueState): boolean => (FINAL_STATES as readonly IssueState[]).includes(state)

/**
 * The whole life of an issue as steps, one per stay in a state, from its events in order. A last step in a final state
 * has no length: nobody waits any more. `calendarOf` gives the hours of an agency (null: the desk's). Precondition: the
 * first move of `events` is its creation.
 */
export function reviewSteps<E extends ReviewEvent, P extends ReviewPause>(
  events: readonly E[],
  pauses: readonly P[],
  now: number,
  calendarOf: (agencyId: string | null) => Calendar,
): ReviewStep<E, P>[] {
  const moves = events.flatMap((event, index) => (isMove(event) ? [index] : []))
  let agencyId: string | null = null
  return moves.map((index, n) => {
    const begin = events[index]!
    const state = begin.toState!
    // The move that dispatches names the agency it goes to; later moves of the desk name none.
    if (state === 'dispatched') agencyId = begin.agencyId
    const holder = HOLDER_OF[state]
    const own = holder === 'agency' ? agencyId : null
    const next = moves[n + 1]
    const toAt = next === undefined ? null : events[next]!.at
    const endAt = toAt ?? (isFinal(state) ? begin.at : Math.max(now, begin.at))
    const within = pauses.filter(({ fromAt, endedAt }) => fromAt < (toAt ?? Infinity) && (endedAt ?? now) >= begin.at)
    return {
      state,
      round: begin.round,
      holder,
      agencyId: own,
      begin,
      fromAt: begin.at,
      toAt,
      wallMs: endAt - begin.at,
      workingMinutes: Math.round(countedBetween(begin.at, endAt, 'B', calendarOf(own))),
      pausedMs: pausedWithin(within, begin.at, endAt, now),
      pauses: within,
      events: events.slice(index + 1, next),
    }
  })
}

const pausedWithin = (pauses: readonly ReviewPause[], fromAt: number, toAt: number, now: number): number =>
  pauses.reduce(
    (sum, pause) => sum + Math.max(0, Math.min(pause.endedAt ?? now, toAt) - Math.max(pause.fromAt, fromAt)),
    0,
  )

/** Sums of steps by holder, in the order of HOLDERS; a holder without a step has zeros. */
export function totalsOf(steps: readonly Pick<ReviewStep, 'holder' | 'wallMs' | 'workingMinutes'>[]): HolderTotal[] {
  return HOLDERS.map((holder) => {
    const own = steps.filter((step) => step.holder === holder)
    return {
      holder,
      wallMs: own.reduce((sum, { wallMs }) => sum + wallMs, 0),
      workingMinutes: own.reduce((sum, { workingMinutes }) => sum + workingMinutes, 0),
      stepCount: own.length,
    }
  })
}
