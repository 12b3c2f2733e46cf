import { inArray } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { pauses } from '../../db/schema/issue-steps.ts'
import { clockClassOf } from './issue-create.ts'
import { type Plan, planFor } from './issue-plan.ts'
import { runningRuns } from './issue-statements.ts'
import type { NamedIssue } from './issue-view.ts'
import { ruleBook } from './rule-book.ts'

/** A plan that begins with an issue as it stands in the database. */
export async function planOf(db: Db, { issue, service }: NamedIssue): Promise<Plan> {
  const [book, running, itsPauses] = await Promise.all([
    ruleBook(db),
    runningRuns(db, [issue.id]),
    db
      .select()
      .from(pauses)
      .where(inArray(pauses.issueId, [issue.id])),
  ])
  return planFor(issue, clockClassOf(service), running, book.current, book.calendarOf, itsPauses)
}
