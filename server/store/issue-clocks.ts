import type { pauses } from '../../db/schema/issue-steps.ts'
import type { clockRuns } from '../../db/schema/issues.ts'
import { isProvisional } from '../domain/calendar.ts'
import {
  advance,
  type ClockRule,
  calendarFor,
  clockChanges,
  dueWithPauses,
  lightInstants,
  limitOf,
  type Pause,
  promiseAfterPause,
  promiseAtSigning,
} from '../domain/clock.ts'
import { type Clock, type IssueState, type PauseKind, STATE_CLOCK } from '../domain/issue.ts'
import { isUrgentClass, type LadderIssue, ladderAtOf, type Watched, watchedPromise } from '../domain/ladder.ts'
import type { Plan } from './issue-plan.ts'

export type RunRecord = Omit<typeof clockRuns.$inferSelect, 'id'>
/** A pause row; `id` null while it is only planned. */
export type PauseRecord = Omit<typeof pauses.$inferSelect, 'id'> & { id: number | null }

/** Why a clock pauses, and who asked, allowed and was told; instants in epoch ms. */
export interface PauseWords {
  kind: PauseKind
  untilAt: number
  reason: string
  legalBasis: string
  requestedBy: string | null
  approvedBy: string | null
  reporterToldAt: number | null
}

/** The pauses that bear on a run: those of its round that began within it. */
export const pausesOf = <P extends { round: number; fromAt: number }>(
  run: Pick<RunRecord, 'clock' | 'round' | 'startedAt'>,
  all: readonly P[],
): P[] =>
  run.clock === 'handle' ? all.filter(({ round, fromAt }) => round === run.round && fromAt >= run.startedAt) : []

export const asPause = (row: PauseRecord): Pause => ({
  kind: row.kind as PauseKind,
  fromAt: row.fromAt,
  untilAt: row.untilAt,
  endedAt: row.endedAt,
  dueAfterAt: row.dueAfterAt,
})

/** Stops and starts the clocks a move from `from` to `to` changes. Changes the plan it is given. */
export function runClocks(
  plan: Plan,
  from: IssueState | null,
  to: IssueState,
  at: number,
  by: { rule: string; keepsHandleClock: boolean },
): void {
  const limit = limitOf('handle', plan.clockClass, plan.rules.limits)
  const { stops, starts } = clockChanges(from, to, limit.rule)
  for (const clock of stops) if (clock !== 'handle' || !by.keepsHandleClock) stopRun(plan, clock, at, by.rule)
  for (const clock of starts) startRun(plan, clock, at)
  if (to === 'signed') handSigned(plan)
  govern(plan)
}

/** Starts a clock at `at`. A run of the same clock may still wait for supply from the round before: it ends. */
export function startRun(plan: Plan, clock: Clock, at: number): void {
  const { rules } = plan
  const { rule, amount } = limitOf(clock, plan.clockClass, rules.limits)
  stopRun(plan, clock, at, 'restarted')
  const agencyId = clock === 'sign' || clock === 'handle' ? plan.issue.agencyId : null
  const calendar = calendarFor(rules, agencyId)
  const dueAt = advance(at, amount, rule, calendar)
  const run: RunRecord = {
    issueId: plan.issue.id,
    clock,
    round: plan.issue.round,
    rule,
    amount,
    calendarVersion: rules.versions.calendar,
    limitsVersion: rules.versions.limits,
    hoursVersion: rules.versions.hours,
    startedAt: at,
    dueAt,
    rawDueAt: dueAt,
    isProvisional: isProvisional(dueAt, calendar),
    stoppedAt: null,
    stoppedBy: null,
    agencyId,
  }
  plan.starts.push(run)
  plan.running.push(run)
}

/** Stops a clock, if it runs. */
export function stopRun(plan: Plan, clock: Clock, at: number, stoppedBy: string): void {
  const running = plan.running.find((run) => run.clock === clock)
  if (!running) return
  plan.running = plan.running.filter((run) => run !== running)
  const fresh = plan.starts.findLastIndex((run) => run.clock === clock && run.stoppedAt === null)
  if (fresh >= 0) plan.starts[fresh] = { ...plan.starts[fresh]!, stoppedAt: at, stoppedBy }
  else plan.stops.push({ clock, at, stoppedBy })
}

/**
 * Counts handling by the plan's class instead of the one before: the run ends at `at`, and one from its own start takes
 * its place and its pauses. Where none ran, one begins only if the class counts from the start of the round, `startedAt`.
 */
export function changeHandling(plan: Plan, startedAt: number, at: number, isSigned: boolean): void {
  const old = plan.running.find((run) => run.clock === 'handle')
  const limit = limitOf('handle', plan.clockClass, plan.rules.limits)
  if (old) stopRun(plan, 'handle', at, 'service_changed')
  if (limit.rule === 'C' || isSigned) {
    startRun(plan, 'handle', old?.startedAt ?? startedAt)
    const fresh = plan.running.find((run) => run.clock === 'handle')!
    const calendar = plan.calendarOf(fresh)
    const counted = { ...limit, startedAt: fresh.startedAt }
    const { dueAt } = dueWithPauses(counted, pausesOf(fresh, plan.pauses).map(asPause), calendar)
    changeDue(plan, fresh, dueAt, isProvisional(dueAt, calendar))
  }
  govern(plan)
}

/** Begins a pause of the handling clock at `at`; without a running handling clock there is nothing to pause. */
export function beginPause(plan: Plan, at: number, words: PauseWords): void {
  const run = plan.running.find((one) => one.clock === 'handle')
  if (!run) return
  const extends_ = words.kind === 'extension'
  const pause: PauseRecord = {
    id: null,
    issueId: plan.issue.id,
    round: run.round,
    fromAt: at,
    // An extension lets work go on: it stands from its own instant to itself and carries the later due.
    endedAt: extends_ ? at : null,
    dueBeforeAt: run.dueAt,
    dueAfterAt: extends_ ? words.untilAt : run.dueAt,
    ...words,
  }
  plan.pauses = [...plan.pauses, pause]
  recount(plan, pause)
}

/** Ends whatever pause runs, at `at`: the due moves by what was really paused. */
export function endPause(plan: Plan, at: number): void {
  const open = plan.pauses.find(({ endedAt }) => endedAt === null)
  if (!open) return
  const ended = { ...open, endedAt: at }
  plan.pauses = plan.pauses.map((pause) => (pause === open ? ended : pause))
  recount(plan, ended)
}

/** The handling due and the promise as the plan's pauses now leave them; `moved` is the pause that changed. */
function recount(plan: Plan, moved: PauseRecord): void {
  const run = plan.running.find((one) => one.clock === 'handle')
  if (!run) return
  const calendar = plan.calendarOf(run)
  const counted = { rule: run.rule as ClockRule, amount: run.amount, startedAt: run.startedAt }
  const { dueAt } = dueWithPauses(counted, pausesOf(run, plan.pauses).map(asPause), calendar)
  const dueAfterAt = moved.kind === 'extension' ? moved.dueAfterAt : dueAt
  const settled = { ...moved, dueAfterAt }
  plan.pauses = plan.pauses.map((pause) => (pause === moved ? settled : pause))
  plan.changedPauses = [...plan.changedPauses.filter(({ fromAt }) => fromAt !== moved.fromAt), settled]
  changeDue(plan, run, dueAt, isProvisional(dueAt, calendar))
  // The promise follows a pause once, when it has ended, and only if the reporter was told of it.
  if (settled.endedAt !== null && plan.issue.expectedAt !== null)
    plan.issue = {
      ...plan.issue,
      expectedAt: promiseAfterPause(
        plan.issue.expectedAt,
        { dueBeforeAt: settled.dueBeforeAt, dueAfterAt, toldAt: settled.reporterToldAt },
        { rule: counted.rule },
        calendar,
      ),
    }
  govern(plan)
}

/** Gives a running clock another due. */
export const changeDue = (plan: Plan, run: RunRecord, dueAt: number, provisional: boolean): void =>
  changeRun(plan, run, { ...run, dueAt, isProvisional: provisional })

function changeRun(plan: Plan, run: RunRecord, changed: RunRecord): void {
  plan.running = plan.running.map((one) => (one === run ? changed : one))
  const fresh = plan.starts.indexOf(run)
  if (fresh >= 0) plan.starts[fresh] = changed
  else plan.dues = [...plan.dues.filter(({ clock }) => clock !== run.clock), changed]
}

/** At signing the promise is set, and a handling clock that ran since receipt becomes the signing agency's time. */
function handSigned(plan: Plan): void {
  const handle = plan.running.find((run) => run.clock === 'handle')
  const { expectedAt, agencyId } = plan.issue
  if (handle && handle.agencyId !== agencyId) changeRun(plan, handle, { ...handle, agencyId })
  if (handle && expectedAt !== null)
    plan.issue = { ...plan.issue, expectedAt: promiseAtSigning(expectedAt, handle.dueAt) }
}

/** Of several running clocks the one that is due first stands on the issue, with the instants of its lights. */
export function govern(plan: Plan): void {
  const first = [...plan.running].sort((a, b) => a.dueAt - b.dueAt)[0]
  const lights = first
    ? lightInstants(
        { rule: first.rule as ClockRule, amount: first.amount, startedAt: first.startedAt },
        pausesOf(first, plan.pauses).map(asPause),
        plan.calendarOf(first),
      )
    : null
  plan.issue = {
    ...plan.issue,
    clock: first?.clock ?? null,
    clockStartedAt: first?.startedAt ?? null,
    dueAt: first?.dueAt ?? null,
    urgentAt: lights?.urgentAt ?? null,
    veryLateAt: lights?.veryLateAt ?? null,
    ladderAt: ladderAtOf(ladderIssueOf(plan), plan.rules.calendar),
  }
}

/** What the ladder reads of an issue as the plan leaves it. */
export function ladderIssueOf(plan: Plan): LadderIssue {
  const { issue } = plan
  const handle = plan.running.find(({ clock }) => clock === 'handle')
  const { state, sinceAt, returnCount, reworkCount, transferCount } = issue
  return {
    state: state as IssueState,
    sinceAt,
    handle: handle ? watchedRun(plan, handle) : null,
    promise: watchedPromiseOf(plan),
    signDueAt: plan.running.find(({ clock }) => clock === 'sign')?.dueAt ?? null,
    returnCount,
    reworkCount,
    transferCount,
  }
}

function watchedRun(plan: Plan, run: RunRecord): Watched {
  const counted = { rule: run.rule as ClockRule, amount: run.amount, startedAt: run.startedAt }
  const { urgentAt } = lightInstants(counted, pausesOf(run, plan.pauses).map(asPause), plan.calendarOf(run))
  return { urgentAt, dueAt: run.dueAt, isUrgentClass: isUrgentClass(counted) }
}

/** The promise of the round; a pause that lasts moves it already by what it is going to. */
function watchedPromiseOf({ issue, pauses, rules, running }: Plan): Watched | null {
  if (issue.expectedAt === null || issue.returnCount === 0) return null
  const laterStart = issue.confirmed === 'no' && issue.confirmedAt !== null ? issue.confirmedAt : issue.sinceAt
  const startedAt = issue.round === 1 ? issue.receivedAt : Math.min(laterStart, ...running.map((run) => run.startedAt))
  const open = pauses.find(({ endedAt }) => endedAt === null)
  const moved = open && { ...open, toldAt: open.reporterToldAt }
  const dueAt = moved ? promiseAfterPause(issue.expectedAt, moved, { rule: 'A' }, rules.calendar) : issue.expectedAt
  return watchedPromise(startedAt, dueAt, rules.calendar)
}

const DAY_MS = 86_400_000
/** Merchants who have not answered are reminded once, half way through the window. */
const REMINDER_MS = 7 * DAY_MS

/** When a timer must look at an issue that entered `state` at `at`; `limitAt` is the end of a question or suspension. */
export function timerAtOf(state: IssueState, at: number, limitAt: number | null): number | null {
  const { windowMs } = STATE_CLOCK[state]
  if (state === 'answered' || state === 'replied') return at
  if (state === 'follow_up') return at + REMINDER_MS
  if (state === 'waiting_reporter' || state === 'suspended')
    return limitAt ?? (windowMs === null ? null : at + windowMs)
  return windowMs === null ? null : at + windowMs
}
