import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Db } from '../../db/drizzle.ts'
import { issues, services } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { catalogueSuggestions } from '../../db/schema/rules.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { type CatalogueLine, withDefault } from '../domain/catalogue.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import type { Suggestion } from '../wire/catalogue.ts'

const from = alias(agencies, 'from_agency')
const proposed = alias(agencies, 'proposed_agency')
const named = ({ id, nameZh, nameEn }: { id: string; nameZh: string; nameEn: string }) => ({ id, nameZh, nameEn })

const suggestionRows = (db: Db) =>
  db
    .select({ row: catalogueSuggestions, issue: issues, service: services, from, proposed })
    .from(catalogueSuggestions)
    .innerJoin(services, eq(services.id, catalogueSuggestions.serviceId))
    .innerJoin(proposed, eq(proposed.id, catalogueSuggestions.proposedAgencyId))
    .leftJoin(from, eq(from.id, catalogueSuggestions.fromAgencyId))
    .leftJoin(issues, eq(issues.id, catalogueSuggestions.issueId))
    .$dynamic()

const LISTED = 50
const LOOKED = 1_000

/** What returns proposed and nobody decided yet, oldest first; those that say the same as one. */
export async function openSuggestions(db: Db): Promise<Suggestion[]> {
  const rows = await suggestionRows(db)
    .where(isNull(catalogueSuggestions.decision))
    .orderBy(asc(catalogueSuggestions.createdAt), asc(catalogueSuggestions.id))
    .limit(LOOKED)
  const groups = new Map<string, typeof rows>()
  for (const one of rows) groups.set(keyOf(one.row), [...(groups.get(keyOf(one.row)) ?? []), one])
  return [...groups.values()].slice(0, LISTED).map((group) => {
    const { row, issue, service, from: sender, proposed: target } = group[0]!
    return {
      id: row.id,
      issue: issue && { id: issue.id, number: issue.number, title: maskPersonal(issue.title) },
      lineId: row.lineId,
      service: named(service),
      fromAgency: sender && named(sender),
      proposedAgency: named(target),
      reason: maskPersonal(row.reason),
      createdAt: row.createdAt,
      count: group.length,
    }
  })
}

/** Returns that say the same of the same line are one suggestion. */
const keyOf = ({ lineId, serviceId, fromAgencyId, proposedAgencyId }: Omit<Taken, 'service'>): string =>
  JSON.stringify([lineId, serviceId, fromAgencyId, proposedAgencyId])

/** One suggestion that is still open, with the name of its service. */
export async function openSuggestion(db: Db, id: string) {
  const [found] = await suggestionRows(db).where(
    and(eq(catalogueSuggestions.id, id), isNull(catalogueSuggestions.decision)),
  )
  return found ? { ...found.row, service: { id: found.service.id, nameZh: found.service.nameZh } } : null
}

type Taken = NonNullable<Awaited<ReturnType<typeof openSuggestion>>>

/** The list with the suggestion taken: the line that sent it names the other agency, else the service's own line does. */
export function withSuggestion(lines: readonly CatalogueLine[], taken: Taken): CatalogueLine[] {
  const { lineId, fromAgencyId, proposedAgencyId: agencyId } = taken
  const at = lines.findIndex(({ id, to }) => id === lineId && to.is === 'agency' && to.agencyId === fromAgencyId)
  const line = lines[at]
  // The fall-back takes everything else: one service is no reason to move it.
  if (line?.to.is === 'agency' && at < lines.length - 1)
    return lines.with(at, { ...line, to: { ...line.to, agencyId } })
  return withDefault(lines, { ...taken.service, agencyId, isAutoDispatched: false })
}

/**
 * Decides an open suggestion and those that say the same. The first statement changes no row when somebody decided
 * meanwhile, and then the whole write is undone.
 */
export function decideSuggestion(
  db: Db,
  taken: Taken,
  decision: 'taken' | 'dismissed',
  userId: string,
  at: number,
): Statement[] {
  const decided = { decision, decidedBy: userId, decidedAt: at }
  const isOpen = isNull(catalogueSuggestions.decision)
  return [
    statement(
      db
        .update(catalogueSuggestions)
        .set(decided)
        .where(and(eq(catalogueSuggestions.id, taken.id), isOpen)),
      1,
    ),
    statement(
      db
        .update(catalogueSuggestions)
        .set(decided)
        .where(
          and(
            isOpen,
            eq(catalogueSuggestions.serviceId, taken.serviceId),
            eq(catalogueSuggestions.proposedAgencyId, taken.proposedAgencyId),
            sql`${catalogueSuggestions.lineId} IS ${taken.lineId}`,
            sql`${catalogueSuggestions.fromAgencyId} IS ${taken.fromAgencyId}`,
          ),
        ),
    ),
  ]
}
