import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { statement } from '../../db/writer.ts'
import { dayNumber, startOfDay } from '../domain/calendar.ts'
import type { IssueState } from '../domain/issue.ts'
import { maskPersonal, plainText } from '../domain/plain-text.ts'
import type { Tracking } from '../wire/merchant.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { publicTitle } from './issue-create.ts'
import { interruptionOf } from './issue-evidence.ts'
import { planOf } from './issue-load.ts'
import { askReports, commit, planAnswer } from './issue-moves.ts'
import { type IssueRecord, REPORTER } from './issue-plan.ts'
import { issueLiveEvent, runningRuns } from './issue-statements.ts'
import { besides, factsOf, type NamedIssue, namedIssues, turnOf } from './issue-view.ts'
import type { StorePorts } from './ports.ts'
import { powerDays } from './power.ts'

type ReportRecord = typeof reports.$inferSelect
/** The states in which a merchant's word is asked for. The first reporter's word ends them, the others' is counted on. */
const PRIMARY_ASKED: readonly IssueState[] = ['replied', 'answered', 'follow_up']
const OTHERS_ASKED: readonly IssueState[] = [...PRIMARY_ASKED, 'confirmed', 'dissatisfied']

const canAnswer = (report: ReportRecord, issue: IssueRecord): boolean =>
  (report.isPrimary ? PRIMARY_ASKED : OTHERS_ASKED).includes(issue.state as IssueState) &&
  (report.isPrimary || report.answer === 'not_asked' || report.answer === 'asked')

async function reportAndIssue(db: Db, reportId: string): Promise<{ report: ReportRecord; found: NamedIssue } | null> {
  const [report] = await db.select().from(reports).where(eq(reports.id, reportId))
  if (!report) return null
  const [found] = await namedIssues(db).where(eq(issues.id, report.issueId))
  return found ? { report, found } : null
}

/** What a merchant sees behind a tracking link: their own words, nobody else's. */
export async function trackingOf(db: Db, reportId: string, now: number): Promise<Tracking | null> {
  const both = await reportAndIssue(db, reportId)
  if (!both) return null
  const { report, found } = both
  const { issue, service, site, agency } = found
  const [beside, steps, runs, seen, days] = await Promise.all([
    besides(db, [issue.id]),
    stepsOf(db, issue.id, report),
    runningRuns(db, [issue.id]),
    service.isSupplyOutage ? interruptionOf(db, issue, now) : null,
    service.isSupplyOutage && issue.siteId
      ? powerDays(
          db,
          [issue.siteId],
          Math.min(startOfDay(dayNumber(now)), startOfDay(dayNumber(issue.receivedAt))),
          now,
          now,
        )
      : null,
  ])
  const day = days?.get(issue.siteId ?? '') ?? null
  return {
    at: now,
    number: report.number,
    issueNumber: issue.number,
    title: publicTitle(service, site?.id ? site : null),
    state: issue.state,
    site: site?.id ? site : null,
    service: { id: service.id, nameZh: service.nameZh, nameEn: service.nameEn },
    agency: agency?.id ? agency : null,
    place: report.place,
    ownText: report.text,
    isJoined: !report.isPrimary,
    reportCount: beside.reportCounts.get(issue.id) ?? 0,
    facts: factsOf(issue),
    ownAnswer: { value: report.answer, at: report.answeredAt },
    turn: turnOf(issue, beside.pauses.find(({ endedAt }) => endedAt === null)?.untilAt ?? null),
    expectedAt: issue.expectedAt,
    isProvisional: runs.some((run) => run.isProvisional),
    canAnswer: canAnswer(report, issue),
    supply: day?.supply ?? null,
    spans: day?.spans ?? [],
    isSeenByMeter: seen !== null,
    steps,
  }
}

/** The story in codes: the states entered, and the merchant's own joining. Only a reply brings its words. */
async function stepsOf(db: Db, issueId: string, report: ReportRecord): Promise<Tracking['steps']> {
  const rows = await db
    .select({
      event: issueEvents,
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
    })
    .from(issueEvents)
    .leftJoin(agencies, eq(agencies.id, issueEvents.agencyId))
    .where(eq(issueEvents.issueId, issueId))
    .orderBy(asc(issueEvents.id))
  return rows.flatMap(({ event, agency }) => {
    const body = JSON.parse(event.body) as { text?: string; reportNumber?: string }
    const isOwn = event.kind === 'joined' && body.reportNumber === report.number
    const code = isOwn ? 'joined' : event.toState
    if (code === null) return []
    const text = code === 'replied' && body.text ? maskPersonal(body.text) : null
    return [{ at: event.at, code, agency: agency?.id ? agency : null, text }]
  })
}

const ATTEMPTS = 5

/** A merchant's word: the first reporter's moves the issue, another one's is kept and shown to the desk. */
export async function answerReport(
  ports: StorePorts,
  reportId: string,
  words: { answer: 'yes' | 'no'; text: string },
  at: number,
): Promise<Outcome<Tracking>> {
  const text = plainText(words.text)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const both = await reportAndIssue(ports.db, reportId)
    if (!both) return refused('link_unknown')
    if (!canAnswer(both.report, both.found.issue)) return refused('not_allowed_now', { allowed: [] })
    const write = both.report.isPrimary ? answerFirst : answerOther
    const failure = await write(ports, both, { answer: words.answer, text }, at)
    if (!failure) return done((await trackingOf(ports.db, reportId, at))!)
    // Somebody moved the issue meanwhile: the answer is judged by how it stands now.
    if (failure.reason !== 'stale') return failure
  }
  return refused('busy')
}

type Both = { report: ReportRecord; found: NamedIssue }
type Words = { answer: 'yes' | 'no'; text: string }

const answered = (db: Db, reportId: string, { answer, text }: Words, at: number) =>
  statement(
    db
      .update(reports)
      .set({ answer, answeredAt: at, answerText: text || null })
      .where(eq(reports.id, reportId)),
  )

async function answerFirst({ db, writer }: StorePorts, { report, found }: Both, words: Words, at: number) {
  const { issue } = found
  const plan = await planOf(db, found)
  const planned = planAnswer(plan, REPORTER, { ...words, channel: 'phone_page' }, at)
  if (!planned.ok) return planned
  return commit(
    { db, writer },
    { plan: planned.value, also: [askReports(db, issue.id), answered(db, report.id, words, at)] },
    at,
  )
}

async function answerOther({ db, writer }: StorePorts, { report, found }: Both, words: Words, at: number) {
  const { issue } = found
  const outcome = await writer.write([
    statement(
      db
        .update(issues)
        .set({ state: issue.state })
        .where(and(eq(issues.id, issue.id), eq(issues.state, issue.state))),
      1,
    ),
    answered(db, report.id, words, at),
    statement(
      db.insert(issueEvents).values({
        issueId: issue.id,
        at,
        kind: 'answer',
        round: issue.round,
        actorRole: 'reporter',
        body: JSON.stringify({ reportNumber: report.number, ...words }),
      }),
    ),
    issueLiveEvent(db, issue, at),
  ])
  return outcome.ok ? null : refused('stale')
}
