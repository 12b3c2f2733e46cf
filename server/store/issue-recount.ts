import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import { clockRuns, issues, reports } from '../../db/schema/issues.ts'
import { isProvisional } from '../domain/calendar.ts'
import { advance, type ClockRule, countedBetween, dueWithPauses } from '../domain/clock.ts'
import { asPause, govern, pausesOf, type RunRecord } from './issue-clocks.ts'
import { planOf } from './issue-load.ts'
import { commit } from './issue-moves.ts'
import { type Plan, planEvent, SYSTEM } from './issue-plan.ts'
import { messageTo } from './issue-timers.ts'
import { namedIssues } from './issue-view.ts'
import type { StorePorts } from './ports.ts'
import { ruleBook } from './rule-book.ts'

const AT_ONCE = 200

/**
 * Counts the provisional dues of running clocks anew once a newer calendar is there; others keep the one they froze.
 * Each change is an event, and merchants are told when their promise moves later. Gives how many issues changed.
 */
export async function recountProvisional(ports: StorePorts, at: number): Promise<number> {
  const { db } = ports
  const newest = (await ruleBook(db)).versionOf('calendar')
  const old = await db
    .selectDistinct({ issueId: clockRuns.issueId })
    .from(clockRuns)
    .where(and(sql`is_provisional = 1`, sql`stopped_at IS NULL`, lt(clockRuns.calendarVersion, newest)))
    .orderBy(asc(clockRuns.issueId))
    .limit(AT_ONCE)
  if (old.length === 0) return 0
  const found = await namedIssues(db).where(
    inArray(
      issues.id,
      old.map(({ issueId }) => issueId),
    ),
  )
  let changed = 0
  for (const one of found) {
    const before = await planOf(db, one)
    const plan = recounted(before, newest, at)
    const isLater = (plan.issue.expectedAt ?? 0) > (before.issue.expectedAt ?? 0)
    const told = isLater
      ? await db.select({ id: reports.id }).from(reports).where(eq(reports.issueId, one.issue.id))
      : []
    const also = told.map(({ id }) =>
      messageTo(db, one.issue.id, id, 'later_promise', at, { cause: 'calendar', expectedAt: plan.issue.expectedAt }),
    )
    if ((await commit(ports, { plan, also }, at)) === null) changed++
  }
  return changed
}

function recounted(before: Plan, calendarVersion: number, at: number): Plan {
  const old = before.running.filter((run) => run.isProvisional && run.calendarVersion < calendarVersion)
  const fresh = old.map((run) => recountedRun(before, run, calendarVersion))
  const expectedAt = promiseAgain(before, old, calendarVersion)
  const dues = fresh.map(({ clock, dueAt, isProvisional: provisional }, n) => ({
    clock,
    dueBeforeAt: old[n]!.dueAt,
    dueAfterAt: dueAt,
    isProvisional: provisional,
  }))
  const next = planEvent(
    before,
    'recounted',
    SYSTEM,
    at,
    { calendarVersion, dues, expectedBeforeAt: before.issue.expectedAt, expectedAfterAt: expectedAt },
    { expectedAt },
  )
  next.running = next.running.map((run) => fresh.find(({ clock }) => clock === run.clock) ?? run)
  next.dues = fresh
  govern(next)
  return next
}

function recountedRun(plan: Plan, run: RunRecord, calendarVersion: number): RunRecord {
  const next = { ...run, calendarVersion }
  const calendar = plan.calendarOf(next)
  const counted = { rule: run.rule as ClockRule, amount: run.amount, startedAt: run.startedAt }
  const { dueAt, rawDueAt } = dueWithPauses(counted, pausesOf(run, plan.pauses).map(asPause), calendar)
  return { ...next, dueAt, rawDueAt, isProvisional: isProvisional(dueAt, calendar) }
}

/** The promise keeps its working time: as many counted days from its start, on the newer calendar. */
function promiseAgain(plan: Plan, old: readonly RunRecord[], calendarVersion: number): number | null {
  const { expectedAt, receivedAt } = plan.issue
  const run = old[0]
  if (expectedAt === null || !run || run.rule === 'C') return expectedAt
  const [was, is] = [plan.calendarOf(run), plan.calendarOf({ ...run, calendarVersion })]
  if (!isProvisional(expectedAt, was)) return expectedAt
  return advance(receivedAt, countedBetween(receivedAt, expectedAt, 'A', was), 'A', is)
}
