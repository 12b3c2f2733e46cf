import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, ne, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { replyPrints } from '../../db/schema/supervision.ts'
import type { SupervisionList } from '../wire/supervision.ts'
import { isOfNote } from './callbacks.ts'

/** A place on a list: which issue, and why. Instants in epoch ms. */
export interface Listed {
  /** Unique on its list. */
  id: string
  issueId: string
  at: number
  otherId: string | null
  text: string
  amount: number | null
}

const DAY_MS = 86_400_000
/** What happened stays on a list this long. */
const SHOWN_MS = 30 * DAY_MS
const CAME_BACK_MS = 7 * DAY_MS

export interface ListQuestion {
  now: number
  /** Only issues this agency has; absent: all. */
  agencyId?: string
  limit: number
}
type Lister = (db: Db, question: ListQuestion) => Promise<Listed[]>

const isOpen = isNull(issues.finishedAt)
const ofAgency = ({ agencyId }: ListQuestion): SQL | undefined =>
  agencyId === undefined ? undefined : eq(issues.agencyId, agencyId)
const counted = eq(issues.isTest, false)

/** Places on a list of what is due: the due is the reason. */
const dueList =
  (where: (now: number) => SQL | undefined): Lister =>
  async (db, question) => {
    const rows = await db
      .select({ id: issues.id, at: issues.dueAt })
      .from(issues)
      .where(and(isOpen, counted, where(question.now), ofAgency(question)))
      .orderBy(asc(issues.dueAt), asc(issues.id))
      .limit(question.limit)
    return rows.map(({ id, at }) => place(id, at ?? question.now))
  }

const place = (issueId: string, at: number, more: Partial<Listed> = {}): Listed => ({
  id: issueId,
  issueId,
  at,
  otherId: null,
  text: '',
  amount: null,
  ...more,
})

const rungs: Lister = async (db, question) => {
  const rows = await db
    .select({ id: issues.id, at: issues.dueAt })
    .from(issues)
    // As the partial index has it.
    .where(and(isOpen, sql`${issues.supervisionLevel} > 0`, counted, ofAgency(question)))
    .orderBy(desc(issues.supervisionLevel), asc(issues.dueAt), asc(issues.id))
    .limit(question.limit)
  return rows.map(({ id, at }) => place(id, at ?? question.now))
}

const contradictions: Lister = async (db, question) => {
  const rows = await db
    .select({ id: issues.id, at: issues.evidencedAt, text: issues.replyText })
    .from(issues)
    .where(and(sql`${issues.evidenced} = 'contradicts'`, eq(issues.resolved, 'yes'), counted, ofAgency(question)))
    .orderBy(desc(issues.evidencedAt))
    .limit(question.limit)
  return rows.map(({ id, at, text }) => place(id, at ?? question.now, { text: text ?? '' }))
}

/** A subscriber's “not solved” is the desk's task until the issue is handled again. */
const notSolved: Lister = async (db, question) => {
  const rows = await db
    .select({ id: reports.id, issueId: issues.id, at: reports.answeredAt, text: reports.answerText })
    .from(reports)
    .innerJoin(issues, eq(issues.id, reports.issueId))
    .where(
      and(
        sql`${reports.answer} = 'no' AND ${reports.isPrimary} = 0`,
        gte(reports.answeredAt, question.now - SHOWN_MS),
        // The plus keeps SQLite from beginning with every closed issue there is.
        sql`+${issues.state} IN ('answered', 'replied', 'follow_up', 'confirmed', 'closed')`,
        counted,
        ofAgency(question),
      ),
    )
    .orderBy(desc(reports.answeredAt))
    .limit(question.limit)
  return rows.map(({ id, issueId, at, text }) => place(issueId, at ?? question.now, { id, text: text ?? '' }))
}

/** Dissatisfied or reopened within seven days after the reply. */
const cameBack: Lister = async (db, question) => {
  const repliedAt = sql<number | null>`(SELECT max(r.at) FROM issue_events r WHERE r.issue_id = ${issueEvents.issueId}
    AND r.id < ${issueEvents.id} AND r.rule IN ('T2', 'T13', 'T22'))`
  const rows = await db
    .select({
      id: issueEvents.id,
      issueId: issues.id,
      at: issueEvents.at,
      repliedAt,
      text: sql<
        string | null
      >`coalesce(nullif(json_extract(${issueEvents.body}, '$.text'), ''), json_extract(${issueEvents.body}, '$.reason'))`,
    })
    .from(issueEvents)
    .innerJoin(issues, eq(issues.id, issueEvents.issueId))
    .where(
      and(
        isOfNote,
        inArray(issueEvents.rule, ['T19', 'T25']),
        gte(issueEvents.at, question.now - SHOWN_MS),
        gte(repliedAt, sql`${issueEvents.at} - ${CAME_BACK_MS}`),
        counted,
        ofAgency(question),
      ),
    )
    .orderBy(desc(issueEvents.at))
    .limit(question.limit)
  return rows.map(({ id, issueId, at, repliedAt, text }) =>
    place(issueId, at, {
      id: String(id),
      text: text ?? '',
      amount: repliedAt === null ? null : (at - repliedAt) / 3_600_000,
    }),
  )
}

const prints = (db: Db, question: ListQuestion, where: SQL | undefined) =>
  db
    .select({ print: replyPrints, issueId: issues.id })
    .from(replyPrints)
    .innerJoin(issues, eq(issues.id, replyPrints.issueId))
    .where(and(where, gte(replyPrints.repliedAt, question.now - SHOWN_MS), counted, ofAgency(question)))
    .orderBy(desc(replyPrints.repliedAt))
    .limit(question.limit)

const identical: Lister = async (db, question) =>
  (await prints(db, question, isNotNull(replyPrints.sameAsId))).map(({ print, issueId }) =>
    place(issueId, print.repliedAt, { id: String(print.id), otherId: print.sameAsId, text: print.reason }),
  )

const lastMoment: Lister = async (db, question) =>
  (await prints(db, question, sql`${replyPrints.sharePermille} BETWEEN 950 AND 1000`)).map(({ print, issueId }) =>
    place(issueId, print.repliedAt, { id: String(print.id), amount: (print.sharePermille ?? 0) / 1_000 }),
  )

/** How each list is read: from an index of its own, worst or newest first. */
export const LISTERS: Readonly<Record<SupervisionList, Lister>> = {
  late: dueList((now) => and(lt(issues.dueAt, now), ne(issues.clock, 'sign'))),
  sign_overdue: dueList((now) => and(eq(issues.state, 'dispatched'), lt(issues.dueAt, now), eq(issues.clock, 'sign'))),
  nearly_late: dueList((now) => and(lte(issues.urgentAt, now), gte(issues.dueAt, now))),
  rungs,
  contradictions,
  not_solved: notSolved,
  came_back: cameBack,
  identical,
  last_moment: lastMoment,
}
