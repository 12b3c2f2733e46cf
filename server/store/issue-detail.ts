import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { pauses } from '../../db/schema/issue-steps.ts'
import { clockRuns, contacts, issueEvents, issues, reports } from '../../db/schema/issues.ts'
import type { Confirmed } from '../domain/issue.ts'
import { maskPersonal, maskTelephone } from '../domain/plain-text.ts'
import type { ClockRunView, IssueDetail, IssueEvent, IssueReport } from '../wire/issues.ts'
import { actionsFor, isUnfavourable } from './issue-actions.ts'
import { issueBeside } from './issue-beside.ts'
import { interruptionOf } from './issue-evidence.ts'
import { isOpenState } from './issue-list.ts'
import type { IssueRecord } from './issue-plan.ts'
import { asEvent, besides, issueRow, lightAndShare, type NamedIssue, namedEvents, namedIssues } from './issue-view.ts'
import { suppliesNow } from './power.ts'
import { asWire } from './power-events.ts'
import { ruleBook } from './rule-book.ts'
import { maySee, type Viewer } from './viewer.ts'

/** Everything about one issue, or null when there is none or it is not the viewer's to see. */
export async function issueDetail(db: Db, id: string, viewer: Viewer, now: number): Promise<IssueDetail | null> {
  const [found] = await namedIssues(db).where(eq(issues.id, id))
  if (!found || !maySee(viewer, found.issue)) return null
  const { issue, service } = found
  const [beside, itsReports, events, clocks, master, mergeable, interruption, supply] = await Promise.all([
    besides(db, [id]),
    reportsOf(db, issue, viewer),
    eventsOf(db, id),
    clocksOf(db, id, now),
    masterOf(db, issue.masterId),
    mergeableWith(db, found),
    service.isSupplyOutage ? interruptionOf(db, issue, now) : null,
    issue.siteId && service.isSupplyOutage ? suppliesNow(db, [issue.siteId], now) : null,
  ])
  const around = await issueBeside(db, issue)
  return {
    ...issueRow(found, beside, now),
    ...around,
    text: maskPersonal(issue.text),
    expectedAt: issue.expectedAt,
    closedAt: issue.closedAt,
    master,
    reports: itsReports,
    events,
    clocks,
    powerEvent: interruption ? asWire(interruption) : null,
    supply: supply?.get(issue.siteId ?? '') ?? null,
    actions: actionsFor(viewer, {
      issue,
      reportCount: itsReports.filter(({ hasLeft }) => !hasLeft).length,
      countedAnswers: itsReports.filter(({ answer, grade, isExcluded }) => !isExcluded && isUnfavourable(answer, grade))
        .length,
      partCount: around.parts.length,
      openRequests: around.requests.filter(({ status }) => status === 'open').map(({ kind }) => kind),
      handleDueAt: beside.runs.find(({ clock }) => clock === 'handle')?.dueAt ?? null,
      isReferable: service.isReferable,
      now,
    }),
    mergeable,
  }
}

/** What each merchant said. An agency sees no telephone of a secret issue, nor one that was hidden from it. */
async function reportsOf(db: Db, { id, isSecret }: IssueRecord, viewer: Viewer): Promise<IssueReport[]> {
  const rows = await db
    .select({ report: reports, telephone: contacts.telephone, isHidden: contacts.isHiddenFromAgency })
    .from(reports)
    .leftJoin(contacts, eq(contacts.reportId, reports.id))
    .where(eq(reports.issueId, id))
    .orderBy(asc(reports.createdAt), asc(reports.number))
  const isClosed = (isHidden: boolean | null) => viewer.role === 'officer' && (isSecret || isHidden === true)
  return rows.map(({ report, telephone, isHidden }) => ({
    id: report.id,
    number: report.number,
    place: maskPersonal(report.place),
    text: maskPersonal(report.text),
    channel: report.channel,
    createdAt: report.createdAt,
    isPrimary: report.isPrimary,
    answer: report.answer as Confirmed,
    answeredAt: report.answeredAt,
    answerText: report.answerText === null ? null : maskPersonal(report.answerText),
    answerReason: report.answerReason,
    grade: report.grade,
    isExcluded: report.excludedAt !== null,
    hasLeft: report.leftAt !== null,
    maskedTelephone: isClosed(isHidden) ? null : maskTelephone(telephone),
  }))
}

async function eventsOf(db: Db, issueId: string): Promise<IssueEvent[]> {
  const rows = await namedEvents(db).where(eq(issueEvents.issueId, issueId)).orderBy(asc(issueEvents.id))
  return rows.map(asEvent)
}

async function clocksOf(db: Db, issueId: string, now: number): Promise<ClockRunView[]> {
  const [rows, all, book] = await Promise.all([
    db.select().from(clockRuns).where(eq(clockRuns.issueId, issueId)).orderBy(asc(clockRuns.id)),
    db.select().from(pauses).where(eq(pauses.issueId, issueId)),
    ruleBook(db),
  ])
  return rows.map((run) => ({
    clock: run.clock,
    round: run.round,
    rule: run.rule,
    amount: run.amount,
    startedAt: run.startedAt,
    dueAt: run.dueAt,
    stoppedAt: run.stoppedAt,
    ...lightAndShare(run, all, book, now),
    rawDueAt: run.rawDueAt,
    stoppedBy: run.stoppedBy,
    isProvisional: run.isProvisional,
  }))
}

const short = { id: issues.id, number: issues.number, title: issues.title }

async function masterOf(db: Db, masterId: string | null): Promise<IssueDetail['master']> {
  if (masterId === null) return null
  const [row] = await db.select(short).from(issues).where(eq(issues.id, masterId))
  return row ? { ...row, title: maskPersonal(row.title) } : null
}

async function mergeableWith(db: Db, { issue }: NamedIssue): Promise<IssueDetail['mergeable']> {
  if (issue.siteId === null) return []
  const rows = await db
    .select(short)
    .from(issues)
    .where(
      and(
        eq(issues.siteId, issue.siteId),
        eq(issues.serviceId, issue.serviceId),
        ne(issues.id, issue.id),
        isOpenState,
        sql`${issues.masterId} is null`,
      ),
    )
    .orderBy(asc(issues.receivedAt))
    .limit(20)
  return rows.map((row) => ({ ...row, title: maskPersonal(row.title) }))
}
