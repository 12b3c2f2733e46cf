import { and, asc, eq, isNull } from 'drizzle-orm'
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

const LISTED = 100

/** What returns proposed and nobody decided yet, oldest first. */
export async function openSuggestions(db: Db): Promise<Suggestion[]> {
  const rows = await suggestionRows(db)
    .where(isNull(catalogueSuggestions.decision))
    .orderBy(asc(catalogueSuggestions.createdAt), asc(catalogueSuggestions.id))
    .limit(LISTED)
  return rows.map(({ row, issue, service, from: sender, proposed: target }) => ({
    id: row.id,
    issue: issue && { id: issue.id, number: issue.number, title: maskPersonal(issue.title) },
    lineId: row.lineId,
    service: named(service),
    fromAgency: sender && named(sender),
    proposedAgency: named(target),
    reason: maskPersonal(row.reason),
    createdAt: row.createdAt,
  }))
}

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

/** Decides an open suggestion; changes no row when somebody did meanwhile, and then the whole write is undone. */
export const decideSuggestion = (
  db: Db,
  id: string,
  decision: 'taken' | 'dismissed',
  userId: string,
  at: number,
): Statement =>
  statement(
    db
      .update(catalogueSuggestions)
      .set({ decision, decidedBy: userId, decidedAt: at })
      .where(and(eq(catalogueSuggestions.id, id), isNull(catalogueSuggestions.decision))),
    1,
  )
