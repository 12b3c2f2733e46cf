import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { pauses } from '../../db/schema/issue-steps.ts'
import { clockRuns, issueEvents, issues } from '../../db/schema/issues.ts'
import { liveEvents } from '../../db/schema/live.ts'
import { type Statement, statement } from '../../db/writer.ts'
import type { IssueRecord, Plan } from './issue-plan.ts'
import { areTermsChanged, termsStatement } from './search-index.ts'

/** A row of the event log that screens follow. */
export const liveEvent = (
  db: Db,
  event: { at: number; kind: string; subjectId: string; siteId: string | null; body?: Record<string, unknown> },
): Statement => statement(db.insert(liveEvents).values({ ...event, body: JSON.stringify(event.body ?? {}) }))

/** Tells screens about an issue; ids and codes only. `agencyIds`: whose it is, or was until this change. */
export function issueLiveEvent(db: Db, issue: IssueRecord, at: number, before: IssueRecord | null = null): Statement {
  const { id, siteId, number, state, version } = issue
  const agencies = [issue.agencyId, issue.leadAgencyId, before?.agencyId, before?.leadAgencyId]
  const agencyIds = [...new Set(agencies.filter((agencyId) => typeof agencyId === 'string'))]
  return liveEvent(db, { at, kind: 'issue', subjectId: id, siteId, body: { number, state, version, agencyIds } })
}

/**
 * A plan as one atomic write. The first statement changes exactly one row, or the write is undone: the version moved
 * on (an existing issue), or the number or the meter's event was taken meanwhile (a new one).
 */
export function planStatements(db: Db, plan: Plan, at: number): Statement[] {
  return [
    plan.before === null ? insertion(db, plan.issue) : change(db, plan.before, plan.issue),
    // A due is changed before its clock may stop: a stopped run keeps the due it ran against.
    ...plan.dues.map(({ clock, dueAt, rawDueAt, isProvisional, calendarVersion, agencyId }) =>
      statement(
        db
          .update(clockRuns)
          .set({ dueAt, rawDueAt, isProvisional, calendarVersion, agencyId })
          .where(runningRun(plan, clock)),
      ),
    ),
    ...plan.stops.map(({ clock, at: stoppedAt, stoppedBy }) =>
      statement(db.update(clockRuns).set({ stoppedAt, stoppedBy }).where(runningRun(plan, clock))),
    ),
    ...plan.changedPauses.map(({ id, ...pause }) =>
      statement(id === null ? db.insert(pauses).values(pause) : db.update(pauses).set(pause).where(eq(pauses.id, id))),
    ),
    ...(plan.starts.length ? [statement(db.insert(clockRuns).values(plan.starts))] : []),
    ...(plan.events.length ? [statement(db.insert(issueEvents).values(plan.events))] : []),
    ...(plan.before === null || areTermsChanged(plan.before, plan.issue) ? [termsStatement(plan.issue)] : []),
    issueLiveEvent(
      db,
      plan.before === null ? plan.issue : { ...plan.issue, version: plan.before.version + 1 },
      at,
      plan.before,
    ),
  ]
}

const runningRun = (plan: Plan, clock: string) =>
  and(eq(clockRuns.issueId, plan.issue.id), eq(clockRuns.clock, clock), isNull(clockRuns.stoppedAt))

const nextSerial = sql<number>`(SELECT coalesce(max(serial), 0) + 1 FROM issues)`

const insertion = (db: Db, issue: IssueRecord): Statement =>
  statement(
    db
      .insert(issues)
      .values({ ...issue, serial: nextSerial })
      .onConflictDoNothing(),
    1,
  )

function change(db: Db, before: IssueRecord, after: IssueRecord): Statement {
  const changed = Object.fromEntries(
    Object.entries(after).filter(([key, value]) => value !== before[key as keyof IssueRecord]),
  )
  return statement(
    db
      .update(issues)
      .set({ ...changed, version: sql`${issues.version} + 1` })
      .where(and(eq(issues.id, before.id), eq(issues.version, before.version))),
    1,
  )
}

/** Running runs of issues, for shares and lights. */
export const runningRuns = (db: Db, issueIds: readonly string[]) =>
  db
    .select()
    .from(clockRuns)
    .where(and(inArray(clockRuns.issueId, [...issueIds]), isNull(clockRuns.stoppedAt)))
