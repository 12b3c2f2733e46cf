import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, reports, trackingTokens } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import type { MerchantSite, MerchantSites, Tracking } from '../wire/merchant.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { fileOf, type SentFile } from './attachments.ts'
import { type Repeatable, withIdempotency } from './idempotency.ts'
import { createIssue, type NewReport, reportStatements, serviceOf, siteOf } from './issue-create.ts'
import { nextReportNumber } from './issue-numbers.ts'
import { type IssueRecord, REPORTER } from './issue-plan.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { type Lane, plainReport, unknownReference } from './issues.ts'
import { answerReport, type FollowUpWords } from './merchant-answer.ts'
import { frozenOf, type GivenAnswers, guideOf } from './merchant-frozen.ts'
import { createMineStore } from './merchant-mine.ts'
import { type Fresh, type ReopeningWords, reopenByReporter } from './merchant-reopen.ts'
import { coveringIssues, merchantSite } from './merchant-site.ts'
import { createMerchantSteps } from './merchant-steps.ts'
import { markRead, trackingOf } from './merchant-tracking.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import { placeStatements } from './search-index.ts'
import { siteList } from './sites.ts'

/** What a merchant sends; `tokenHash` is the SHA-256 of the link's secret. */
export interface MerchantReport {
  siteId: string
  serviceId: string
  joinIssueId: string | null
  report: NewReport
  /** Answers to the service's own questions, frozen on a new issue. */
  answers?: GivenAnswers
  isSecret?: boolean
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
      const report = withPlainTelephone(plainReport(asked.report))
      const [service, site] = await Promise.all([serviceOf(db, asked.serviceId), siteOf(db, asked.siteId)])
      if (!site || site.closedAt !== null) return unknownReference('/siteId', 'There is no such site.')
      if (!service?.isPublic || !service.isActive) return unknownReference('/serviceId', 'There is no such service.')
      const keep = (receipt: Receipt): Statement[] =>
        keeping.repeatable ? [withIdempotency(keeping.repeatable, 201, keeping.answerOf(receipt), at)] : []
      if (asked.joinIssueId !== null) return lane(() => join(ports, { id: asked.joinIssueId!, site, report }, keep, at))
      if (report.text === '') return emptyText()
      if (guideOf(service).stopNotice) return belongsElsewhere()
      const frozen = frozenOf(service, asked.answers ?? [])
      if (!frozen.ok) return frozen
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
            patch: { frozen: frozen.value, isSecret: asked.isSecret ?? false },
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
    markRead: (reportId: string, at: number): Promise<void> => markRead(ports, reportId, at),
    answer: (reportId: string, words: FollowUpWords, at: number) => answerReport(ports, reportId, words, at),
    reopen: (reportId: string, words: ReopeningWords, at: number): Promise<Outcome<Fresh>> =>
      reopenByReporter(ports, lane, reportId, words, at),
    steps: createMerchantSteps(ports),
    mine: createMineStore(ports),
    /** A photo of this report, unless a moderator hid it. */
    async photo(reportId: string, id: string): Promise<SentFile | null> {
      const found = await fileOf(db, id)
      return found?.row.reportId === reportId && found.row.hiddenAt === null ? found.sent : null
    },
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

/** One telephone is written in one way, so that reports from it are found. */
const withPlainTelephone = (report: NewReport): NewReport => ({
  ...report,
  telephone: report.telephone?.replace(/[\s-]/g, '') || null,
})

const belongsElsewhere = () =>
  refused('invalid', { errors: [{ pointer: '/serviceId', code: 'elsewhere', detail: 'This belongs elsewhere.' }] })

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
      ...placeStatements(issue, report.place),
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
