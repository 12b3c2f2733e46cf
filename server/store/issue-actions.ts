import { FINAL_STATES, type IssueState, OPEN311_STATUS } from '../domain/issue.ts'
import { allowedFrom } from '../domain/issue-transition.ts'
import type { IssueAction } from '../wire/issues.ts'
import type { Role } from '../wire/people.ts'
import type { IssueRecord, Mover } from './issue-plan.ts'
import type { Viewer } from './viewer.ts'

const DESK: readonly Role[] = ['administrator', 'operator', 'window_manager']
const SUPERVISORS: readonly Role[] = ['administrator', 'supervisor']
const AGENCY: readonly Role[] = ['officer']

/** Actions of the agency's own work; the desk records them when an agency answers by telephone. */
const AGENCY_ACTIONS: readonly IssueAction[] = ['signature', 'contact', 'reply', 'return', 'question', 'question-end']
/** Actions an administrator takes as a supervisor, not as the desk. */
const SUPERVISOR_ACTIONS: readonly IssueAction[] = ['resumption', 'contradiction', 'supervision', 'notice']

/** Who the viewer acts as in `action`: desk and window managers as operator, an officer as their agency. */
export function moverFor(viewer: Viewer, action: IssueAction, issue: IssueRecord | null): Mover {
  const isAgencys = AGENCY_ACTIONS.includes(action)
  return {
    actor: actorOf(viewer.role, action),
    // Who acts by a link has no account.
    userId: viewer.id || null,
    agencyId: isAgencys ? (issue?.agencyId ?? null) : viewer.agencyId,
  }
}

function actorOf(role: Role, action: IssueAction): Mover['actor'] {
  if (role === 'officer') return 'agency'
  if (role === 'supervisor' || SUPERVISOR_ACTIONS.includes(action)) return 'supervisor'
  return AGENCY_ACTIONS.includes(action) ? 'agency' : 'operator'
}

/** What decides, beside the issue itself, which actions are open. */
export interface ActionFacts {
  issue: IssueRecord
  /** Merchants on it who did not leave. */
  reportCount: number
  /** Unfavourable answers that count in the rates: what could be left out of them. */
  countedAnswers: number
  partCount: number
  /** Kinds of requests nobody has decided yet. */
  openRequests: readonly string[]
  /** Due of the running handling clock, epoch ms; null when none runs. */
  handleDueAt: number | null
  isReferable: boolean
  /** The instant of the question, epoch ms. */
  now: number
}

/** Whether an answer lowers a rate: “not solved”, or one of the two lowest grades. */
export const isUnfavourable = (answer: string, grade: number | null): boolean =>
  answer === 'no' || (grade !== null && grade <= 2)

export const MAX_PARTS = 10

type Open = (facts: ActionFacts, moves: (to: IssueState) => boolean, isAgency: boolean) => boolean
type Rule = { who: readonly (readonly Role[])[]; isOpen: Open }

const SIGNED: readonly IssueState[] = ['signed', 'handling', 'waiting_reporter', 'suspended']

/** Whether parts may be split off an issue: by the desk while it is open, by an agency that signed it; never off a part. */
export const mayHaveParts = ({ state, parentId }: IssueRecord, isAgency: boolean): boolean =>
  parentId === null &&
  (isAgency ? SIGNED.includes(state as IssueState) : OPEN311_STATUS[state as IssueState] === 'open')

const isFinal = ({ issue }: ActionFacts): boolean => (FINAL_STATES as readonly string[]).includes(issue.state)
const isIn = ({ issue }: ActionFacts, ...states: IssueState[]): boolean => states.includes(issue.state as IssueState)
const isUnhandled = ({ issue }: ActionFacts): boolean => OPEN311_STATUS[issue.state as IssueState] === 'open'
const moveTo =
  (to: IssueState): Open =>
  (_, moves) =>
    moves(to)
const isBeforeDue = ({ handleDueAt, now }: ActionFacts): boolean => handleDueAt !== null && now <= handleDueAt
const hasNo = ({ openRequests }: ActionFacts, kind: string): boolean => !openRequests.includes(kind)

/** Who may take each action, and when it is open to them. What moves the issue is judged by the transition table. */
const RULES: Readonly<Record<IssueAction, Rule>> = {
  dispatch: { who: [DESK], isOpen: moveTo('dispatched') },
  answer: { who: [DESK], isOpen: (facts, moves) => moves('answered') && !isIn(facts, 'dissatisfied') },
  refusal: { who: [DESK], isOpen: moveTo('not_accepted') },
  withdrawal: { who: [DESK], isOpen: moveTo('withdrawn') },
  explanation: { who: [DESK], isOpen: (facts, moves) => moves('answered') && isIn(facts, 'dissatisfied') },
  service: { who: [DESK], isOpen: isUnhandled },
  part: {
    who: [DESK, AGENCY],
    isOpen: (facts, _, isAgency) => mayHaveParts(facts.issue, isAgency) && facts.partCount < MAX_PARTS,
  },
  'follow-up': { who: [DESK], isOpen: (facts, moves) => facts.reportCount > 0 && moves('follow_up') },
  // A call that asks and is answered makes two moves: to the follow-up, then from it.
  confirmation: {
    who: [DESK],
    isOpen: (facts, moves) => moves('confirmed') || (facts.reportCount > 0 && moves('follow_up')),
  },
  merge: { who: [DESK], isOpen: moveTo('merged') },
  secrecy: { who: [DESK], isOpen: ({ issue }) => issue.erasedAt === null },
  signature: { who: [DESK, AGENCY], isOpen: moveTo('signed') },
  contact: { who: [DESK, AGENCY], isOpen: (facts, moves) => isIn(facts, 'signed') && moves('handling') },
  reply: { who: [DESK, AGENCY], isOpen: moveTo('replied') },
  return: { who: [DESK, AGENCY, SUPERVISORS], isOpen: moveTo('returned') },
  question: {
    who: [DESK, AGENCY],
    isOpen: (facts, moves) => facts.reportCount > 0 && moves('waiting_reporter'),
  },
  'question-end': { who: [DESK, AGENCY], isOpen: (facts) => isIn(facts, 'waiting_reporter') },
  extension: {
    who: [DESK, AGENCY],
    isOpen: (facts) =>
      isIn(facts, 'signed', 'handling', 'waiting_reporter') && isBeforeDue(facts) && hasNo(facts, 'extension'),
  },
  suspension: {
    who: [DESK, AGENCY],
    isOpen: (facts) => isIn(facts, 'handling') && isBeforeDue(facts) && hasNo(facts, 'suspension'),
  },
  resumption: { who: [AGENCY, SUPERVISORS], isOpen: (facts) => isIn(facts, 'suspended') },
  correction: {
    who: [DESK, AGENCY],
    isOpen: (facts) =>
      facts.issue.repliedAt !== null &&
      facts.issue.erasedAt === null &&
      isIn(facts, 'answered', 'replied', 'follow_up', 'confirmed', 'closed', 'dissatisfied'),
  },
  closing: {
    who: [DESK, SUPERVISORS],
    isOpen: (facts) => isIn(facts, 'dissatisfied') && hasNo(facts, 'closing'),
  },
  exclusion: {
    who: [DESK, SUPERVISORS],
    isOpen: (facts) => facts.countedAnswers > 0 && hasNo(facts, 'exclusion'),
  },
  reopening: { who: [DESK, SUPERVISORS], isOpen: (facts) => isFinal(facts) || isIn(facts, 'confirmed') },
  contradiction: {
    who: [SUPERVISORS],
    isOpen: (facts, moves) => facts.issue.evidenced === 'contradicts' && moves('dissatisfied'),
  },
  note: { who: [DESK, AGENCY, SUPERVISORS], isOpen: ({ issue }) => issue.erasedAt === null },
  attachment: { who: [DESK, AGENCY, SUPERVISORS], isOpen: ({ issue }) => issue.erasedAt === null },
  // To the agency, or to the desk where the desk has to move.
  notice: { who: [SUPERVISORS], isOpen: isUnhandled },
  supervision: { who: [SUPERVISORS], isOpen: ({ issue }) => issue.supervisionLevel > 0 },
  referral: { who: [DESK], isOpen: (facts) => facts.isReferable && isUnhandled(facts) },
}

/** Actions open to the viewer now, in the order of the wire's list; those that move the issue by the transition table. */
export function actionsFor(viewer: Viewer, facts: ActionFacts): IssueAction[] {
  if (viewer.role === 'officer' && viewer.agencyId !== facts.issue.agencyId) return []
  const state = facts.issue.state as IssueState
  return (Object.entries(RULES) as [IssueAction, Rule][]).flatMap(([action, { who, isOpen }]) => {
    if (!who.some((roles) => roles.includes(viewer.role))) return []
    const { actor } = moverFor(viewer, action, facts.issue)
    return isOpen(facts, (to) => allowedFrom(state, actor).includes(to), actor === 'agency') ? [action] : []
  })
}
