import { and, desc, eq, isNull, or } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { messages } from '../../db/schema/attachments.ts'
import { questions } from '../../db/schema/issue-steps.ts'
import { contacts, issues } from '../../db/schema/issues.ts'
import { referrals, thirdParties } from '../../db/schema/supervision.ts'
import { statement } from '../../db/writer.ts'
import { dayNumber, startOfDay } from '../domain/calendar.ts'
import type { IssueState } from '../domain/issue.ts'
import { leavingOf } from '../domain/issue-round.ts'
import { allowedFrom } from '../domain/issue-transition.ts'
import { PHOTOS_PER_REPORT } from '../domain/photo.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import type { Tracking } from '../wire/merchant.ts'
import { ownFiles } from './attachments.ts'
import { publicTitle } from './issue-create.ts'
import { interruptionOf } from './issue-evidence.ts'
import type { IssueRecord } from './issue-plan.ts'
import { runningRuns } from './issue-statements.ts'
import { presentOn } from './issue-told.ts'
import { besides, factsOf, turnOf } from './issue-view.ts'
import { canAnswer, reasonsOf } from './merchant-answer.ts'
import { canGrade, isPromiseMissed } from './merchant-can.ts'
import type { Frozen } from './merchant-frozen.ts'
import { type Both, bothOf, type ReportRecord } from './merchant-load.ts'
import { reopeningOf } from './merchant-reopen.ts'
import { type StoryEvent, storyEvents, storyOf } from './merchant-story.ts'
import type { StorePorts } from './ports.ts'
import { powerDays } from './power.ts'

/** What a merchant sees behind a tracking link: their own words, nobody else's. */
export async function trackingOf(db: Db, reportId: string, now: number): Promise<Tracking | null> {
  const both = await bothOf(db, reportId)
  if (!both) return null
  const { report, found } = both
  const { issue, service, site, agency } = found
  const [beside, events, runs, seen, day, own] = await Promise.all([
    besides(db, [issue.id]),
    storyEvents(db, issue.id),
    runningRuns(db, [issue.id]),
    service.isSupplyOutage ? interruptionOf(db, issue, now) : null,
    supplyDay(db, both, now),
    ownThings(db, both),
  ])
  const pausedUntilAt = beside.pauses.find(({ endedAt }) => endedAt === null)?.untilAt ?? null
  const isMissedSaid = saidMissed(events, issue, report)
  const isOver = issue.finishedAt !== null
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
    turn: turnOf(issue, pausedUntilAt),
    expectedAt: issue.expectedAt,
    isProvisional: runs.some((run) => run.isProvisional),
    canAnswer: canAnswer(report, issue),
    supply: day?.supply ?? null,
    spans: day?.spans ?? [],
    isSeenByMeter: seen !== null,
    steps: storyOf(events, report),
    pauses: beside.pauses
      .filter(({ round }) => round === issue.round)
      .map(({ kind, fromAt, untilAt, endedAt, dueBeforeAt, dueAfterAt, reason }) => ({
        kind: kind as Tracking['pauses'][number]['kind'],
        ...{ fromAt, untilAt, endedAt, dueBeforeAt, dueAfterAt },
        reason: maskPersonal(reason),
      })),
    reasons: [...reasonsOf(service)],
    grade: report.grade,
    canGrade: canGrade(both),
    reopening: reopeningOf(both, now),
    leaving: leavingNow(both, own.present),
    hasLeft: report.leftAt !== null,
    canSayMissed: isPromiseMissed(issue, now) && !isMissedSaid,
    isMissedSaid,
    supervisionLevel: issue.supervisionLevel,
    isSecret: issue.isSecret,
    canAddPhoto: !isOver && report.leftAt === null && own.photos.length < PHOTOS_PER_REPORT,
    refusal: issue.state === 'not_accepted' ? refusalIn(events) : null,
    plannedAt: issue.plannedAt,
    ...own.shown,
    photos: own.photos,
  }
}

async function supplyDay(db: Db, { found: { issue, service } }: Both, now: number) {
  if (!service.isSupplyOutage || issue.siteId === null) return null
  const from = Math.min(startOfDay(dayNumber(now)), startOfDay(dayNumber(issue.receivedAt)))
  return (await powerDays(db, [issue.siteId], from, now, now)).get(issue.siteId) ?? null
}

/** What belongs to this report alone. */
async function ownThings(db: Db, { report, found: { issue } }: Both) {
  const [told, question, [contact], photos, handed, present, [repeated]] = await Promise.all([
    db.select().from(messages).where(eq(messages.reportId, report.id)).orderBy(desc(messages.createdAt)).limit(30),
    openQuestion(db, issue, report),
    db.select().from(contacts).where(eq(contacts.reportId, report.id)),
    ownFiles(db, report.id),
    report.isPrimary ? referralsOf(db, issue.id) : [],
    presentOn(db, issue.id),
    issue.repeatOfId === null
      ? []
      : db.select({ number: issues.number }).from(issues).where(eq(issues.id, issue.repeatOfId)),
  ])
  const frozen = JSON.parse(issue.frozen) as Partial<Frozen>
  return {
    photos,
    present,
    shown: {
      messages: told.map(({ createdAt, code, body }) => ({
        at: createdAt,
        code,
        body: JSON.parse(body) as Record<string, unknown>,
      })),
      question,
      contact: {
        isGiven: contact !== undefined && (contact.name !== null || contact.telephone !== null),
        isHidden: contact?.isHiddenFromAgency ?? false,
      },
      referrals: handed,
      promise: { zh: frozen.promiseZh ?? '', en: frozen.promiseEn ?? '' },
      repeatOf: repeated?.number ?? null,
    },
  }
}

async function openQuestion(db: Db, issue: IssueRecord, report: ReportRecord): Promise<Tracking['question']> {
  if (issue.state !== 'waiting_reporter' || report.leftAt !== null) return null
  const [asked] = await db
    .select({ id: questions.id, text: questions.text, limitAt: questions.limitAt })
    .from(questions)
    .where(
      and(
        eq(questions.issueId, issue.id),
        isNull(questions.endedAt),
        or(isNull(questions.reportId), eq(questions.reportId, report.id)),
      ),
    )
    .orderBy(desc(questions.askedAt))
    .limit(1)
  return asked ? { ...asked, text: maskPersonal(asked.text) } : null
}

async function referralsOf(db: Db, issueId: string): Promise<Tracking['referrals']> {
  const rows = await db
    .select({ referral: referrals, party: thirdParties })
    .from(referrals)
    .innerJoin(thirdParties, eq(thirdParties.id, referrals.thirdPartyId))
    .where(eq(referrals.issueId, issueId))
    .orderBy(desc(referrals.sentAt))
  return rows.map(({ referral: { id, status, sentAt, limitAt, outcome }, party }) => ({
    ...{ id, sentAt, limitAt, outcome: maskPersonal(outcome) },
    status: status as Tracking['referrals'][number]['status'],
    party: { id: party.id, nameZh: party.nameZh, nameEn: party.nameEn },
  }))
}

const leavingNow = ({ report, found }: Both, present: readonly unknown[]): Tracking['leaving'] =>
  report.leftAt === null && allowedFrom(found.issue.state as IssueState, 'reporter').includes('withdrawn')
    ? leavingOf(present.length - 1)
    : null

const saidMissed = (events: readonly StoryEvent[], issue: IssueRecord, report: ReportRecord): boolean =>
  events.some(
    ({ kind, round, body }) =>
      kind === 'promise_missed' && round === issue.round && body.reportNumber === report.number,
  )

function refusalIn(events: readonly StoryEvent[]): Tracking['refusal'] {
  const refused = events.findLast(({ rule }) => rule === 'T4')
  if (!refused) return null
  const { reasonCode, legalBasis, whereInstead } = refused.body
  return {
    reasonCode: String(reasonCode ?? ''),
    legalBasis: String(legalBasis ?? ''),
    whereInstead: maskPersonal(String(whereInstead ?? '')),
  }
}

/** Marks what was told as seen; gives whether anything was new. */
export async function markRead({ db, writer }: StorePorts, reportId: string, at: number): Promise<void> {
  const unread = and(eq(messages.reportId, reportId), isNull(messages.readAt))
  const [one] = await db.select({ id: messages.id }).from(messages).where(unread).limit(1)
  if (one) await writer.write([statement(db.update(messages).set({ readAt: at }).where(unread))])
}
