import { and, eq, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { knowledgeEntries } from '../../db/schema/knowledge.ts'
import { users } from '../../db/schema/people.ts'
import { dateOn } from '../domain/calendar.ts'
import type { EntryStatus } from '../domain/knowledge.ts'
import { wordsOf } from '../domain/search-terms.ts'
import type { EntryDetail, EntryList, EntryQuery } from '../wire/knowledge.ts'
import { createKnowledgeChanges, type Keeper, keeps, missingFor } from './knowledge-change.ts'
import { createKnowledgeImport } from './knowledge-import.ts'
import { asRow, datesOf, type EntryRecord, entriesById, usesOf, versionsOf } from './knowledge-rows.ts'
import type { StorePorts } from './ports.ts'
import { matchingEntries } from './search-knowledge.ts'
import { maySee, type Viewer } from './viewer.ts'

const { status, reviewOn, validUntilOn, serial, serviceId, agencyId } = knowledgeEntries

/** Proposals are seen by those who decide about them. */
const seenByKeeper = (keeper: Keeper): SQL | undefined => {
  if (keeper.reach === 'all') return undefined
  const isOut = sql`${status} <> 'proposed'`
  return keeper.reach === 'own' ? or(isOut, eq(agencyId, keeper.agencyId ?? '')) : isOut
}

function inScope(scope: EntryQuery['scope'], today: string): SQL | undefined {
  if (scope === 'all') return undefined
  if (scope === 'stale') return and(eq(status, 'published'), isNotNull(reviewOn), lt(reviewOn, today))
  if (scope === 'expired') return and(eq(status, 'published'), isNotNull(validUntilOn), lt(validUntilOn, today))
  return eq(status, scope)
}

const narrowed = (query: EntryQuery, keeper: Keeper, today: string): SQL | undefined =>
  and(
    seenByKeeper(keeper),
    inScope(query.scope, today),
    query.service === undefined ? undefined : eq(serviceId, query.service),
    query.agency === undefined ? undefined : eq(agencyId, query.agency),
  )

/** Newest first; those past a date by that date, the longest past first. */
async function pageOfEntries(db: Db, query: EntryQuery, where: SQL | undefined): Promise<string[]> {
  const dated = query.scope === 'stale' ? reviewOn : query.scope === 'expired' ? validUntilOn : null
  const place = readCursor(query.cursor)
  const after = place === null ? undefined : afterPlace(dated, place)
  const order = dated === null ? sql`${serial} DESC` : sql`${dated}, ${serial}`
  const rows = await db
    .select({ id: knowledgeEntries.id })
    .from(knowledgeEntries)
    .where(and(where, after))
    .orderBy(order)
    .limit(query.limit + 1)
  return rows.map(({ id }) => id)
}

type Dated = typeof reviewOn | typeof validUntilOn | null
type Place = readonly [on: string, serial: number]

const afterPlace = (dated: Dated, [on, at]: Place): SQL =>
  dated === null
    ? lt(serial, at)
    : (or(sql`${dated} > ${on}`, and(sql`${dated} = ${on}`, sql`${serial} > ${at}`)) as SQL)

const writeCursor = ({ entry }: { entry: EntryRecord }, scope: EntryQuery['scope']): string => {
  const on = scope === 'stale' ? entry.reviewOn : scope === 'expired' ? entry.validUntilOn : ''
  return Buffer.from(JSON.stringify([on, entry.serial])).toString('base64url')
}

function readCursor(text: string | undefined): Place | null {
  try {
    const [on, at] = JSON.parse(Buffer.from(text ?? '', 'base64url').toString()) as unknown[]
    return typeof on === 'string' && Number.isSafeInteger(at) ? [on, at as number] : null
  } catch {
    return null
  }
}

async function countsOf(db: Db, keeper: Keeper, today: string): Promise<EntryList['counts']> {
  const count = async (where: SQL | undefined): Promise<number> => {
    const [row] = await db.select({ n: sql<number>`count(*)` }).from(knowledgeEntries).where(where)
    return row?.n ?? 0
  }
  const [published, stale, expired, proposed] = await Promise.all([
    count(inScope('published', today)),
    count(inScope('stale', today)),
    count(inScope('expired', today)),
    keeper.reach === 'none' ? 0 : count(and(inScope('proposed', today), seenByKeeper(keeper))),
  ])
  return { published, stale, expired, proposed }
}

async function sourceOf(db: Db, id: string | null, viewer: Viewer): Promise<EntryDetail['sourceIssue']> {
  if (id === null) return null
  const [row] = await db.select().from(issues).where(eq(issues.id, id))
  return row && maySee(viewer, row) ? { id: row.id, number: row.number } : null
}

async function nameOf(db: Db, userId: string | null): Promise<string | null> {
  if (userId === null) return null
  const [row] = await db.select({ name: users.name }).from(users).where(eq(users.id, userId))
  return row?.name ?? null
}

function actionsOf(entry: EntryRecord, keeper: Keeper): EntryDetail['actions'] {
  if (!keeps(keeper, entry.agencyId)) return []
  return entry.status === 'retired' ? ['edit', 'publication'] : ['edit', 'publication', 'retirement']
}

export function createKnowledgeStore(ports: StorePorts) {
  const { db } = ports

  async function list(query: EntryQuery, keeper: Keeper, at: number): Promise<EntryList> {
    const today = dateOn(at)
    const where = narrowed(query, keeper, today)
    const words = wordsOf(query.q)
    const isSearch = query.q.trim() !== ''
    const [ids, counts] = await Promise.all([
      isSearch ? matchingEntries(db, query.q, where, query.limit) : pageOfEntries(db, query, where),
      countsOf(db, keeper, today),
    ])
    const rows = await entriesById(db, ids.slice(0, query.limit))
    const use = await usesOf(
      db,
      rows.map(({ entry }) => entry.id),
    )
    const last = rows.at(-1)
    return {
      rows: rows.map((row) => asRow(row, use(row.entry.id), words, at)),
      next: !isSearch && ids.length > query.limit && last ? writeCursor(last, query.scope) : null,
      counts,
      mayAdd: keeper.reach !== 'none',
    }
  }

  /** One entry with its earlier wordings; null when there is none or it is a proposal others decide about. */
  async function read(id: string, viewer: Viewer, keeper: Keeper, at: number): Promise<EntryDetail | null> {
    const [found] = await entriesById(db, [id])
    if (!found) return null
    const { entry, service, agency } = found
    if (entry.status === 'proposed' && !keeps(keeper, entry.agencyId)) return null
    const [versions, use, sourceIssue, createdBy] = await Promise.all([
      versionsOf(db, id),
      usesOf(db, [id]),
      sourceOf(db, entry.sourceIssueId, viewer),
      nameOf(db, entry.createdBy),
    ])
    const { title, plainWords, body, legalBasis, duties, createdAt, changedAt, version } = entry
    return {
      ...{ id, title, plainWords, body, legalBasis, duties, service, agency, createdAt, changedAt, version },
      status: entry.status as EntryStatus,
      validUntilOn: entry.validUntilOn,
      reviewOn: entry.reviewOn,
      ...datesOf(entry, at),
      ...use(id),
      sourceIssue,
      createdBy,
      // Wordings from before it was first published are the proposal's, and stay with who decided about it.
      versions: keeps(keeper, entry.agencyId) ? versions : versions.filter((one) => one.status !== 'proposed'),
      actions: actionsOf(entry, keeper),
      missing: missingFor(entry, at),
    }
  }

  return { list, read, ...createKnowledgeChanges(ports), imports: createKnowledgeImport(ports) }
}
