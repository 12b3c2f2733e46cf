import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { notices } from '../../db/schema/supervision.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { type ClockRules, calendarFor, nextBusinessAt } from '../domain/clock.ts'
import type { IssueState } from '../domain/issue.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { Notice, NoticeRung, Notices } from '../wire/supervision.ts'
import type { IssueRecord } from './issue-plan.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import type { Viewer } from './viewer.ts'

/** A notice to be written; instants in epoch ms. */
export interface NewNotice {
  rung: NoticeRung
  /** Null: the desk. */
  agencyId: string | null
  copiedToId: string | null
  /** Leaves at night and on days off too. */
  isAtOnce: boolean
  dueAt: number | null
  text: string
  createdBy: string | null
  at: number
}

/** The row of a notice, which leaves in the receiver's working time; a rung that stands in this round already adds none. */
export function noticeStatement(db: Db, issue: IssueRecord, rules: ClockRules, notice: NewNotice): Statement {
  const { rung, agencyId, copiedToId, isAtOnce, dueAt, text, createdBy, at } = notice
  const { returnCount, reworkCount, transferCount } = issue
  return statement(
    db
      .insert(notices)
      .values({
        id: newId(at),
        issueId: issue.id,
        round: issue.round,
        rung,
        agencyId,
        copiedToId,
        body: JSON.stringify({ dueAt, text, returnCount, reworkCount, transferCount }),
        createdBy,
        createdAt: at,
        sendAt: isAtOnce ? at : nextBusinessAt(at, calendarFor(rules, agencyId)),
      })
      .onConflictDoNothing(),
  )
}

const AT_ONCE = 200

type NoticeRecord = typeof notices.$inferSelect
const WITHDRAWABLE: readonly string[] = ['reminder', 'sign_overdue', 'written'] satisfies NoticeRung[]

/** Whether a notice that waited for the morning urges nobody any more: replied or ended meanwhile, or in other hands. */
function isMoot(notice: NoticeRecord, issue: IssueRecord): boolean {
  if (!WITHDRAWABLE.includes(notice.rung)) return false
  if (notice.rung === 'sign_overdue' && issue.state !== 'dispatched') return true
  const isSettled = issue.finishedAt !== null || (issue.repliedAt ?? 0) > notice.createdAt
  return isSettled || notice.round !== issue.round || notice.agencyId !== receiverOf(issue)
}

const DECIDED_BY_DESK: readonly IssueState[] = ['received', 'returned', 'dissatisfied']
const ASKED_BY_DESK: readonly IssueState[] = ['answered', 'replied', 'follow_up']

/** Whom a notice about the issue goes to: the agency that has it, also while its clock waits for supply; null: the desk. */
export function receiverOf({ state, agencyId, clock }: IssueRecord): string | null {
  if (DECIDED_BY_DESK.includes(state as IssueState)) return null
  return ASKED_BY_DESK.includes(state as IssueState) && clock !== 'handle' ? null : agencyId
}

/**
 * Marks the notices whose time has come as sent and tells screens, one write each; gives how many this process sent. One
 * that urges nobody any more is dropped, and the ladder looks at its issue again.
 */
export async function sendNotices({ db, writer }: StorePorts, at: number): Promise<number> {
  const due = await db
    .select({ notice: notices, issue: issues })
    .from(notices)
    .innerJoin(issues, eq(issues.id, notices.issueId))
    .where(and(isNull(notices.sentAt), lte(notices.sendAt, at)))
    .orderBy(asc(notices.sendAt))
    .limit(AT_ONCE)
  let sent = 0
  for (const { notice, issue } of due) {
    if (isMoot(notice, issue)) await writer.write(dropping(db, notice, at))
    else if ((await writer.write(sending(db, notice, issue, at))).ok) sent++
  }
  return sent
}

const unsent = ({ id }: NoticeRecord) => and(eq(notices.id, id), isNull(notices.sentAt))

const dropping = (db: Db, notice: NoticeRecord, at: number): Statement[] => [
  statement(db.delete(notices).where(unsent(notice)), 1),
  statement(db.update(issues).set({ ladderAt: at }).where(eq(issues.id, notice.issueId))),
]

function sending(db: Db, notice: NoticeRecord, { siteId }: IssueRecord, at: number): Statement[] {
  const { issueId, rung, agencyId, copiedToId } = notice
  const agencyIds = [agencyId, copiedToId].filter((one) => one !== null)
  return [
    statement(db.update(notices).set({ sentAt: at }).where(unsent(notice)), 1),
    liveEvent({ at, kind: 'supervision', subjectId: issueId, siteId, body: { rung, agencyIds } }),
  ]
}

const DESK_ROLES: readonly Viewer['role'][] = ['administrator', 'operator', 'window_manager']

/** Whether a notice went to the viewer's own agency, or to the desk they sit at. */
const isFor = (viewer: Viewer, agencyId: string | null): boolean =>
  agencyId === null ? DESK_ROLES.includes(viewer.role) : viewer.agencyId === agencyId

/** The notices that went to the viewer: their agency's, or the desk's. */
function mine(viewer: Viewer): SQL {
  const own = viewer.agencyId === null ? [] : [eq(notices.agencyId, viewer.agencyId)]
  const desks = DESK_ROLES.includes(viewer.role) ? [isNull(notices.agencyId)] : []
  return or(...own, ...desks) ?? sql`0`
}

/** What the viewer may read: an officer what went or was copied to their agency, others all. */
function readable(viewer: Viewer): SQL | undefined {
  if (viewer.role !== 'officer') return undefined
  const own = viewer.agencyId ?? ''
  return or(eq(notices.agencyId, own), and(isNotNull(notices.copiedToId), eq(notices.copiedToId, own)))
}

const copied = alias(agencies, 'copied')
const noticeRows = (db: Db) =>
  db
    .select({
      notice: notices,
      issue: { id: issues.id, number: issues.number, title: issues.title },
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
      copiedTo: { id: copied.id, nameZh: copied.nameZh, nameEn: copied.nameEn },
      readBy: users.name,
    })
    .from(notices)
    .innerJoin(issues, eq(issues.id, notices.issueId))
    .leftJoin(agencies, eq(agencies.id, notices.agencyId))
    .leftJoin(copied, eq(copied.id, notices.copiedToId))
    .leftJoin(users, eq(users.id, notices.readBy))
    .$dynamic()
type NoticeRow = Awaited<ReturnType<typeof noticeRows>>[number]

function noticeView(viewer: Viewer, { notice, issue, agency, copiedTo, readBy }: NoticeRow): Notice {
  const body = JSON.parse(notice.body) as { dueAt?: number | null; text?: string }
  return {
    id: notice.id,
    rung: notice.rung as NoticeRung,
    round: notice.round,
    issue: { ...issue, title: maskPersonal(issue.title) },
    agency: agency?.id ? agency : null,
    copiedTo: copiedTo?.id ? copiedTo : null,
    dueAt: body.dueAt ?? null,
    text: maskPersonal(body.text ?? ''),
    sendAt: notice.sendAt,
    sentAt: notice.sentAt,
    readBy,
    readAt: notice.readAt,
    isForMe: isFor(viewer, notice.agencyId),
  }
}

/** Notices that have left, newest first, and how many of the viewer's own nobody has read. */
export async function noticesFor(
  db: Db,
  viewer: Viewer,
  { limit, isUnread }: { limit: number; isUnread: boolean },
): Promise<Notices> {
  const unread = and(isNotNull(notices.sentAt), isNull(notices.readAt))
  const [rows, counted] = await Promise.all([
    noticeRows(db)
      .where(and(isUnread ? and(unread, mine(viewer)) : and(isNotNull(notices.sentAt), readable(viewer))))
      .orderBy(desc(notices.sentAt), desc(notices.id))
      .limit(limit),
    db
      .select({ count: sql<number>`count(*)` })
      .from(notices)
      .where(and(unread, mine(viewer))),
  ])
  return { unreadCount: counted[0]?.count ?? 0, rows: rows.map((row) => noticeView(viewer, row)) }
}

/** Writes down that the agency read a notice; the first reader stands. `forbidden` for whom it did not go to. */
export async function receiveNotice(
  { db, writer }: StorePorts,
  id: string,
  viewer: Viewer,
  at: number,
): Promise<Outcome<Notice>> {
  const one = () => noticeRows(db).where(and(eq(notices.id, id), isNotNull(notices.sentAt), readable(viewer)))
  const [found] = await one()
  if (!found) return refused('not_found')
  const { agencyId, copiedToId, readAt, issueId } = found.notice
  if (!isFor(viewer, agencyId)) return refused('forbidden')
  if (readAt === null) {
    const read = db
      .update(notices)
      .set({ readAt: at, readBy: viewer.id })
      .where(and(eq(notices.id, id), isNull(notices.readAt)))
    const agencyIds = [agencyId, copiedToId].filter((other) => other !== null)
    await writer.write([
      statement(read),
      liveEvent({ at, kind: 'supervision', subjectId: issueId, body: { agencyIds, isReceipt: true } }),
    ])
  }
  const [read] = await one()
  return read ? done(noticeView(viewer, read)) : refused('not_found')
}

/** The notices of issues since `since` (epoch ms), for lists; oldest first. */
export const noticesSince = (db: Db, issueIds: readonly string[], since: number) =>
  db
    .select({ notice: notices, readBy: users.name })
    .from(notices)
    .leftJoin(users, eq(users.id, notices.readBy))
    .where(and(inArray(notices.issueId, [...issueIds]), gte(notices.createdAt, since)))
    .orderBy(asc(notices.createdAt))
