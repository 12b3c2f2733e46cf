import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { type IssueState, OPEN311_STATUS } from '../domain/issue.ts'
import { watchedOf } from '../domain/ladder.ts'
import { maskPersonal, plainText } from '../domain/plain-text.ts'
import { done, refused } from '../wire/refusal.ts'
import {
  type AgencyLoad,
  type NoticeRung,
  SUPERVISION_LISTS,
  type Supervision,
  type SupervisionList,
  type SupervisionListView,
  type SupervisionRow,
} from '../wire/supervision.ts'
import { callBackList, drawCallBacks, recordCallBack } from './callbacks.ts'
import { listByHand, listMonthly, listNow } from './consultations.ts'
import { planConsultation, proposeEntry, strikeOff } from './consultations-change.ts'
import { consultationLedgers } from './consultations-read.ts'
import { type Asked, act } from './issue-act.ts'
import { ladderIssueOf } from './issue-clocks.ts'
import { planEvent } from './issue-plan.ts'
import { besides, issueRow, namedIssues } from './issue-view.ts'
import { aboveOf, climb } from './ladder.ts'
import { noticeStatement, noticesFor, noticesSince, receiveNotice, receiverOf, sendNotices } from './notices.ts'
import type { StorePorts } from './ports.ts'
import { issueReview } from './review.ts'
import { LISTERS, type Listed } from './supervision-lists.ts'
import type { Viewer } from './viewer.ts'

const COUNTED_MAX = 1_000
const NOTICES_MS = 90 * 86_400_000

export interface SupervisionFilter {
  list?: SupervisionList
  agency?: string
  limit: number
}

/** What supervision looks at: agencies by their late issues, and lists with the reason of every row. */
export async function supervisionOf(db: Db, filter: SupervisionFilter, now: number): Promise<Supervision> {
  const names = filter.list ? [filter.list] : SUPERVISION_LISTS
  const question = { now, agencyId: filter.agency, limit: COUNTED_MAX + 1 }
  const [loads, ...places] = await Promise.all([
    agencyLoads(db, now),
    ...names.map((name) => LISTERS[name](db, question)),
  ])
  const shown = places.map((listed) => listed.slice(0, filter.limit))
  const rowOf = await rowMaker(db, shown.flat(), now)
  return {
    asOfAt: now,
    agencies: loads,
    lists: names.map(
      (list, n): SupervisionListView => ({
        list,
        count: Math.min(places[n]!.length, COUNTED_MAX),
        isMore: places[n]!.length > COUNTED_MAX,
        rows: shown[n]!.flatMap((listed) => rowOf(listed) ?? []),
      }),
    ),
  }
}

/** Open issues from light 2 on, by who has them; the most late first. */
async function agencyLoads(db: Db, now: number): Promise<AgencyLoad[]> {
  const holder = sql<
    string | null
  >`CASE WHEN ${issues.clock} IN ('accept', 'follow_up') THEN NULL ELSE ${issues.agencyId} END`
  const isLate = sql`${issues.dueAt} < ${now}`
  const rows = await db
    .select({
      agencyId: holder,
      late: sql<number>`sum(${isLate} AND ${issues.clock} <> 'sign')`,
      signOverdue: sql<number>`sum(${isLate} AND ${issues.clock} = 'sign')`,
      nearlyLate: sql<number>`sum(${issues.dueAt} >= ${now})`,
      oldestDueAt: sql<number | null>`min(${issues.dueAt})`,
    })
    .from(issues)
    .where(and(isNull(issues.finishedAt), lte(issues.urgentAt, now), eq(issues.isTest, false)))
    .groupBy(holder)
  const ids = rows.flatMap(({ agencyId }) => agencyId ?? [])
  const names = ids.length
    ? await db
        .select({ id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn })
        .from(agencies)
        .where(inArray(agencies.id, ids))
    : []
  return rows
    .map(({ agencyId, ...load }) => ({ agency: names.find(({ id }) => id === agencyId) ?? null, ...load }))
    .sort(
      (a, b) =>
        b.late + b.signOverdue - (a.late + a.signOverdue) ||
        b.nearlyLate - a.nearlyLate ||
        (a.oldestDueAt ?? 0) - (b.oldestDueAt ?? 0),
    )
}

/** Rows for places on lists, read together. */
async function rowMaker(db: Db, listed: readonly Listed[], now: number) {
  const ids = [...new Set(listed.map(({ issueId }) => issueId))]
  const otherIds = [...new Set(listed.flatMap(({ otherId }) => otherId ?? []))]
  if (ids.length === 0) return () => null
  const [found, beside, sent, others] = await Promise.all([
    namedIssues(db).where(inArray(issues.id, ids)),
    besides(db, ids),
    noticesSince(db, ids, now - NOTICES_MS),
    otherIds.length
      ? db
          .select({ id: issues.id, number: issues.number, title: issues.title })
          .from(issues)
          .where(inArray(issues.id, otherIds))
      : [],
  ])
  const byId = new Map(found.map((row) => [row.issue.id, row]))
  return ({ id, issueId, at, otherId, text, amount }: Listed): SupervisionRow | null => {
    const row = byId.get(issueId)
    if (!row) return null
    const other = others.find((one) => one.id === otherId)
    return {
      id,
      issue: issueRow(row, beside, now),
      at,
      other: other ? { ...other, title: maskPersonal(other.title) } : null,
      text: maskPersonal(text),
      amount,
      notices: sent
        .filter(({ notice }) => notice.issueId === issueId && notice.round === row.issue.round)
        .map(({ notice, readBy }) => ({
          id: notice.id,
          rung: notice.rung as NoticeRung,
          sendAt: notice.sendAt,
          sentAt: notice.sentAt,
          readAt: notice.readAt,
          readBy,
        })),
    }
  }
}

/** A supervisor's own reminder: the level is at least 1, and the notice leaves in the receiver's working time. */
const remind = (ports: StorePorts, asked: Asked, words: { text: string; isCopied: boolean }) =>
  act(ports, asked, 'notice', async ({ issue }, plan, by) => {
    const { db } = ports
    const { at, viewer } = asked
    if (OPEN311_STATUS[issue.state as IssueState] !== 'open') return refused('not_allowed_now', { allowed: [] })
    const text = plainText(words.text)
    const agencyId = receiverOf(issue)
    const watched = ladderIssueOf(plan)
    const limit = watchedOf(watched)
    const notice = noticeStatement(db, issue, plan.rules, {
      rung: 'manual',
      agencyId,
      copiedToId: words.isCopied ? await aboveOf(db, agencyId) : null,
      isAtOnce: limit?.isUrgentClass ?? false,
      dueAt: limit?.dueAt ?? issue.dueAt,
      text,
      createdBy: viewer.id,
      at,
    })
    const level = Math.max(1, issue.supervisionLevel)
    const body = { change: 'reminded', rungs: ['manual'], from: issue.supervisionLevel, level, text }
    return done({
      plan: planEvent(plan, 'supervision', by, at, body, { supervisionLevel: level }),
      also: [notice],
    })
  })

/** What a function asks for beside the ports. */
type After<F extends (ports: StorePorts, ...rest: never[]) => unknown> = F extends (
  ports: StorePorts,
  ...rest: infer R
) => unknown
  ? R
  : never

export function createSupervisionStore(ports: StorePorts) {
  const { db } = ports
  return {
    overview: (filter: SupervisionFilter, now: number): Promise<Supervision> => supervisionOf(db, filter, now),
    notices: (viewer: Viewer, filter: { limit: number; isUnread: boolean }) => noticesFor(db, viewer, filter),
    receipt: (id: string, viewer: Viewer, at: number) => receiveNotice(ports, id, viewer, at),
    remind: (asked: Asked, words: { text: string; isCopied: boolean }) => remind(ports, asked, words),
    callBacks: (now: number) => callBackList(db, now),
    recordCallBack: (...of: After<typeof recordCallBack>) => recordCallBack(ports, ...of),
    review: (id: string, viewer: Viewer, now: number) => issueReview(db, id, viewer, now),
    consultations: (viewer: Viewer, now: number) => consultationLedgers(db, viewer, now),
    listConsultations: (viewer: Viewer, at: number) => listNow(ports, viewer, at),
    listByHand: (issueIds: readonly string[], viewer: Viewer, at: number) => listByHand(ports, issueIds, viewer, at),
    planConsultation: (...of: After<typeof planConsultation>) => planConsultation(ports, ...of),
    strikeOff: (...of: After<typeof strikeOff>) => strikeOff(ports, ...of),
    proposeEntry: (...of: After<typeof proposeEntry>) => proposeEntry(ports, ...of),
  }
}

/** What supervision does without a person; each gives how many it changed, and may run twice or beside itself. */
export function createSupervisionJobs(ports: StorePorts) {
  return {
    climb: (at: number): Promise<number> => climb(ports, at),
    sendNotices: (at: number): Promise<number> => sendNotices(ports, at),
    drawCallBacks: (at: number): Promise<number> => drawCallBacks(ports, at),
    listConsultations: (at: number): Promise<number> => listMonthly(ports, at),
  }
}
