import type { IssueState } from './issue.ts'
import type { RuleId } from './issue-table.ts'

/** What is counted on an issue beside its state; `round` 1 is the first handling. */
export type IssueCounters = {
  round: number
  returnCount: number
  transferCount: number
  reworkCount: number
  reopenCount: number
}

/** The counters after a move; `isAnotherAgency` = it dispatches to an agency other than the one dispatched to before. */
export function countersAfter(rule: RuleId, counters: IssueCounters, isAnotherAgency: boolean): IssueCounters {
  const one = (isCounted: boolean) => (isCounted ? 1 : 0)
  const dispatches = rule === 'T3' || rule === 'T9' || rule === 'T21'
  return {
    round: counters.round + one(rule === 'T19' || rule === 'T25'),
    returnCount: counters.returnCount + one(rule === 'T8'),
    transferCount: counters.transferCount + one(dispatches && isAnotherAgency),
    reworkCount: counters.reworkCount + one(rule === 'T21'),
    reopenCount: counters.reopenCount + one(rule === 'T25'),
  }
}

const DAY_MS = 86_400_000
const ONE_TAP_MS = 7 * DAY_MS
const WRITTEN_MS = 90 * DAY_MS

/**
 * How a reporter may reopen at `now` (epoch ms): by one tap within 7 days of confirming, by a written reason up to 90
 * days after the issue ended (`endedAt`), later only by a new issue linked as a repeat. Null while it is still open.
 */
export function reporterReopening(
  issue: { state: IssueState; confirmedAt: number | null; endedAt: number | null },
  now: number,
): 'one_tap' | 'written' | 'new_issue' | null {
  const isOver = ['confirmed', 'closed', 'not_accepted', 'merged', 'withdrawn'].includes(issue.state)
  if (!isOver) return null
  if (issue.confirmedAt !== null && now - issue.confirmedAt <= ONE_TAP_MS) return 'one_tap'
  return now - (issue.endedAt ?? issue.confirmedAt ?? 0) <= WRITTEN_MS ? 'written' : 'new_issue'
}

/** With subscribers left a reporter only leaves the issue, and it goes on (T6). */
export function leavingOf(subscriberCount: number): 'leave' | 'withdraw' {
  return subscriberCount > 0 ? 'leave' : 'withdraw'
}
