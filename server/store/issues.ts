import { and } from 'drizzle-orm'
import { plainText } from '../domain/plain-text.ts'
import type { RequestList } from '../wire/issue-steps.ts'
import type { IssueDetail, IssueList } from '../wire/issues.ts'
import { type Outcome, type Refused, refused } from '../wire/refusal.ts'
import type { Repeatable } from './idempotency.ts'
import { type TakenDown, takeDown } from './intake-finish.ts'
import { inBulk } from './issue-bulk.ts'
import type { NewReport } from './issue-create.ts'
import { type Decision, decideRequest } from './issue-decisions.ts'
import { issueDetail } from './issue-detail.ts'
import { type IssueFilter, issueRows } from './issue-list.ts'
import { createIssueMoves } from './issue-moves.ts'
import type { createLane } from './issue-numbers.ts'
import { openRequests, requestList } from './issue-request-rows.ts'
import type { StorePorts } from './ports.ts'
import { seenBy, type Viewer } from './viewer.ts'

export type Lane = ReturnType<typeof createLane>

export const unknownReference = (pointer: string, detail: string): Refused =>
  refused('unknown_reference', { errors: [{ pointer, code: 'unknown', detail }] })

/** A report without personal words: control characters removed, blank contacts as none. */
export function plainReport(report: NewReport): NewReport {
  return {
    ...report,
    place: plainText(report.place),
    text: plainText(report.text),
    name: plainText(report.name ?? '') || null,
    telephone: plainText(report.telephone ?? '') || null,
  }
}

export function createIssueStore(ports: StorePorts, lane: Lane) {
  const { db } = ports
  return {
    ...createIssueMoves(ports, lane),
    list: (viewer: Viewer, filter: IssueFilter, now: number): Promise<IssueList> => issueRows(db, viewer, now, filter),
    detail: (id: string, viewer: Viewer, now: number): Promise<IssueDetail | null> => issueDetail(db, id, viewer, now),
    /** Requests that wait for a second person, or all of them; an officer's agency's own. */
    requests(viewer: Viewer, { status, limit }: { status: 'open' | 'all'; limit: number }): Promise<RequestList> {
      const isWaiting = status === 'open'
      return requestList(db, and(seenBy(viewer), isWaiting ? openRequests : undefined), isWaiting, limit)
    },
    decide: (decision: Decision): Promise<Outcome<IssueDetail>> => decideRequest(ports, decision),
    inBulk,
    takeDown: (values: TakenDown, viewer: Viewer, at: number, repeatable: Repeatable | null = null) =>
      takeDown(ports, lane, values, viewer, at, repeatable),
  }
}
