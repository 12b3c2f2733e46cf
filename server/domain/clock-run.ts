import type { Calendar } from './calendar.ts'
import { advance, type ClockRule, countedBetween, type Limit, UNIT_MS } from './clock-advance.ts'
import type { Clock, IssueState, PauseKind } from './issue.ts'

/** One run of a clock; `startedAt` in epoch ms, the limit frozen when the run began. */
export type ClockRun = Limit & { startedAt: number }

/** One pause row, epoch ms. `endedAt` null while it lasts; an extension lets work go on and carries the later due it grants. */
export type Pause = {
  kind: PauseKind
  fromAt: number
  untilAt: number
  endedAt: number | null
  dueAfterAt?: number | null
}

/** Stretches between pauses, in counted ms: `countedMs` was used up before `fromAt`. */
type Leg = { fromAt: number; countedMs: number }
type Timeline = { limitMs: number; legs: readonly Leg[] }

type Rule = { rule: ClockRule; calendar: Calendar }
const later = (fromAt: number, ms: number, { rule, calendar }: Rule) =>
  advance(fromAt, ms / UNIT_MS[rule], rule, calendar)
const countedMs = (fromAt: number, toAt: number, { rule, calendar }: Rule) =>
  Math.round(countedBetween(fromAt, toAt, rule, calendar) * UNIT_MS[rule])

/** A pause that begins after the due is refused: a late clock cannot be stopped afterwards. */
function timelineOf(run: ClockRun, pauses: readonly Pause[], calendar: Calendar): Timeline {
  const by = { rule: run.rule, calendar }
  let limitMs = Math.round(run.amount * UNIT_MS[run.rule])
  const legs: Leg[] = [{ fromAt: run.startedAt, countedMs: 0 }]
  for (const pause of [...pauses].sort((a, b) => a.fromAt - b.fromAt)) {
    const leg = legs.at(-1)!
    const dueAt = later(leg.fromAt, limitMs - leg.countedMs, by)
    if (pause.fromAt > dueAt) continue
    if (pause.kind === 'extension') limitMs += countedMs(dueAt, pause.dueAfterAt ?? dueAt, by)
    else legs.push(...legAfter(pause, leg, by))
  }
  return { limitMs, legs }
}

function legAfter(pause: Pause, leg: Leg, by: Rule): Leg[] {
  const fromAt = Math.max(pause.fromAt, leg.fromAt)
  const endAt = pause.endedAt ?? pause.untilAt
  if (endAt <= fromAt) return []
  return [{ fromAt: endAt, countedMs: leg.countedMs + countedMs(leg.fromAt, fromAt, by) }]
}

function instantOf(share: number, { limitMs, legs }: Timeline, by: Rule): number {
  const amountMs = Math.round(share * limitMs)
  const leg = legs.findLast((candidate) => candidate.countedMs < amountMs) ?? legs[0]!
  return later(leg.fromAt, amountMs - leg.countedMs, by)
}

/** The due of a run with its pauses, and as if there had been none (epoch ms). A running pause counts until its `untilAt`. */
export function dueWithPauses(
  run: ClockRun,
  pauses: readonly Pause[],
  calendar: Calendar,
): { dueAt: number; rawDueAt: number } {
  return {
    dueAt: instantOf(1, timelineOf(run, pauses, calendar), { rule: run.rule, calendar }),
    rawDueAt: advance(run.startedAt, run.amount, run.rule, calendar),
  }
}

/** Share of the limit used up at `now` (epoch ms), pauses out; 1 = at due, may exceed 1. */
export function shareOf(run: ClockRun, now: number, pauses: readonly Pause[], calendar: Calendar): number {
  const { limitMs, legs } = timelineOf(run, pauses, calendar)
  const active = legs.findLastIndex(({ fromAt }) => fromAt <= now)
  const leg = legs[Math.max(0, active)]!
  const usedMs = leg.countedMs + countedMs(leg.fromAt, now, { rule: run.rule, calendar })
  return Math.min(usedMs, legs[active + 1]?.countedMs ?? usedMs) / limitMs
}

/** 0 calm, 1 from half the limit, 2 from 80 %, 3 late, 4 later than three times the limit. */
export type Light = 0 | 1 | 2 | 3 | 4

/** The instants (epoch ms) of lights 1–4: a run is at light 1 and 2 from its instant on, at 3 and 4 only after it. */
export function lightInstants(run: ClockRun, pauses: readonly Pause[], calendar: Calendar) {
  const timeline = timelineOf(run, pauses, calendar)
  const instant = (share: number) => instantOf(share, timeline, { rule: run.rule, calendar })
  return { halfAt: instant(0.5), urgentAt: instant(0.8), dueAt: instant(1), veryLateAt: instant(3) }
}

/** The light of a run at `now` (epoch ms); exactly at due is on time. */
export function lightOf(run: ClockRun, now: number, pauses: readonly Pause[], calendar: Calendar): Light {
  const { halfAt, urgentAt, dueAt, veryLateAt } = lightInstants(run, pauses, calendar)
  if (now > veryLateAt) return 4
  if (now > dueAt) return 3
  if (now >= urgentAt) return 2
  return now >= halfAt ? 1 : 0
}

const ACCEPTING: readonly IssueState[] = ['received', 'returned', 'dissatisfied']
const FOLLOWING: readonly IssueState[] = ['answered', 'replied']
const ENDS_HANDLING: readonly IssueState[] = ['replied', 'answered', 'not_accepted', 'merged', 'withdrawn', 'closed']

/**
 * Clocks that a move stops, if they run, and starts; `from` null at creation, `rule` that of the issue's class limit. Handling under
 * rule C runs from the start of the round beside the other clocks and is kept through returns.
 */
export function clockChanges(
  from: IssueState | null,
  to: IssueState,
  rule: ClockRule,
): { stops: readonly Clock[]; starts: readonly Clock[] } {
  const stops: Clock[] = []
  const starts: Clock[] = []
  if (from && ACCEPTING.includes(from)) stops.push('accept')
  if (from === 'dispatched') stops.push('sign')
  if (from && FOLLOWING.includes(from)) stops.push('follow_up')
  if (from && (ENDS_HANDLING.includes(to) || (to === 'returned' && rule !== 'C'))) stops.push('handle')
  if (ACCEPTING.includes(to)) starts.push('accept')
  if (to === 'dispatched') starts.push('sign')
  if (FOLLOWING.includes(to)) starts.push('follow_up')
  if (rule === 'C' ? to === 'received' || to === 'dissatisfied' : to === 'signed') starts.push('handle')
  return { stops, starts }
}
