import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import type { Channel } from '../domain/issue.ts'
import { plainText } from '../domain/plain-text.ts'
import type { IssueDetail } from '../wire/issues.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { type Asked, begin, plannedStatements, staleRefusal } from './issue-act.ts'
import { MAX_PARTS, mayHaveParts } from './issue-actions.ts'
import { createIssue, serviceOf, siteOf } from './issue-create.ts'
import { issueDetail } from './issue-detail.ts'
import { agencyExists, unknownAgency } from './issue-dispatch.ts'
import { planEvent } from './issue-plan.ts'
import type { Lane } from './issues.ts'
import type { StorePorts } from './ports.ts'

export interface PartWords {
  agencyId: string
  serviceId: string | null
  text: string
}

/**
 * A part of an open issue for another agency: an issue of its own with its own clocks, one level deep. The desk sends it
 * at once; what an agency proposes waits at the desk for its dispatch.
 */
export async function addPart(
  ports: StorePorts,
  lane: Lane,
  asked: Asked,
  words: PartWords,
): Promise<Outcome<IssueDetail>> {
  const { db, writer } = ports
  const begun = await begin(ports, asked, 'part')
  if (!begun.ok) return begun
  const { found, plan, by } = begun.value
  const { issue } = found
  const isFull = (await countOfParts(db, issue.id)) >= MAX_PARTS
  if (isFull || !mayHaveParts(issue, by.actor === 'agency')) return refused('not_allowed_now', { allowed: [] })
  if (!(await agencyExists(db, words.agencyId))) return unknownAgency()
  const service = await serviceOf(db, words.serviceId ?? issue.serviceId)
  if (!service)
    return refused('unknown_reference', {
      errors: [{ pointer: '/serviceId', code: 'unknown', detail: 'There is no such service.' }],
    })
  const text = plainText(words.text)
  const created = await lane(async () =>
    createIssue(
      db,
      writer,
      {
        channel: issue.channel as Channel,
        service,
        site: issue.siteId === null ? null : await siteOf(db, issue.siteId),
        text,
        // An agency makes no issues: the system notes for it what the desk has to decide.
        by: by.actor === 'agency' ? { ...by, actor: 'system' } : by,
        given: { place: issue.number },
        body: { partOf: issue.number, proposedAgencyId: words.agencyId },
        patch: { parentId: issue.id, isSecret: issue.isSecret },
        report: null,
        sendTo: by.actor === 'agency' ? 'desk' : { agencyId: words.agencyId, by, reason: issue.number },
        also: (part) =>
          plannedStatements(
            db,
            {
              plan: planEvent(plan, 'part_added', by, asked.at, {
                partId: part.id,
                number: part.number,
                agencyId: words.agencyId,
              }),
            },
            asked.at,
          ),
      },
      asked.at,
    ),
  )
  if (!created.ok) return created.reason === 'in_progress' ? staleRefusal(db, issue.id) : created
  const detail = await issueDetail(db, issue.id, asked.viewer, asked.at)
  return detail ? done(detail) : refused('not_found')
}

async function countOfParts(db: Db, issueId: string): Promise<number> {
  const [row] = await db.select({ count: sql<number>`count(*)` }).from(issues).where(eq(issues.parentId, issueId))
  return row?.count ?? 0
}
