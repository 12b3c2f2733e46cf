import type { clockRuns, issueEvents, issues } from '../../db/schema/issues.ts'
import type { Calendar } from '../domain/calendar.ts'
import {
  advance,
  type ClockClass,
  clockChanges,
  HANDLE_LIMITS,
  limitOf,
  promiseAtSigning,
  promiseOf,
} from '../domain/clock.ts'
import { type Actor, type Clock, type IssueState, OPEN311_STATUS } from '../domain/issue.ts'
import type { Given, GivenField } from '../domain/issue-given.ts'
import { countersAfter } from '../domain/issue-round.ts'
import { create, type TransitionResult, transition } from '../domain/issue-transition.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { CALENDAR_VERSION } from './calendar.ts'

export type IssueRecord = typeof issues.$inferSelect
export type EventRecord = Omit<typeof issueEvents.$inferSelect, 'id'>
export type RunRecord = Omit<typeof clockRuns.$inferSelect, 'id'>

/** Who acts: the role the transition table knows, and the account and agency behind it. */
export interface Mover {
  actor: Actor
  userId: string | null
  agencyId: string | null
}
export const SYSTEM: Mover = { actor: 'system', userId: null, agencyId: null }
export const REPORTER: Mover = { actor: 'reporter', userId: null, agencyId: null }

/** An issue as it stands and as a write will leave it: rows to add, runs to stop. Nothing is written by planning. */
export interface Plan {
  before: IssueRecord | null
  issue: IssueRecord
  clockClass: ClockClass
  running: RunRecord[]
  starts: RunRecord[]
  stops: { clock: Clock; at: number }[]
  events: EventRecord[]
}

export interface Move {
  to: IssueState
  by: Mover
  given: Given
  /** Goes into the event: neither name nor telephone of a reporter. */
  body?: Record<string, unknown>
  patch?: Partial<IssueRecord>
  /** The handling clock runs on: it waits for a confirmed return of supply. */
  keepsHandleClock?: boolean
}

/** A plan that begins with the creation of `issue`. */
export function planCreation(
  issue: IssueRecord,
  clockClass: ClockClass,
  move: Pick<Move, 'by' | 'given' | 'body'>,
  calendar: Calendar,
): Outcome<Plan> {
  const verdict = create(move.by.actor, move.given)
  if (!verdict.ok) return refusalOf(verdict)
  const at = issue.receivedAt
  const plan: Plan = {
    before: null,
    issue: { ...issue, expectedAt: promiseOf(at, clockClass, calendar) },
    clockClass,
    running: [],
    starts: [],
    stops: [],
    events: [],
  }
  addEvent(plan, move.by, at, { kind: 'transition', rule: verdict.rule, to: issue.state as IssueState }, move.body)
  runClocks(plan, null, issue.state as IssueState, at, false, calendar)
  return done(plan)
}

/** A plan that begins with an issue as it stands, and its running clock runs. */
export const planFor = (issue: IssueRecord, clockClass: ClockClass, running: readonly RunRecord[]): Plan => ({
  before: issue,
  issue,
  clockClass,
  running: [...running],
  starts: [],
  stops: [],
  events: [],
})

/** The plan with one more move, judged by the transition table; or why the move is refused. */
export function planMove(plan: Plan, move: Move, at: number, calendar: Calendar): Outcome<Plan> {
  const from = plan.issue.state as IssueState
  const verdict = transition(from, move.to, move.by.actor, move.given)
  if (!verdict.ok) return refusalOf(verdict)
  const next = copyOf(plan)
  const before = plan.issue
  const agencyId = move.patch?.agencyId ?? before.agencyId
  const isAnotherAgency = before.agencyId !== null && agencyId !== before.agencyId
  next.issue = {
    ...before,
    ...move.patch,
    ...countersAfter(verdict.rule, before, isAnotherAgency),
    state: move.to,
    closedAt: closedAtAfter(before, move.to, at),
  }
  // A new round gets a new promise; the first one keeps its result in the events.
  if (next.issue.round > before.round) next.issue.expectedAt = promiseOf(at, plan.clockClass, calendar)
  addEvent(next, move.by, at, { kind: 'transition', rule: verdict.rule, from, to: move.to }, move.body)
  runClocks(next, from, move.to, at, move.keepsHandleClock ?? false, calendar)
  return done(next)
}

/** The plan with an event that changes no state. */
export function planEvent(
  plan: Plan,
  kind: string,
  by: Mover,
  at: number,
  body: Record<string, unknown>,
  patch: Partial<IssueRecord> = {},
): Plan {
  const next = copyOf(plan)
  next.issue = { ...next.issue, ...patch }
  addEvent(next, by, at, { kind }, body)
  return next
}

/** The plan with one clock stopped at `at`: a return of supply ends a handling clock that waited for it. */
export function planStop(plan: Plan, clock: Clock, at: number): Plan {
  const next = copyOf(plan)
  stop(next, clock, at)
  govern(next)
  return next
}

const copyOf = (plan: Plan): Plan => ({
  ...plan,
  running: [...plan.running],
  starts: [...plan.starts],
  stops: [...plan.stops],
  events: [...plan.events],
})

function closedAtAfter(issue: IssueRecord, to: IssueState, at: number): number | null {
  const was = OPEN311_STATUS[issue.state as IssueState]
  const is = OPEN311_STATUS[to]
  if (is === 'open') return null
  return was === 'open' ? at : issue.closedAt
}

type What = { kind: string; rule?: string; from?: IssueState; to?: IssueState }

function addEvent(plan: Plan, by: Mover, at: number, what: What, body: Record<string, unknown> = {}): void {
  plan.events.push({
    issueId: plan.issue.id,
    at,
    kind: what.kind,
    rule: what.rule ?? null,
    fromState: what.from ?? null,
    toState: what.to ?? null,
    round: plan.issue.round,
    actorRole: by.actor,
    actorId: by.userId,
    agencyId: by.agencyId,
    body: JSON.stringify(body),
  })
}

function runClocks(
  plan: Plan,
  from: IssueState | null,
  to: IssueState,
  at: number,
  keepsHandleClock: boolean,
  calendar: Calendar,
): void {
  const { stops, starts } = clockChanges(from, to, HANDLE_LIMITS[plan.clockClass].rule)
  for (const clock of stops) if (clock !== 'handle' || !keepsHandleClock) stop(plan, clock, at)
  for (const clock of starts) start(plan, clock, at, calendar)
  if (to === 'signed') promiseSigned(plan)
  govern(plan)
}

function start(plan: Plan, clock: Clock, at: number, calendar: Calendar): void {
  const { rule, amount } = limitOf(clock, plan.clockClass)
  // A run of the same clock may still wait for supply from the round before.
  stop(plan, clock, at)
  const run: RunRecord = {
    issueId: plan.issue.id,
    clock,
    round: plan.issue.round,
    rule,
    amount,
    calendarVersion: CALENDAR_VERSION,
    startedAt: at,
    dueAt: advance(at, amount, rule, calendar),
    stoppedAt: null,
  }
  plan.starts.push(run)
  plan.running.push(run)
}

function stop(plan: Plan, clock: Clock, at: number): void {
  if (!plan.running.some((run) => run.clock === clock)) return
  plan.running = plan.running.filter((run) => run.clock !== clock)
  const fresh = plan.starts.findLastIndex((run) => run.clock === clock && run.stoppedAt === null)
  if (fresh >= 0) plan.starts[fresh] = { ...plan.starts[fresh]!, stoppedAt: at }
  else plan.stops.push({ clock, at })
}

function promiseSigned(plan: Plan): void {
  const handle = plan.running.find((run) => run.clock === 'handle')
  const { expectedAt } = plan.issue
  if (handle && expectedAt !== null) plan.issue.expectedAt = promiseAtSigning(expectedAt, handle.dueAt)
}

/** Of several running clocks the one that is due first stands on the issue. */
function govern(plan: Plan): void {
  const first = [...plan.running].sort((a, b) => a.dueAt - b.dueAt)[0]
  plan.issue = {
    ...plan.issue,
    clock: first?.clock ?? null,
    clockStartedAt: first?.startedAt ?? null,
    dueAt: first?.dueAt ?? null,
  }
}

/** Where a person fills in what the transition table asks for; null: nobody fills it in. Others are named alike. */
const FIELD_OF: Partial<Record<GivenField, string | null>> = {
  reply: 'text',
  overrideReason: 'reason',
  whatMustChange: 'reason',
  contactHow: 'note',
  whyImpossible: 'note',
  masterState: 'masterId',
  catalogueLineId: null,
  catalogueVersion: null,
  currentAgencyId: null,
  contactBy: null,
  contactAt: null,
}

/** A refused transition in the words of the interface: what is allowed instead, or which fields are missing. */
export function refusalOf(verdict: Exclude<TransitionResult, { ok: true }>): Refused {
  if (verdict.reason !== 'missing_field') return refused('not_allowed_now', { allowed: [...verdict.allowed] })
  const fields = (verdict.missing ?? []).map((field) => (field in FIELD_OF ? FIELD_OF[field] : field))
  const named = [...new Set(fields.filter((field) => typeof field === 'string'))]
  return refused('invalid', {
    errors: named.map((field) => ({ pointer: `/${field}`, code: 'required', detail: '要填 · Required' })),
  })
}
