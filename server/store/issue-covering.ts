import { type IssueState, OPEN311_STATUS } from '../domain/issue.ts'
import type { IssueRecord } from './issue-plan.ts'

/** Whether an issue may still be what somebody comes to report: open, or answered without the meter agreeing. */
export const isCovering = ({ state, evidenced }: Pick<IssueRecord, 'state' | 'evidenced'>): boolean =>
  OPEN311_STATUS[state as IssueState] === 'open' ||
  ((state === 'replied' || state === 'follow_up' || state === 'answered') && evidenced !== 'supports')
