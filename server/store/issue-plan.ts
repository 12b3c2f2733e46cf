import type { issueEvents, issues } from '../../db/schema/issues.ts'
import type { Calendar } from '../domain/calendar.ts'
import { advance, type ClockRules, calendarFor, limitOf, promiseOf } from '../domain/clock.ts'
import { type Actor, type Clock, closedAtAfter, FINISHED_STATES, type IssueState } from '../domain/issue.ts'
import { type Given, type GivenField, isGiven } from '../domain/issue-given.ts'
import { countersAfter } from '../domain/issue-round.ts'
import { create, type TransitionResult, transition } from '../domain/issue-transition.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import { done, type Fault, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import {
  beginPause,
  changeHandling,
  endPause,
  govern,
  type PauseRecord,
  type PauseWords,
  type RunRecord,
  runClocks,
  stopRun,
  timerAtOf,
} from './issue-clocks.ts'

export type { PauseRecord, PauseWords, RunRecord } from './issue-clocks.ts'
export type IssueRecord = typeof issues.$inferSelect
export type EventRecord = Omit<typeof issueEvents.$inferSelect, 'id'>

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
  clockClass: string
  /** The rules in force now: for runs that start. */
  rules: ClockRules
  /** The calendar an older run was counted with. */
  calendarOf: (run: RunRecord) => Calendar
  running: RunRecord[]
  /** Every pause of the issue, as it will stand. */
  pauses: PauseRecord[]
  starts: RunRecord[]
  stops: { clock: Clock; at: number; stoppedBy: string }[]
  /** Running runs with another due. */
  dues: RunRecord[]
  changedPauses: PauseRecord[]
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
  /** Begins a pause of the handling clock. */
  pause?: PauseWords
  /** Where a person fills in what is missing, if not where it usually is; null: nobody fills it in. */
  fields?: FieldNames
}

/** A plan that begins with the creation of `issue`. */
export function planCreation(
  issue: IssueRecord,
  clockClass: string,
  move: Pick<Move, 'by' | 'given' | 'body'>,
  rules: ClockRules,
): Outcome<Plan> {
  const verdict = create(move.by.actor, move.given)
  if (!verdict.ok) return refusalOf(verdict)
  const at = issue.receivedAt
  const expectedAt = promiseOf(at, clockClass, rules.calendar, rules.limits)
  const plan: Plan = { ...planFor({ ...issue, sinceAt: at, expectedAt }, clockClass, [], rules), before: null }
  // What was promised stands in every step: figures are counted from the events alone.
  const body = { ...move.body, expectedAt }
  addEvent(plan, move.by, at, { kind: 'transition', rule: verdict.rule, to: issue.state as IssueState }, body)
  runClocks(plan, null, issue.state as IssueState, at, { rule: verdict.rule, keepsHandleClock: false })
  return done(plan)
}

/** A plan that begins with an issue as it stands: its running clocks and its pauses. */
export const planFor = (
  issue: IssueRecord,
  clockClass: string,
  running: readonly RunRecord[],
  rules: ClockRules,
  calendarOf: Plan['calendarOf'] = ({ agencyId }) => calendarFor(rules, agencyId),
  pauses: readonly PauseRecord[] = [],
): Plan => ({
  before: issue,
  issue,
  clockClass,
  rules,
  calendarOf,
  running: [...running],
  pauses: [...pauses],
  starts: [],
  stops: [],
  dues: [],
  changedPauses: [],
  events: [],
})

/** The plan with one more move, judged by the transition table; or why the move is refused. */
export function planMove(plan: Plan, move: Move, at: number): Outcome<Plan> {
  const from = plan.issue.state as IssueState
  const verdict = transition(from, move.to, move.by.actor, move.given)
  if (!verdict.ok) return refusalOf(verdict, move.given, move.fields)
  const next = copyOf(plan)
  const before = plan.issue
  const agencyId = move.patch?.agencyId ?? before.agencyId
  const isAnotherAgency = before.agencyId !== null && agencyId !== before.agencyId
  const isFinished = (FINISHED_STATES as readonly IssueState[]).includes(move.to)
  next.issue = {
    ...before,
    ...move.patch,
    ...countersAfter(verdict.rule, before, isAnotherAgency),
    state: move.to,
    sinceAt: at,
    finishedAt: isFinished ? (before.finishedAt ?? at) : null,
    timerAt: timerAtOf(move.to, at, move.pause?.untilAt ?? null),
    closedAt: closedAtAfter(from, move.to, at, before.closedAt),
  }
  // A new round gets a new promise; the first one keeps its result in the events.
  if (next.issue.round > before.round)
    next.issue.expectedAt = promiseOf(at, plan.clockClass, plan.rules.calendar, plan.rules.limits)
  const isPaused = next.pauses.some(({ endedAt }) => endedAt === null)
  if (isPaused) endPause(next, at)
  runClocks(next, from, move.to, at, { rule: verdict.rule, keepsHandleClock: move.keepsHandleClock ?? false })
  if (move.pause) beginPause(next, at, move.pause)
  if (verdict.rule === 'T7') next.issue = { ...next.issue, ...contactDue(next, at) }
  const { contactDueAt, expectedAt } = next.issue
  const body = { ...move.body, expectedAt, ...(verdict.rule === 'T7' ? { contactDueAt } : {}) }
  addEvent(next, move.by, at, { kind: 'transition', rule: verdict.rule, from, to: move.to }, body)
  return done(next)
}

/** First human contact: one working day after signing; under rule C the class limit itself bounds it. */
function contactDue({ issue, rules, running, clockClass }: Plan, at: number): Partial<IssueRecord> {
  const handle = limitOf('handle', clockClass, rules.limits)
  const { rule, amount } = rules.limits.contact
  const run = running.find(({ clock }) => clock === 'handle')
  const contactDueAt =
    handle.rule === 'C' && run ? run.dueAt : advance(at, amount, rule, calendarFor(rules, issue.agencyId))
  return { contactDueAt, contactedAt: null }
}

/** The plan with a later handling due that lets work go on: an extension that was approved. */
export function planExtension(plan: Plan, words: PauseWords, at: number): Plan {
  const next = copyOf(plan)
  beginPause(next, at, words)
  return next
}

const SIGNED: readonly IssueState[] = ['signed', 'handling', 'waiting_reporter', 'suspended']

/** The plan counted by another class, from where its handling clock began; `roundStartedAt` where none runs yet. */
export function planServiceChange(plan: Plan, clockClass: string, roundStartedAt: number, at: number): Plan {
  const next = { ...copyOf(plan), clockClass }
  changeHandling(next, roundStartedAt, at, SIGNED.includes(plan.issue.state as IssueState))
  return next
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
export function planStop(plan: Plan, clock: Clock, at: number, stoppedBy: string): Plan {
  const next = copyOf(plan)
  stopRun(next, clock, at, stoppedBy)
  govern(next)
  return next
}

const copyOf = (plan: Plan): Plan => ({
  ...plan,
  running: [...plan.running],
  pauses: [...plan.pauses],
  starts: [...plan.starts],
  stops: [...plan.stops],
  dues: [...plan.dues],
  changedPauses: [...plan.changedPauses],
  events: [...plan.events],
})

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
    body: JSON.stringify(body, masked),
  })
}

/** Events hold neither names nor telephones of reporters: what somebody types is kept masked. */
const masked = (_key: string, value: unknown): unknown => (typeof value === 'string' ? maskPersonal(value) : value)

/** Field of the transition table → field of the form; null: no field of a form. */
export type FieldNames = Partial<Record<GivenField, string | null>>

/** Where a person fills in what the transition table asks for. Others are named alike. */
const FIELD_OF: FieldNames = {
  reply: 'text',
  answer: 'text',
  question: 'text',
  knowledgeEntryId: 'entryId',
  proposedEntry: 'proposedTitle',
  overrideReason: 'reason',
  whatMustChange: 'reason',
  contactHow: 'note',
  whyImpossible: 'note',
  masterState: 'masterId',
  askedBy: null,
  catalogueLineId: null,
  catalogueVersion: null,
  currentAgencyId: null,
  contactBy: null,
  contactAt: null,
  isEdgeWithoutSubscribers: null,
}

/** A refused transition in the words of the interface: what is allowed instead, or which fields are missing or unfit. */
export function refusalOf(
  verdict: Exclude<TransitionResult, { ok: true }>,
  given: Given = {},
  fields: FieldNames = {},
): Refused {
  if (verdict.reason !== 'missing_field') return refused('not_allowed_now', { allowed: [...verdict.allowed] })
  const names: FieldNames = { ...FIELD_OF, ...fields }
  const faults = new Map<string, Fault>()
  for (const field of verdict.missing ?? []) {
    const name = field in names ? names[field] : field
    if (typeof name === 'string' && !faults.has(name)) faults.set(name, faultOf(name, isGiven(given[field])))
  }
  return refused('invalid', { errors: [...faults.values()] })
}

const faultOf = (name: string, isThere: boolean): Fault =>
  isThere
    ? { pointer: `/${name}`, code: 'unfit', detail: '这样不行 · Not possible here' }
    : { pointer: `/${name}`, code: 'required', detail: '要填 · Required' }
