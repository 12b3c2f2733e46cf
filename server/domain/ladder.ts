import { type Calendar, nextWorkingDay } from './calendar.ts'
import { advance, type ClockRule, countedBetween } from './clock-advance.ts'
import type { IssueState } from './issue.ts'

/** What is sent on the way up: a reminder, a written notice (催办通知书), the monthly list; and a reminder to sign. */
export const RUNGS = ['reminder', 'sign_overdue', 'written', 'listed'] as const
export type Rung = (typeof RUNGS)[number]

/** The level of supervision a rung lifts to; a signature that is overdue lifts to none. */
export const LEVEL_OF: Readonly<Record<Rung, number>> = { sign_overdue: 0, reminder: 1, written: 2, listed: 3 }

/** Working days after the due until an issue without a reply is named on the monthly list (our default). */
export const LISTED_AFTER_DAYS = 5
/** Returns, re-handlings or moves between agencies that make a matter hard (问题工单; thresholds ours). */
export const HARD = { returns: 2, reworks: 3, transfers: 3 } as const
/** A class of at most this much wall time is urgent: written at its due, and sent at night too. Minutes. */
const URGENT_MINUTES = 120

/** A limit that supervision watches: light 2 and the due, epoch ms. */
export type Watched = { urgentAt: number; dueAt: number; isUrgentClass: boolean }

/** What the ladder reads of an issue. */
export type LadderIssue = {
  state: IssueState
  /** When it entered its state, epoch ms. */
  sinceAt: number
  /** The running handling clock. */
  handle: Watched | null
  /** The promise of this round; it counts once an agency gave the issue back. */
  promise: Watched | null
  /** Due of the running signing clock, epoch ms. */
  signDueAt: number | null
  returnCount: number
  reworkCount: number
  transferCount: number
}

/** Whether a limit is of the class that is supervised at night and on days off. */
export const isUrgentClass = ({ rule, amount }: { rule: ClockRule; amount: number }): boolean =>
  rule === 'C' && amount <= URGENT_MINUTES

/** Whether an issue has been given back, re-handled or passed on so often that it goes to a consultation. */
export const isHard = (issue: Pick<LadderIssue, 'returnCount' | 'reworkCount' | 'transferCount'>): boolean =>
  issue.returnCount >= HARD.returns || issue.reworkCount >= HARD.reworks || issue.transferCount >= HARD.transfers

/** The promise as a watched limit: it turns urgent when a fifth of its working days is left. Instants in epoch ms. */
export function watchedPromise(roundStartedAt: number, expectedAt: number, calendar: Calendar): Watched {
  const days = countedBetween(roundStartedAt, expectedAt, 'A', calendar)
  const urgentAt = Math.min(advance(roundStartedAt, 0.8 * days, 'A', calendar), expectedAt)
  return { urgentAt, dueAt: expectedAt, isUrgentClass: false }
}

const REPLIED: readonly IssueState[] = ['answered', 'replied', 'follow_up', 'confirmed']
const OVER: readonly IssueState[] = ['closed', 'not_accepted', 'merged', 'withdrawn']

/** What supervision holds an issue to: its handling clock, and after a return the promise where that is earlier. */
export function watchedOf({ handle, promise, returnCount, state }: LadderIssue): Watched | null {
  if (REPLIED.includes(state)) return handle
  if (returnCount === 0 || promise === null) return handle
  return handle === null || promise.dueAt < handle.dueAt ? promise : handle
}

/**
 * The instants (epoch ms) from which each rung stands: light 2; 00:00 of the first working day after the due (the due
 * itself for urgent classes); five working days after the due, unless it was replied meanwhile; the first ms after the
 * due of a signature. A rung without an instant is not reached by time.
 */
export function rungInstants(issue: LadderIssue, calendar: Calendar): Partial<Record<Rung, number>> {
  if (OVER.includes(issue.state)) return {}
  const watched = watchedOf(issue)
  return {
    ...(watched ? { reminder: watched.urgentAt, written: writtenAt(watched, calendar) } : {}),
    ...(watched && !REPLIED.includes(issue.state)
      ? { listed: advance(watched.dueAt, LISTED_AFTER_DAYS, 'A', calendar) }
      : {}),
    ...(issue.signDueAt === null ? {} : { sign_overdue: issue.signDueAt + 1 }),
  }
}

const writtenAt = ({ dueAt, isUrgentClass }: Watched, calendar: Calendar): number =>
  isUrgentClass ? dueAt : nextWorkingDay(dueAt, calendar)

/** What was done about an issue before: rungs of this round, and what lifted it to a consultation. */
export type LadderPast = {
  rungs: ReadonlySet<Rung>
  /** The reporter said in this round that the promise was missed. */
  isMissed: boolean
  /** Counters as they were when they last lifted the issue, e.g. `2/0/1`; null: never. */
  hardAs: string | null
}

/** What the ladder does now, and when it looks again (epoch ms; null: never by itself). */
export type LadderStep = { rungs: Rung[]; level: number; isListed: boolean; nextAt: number | null }

/** The counters by which an issue is hard, as one word for the log. */
export const hardWord = (issue: Pick<LadderIssue, 'returnCount' | 'reworkCount' | 'transferCount'>): string =>
  `${issue.returnCount}/${issue.reworkCount}/${issue.transferCount}`

/**
 * The rungs an issue reaches at `now` (epoch ms) that were not reached in this round. A reminder that comes as late as
 * the written notice is left out. `level` is what the issue is lifted to, 0 for nothing.
 */
export function ladderStep(issue: LadderIssue, past: LadderPast, now: number, calendar: Calendar): LadderStep {
  const instants = rungInstants(issue, calendar)
  if (past.isMissed && !OVER.includes(issue.state)) instants.reminder = Math.min(instants.reminder ?? now, now)
  const isReached = (rung: Rung): boolean => past.rungs.has(rung) || (instants[rung] ?? Infinity) <= now
  const rungs = RUNGS.filter((rung) => {
    if (past.rungs.has(rung) || !isReached(rung)) return false
    return rung !== 'reminder' || !isReached('written')
  })
  const isListed = isHard(issue) && !OVER.includes(issue.state) && past.hardAs !== hardWord(issue)
  const waiting = RUNGS.filter((rung) => !past.rungs.has(rung)).flatMap((rung) => instants[rung] ?? [])
  const later = waiting.filter((at) => at > now)
  return {
    rungs,
    level: Math.max(0, ...rungs.map((rung) => LEVEL_OF[rung]), isListed ? LEVEL_OF.written : 0),
    isListed,
    nextAt: later.length > 0 ? Math.min(...later) : null,
  }
}

/**
 * When supervision must look at an issue that just changed (epoch ms; null: never by itself). What was sent before is not
 * asked: an instant that is over costs one look, which finds nothing to do.
 */
export function ladderAtOf(issue: LadderIssue, calendar: Calendar): number | null {
  const instants = Object.values(rungInstants(issue, calendar))
  if (isHard(issue) && !OVER.includes(issue.state)) instants.push(issue.sinceAt)
  return instants.length > 0 ? Math.min(...instants) : null
}
