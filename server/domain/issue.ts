/** What a reporter asks for; the kind gives the default clock class and whether the issue is public. */
export const ISSUE_KINDS = ['consult', 'help', 'complaint', 'report', 'suggestion'] as const
export type IssueKind = (typeof ISSUE_KINDS)[number]

/** The sixteen states of an issue; the state says whose move it is and never whether the trouble is gone. */
export const ISSUE_STATES = [
  'received',
  'answered',
  'dispatched',
  'returned',
  'signed',
  'handling',
  'waiting_reporter',
  'suspended',
  'replied',
  'follow_up',
  'dissatisfied',
  'confirmed',
  'closed',
  'not_accepted',
  'merged',
  'withdrawn',
] as const
export type IssueState = (typeof ISSUE_STATES)[number]

/** States left only by reopening (T25). */
export const FINAL_STATES = ['closed', 'not_accepted', 'merged', 'withdrawn'] as const satisfies readonly IssueState[]

/** Nothing waits for anybody in these: the final states, and a merchant who confirmed. */
export const FINISHED_STATES = [...FINAL_STATES, 'confirmed'] as const satisfies readonly IssueState[]

/** Roles that move an issue; `agency` includes an outside party answering by its own link, `system` is a timer. */
export const ACTORS = ['reporter', 'operator', 'agency', 'supervisor', 'system', 'edge'] as const
export type Actor = (typeof ACTORS)[number]

/** How an issue, or a message about it, came in. */
export const CHANNELS = ['phone_page', 'telephone', 'window', 'web', 'import', 'edge', 'open311'] as const
export type Channel = (typeof CHANNELS)[number]

/** What the agency (or the desk, if it answered) says about the trouble; `planned` comes with a promised date. */
export const RESOLVED = ['none', 'yes', 'partly', 'planned', 'no'] as const
export type Resolved = (typeof RESOLVED)[number]

/** What the reporter says about the trouble; silence is `no_answer`, never `yes`. */
export const CONFIRMED = ['not_asked', 'asked', 'yes', 'no', 'no_answer'] as const
export type Confirmed = (typeof CONFIRMED)[number]

/** What a sensor says about the claim named in EVIDENCE_CLAIMS. */
export const EVIDENCED = ['none', 'supports', 'contradicts'] as const
export type Evidenced = (typeof EVIDENCED)[number]

/** The claim a sensor is held against: `problem` before a reply, `resolution` after it. */
export const EVIDENCE_CLAIMS = ['problem', 'resolution'] as const
export type EvidenceClaim = (typeof EVIDENCE_CLAIMS)[number]

/** The monthly consultation of hard issues; a flag beside the state. */
export const CONSULTATIONS = ['none', 'listed', 'planned', 'struck_off'] as const
export type Consultation = (typeof CONSULTATIONS)[number]

/** The four clocks of an issue; each run of one has its own start, due and frozen rule. */
export const CLOCKS = ['accept', 'sign', 'handle', 'follow_up'] as const
export type Clock = (typeof CLOCKS)[number]

/** Why a handle clock stands still, or got a later due. */
export const PAUSE_KINDS = ['waiting_reporter', 'suspension', 'extension'] as const
export type PauseKind = (typeof PAUSE_KINDS)[number]

/** Open311 GeoReport v2 knows these two words only. */
export const OPEN311_STATUSES = ['open', 'closed'] as const
export type Open311Status = (typeof OPEN311_STATUSES)[number]

/** Open311 status of each state: an issue is closed to the outside once it is answered, whatever the four facts say. */
export const OPEN311_STATUS: Readonly<Record<IssueState, Open311Status>> = {
  received: 'open',
  answered: 'closed',
  dispatched: 'open',
  returned: 'open',
  signed: 'open',
  handling: 'open',
  waiting_reporter: 'open',
  suspended: 'open',
  replied: 'closed',
  follow_up: 'closed',
  dissatisfied: 'open',
  confirmed: 'closed',
  closed: 'closed',
  not_accepted: 'closed',
  merged: 'closed',
  withdrawn: 'closed',
}

const DAY_MS = 86_400_000

/** The clock that runs in a state; `windowMs` is the state's own wall-time limit, after which a timer moves it on. */
export type StateClock = { clock: Clock | null; isPaused: boolean; windowMs: number | null }

const running = (clock: Clock): StateClock => ({ clock, isPaused: false, windowMs: null })
const waiting = (windowMs: number | null): StateClock => ({ clock: null, isPaused: false, windowMs })

/** The running clock of each state; every state that is not final has a clock or a window, so nothing is parked. */
export const STATE_CLOCK: Readonly<Record<IssueState, StateClock>> = {
  received: running('accept'),
  answered: running('follow_up'),
  dispatched: running('sign'),
  returned: running('accept'),
  signed: running('handle'),
  handling: running('handle'),
  waiting_reporter: { clock: 'handle', isPaused: true, windowMs: 5 * DAY_MS },
  suspended: { clock: 'handle', isPaused: true, windowMs: null },
  replied: running('follow_up'),
  follow_up: waiting(14 * DAY_MS),
  dissatisfied: running('accept'),
  confirmed: waiting(7 * DAY_MS),
  closed: waiting(null),
  not_accepted: waiting(null),
  merged: waiting(null),
  withdrawn: waiting(null),
}

/** What `fourFacts` reads of an issue; `plannedAt` is the promised instant (epoch ms) of `resolved = planned`. */
export type FactsOf = {
  repliedAt: number | null
  reply: string | null
  resolved: Resolved
  plannedAt?: number | null
  confirmed: Confirmed
  evidence: Evidenced
  evidenceClaim: EvidenceClaim | null
}

/** Replied, resolved, confirmed, evidenced, kept apart; `isFixed` is the only licence to print "fixed". */
export type FourFacts = {
  replied: { isReplied: boolean; at: number | null; text: string | null }
  resolved: { value: Resolved; plannedAt: number | null }
  confirmed: { value: Confirmed }
  evidenced: { value: Evidenced }
  isFixed: boolean
}

/** The four facts of an issue; evidence about the problem itself is no evidence about its resolution. */
export function fourFacts(issue: FactsOf): FourFacts {
  return {
    replied: { isReplied: issue.repliedAt !== null, at: issue.repliedAt, text: issue.reply },
    resolved: { value: issue.resolved, plannedAt: issue.resolved === 'planned' ? (issue.plannedAt ?? null) : null },
    confirmed: { value: issue.confirmed },
    evidenced: { value: issue.evidenceClaim === 'resolution' ? issue.evidence : 'none' },
    isFixed: issue.resolved === 'yes',
  }
}

/** The closing instant after a move at `at` (epoch ms): set on open → closed, kept on closed → closed, else null. */
export function closedAtAfter(from: IssueState, to: IssueState, at: number, closedAt: number | null): number | null {
  if (OPEN311_STATUS[to] === 'open') return null
  return OPEN311_STATUS[from] === 'open' ? at : closedAt
}

export type { Given, GivenField } from './issue-given.ts'
export type { RuleId, Transition } from './issue-table.ts'
export { CREATION, TRANSITIONS } from './issue-table.ts'
export type { TransitionResult } from './issue-transition.ts'
export { allowedFrom, create, transition } from './issue-transition.ts'
