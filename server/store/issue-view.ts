import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { type clockRuns, issueEvents, issues, reports, services } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { sites } from '../../db/schema/sites.ts'
import { type ClockRule, lightOf, shareOf } from '../domain/clock.ts'
import type { Channel, Confirmed, Evidenced, IssueKind, IssueState, Resolved } from '../domain/issue.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import { whoseTurn } from '../domain/turn.ts'
import type { Facts, IssueRow, Turn } from '../wire/issues.ts'
import { CALENDAR } from './calendar.ts'
import type { IssueRecord, RunRecord } from './issue-plan.ts'
import { runningRuns } from './issue-statements.ts'

/** An issue with the names of what it points at. */
export interface NamedIssue {
  issue: IssueRecord
  service: typeof services.$inferSelect
  site: { id: string; nameZh: string; nameEn: string } | null
  agency: { id: string; nameZh: string; nameEn: string } | null
}

/** `select … from issues` with service, site and agency; add `.where()`. */
export const namedIssues = (db: Db) =>
  db
    .select({
      issue: issues,
      service: services,
      site: { id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn },
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
    })
    .from(issues)
    .innerJoin(services, eq(services.id, issues.serviceId))
    .leftJoin(sites, eq(sites.id, issues.siteId))
    .leftJoin(agencies, eq(agencies.id, issues.agencyId))
    .$dynamic()

/** The four facts of an issue; free text comes masked. */
export function factsOf(issue: IssueRecord): Facts {
  return {
    replied: {
      is: issue.repliedAt !== null,
      at: issue.repliedAt,
      text: issue.replyText === null ? null : maskPersonal(issue.replyText),
    },
    resolved: { value: issue.resolved as Resolved, at: issue.resolvedAt },
    confirmed: { value: issue.confirmed as Confirmed, at: issue.confirmedAt },
    evidenced: { value: issue.evidenced as Evidenced, at: issue.evidencedAt },
  }
}

/** Whose turn it is; `sinceAt` is when it entered its state. */
export const turnOf = (issue: IssueRecord, sinceAt: number | null): Turn =>
  whoseTurn({ state: issue.state as IssueState, dueAt: issue.dueAt, sinceAt: sinceAt ?? issue.receivedAt })

type Counted = Pick<RunRecord, 'rule' | 'amount' | 'startedAt'>

/** Light and share of a run at `now`, or of one that stopped, at its stop. */
export function lightAndShare(run: Counted & { stoppedAt?: number | null }, now: number) {
  const counted = { rule: run.rule as ClockRule, amount: run.amount, startedAt: run.startedAt }
  const at = run.stoppedAt ?? now
  return { light: lightOf(counted, at, [], CALENDAR), share: shareOf(counted, at, [], CALENDAR) }
}

/** What rows need beside the issue itself; three queries whatever their count. */
export async function besides(db: Db, issueIds: readonly string[]) {
  if (issueIds.length === 0)
    return { runs: [], reportCounts: new Map<string, number>(), since: new Map<string, number>() }
  const ids = [...issueIds]
  const [runs, counts, entered] = await Promise.all([
    runningRuns(db, ids),
    db
      .select({ issueId: reports.issueId, count: sql<number>`count(*)` })
      .from(reports)
      .where(inArray(reports.issueId, ids))
      .groupBy(reports.issueId),
    db
      .select({ issueId: issueEvents.issueId, at: sql<number>`max(${issueEvents.at})` })
      .from(issueEvents)
      .where(and(inArray(issueEvents.issueId, ids), isNotNull(issueEvents.toState)))
      .groupBy(issueEvents.issueId),
  ])
  return {
    runs: runs as (typeof clockRuns.$inferSelect)[],
    reportCounts: new Map(counts.map(({ issueId, count }) => [issueId, count])),
    since: new Map(entered.map(({ issueId, at }) => [issueId, at])),
  }
}
export type Besides = Awaited<ReturnType<typeof besides>>

const named = ({ id, nameZh, nameEn }: { id: string; nameZh: string; nameEn: string }) => ({ id, nameZh, nameEn })

/** One row of a list at `now`. */
export function issueRow({ issue, service, site, agency }: NamedIssue, beside: Besides, now: number): IssueRow {
  const run = beside.runs.find((one) => one.issueId === issue.id && one.clock === issue.clock)
  const counted = run ? lightAndShare(run, now) : { light: 0, share: null }
  return {
    id: issue.id,
    number: issue.number,
    title: maskPersonal(issue.title),
    state: issue.state as IssueState,
    kind: issue.kind as IssueKind,
    channel: issue.channel as Channel,
    service: named(service),
    site: site?.id ? site : null,
    agency: agency?.id ? agency : null,
    receivedAt: issue.receivedAt,
    clock: issue.clock,
    dueAt: issue.dueAt,
    light: counted.light,
    share: counted.share,
    facts: factsOf(issue),
    reportCount: beside.reportCounts.get(issue.id) ?? 0,
    turn: turnOf(issue, beside.since.get(issue.id) ?? null),
  }
}
