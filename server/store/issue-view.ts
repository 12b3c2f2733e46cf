import { and, eq, inArray, isNull, max, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { pauses } from '../../db/schema/issue-steps.ts'
import { type clockRuns, issueEvents, issues, reports, services } from '../../db/schema/issues.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { sites } from '../../db/schema/sites.ts'
import { type ClockRule, lightOf, shareOf } from '../domain/clock.ts'
import type { Channel, Confirmed, Consultation, Evidenced, IssueKind, IssueState, Resolved } from '../domain/issue.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import { whoseTurn } from '../domain/turn.ts'
import type { Facts, IssueEvent, IssueRow, Turn } from '../wire/issues.ts'
import { asPause, pausesOf } from './issue-clocks.ts'
import type { IssueRecord, PauseRecord, RunRecord } from './issue-plan.ts'
import { runningRuns } from './issue-statements.ts'
import { type FrozenRun, type RuleBook, ruleBook } from './rule-book.ts'

/** An issue with the names of what it points at. */
export interface NamedIssue {
  issue: IssueRecord
  service: typeof services.$inferSelect
  site: { id: string; nameZh: string; nameEn: string } | null
  agency: { id: string; nameZh: string; nameEn: string } | null
}

/** What a row of a list shows of the issue itself. */
const listed = {
  id: issues.id,
  number: issues.number,
  title: issues.title,
  state: issues.state,
  kind: issues.kind,
  channel: issues.channel,
  agencyId: issues.agencyId,
  leadAgencyId: issues.leadAgencyId,
  receivedAt: issues.receivedAt,
  sinceAt: issues.sinceAt,
  clock: issues.clock,
  dueAt: issues.dueAt,
  repliedAt: issues.repliedAt,
  replyText: issues.replyText,
  resolved: issues.resolved,
  resolvedAt: issues.resolvedAt,
  confirmed: issues.confirmed,
  confirmedAt: issues.confirmedAt,
  evidenced: issues.evidenced,
  evidencedAt: issues.evidencedAt,
  round: issues.round,
  returnCount: issues.returnCount,
  supervisionLevel: issues.supervisionLevel,
  consultation: issues.consultation,
  isSecret: issues.isSecret,
  version: issues.version,
}
type Listed = Pick<IssueRecord, keyof typeof listed>
type NamedThing = { id: string; nameZh: string; nameEn: string }

/** As much of a named issue as a row of a list shows. */
export interface ListedIssue {
  issue: Listed
  service: NamedThing
  site: NamedThing | null
  agency: NamedThing | null
}

/** The same as `namedIssues` for a page of a list: reading every column of fifty rows costs more than finding them. */
export const listedIssues = (db: Db) =>
  db
    .select({
      issue: listed,
      service: { id: services.id, nameZh: services.nameZh, nameEn: services.nameEn },
      site: { id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn },
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
    })
    .from(issues)
    .innerJoin(services, eq(services.id, issues.serviceId))
    .leftJoin(sites, eq(sites.id, issues.siteId))
    .leftJoin(agencies, eq(agencies.id, issues.agencyId))
    .$dynamic()

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
export function factsOf(issue: Listed): Facts {
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

/** Whose turn it is; a running pause ends at `pausedUntilAt` (epoch ms). */
export const turnOf = (issue: Pick<Listed, 'state' | 'dueAt' | 'sinceAt'>, pausedUntilAt: number | null = null): Turn =>
  whoseTurn({ state: issue.state as IssueState, dueAt: issue.dueAt, sinceAt: issue.sinceAt, pausedUntilAt })

type Counted = FrozenRun & Pick<RunRecord, 'clock' | 'round' | 'rule' | 'amount' | 'startedAt'>

/** Light and share of a run at `now`, or of one that stopped, at its stop. `all` = the pauses of its issue. */
export function lightAndShare(
  run: Counted & { stoppedAt?: number | null },
  all: readonly PauseRecord[],
  book: RuleBook,
  now: number,
) {
  const counted = { rule: run.rule as ClockRule, amount: run.amount, startedAt: run.startedAt }
  const at = run.stoppedAt ?? now
  const own = pausesOf(run, all).map(asPause)
  const calendar = book.calendarOf(run)
  return { light: lightOf(counted, at, own, calendar), share: shareOf(counted, at, own, calendar) }
}

/** `select … from issue_events` with who acted; add `.where()`. */
export const namedEvents = (db: Db) =>
  db
    .select({
      event: issueEvents,
      actorName: users.name,
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
    })
    .from(issueEvents)
    .leftJoin(users, eq(users.id, issueEvents.actorId))
    .leftJoin(agencies, eq(agencies.id, issueEvents.agencyId))
    .$dynamic()

const masked = (_key: string, value: unknown): unknown => (typeof value === 'string' ? maskPersonal(value) : value)

/** An event as it is shown; free text comes masked. */
export function asEvent({ event, actorName, agency }: Awaited<ReturnType<typeof namedEvents>>[number]): IssueEvent {
  return {
    id: event.id,
    at: event.at,
    kind: event.kind,
    rule: event.rule,
    fromState: event.fromState as IssueState | null,
    toState: event.toState as IssueState | null,
    round: event.round,
    actorRole: event.actorRole,
    actorName,
    agency: agency?.id ? agency : null,
    body: JSON.parse(event.body, masked) as Record<string, unknown>,
  }
}

async function lastEvents(db: Db, ids: string[]): Promise<Map<string, IssueEvent>> {
  const newest = db
    .select({ id: max(issueEvents.id) })
    .from(issueEvents)
    .where(inArray(issueEvents.issueId, ids))
    .groupBy(issueEvents.issueId)
  const rows = await namedEvents(db).where(inArray(issueEvents.id, newest))
  return new Map(rows.map((row) => [row.event.issueId, asEvent(row)]))
}

/** What rows need beside the issue itself; five queries whatever their count. */
export async function besides(db: Db, issueIds: readonly string[]) {
  const book = await ruleBook(db)
  if (issueIds.length === 0)
    return {
      book,
      runs: [],
      pauses: [],
      reportCounts: new Map<string, number>(),
      last: new Map<string, IssueEvent>(),
    }
  const ids = [...issueIds]
  const [runs, itsPauses, counts, last] = await Promise.all([
    runningRuns(db, ids),
    db.select().from(pauses).where(inArray(pauses.issueId, ids)),
    db
      .select({ issueId: reports.issueId, count: sql<number>`count(*)` })
      .from(reports)
      .where(and(inArray(reports.issueId, ids), isNull(reports.leftAt)))
      .groupBy(reports.issueId),
    lastEvents(db, ids),
  ])
  return {
    book,
    runs: runs as (typeof clockRuns.$inferSelect)[],
    pauses: itsPauses as PauseRecord[],
    reportCounts: new Map(counts.map(({ issueId, count }) => [issueId, count])),
    last,
  }
}
export type Besides = Awaited<ReturnType<typeof besides>>

const named = ({ id, nameZh, nameEn }: { id: string; nameZh: string; nameEn: string }) => ({ id, nameZh, nameEn })

/** One row of a list at `now`. */
export function issueRow({ issue, service, site, agency }: ListedIssue, beside: Besides, now: number): IssueRow {
  const run = beside.runs.find((one) => one.issueId === issue.id && one.clock === issue.clock)
  const itsPauses = beside.pauses.filter((pause) => pause.issueId === issue.id)
  const counted = run ? lightAndShare(run, itsPauses, beside.book, now) : { light: 0, share: null }
  const pausedUntilAt = itsPauses.find(({ endedAt }) => endedAt === null)?.untilAt ?? null
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
    rule: (run?.rule ?? null) as ClockRule | null,
    amount: run?.amount ?? null,
    dueAt: issue.dueAt,
    isProvisional: run?.isProvisional ?? false,
    pausedUntilAt,
    light: counted.light,
    share: counted.share,
    facts: factsOf(issue),
    reportCount: beside.reportCounts.get(issue.id) ?? 0,
    turn: turnOf(issue, pausedUntilAt),
    round: issue.round,
    returnCount: issue.returnCount,
    supervisionLevel: issue.supervisionLevel,
    consultation: issue.consultation as Consultation,
    isSecret: issue.isSecret,
    sinceAt: issue.sinceAt,
    version: issue.version,
    last: beside.last.get(issue.id) ?? null,
  }
}
