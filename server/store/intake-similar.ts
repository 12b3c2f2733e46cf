import { and, desc, eq, gte, inArray, or } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, services } from '../../db/schema/issues.ts'
import { sites } from '../../db/schema/sites.ts'
import type { IssueState } from '../domain/issue.ts'
import type { IntakePreview, Relation } from '../wire/intake.ts'
import { isOpenState } from './issue-list.ts'
import { besides, issueRow, type NamedIssue, namedIssues } from './issue-view.ts'

/** Issues closed this long ago are still offered, ms. */
const RECENT_MS = 14 * 86_400_000
const OPEN_LOOKED = 60
const SHOWN = 8
const OTHER_MATTERS = 3

const ORDER: Readonly<Record<Relation, number>> = { same: 0, same_line: 1, recent: 2, same_place: 3 }

/** The place and matter others are compared with. */
export interface Compared {
  site: { id: string; supplyId: string | null }
  service: { id: string; isSupplyOutage: boolean } | null
}

/** Open issues at the site and on its line, and those of the same matter that were over in the last 14 days. */
export async function similarTo(db: Db, { site, service }: Compared, at: number): Promise<IntakePreview['similar']> {
  const line = site.supplyId
    ? (await db.select({ id: sites.id }).from(sites).where(eq(sites.supplyId, site.supplyId))).map(({ id }) => id)
    : []
  const around = [...new Set([site.id, ...line])]
  const [open, over] = await Promise.all([
    namedIssues(db)
      .where(
        and(
          isOpenState,
          or(
            eq(issues.siteId, site.id),
            line.length > 0 ? and(inArray(issues.siteId, around), eq(services.isSupplyOutage, true)) : undefined,
          ),
        ),
      )
      .orderBy(desc(issues.receivedAt))
      .limit(OPEN_LOOKED),
    service
      ? namedIssues(db)
          .where(
            and(
              inArray(issues.siteId, service.isSupplyOutage ? around : [site.id]),
              eq(issues.serviceId, service.id),
              gte(issues.finishedAt, at - RECENT_MS),
              inArray(issues.state, ['closed', 'confirmed'] satisfies IssueState[]),
            ),
          )
          .orderBy(desc(issues.finishedAt))
          .limit(SHOWN)
      : [],
  ])
  const related = [
    ...open.flatMap((found) => {
      const relation = relationOf(found, site, service)
      return relation ? [{ found, relation }] : []
    }),
    ...over.map((found) => ({ found, relation: 'recent' as const })),
  ]
    .filter(({ found }) => found.issue.parentId === null)
    .sort((a, b) => ORDER[a.relation] - ORDER[b.relation])
    .filter((one, _, all) => one.relation !== 'same_place' || isAmongFirst(one, all))
    .slice(0, SHOWN)
  const beside = await besides(
    db,
    related.map(({ found }) => found.issue.id),
  )
  return related.map(({ found, relation }) => ({
    row: issueRow(found, beside, at),
    relation,
    expectedAt: found.issue.expectedAt,
  }))
}

/** Another matter of the same place is worth a glance, a few of them. */
const isAmongFirst = <T extends { relation: Relation }>(one: T, all: readonly T[]): boolean =>
  all.filter(({ relation }) => relation === 'same_place').indexOf(one) < OTHER_MATTERS

/** Another place's outage matters to an outage, and before anybody said what it is about. */
function relationOf(found: NamedIssue, site: { id: string }, service: Compared['service']): Relation | null {
  if (found.issue.siteId === site.id) return found.issue.serviceId === service?.id ? 'same' : 'same_place'
  return service === null || service.isSupplyOutage ? 'same_line' : null
}
