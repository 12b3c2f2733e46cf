import { asc, desc, eq, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Db } from '../../db/drizzle.ts'
import { issueRequests } from '../../db/schema/issue-steps.ts'
import { issues } from '../../db/schema/issues.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import type { IssueRequest, RequestList } from '../wire/issue-steps.ts'

const requester = alias(users, 'requester')
const decider = alias(users, 'decider')

export type RequestRecord = typeof issueRequests.$inferSelect

/** What a request asks for, as it is kept. */
export interface RequestBody {
  reason: string
  legalBasis: string
  /** Epoch ms: the later due, or the end of a suspension. */
  untilAt?: number
  reportId?: string
}

export const requestBody = ({ body }: Pick<RequestRecord, 'body'>): RequestBody => JSON.parse(body) as RequestBody

/** `select … from issue_requests` with the names of agency, requester and decider; add `.where()`. */
const namedRequests = (db: Db) =>
  db
    .select({
      request: issueRequests,
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
      requestedBy: requester.name,
      decidedBy: decider.name,
      issue: {
        id: issues.id,
        number: issues.number,
        title: issues.title,
        state: issues.state,
        dueAt: issues.dueAt,
      },
    })
    .from(issueRequests)
    .innerJoin(issues, eq(issues.id, issueRequests.issueId))
    .leftJoin(agencies, eq(agencies.id, issueRequests.agencyId))
    .leftJoin(requester, eq(requester.id, issueRequests.requestedBy))
    .leftJoin(decider, eq(decider.id, issueRequests.decidedBy))
    .$dynamic()

type NamedRequest = Awaited<ReturnType<typeof namedRequests>>[number]

function asRequest({ request, agency, requestedBy, decidedBy }: NamedRequest): IssueRequest {
  const { untilAt, reason, legalBasis, reportId } = requestBody(request)
  return {
    id: request.id,
    kind: request.kind as IssueRequest['kind'],
    untilAt: untilAt ?? null,
    reason: maskPersonal(reason),
    legalBasis,
    reportId: reportId ?? null,
    agency: agency?.id ? agency : null,
    requestedBy,
    requestedById: request.requestedBy,
    requestedAt: request.requestedAt,
    status: request.status as IssueRequest['status'],
    decidedBy,
    decidedAt: request.decidedAt,
    decision: request.decision,
  }
}

/** The requests of one issue, oldest first. */
export async function requestsOf(db: Db, issueId: string): Promise<IssueRequest[]> {
  const rows = await namedRequests(db).where(eq(issueRequests.issueId, issueId)).orderBy(asc(issueRequests.requestedAt))
  return rows.map(asRequest)
}

/** Those nobody has decided. */
export const openRequests = eq(issueRequests.status, 'open')

/** Requests of all issues that `where` leaves: those that wait oldest first, else the newest first. */
export async function requestList(
  db: Db,
  where: SQL | undefined,
  isWaiting: boolean,
  limit: number,
): Promise<RequestList> {
  const order = isWaiting ? asc(issueRequests.requestedAt) : desc(issueRequests.requestedAt)
  const rows = await namedRequests(db).where(where).orderBy(order).limit(limit)
  return {
    rows: rows.map((row) => ({ ...asRequest(row), issue: { ...row.issue, title: maskPersonal(row.issue.title) } })),
  }
}
