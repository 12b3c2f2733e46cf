import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents } from '../../db/schema/issues.ts'
import { type IssueState, OPEN311_STATUS } from '../domain/issue.ts'
import type { IssueRecord } from './issue-plan.ts'
import type { Both, ReportRecord } from './merchant-load.ts'

/** Who has said whether it is solved may grade it, once per answer. */
export const canGrade = ({ report }: Pick<Both, 'report'>): boolean =>
  (report.answer === 'yes' || report.answer === 'no') && report.grade === null

/** Whether the date promised has passed without a reply. */
export const isPromiseMissed = (issue: Both['found']['issue'], now: number): boolean =>
  issue.expectedAt !== null && issue.expectedAt < now && OPEN311_STATUS[issue.state as IssueState] === 'open'

/** Whether this merchant has said already that this round's promise was missed. */
export async function hasSaidMissed(db: Db, issue: IssueRecord, report: ReportRecord): Promise<boolean> {
  const said = and(eq(issueEvents.issueId, issue.id), eq(issueEvents.kind, 'promise_missed'))
  const rows = await db.select({ round: issueEvents.round, body: issueEvents.body }).from(issueEvents).where(said)
  return rows.some(
    ({ round, body }) =>
      round === issue.round && (JSON.parse(body) as { reportNumber?: string }).reportNumber === report.number,
  )
}
