import { ISSUE_STATES, type IssueState, STATE_CLOCK } from './issue.ts'

/** Who has to move; `nobody` at the end. */
export const TURNS = ['desk', 'agency', 'reporter', 'system', 'nobody'] as const
export type TurnOf = (typeof TURNS)[number]

/** What is missing, as codes for words on the screen. */
export const MISSING = [
  'decision',
  'new_agency',
  'rework_decision',
  'signature',
  'first_contact',
  'reply',
  'answer',
  'resume_date',
  'follow_up',
  'confirmation',
  'archiving',
  'master_issue',
  'nothing',
] as const
export type Missing = (typeof MISSING)[number]

/** Whose turn it is, what is missing and by when (epoch ms; null = no limit runs). */
export type Turn = { who: TurnOf; missing: Missing; byAt: number | null }

const TURN_OF: Readonly<Record<IssueState, readonly [TurnOf, Missing]>> = {
  received: ['desk', 'decision'],
  answered: ['system', 'follow_up'],
  dispatched: ['agency', 'signature'],
  returned: ['desk', 'new_agency'],
  signed: ['agency', 'first_contact'],
  handling: ['agency', 'reply'],
  waiting_reporter: ['reporter', 'answer'],
  suspended: ['system', 'resume_date'],
  replied: ['system', 'follow_up'],
  follow_up: ['reporter', 'confirmation'],
  dissatisfied: ['desk', 'rework_decision'],
  confirmed: ['system', 'archiving'],
  closed: ['nobody', 'nothing'],
  not_accepted: ['nobody', 'nothing'],
  merged: ['nobody', 'master_issue'],
  withdrawn: ['nobody', 'nothing'],
}

/** The states in which it is each one's turn. */
export const TURN_STATES: Readonly<Record<TurnOf, readonly IssueState[]>> = {
  desk: statesOf('desk'),
  agency: statesOf('agency'),
  reporter: statesOf('reporter'),
  system: statesOf('system'),
  nobody: statesOf('nobody'),
}

function statesOf(turn: TurnOf): IssueState[] {
  return ISSUE_STATES.filter((state) => TURN_OF[state][0] === turn)
}

/**
 * Whose turn an issue is. `dueAt` is the due of its running clock, `sinceAt` when it entered its state, `pausedUntilAt`
 * the end of a running pause (all epoch ms): a window counts from `sinceAt`, a pause ends at its own date.
 */
export function whoseTurn(issue: {
  state: IssueState
  dueAt: number | null
  sinceAt: number | null
  pausedUntilAt?: number | null
}): Turn {
  const [who, missing] = TURN_OF[issue.state]
  const { clock, isPaused, windowMs } = STATE_CLOCK[issue.state]
  const windowEndAt = windowMs === null || issue.sinceAt === null ? null : issue.sinceAt + windowMs
  if (clock !== null && !isPaused) return { who, missing, byAt: issue.dueAt }
  return { who, missing, byAt: isPaused ? (issue.pausedUntilAt ?? windowEndAt) : windowEndAt }
}
