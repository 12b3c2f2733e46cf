import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents } from '../../db/schema/issues.ts'
import { catalogueSuggestions } from '../../db/schema/rules.ts'
import { statement } from '../../db/writer.ts'
import { plainText } from '../domain/plain-text.ts'
import { refused } from '../wire/refusal.ts'
import { type Asked, act, onBehalf, one } from './issue-act.ts'
import { agencyExists, unknownAgency } from './issue-dispatch.ts'
import { planMove } from './issue-plan.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'

export interface ReturnWords {
  reasonCode: string
  reason: string
  proposedAgencyId: string
  legalBasis: string
}

/** T8: back to the desk, with whose it should be; that becomes a suggestion for the catalogue. */
export const returnIssue = (ports: StorePorts, asked: Asked, words: ReturnWords) =>
  act(ports, asked, 'return', async ({ issue }, plan, by) => {
    const { db } = ports
    const { reasonCode, proposedAgencyId, legalBasis } = words
    const reason = plainText(words.reason)
    if (!(await agencyExists(db, proposedAgencyId))) return unknownAgency('/proposedAgencyId')
    if (proposedAgencyId === issue.agencyId)
      return refused('invalid', {
        errors: [{ pointer: '/proposedAgencyId', code: 'unfit', detail: '要写另一个单位 · Name another agency' }],
      })
    const moved = planMove(
      plan,
      {
        to: 'returned',
        by: { ...by, agencyId: issue.agencyId },
        given: { reasonCode, proposedAgencyId, legalBasis },
        body: { reasonCode, reason, proposedAgencyId, legalBasis, ...onBehalf(asked) },
        patch: { personInCharge: null, contactDueAt: null },
      },
      asked.at,
    )
    return one(moved, [
      statement(
        db.insert(catalogueSuggestions).values({
          id: newId(asked.at),
          issueId: issue.id,
          lineId: await lineOf(db, issue.id),
          serviceId: issue.serviceId,
          fromAgencyId: issue.agencyId,
          proposedAgencyId,
          reason,
          createdAt: asked.at,
        }),
      ),
    ])
  })

/** The line of the catalogue by which the issue was last dispatched; null after an override. */
async function lineOf(db: Db, issueId: string): Promise<string | null> {
  const [row] = await db
    .select({ lineId: sql<string | null>`json_extract(${issueEvents.body}, '$.catalogueLineId')` })
    .from(issueEvents)
    .where(and(eq(issueEvents.issueId, issueId), eq(issueEvents.toState, 'dispatched'), isNotNull(issueEvents.rule)))
    .orderBy(desc(issueEvents.id))
    .limit(1)
  return row?.lineId ?? null
}
