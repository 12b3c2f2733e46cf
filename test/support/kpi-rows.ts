import type { Db } from '../../db/drizzle.ts'
import { pauses } from '../../db/schema/issue-steps.ts'
import { clockRuns, issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { callBacks, replyPrints } from '../../db/schema/supervision.ts'
import { type Statement, statement } from '../../db/writer.ts'
import type { Walk } from './kpi-walk.ts'

/** The rows a walk leaves, in the order the product writes them. */
export function walkStatements(db: Db, { plan, reports: words, prints, call }: Walk): Statement[] {
  const { issue } = plan
  const into = <T>(rows: readonly T[], insert: (rows: T[]) => { toSQL(): { sql: string; params: unknown[] } }) =>
    rows.length > 0 ? [statement(insert([...rows]))] : []
  return [
    statement(db.insert(issues).values(issue)),
    ...into(words, (rows) =>
      db.insert(reports).values(rows.map((row) => ({ ...row, issueId: issue.id, channel: 'telephone' }))),
    ),
    ...into(plan.starts, (rows) => db.insert(clockRuns).values(rows)),
    ...into(plan.pauses, (rows) => db.insert(pauses).values(rows.map(({ id: _, ...row }) => row))),
    ...into(prints, (rows) =>
      db.insert(replyPrints).values(
        rows.map(({ round, repliedAt, agencyId, text }) => ({
          ...{ issueId: issue.id, round, repliedAt, agencyId },
          print: `print-${text}`,
        })),
      ),
    ),
    ...(call
      ? [
          statement(
            db.insert(callBacks).values({
              ...{ id: `call-${issue.id}`, issueId: issue.id, cause: issue.state, month: '2026-01' },
              ...{ drawnAt: call.calledAt, calledAt: call.calledAt, outcome: call.outcome },
            }),
          ),
        ]
      : []),
    ...into(plan.events, (rows) => db.insert(issueEvents).values(rows)),
  ]
}

/** Marks replies whose text another issue had within the 180 days before, as sending does. */
export const MARK_SAME: Statement = {
  sql: `UPDATE reply_prints SET same_as_id = (SELECT o.issue_id FROM reply_prints o WHERE o.print = reply_prints.print
    AND o.issue_id <> reply_prints.issue_id AND o.replied_at < reply_prints.replied_at
    AND o.replied_at >= reply_prints.replied_at - 15552000000 LIMIT 1)`,
  args: [],
}
