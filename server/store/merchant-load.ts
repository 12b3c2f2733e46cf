import { eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, reports } from '../../db/schema/issues.ts'
import { type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { type NamedIssue, namedIssues } from './issue-view.ts'
import type { StorePorts } from './ports.ts'

export type ReportRecord = typeof reports.$inferSelect
/** A merchant's report and the issue it stands on now. */
export interface Both {
  report: ReportRecord
  found: NamedIssue
}

export async function bothOf(db: Db, reportId: string): Promise<Both | null> {
  const [report] = await db.select().from(reports).where(eq(reports.id, reportId))
  if (!report) return null
  const [found] = await namedIssues(db).where(eq(issues.id, report.issueId))
  return found ? { report, found } : null
}

const ATTEMPTS = 5

/**
 * A merchant has no version to decide on: the step is judged by how the issue stands now, and again when somebody moved it
 * meanwhile. `step` gives null when it is kept.
 */
export async function judgedNow(
  { db }: StorePorts,
  reportId: string,
  step: (both: Both) => Promise<Refused | null>,
): Promise<Refused | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const both = await bothOf(db, reportId)
    if (!both) return refused('link_unknown')
    const failure = await step(both)
    if (failure?.reason !== 'stale') return failure
  }
  return refused('busy')
}

/** Nothing of the kind can be done now. */
export const notNow = (): Refused => refused('not_allowed_now', { allowed: [] })
/** The refusal of an outcome, or null. */
export const failureOf = (outcome: Outcome<unknown>): Refused | null => (outcome.ok ? null : outcome)
