import { and, asc, desc, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, reports, services, trackingTokens } from '../../db/schema/issues.ts'
import { sites } from '../../db/schema/sites.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { dayNumber, startOfDay } from '../domain/calendar.ts'
import type { Cover, MerchantSite, MerchantSites, Tracking } from '../wire/merchant.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { type Repeatable, withIdempotency } from './idempotency.ts'
import { isCovering } from './issue-covering.ts'
import { createIssue, type NewReport, publicTitle, reportStatements, serviceOf, siteOf } from './issue-create.ts'
import { interruptionOf } from './issue-evidence.ts'
import { isOpenState } from './issue-list.ts'
import { nextReportNumber } from './issue-numbers.ts'
import { type IssueRecord, REPORTER } from './issue-plan.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { besides, type NamedIssue, namedIssues } from './issue-view.ts'
import { type Lane, plainReport, unknownReference } from './issues.ts'
import { answerReport, trackingOf } from './merchant-tracking.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import { powerDays } from './power.ts'
import { siteList } from './sites.ts'

/** What a merchant sends; `tokenHash` is the SHA-256 of the link's secret. */
export interface MerchantReport {
  siteId: string
  serviceId: string
  joinIssueId: string | null
  report: NewReport
}

/** What a merchant is told: everything but the link's secret, which only the caller has. */
export interface Receipt {
  number: string
  issueNumber: string
  isJoined: boolean
  expectedAt: number | null
}

/** How the answer is kept for a repetition: with the request's key, in the same transaction. */
export interface Keeping {
  repeatable: Repeatable | null
  answerOf(receipt: Receipt): unknown
}

const ATTEMPTS = 5

/** Open issues at a site, and for a supply those of its line's other sites. */
export async function coveringIssues(db: Db, site: { id: string; supplyId: string | null }): Promise<NamedIssue[]> {
  const sameLine = site.supplyId
    ? db.select({ id: sites.id }).from(sites).where(eq(sites.supplyId, site.supplyId))
    : null
  const rows = await namedIssues(db)
    .where(
      and(
        isOpenState,
        or(
          eq(issues.siteId, site.id),
          sameLine ? and(inArray(issues.siteId, sameLine), eq(services.isSupplyOutage, true)) : undefined,
        ),
      ),
    )
    .orderBy(desc(services.isSupplyOutage), asc(issues.receivedAt), asc(issues.number))
  return rows.filter(({ issue }) => isCovering(issue))
}

export function createMerchantStore(ports: StorePorts, lane: Lane) {
  const { db, writer } = ports
  return {
    async sites(): Promise<MerchantSites['sites']> {
      const listed = await siteList(db)
      return listed.map(({ id, nameZh, nameEn, kind, address }) => ({ id, nameZh, nameEn, kind, address }))
    },
    site: (id: string, now: number): Promise<MerchantSite | null> => merchantSite(db, id, now),
    /** A new issue or a place on an open one, with its tracking link, in one transaction. */
    async report(asked: MerchantReport, keeping: Keeping, at: number): Promise<Outcome<Receipt>> {
      const report = plainReport(asked.report)
      const [service, site] = await Promise.all([serviceOf(db, asked.serviceId), siteOf(db, asked.siteId)])
      if (!site || site.closedAt !== null) return unknownReference('/siteId', 'There is no such site.')
      if (!service) return unknownReference('/serviceId', 'There is no such service.')
      const keep = (receipt: Receipt): Statement[] =>
        keeping.repeatable ? [withIdempotency(keeping.repeatable, 201, keeping.answerOf(receipt), at)] : []
      if (asked.joinIssueId !== null) return lane(() => join(ports, { id: asked.joinIssueId!, site, report }, keep, at))
      if (report.text === '') return emptyText()
      return lane(async () => {
        const receiptOf = (issue: IssueRecord, number: string): Receipt => ({
          number,
          issueNumber: issue.number,
          isJoined: false,
          expectedAt: issue.expectedAt,
        })
        const created = await createIssue(
          db,
          writer,
          {
            channel: report.channel,
            service,
            site,
            text: report.text,
            by: REPORTER,
            body: { channel: report.channel },
            report,
            also: (issue, own) => keep(receiptOf(issue, own!.number)),
          },
          at,
        )
        if (!created.ok) return created
        return done(receiptOf(created.value.issue, created.value.report!.number))
      })
    },
    tracking: (reportId: string, now: number): Promise<Tracking | null> => trackingOf(db, reportId, now),
    answer: (reportId: string, words: { answer: 'yes' | 'no'; text: string }, at: number): Promise<Outcome<Tracking>> =>
      answerReport(ports, reportId, words, at),
    /** Whose link this is: the report and its issue as it stands; null for an unknown or revoked secret. */
    async reportBy(tokenHash: string): Promise<{ reportId: string; issueId: string; siteId: string | null } | null> {
      const [row] = await db
        .select({ reportId: reports.id, issueId: reports.issueId, siteId: reports.siteId })
        .from(trackingTokens)
        .innerJoin(reports, eq(reports.id, trackingTokens.reportId))
        .where(and(eq(trackingTokens.tokenHash, tokenHash), isNull(trackingTokens.revokedAt)))
      return row ?? null
    },
  }
}

const emptyText = () =>
  refused('invalid', { errors: [{ pointer: '/text', code: 'required', detail: 'Say what is wrong.' }] })

async function join(
  { db, writer }: StorePorts,
  { id, site, report }: { id: string; site: { id: string; supplyId: string | null }; report: NewReport },
  keep: (receipt: Receipt) => Statement[],
  at: number,
): Promise<Outcome<Receipt>> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const found = (await coveringIssues(db, site)).find(({ issue }) => issue.id === id)
    if (!found) return unknownReference('/joinIssueId', 'This issue is not open here any more.')
    const { issue } = found
    const number = await nextReportNumber(db, issue.number)
    const own = await db.select({ id: reports.id }).from(reports).where(eq(reports.issueId, issue.id)).limit(1)
    const receipt = { number, issueNumber: issue.number, isJoined: true, expectedAt: issue.expectedAt }
    const reportId = newId(at)
    const outcome = await writer.write([
      ...reportStatements(
        db,
        { ...report, id: reportId, number, issueId: issue.id, siteId: site.id, isPrimary: own.length === 0 },
        at,
      ),
      ...joinedRows(db, issue, { number, channel: report.channel, isFirst: own.length === 0 }, at),
      ...keep(receipt),
    ])
    if (outcome.ok) return done(receipt)
    if (outcome.failedAt > 0) return refused('in_progress')
  }
  return refused('busy')
}

function joinedRows(
  db: Db,
  issue: IssueRecord,
  { number, channel, isFirst }: { number: string; channel: string; isFirst: boolean },
  at: number,
): Statement[] {
  return [
    {
      // A count is no decision: the version stays, so an officer who is typing is not refused for a newcomer.
      sql: 'UPDATE issues SET subscriber_count = subscriber_count + ? WHERE id = ?',
      args: [isFirst ? 0 : 1, issue.id],
    },
    statement(
      db.insert(issueEvents).values({
        issueId: issue.id,
        at,
        kind: 'joined',
        round: issue.round,
        actorRole: 'reporter',
        body: JSON.stringify({ reportNumber: number, channel }),
      }),
    ),
    issueLiveEvent(db, issue, at),
  ]
}

async function merchantSite(db: Db, id: string, now: number): Promise<MerchantSite | null> {
  const site = await siteOf(db, id)
  if (!site || site.closedAt !== null) return null
  const [served, covering] = await Promise.all([
    db.select().from(services).orderBy(asc(services.sortKey), asc(services.id)),
    coveringIssues(db, site),
  ])
  const placeIds = [...new Set([id, ...covering.flatMap(({ issue }) => (issue.siteId ? [issue.siteId] : []))])]
  const days = await powerDays(db, placeIds, startOfDay(dayNumber(now)), now, now)
  const beside = await besides(
    db,
    covering.map(({ issue }) => issue.id),
  )
  return {
    at: now,
    site: { id: site.id, nameZh: site.nameZh, nameEn: site.nameEn },
    services: served.map(({ id, nameZh, nameEn, isSupplyOutage }) => ({ id, nameZh, nameEn, isSupplyOutage })),
    covers: await Promise.all(
      covering.map(async (found): Promise<Cover> => {
        const { issue, service } = found
        const seen = service.isSupplyOutage ? await interruptionOf(db, issue, now) : null
        return {
          issueId: issue.id,
          number: issue.number,
          serviceId: service.id,
          title: publicTitle(service, found.site),
          sinceAt: seen?.startMaxAt ?? issue.receivedAt,
          state: issue.state,
          agency: found.agency?.id ? found.agency : null,
          reportCount: beside.reportCounts.get(issue.id) ?? 0,
          expectedAt: issue.expectedAt,
          spans: seen ? (days.get(issue.siteId ?? '')?.spans ?? []) : [],
          isSeenByMeter: seen !== null,
        }
      }),
    ),
    supply: days.get(id)!.supply,
  }
}
