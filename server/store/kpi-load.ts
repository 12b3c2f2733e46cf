import { asc, inArray } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { pauses } from '../../db/schema/issue-steps.ts'
import { clockRuns, issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { callBacks, replyPrints } from '../../db/schema/supervision.ts'
import type { ClockRule } from '../domain/clock.ts'
import type { Clock, IssueKind, PauseKind } from '../domain/issue.ts'
import type { KpiRun, KpiSource } from '../domain/kpi-history.ts'
import { type RuleBook, ruleBook } from './rule-book.ts'

/** Everything the figures of these issues are made of; a handful of queries whatever their count. */
export async function kpiSources(db: Db, issueIds: readonly string[]): Promise<KpiSource[]> {
  if (issueIds.length === 0) return []
  const ids = [...issueIds]
  const [book, found, events, runs, itsPauses, words, prints, calls] = await Promise.all([
    ruleBook(db),
    db.select().from(issues).where(inArray(issues.id, ids)),
    db.select().from(issueEvents).where(inArray(issueEvents.issueId, ids)).orderBy(asc(issueEvents.id)),
    db.select().from(clockRuns).where(inArray(clockRuns.issueId, ids)).orderBy(asc(clockRuns.id)),
    db.select().from(pauses).where(inArray(pauses.issueId, ids)).orderBy(asc(pauses.id)),
    db.select().from(reports).where(inArray(reports.issueId, ids)).orderBy(asc(reports.createdAt), asc(reports.id)),
    db.select().from(replyPrints).where(inArray(replyPrints.issueId, ids)),
    db.select().from(callBacks).where(inArray(callBacks.issueId, ids)),
  ])
  const of = byIssue(events)
  const [runsOf, pausesOf, reportsOf, printsOf] = [byIssue(runs), byIssue(itsPauses), byIssue(words), byIssue(prints)]
  const callOf = new Map(calls.map((call) => [call.issueId, call]))
  return found.map((issue) => ({
    issue: {
      id: issue.id,
      kind: issue.kind as IssueKind,
      serviceId: issue.serviceId,
      siteId: issue.siteId,
      isTest: issue.isTest,
      isPart: issue.parentId !== null,
      isRepeat: issue.repeatOfId !== null,
      hasMeter: issue.powerEventId !== null,
      round: issue.round,
      expectedAt: issue.expectedAt,
    },
    events: of(issue.id).map((event) => ({ ...event, body: JSON.parse(event.body) as Record<string, unknown> })),
    runs: runsOf(issue.id).map((run) => asRun(run, book)),
    pauses: pausesOf(issue.id).map((pause) => ({ ...pause, kind: pause.kind as PauseKind })),
    reports: reportsOf(issue.id),
    prints: printsOf(issue.id).map(({ round, repliedAt, sameAsId }) => ({
      round,
      repliedAt,
      isRepeated: sameAsId !== null,
    })),
    callBack: calledOf(callOf.get(issue.id)),
  }))
}

function byIssue<T extends { issueId: string }>(rows: readonly T[]): (issueId: string) => T[] {
  const lists = new Map<string, T[]>()
  for (const row of rows) {
    const list = lists.get(row.issueId)
    if (list) list.push(row)
    else lists.set(row.issueId, [row])
  }
  return (issueId) => lists.get(issueId) ?? []
}

const asRun = (run: typeof clockRuns.$inferSelect, book: RuleBook): KpiRun => ({
  ...run,
  clock: run.clock as Clock,
  rule: run.rule as ClockRule,
  calendar: book.calendarOf(run),
})

const calledOf = (call: typeof callBacks.$inferSelect | undefined): KpiSource['callBack'] =>
  call?.outcome && call.calledAt !== null ? { outcome: call.outcome, calledAt: call.calledAt } : null
