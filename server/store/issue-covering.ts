import { type IssueKind, type IssueState, OPEN311_STATUS } from '../domain/issue.ts'
import type { IssueRecord } from './issue-plan.ts'

/** What is told about other people: never shown to somebody else who comes to report. */
const PRIVATE_KINDS: readonly string[] = ['complaint', 'report'] satisfies IssueKind[]

/**
 * Whether an issue may still be what somebody comes to report: open, or answered without the meter agreeing. A secret one,
 * a complaint or a report is nobody else's to see.
 */
export const isCovering = ({
  state,
  evidenced,
  isSecret,
  kind,
}: Pick<IssueRecord, 'state' | 'evidenced' | 'isSecret' | 'kind'>): boolean =>
  !isSecret &&
  !PRIVATE_KINDS.includes(kind) &&
  (OPEN311_STATUS[state as IssueState] === 'open' ||
    ((state === 'replied' || state === 'follow_up' || state === 'answered') && evidenced !== 'supports'))
