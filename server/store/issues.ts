import { and } from 'drizzle-orm'
import type { Channel } from '../domain/issue.ts'
import { plainText } from '../domain/plain-text.ts'
import type { RequestList } from '../wire/issue-steps.ts'
import type { IssueDetail, IssueList } from '../wire/issues.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { inBulk } from './issue-bulk.ts'
import { createIssue, type NewReport, serviceOf, siteOf } from './issue-create.ts'
import { type Decision, decideRequest } from './issue-decisions.ts'
import { issueDetail } from './issue-detail.ts'
import { type IssueFilter, issueRows } from './issue-list.ts'
import { createIssueMoves } from './issue-moves.ts'
import type { createLane } from './issue-numbers.ts'
import { openRequests, requestList } from './issue-request-rows.ts'
import type { StorePorts } from './ports.ts'
import { seenBy, type Viewer } from './viewer.ts'

/** An issue the desk writes down for somebody. */
export interface TakenDown {
  channel: Channel
  serviceId: string
  siteId: string | null
  place: string
  text: string
  telephone: string | null
  name: string | null
}

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
  const { db, writer } = ports
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
    /** T1 by the desk, for somebody who telephones, comes by or writes. */
    async takeDown(values: TakenDown, viewer: Viewer, at: number): Promise<Outcome<IssueDetail>> {
      const service = await serviceOf(db, values.serviceId)
      if (!service) return unknownReference('/serviceId', 'There is no such service.')
      const site = values.siteId === null ? null : await siteOf(db, values.siteId)
      if (values.siteId !== null && !site) return unknownReference('/siteId', 'There is no such site.')
      const { channel, place, text, telephone, name } = values
      const report = plainReport({ channel, place, text, telephone, name, tokenHash: null })
      const created = await lane(() =>
        createIssue(
          db,
          writer,
          {
            channel,
            service,
            site,
            text: report.text,
            by: { actor: 'operator', userId: viewer.id, agencyId: null },
            body: { channel },
            report,
          },
          at,
        ),
      )
      if (!created.ok) return created
      return done((await issueDetail(db, created.value.issue.id, viewer, at))!)
    },
  }
}
