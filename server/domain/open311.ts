import { type IssueKind, type IssueState, OPEN311_STATUS, type Open311Status } from './issue.ts'

/** Statuses of the update feed (mySociety extension, "external_status"); INTERNAL_REFERRAL is read, never written. */
export const EXTENDED_STATUSES = [
  'OPEN',
  'IN_PROGRESS',
  'ACTION_SCHEDULED',
  'INVESTIGATING',
  'DUPLICATE',
  'NOT_COUNCILS_RESPONSIBILITY',
  'NO_FURTHER_ACTION',
  'INTERNAL_REFERRAL',
  'FOR_TRIAGE',
  'REOPEN',
  'CANCELLED',
  'FIXED',
  'CLOSED',
] as const
export type ExtendedStatus = (typeof EXTENDED_STATUSES)[number]

/** Kinds that are never public by default: who complains of or reports somebody must not be found out. */
export const PRIVATE_KINDS = ['complaint', 'report'] as const satisfies readonly IssueKind[]

/** What an event of an issue says to the public: a change of state, a correction, a later date. Instants in epoch ms. */
export interface PublicEvent {
  id: number
  at: number
  kind: string
  rule: string | null
  toState: IssueState | null
  actorRole: string
  body: Readonly<Record<string, unknown>>
}

/** How an issue stands to the outside after an event. */
export interface Standing {
  state: IssueState
  status: Open311Status
  extended: ExtendedStatus
  /** What the public is told; never null while closed. */
  notes: string | null
  /** Why, as a code; never null while closed. */
  reasonCode: string | null
}

/** Said where a retention term took the words away. */
export const WORDS_GONE = '内容已按保存期限清除 · removed after its retention period'

const WAITING = '等诉求人补充 · waiting for the reporter'
const REOPENED = '诉求人不满意，重新办理 · reopened by the reporter'
const REOPENED_BY_EVIDENCE = '监测与答复不符，重新办理 · reopened on evidence'
const REOPENED_AGAIN = '重新受理 · reopened'
const WITHDRAWN = '诉求人撤回 · withdrawn by the reporter'

/** Reason codes of a refusal that another body answers for. */
const OTHERS_DUTY = new Set(['court', 'arbitration', 'discipline', 'review', 'petition', 'emergency', 'not_ours'])

/** What a fold knows beside the events. */
export interface StandingContext {
  /** Number of the issue it was merged into, where the public may know it. */
  duplicateOf: string | null
  /** The date of an instant (epoch ms), as people read it. */
  dateOf: (at: number) => string
}

/** How an issue stands after one more public event; reference table 2.4. `before` is null at its creation. */
export function standingAfter(before: Standing | null, event: PublicEvent, context: StandingContext): Standing {
  const text = (key: string): string | null => {
    const value = event.body[key]
    return typeof value === 'string' && value.trim() !== '' ? value : null
  }
  if (event.toState !== null) return entered(event.toState, before, event, text, context)
  const kept = before ?? standing('received', 'OPEN', null, null)
  const correction = event.kind === 'correction' ? text('text') : null
  if (correction !== null) return { ...kept, notes: [kept.notes, `更正：${correction}`].filter(Boolean).join('\n') }
  const { untilAt } = event.body
  if (event.kind === 'decided' && typeof untilAt === 'number' && kept.status === 'open' && kept.state !== 'suspended')
    return { ...kept, notes: `办理延期到${context.dateOf(untilAt)} · extended to ${context.dateOf(untilAt)}` }
  return kept
}

function entered(
  state: IssueState,
  before: Standing | null,
  event: PublicEvent,
  text: (key: string) => string | null,
  { duplicateOf, dateOf }: StandingContext,
): Standing {
  // A pause's words end with it; any other public note stays the last one.
  const isPauseOver = before?.state === 'waiting_reporter' || before?.state === 'suspended'
  const last = before?.status === 'open' && !isPauseOver ? before.notes : null
  const open = (extended: ExtendedStatus, notes: string | null = last) => standing(state, extended, notes, null)
  const shut = (extended: ExtendedStatus, notes: string | null, code: string) =>
    standing(state, extended, notes ?? WORDS_GONE, code)
  switch (state) {
    case 'received':
      return event.rule === 'T25' ? open('REOPEN', REOPENED_AGAIN) : open('OPEN', null)
    case 'dispatched':
      return open('OPEN')
    case 'returned':
      return open('FOR_TRIAGE')
    case 'signed':
      return open('INVESTIGATING')
    case 'handling':
      return open('IN_PROGRESS')
    case 'waiting_reporter':
      return open('INVESTIGATING', WAITING)
    case 'suspended':
      return open('ACTION_SCHEDULED', suspension(text('reason'), event.body.untilAt, dateOf))
    case 'dissatisfied':
      return {
        ...open('REOPEN', event.actorRole === 'supervisor' ? REOPENED_BY_EVIDENCE : REOPENED),
        reasonCode: text('reasonCode') ?? 'not_solved',
      }
    case 'answered':
      return shut('CLOSED', text('text') ?? text('answer'), event.rule === 'T22' ? 'explained' : 'answered')
    case 'replied':
      return shut(ofReply(event.body.resolved), text('text'), text('reasonCode') ?? 'replied')
    case 'not_accepted':
      return refusal(text, shut)
    case 'merged':
      return shut('DUPLICATE', duplicateOf === null ? 'Duplicate' : `Duplicate of ${duplicateOf}`, 'merged')
    case 'withdrawn':
      return shut('CANCELLED', withdrawal(text('reason')), 'withdrawn')
    case 'follow_up':
    case 'confirmed':
    case 'closed':
      return after(state, before, event, text)
  }
}

const standing = (
  state: IssueState,
  extended: ExtendedStatus,
  notes: string | null,
  reasonCode: string | null,
): Standing => ({ state, status: OPEN311_STATUS[state], extended, notes, reasonCode })

/** Answered is not solved: only the agency's own “solved” is. */
function ofReply(resolved: unknown): ExtendedStatus {
  if (resolved === 'yes') return 'FIXED'
  return resolved === 'no' ? 'NO_FURTHER_ACTION' : 'CLOSED'
}

const suspension = (reason: string | null, untilAt: unknown, dateOf: (at: number) => string): string =>
  [
    reason ?? '暂缓办理',
    ...(typeof untilAt === 'number' ? [`到${dateOf(untilAt)} · until ${dateOf(untilAt)}`] : []),
  ].join('，')

function refusal(
  text: (key: string) => string | null,
  shut: (extended: ExtendedStatus, notes: string | null, code: string) => Standing,
): Standing {
  const code = text('reasonCode') ?? 'not_accepted'
  const notes = [text('legalBasis'), text('whereInstead')].filter((part) => part !== null).join('；')
  return shut(OTHERS_DUTY.has(code) ? 'NOT_COUNCILS_RESPONSIBILITY' : 'NO_FURTHER_ACTION', notes || null, code)
}

/** A merchant who left without a word left a code. */
const withdrawal = (reason: string | null): string | null => (reason === 'reporter_asked' ? WITHDRAWN : reason)

/** What comes after an answer leaves it as it is; a “solved” of the reporter fixes what was not refused. */
function after(
  state: IssueState,
  before: Standing | null,
  event: PublicEvent,
  text: (key: string) => string | null,
): Standing {
  if (event.rule === 'T23') return standing(state, 'NO_FURTHER_ACTION', text('reason') ?? WORDS_GONE, 'refused')
  const kept = before ?? standing(state, 'CLOSED', null, null)
  const isFixed = state === 'confirmed' && kept.extended !== 'NO_FURTHER_ACTION'
  return {
    ...standing(state, isFixed ? 'FIXED' : kept.extended, kept.notes ?? WORDS_GONE, kept.reasonCode),
    reasonCode: kept.reasonCode ?? text('reasonCode') ?? state,
  }
}

/** `status_description` of the bulk file (GeoReport Bulk). */
export const BULK_STATUS: Readonly<Record<IssueState, 'Open' | 'Processing' | 'Hold' | 'Closed'>> = {
  received: 'Open',
  dispatched: 'Open',
  returned: 'Open',
  dissatisfied: 'Open',
  signed: 'Processing',
  handling: 'Processing',
  waiting_reporter: 'Hold',
  suspended: 'Hold',
  answered: 'Closed',
  replied: 'Closed',
  follow_up: 'Closed',
  confirmed: 'Closed',
  closed: 'Closed',
  not_accepted: 'Closed',
  merged: 'Closed',
  withdrawn: 'Closed',
}
