import { type IssueState, OPEN311_STATUS } from '../domain/issue.ts'
import type { IssueRecord } from './issue-plan.ts'

/**
 * Whether an issue may still be what somebody comes to report: open, or answered without the meter agreeing. A secret one
 * is nobody else's to see.
 */
export const isCovering = ({
  state,
  evidenced,
  isSecret,
}: Pick<IssueRecord, 'state' | 'evidenced' | 'isSecret'>): boolean =>
  !isSecret &&
  (OPEN311_STATUS[state as IssueState] === 'open' ||
    ((state === 'replied' || state === 'follow_up' || state === 'answered') && evidenced !== 'supports'))
