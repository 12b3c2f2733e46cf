import { desc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import { knowledgeEntries, knowledgeVersions } from '../../db/schema/knowledge.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { dateOn } from '../domain/calendar.ts'
import type { EntryStatus } from '../domain/knowledge.ts'
import type { SearchWord } from '../domain/search-terms.ts'
import type { EntryRow, EntryVersion } from '../wire/knowledge.ts'
import { markedSnippet, markedText } from './search-issues.ts'

export type EntryRecord = typeof knowledgeEntries.$inferSelect

const namedEntries = (db: Db) =>
  db
    .select({
      entry: knowledgeEntries,
      service: { id: services.id, nameZh: services.nameZh, nameEn: services.nameEn },
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
    })
    .from(knowledgeEntries)
    .leftJoin(services, eq(services.id, knowledgeEntries.serviceId))
    .leftJoin(agencies, eq(agencies.id, knowledgeEntries.agencyId))
    .$dynamic()

export type NamedEntry = Awaited<ReturnType<typeof namedEntries>>[number]

/** Entries by id, in the order of the ids. */
export async function entriesById(db: Db, ids: readonly string[]): Promise<NamedEntry[]> {
  if (ids.length === 0) return []
  const rows = await namedEntries(db).where(inArray(knowledgeEntries.id, [...ids]))
  const byId = new Map(rows.map((row) => [row.entry.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Whether an entry's dates have passed, by the district's calendar at `at` (epoch ms). */
export function datesOf(
  { validUntilOn, reviewOn, status }: Pick<EntryRecord, 'validUntilOn' | 'reviewOn' | 'status'>,
  at: number,
): { isExpired: boolean; isReviewDue: boolean } {
  const today = dateOn(at)
  const isPast = (on: string | null): boolean => on !== null && on < today
  return { isExpired: isPast(validUntilOn), isReviewDue: status === 'published' && isPast(reviewOn) }
}

export interface Use {
  useCount: number
  comeBackCount: number
}
const UNUSED: Use = { useCount: 0, comeBackCount: 0 }

/**
 * How often was answered from each entry, and how often the matter came back: a later round than the one it was
 * answered in, after the reporter was not satisfied or it was reopened.
 */
export async function usesOf(db: Db, ids: readonly string[]): Promise<(id: string) => Use> {
  if (ids.length === 0) return () => UNUSED
  const rows = await db.all<Use & { id: string }>(sql`SELECT entry_id AS id, count(*) AS useCount,
      sum(CASE WHEN round > 1 THEN round > coalesce((SELECT max(e.round) FROM issue_events e
        WHERE e.issue_id = issues.id AND e.rule = 'T2'), round) ELSE 0 END) AS comeBackCount
    FROM issues INDEXED BY issues_by_entry
    WHERE entry_id IS NOT NULL AND entry_id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) GROUP BY entry_id`)
  const byId = new Map(rows.map(({ id, ...use }) => [id, use]))
  return (id) => byId.get(id) ?? UNUSED
}

export function asRow(
  { entry, service, agency }: NamedEntry,
  use: Use,
  words: readonly SearchWord[],
  at: number,
): EntryRow {
  const { id, status, validUntilOn, reviewOn, changedAt, version, plainWords, body } = entry
  return {
    id,
    title: markedText(entry.title, words),
    plainWords: markedText(plainWords, words),
    found: words.length > 0 ? markedSnippet(body, words, 90) : null,
    service,
    agency,
    status: status as EntryStatus,
    validUntilOn,
    reviewOn,
    ...datesOf(entry, at),
    ...use,
    changedAt,
    version,
  }
}

type Kept = Pick<
  EntryRecord,
  'title' | 'plainWords' | 'body' | 'legalBasis' | 'duties' | 'status' | 'validUntilOn' | 'reviewOn'
>
/** What is kept of a wording when it is changed: the entry as it was, and why. */
export type KeptVersion = Kept & { reason: string }

/** Earlier wordings of an entry, newest first. */
export async function versionsOf(db: Db, id: string): Promise<EntryVersion[]> {
  const rows = await db
    .select({ kept: knowledgeVersions, changedBy: users.name })
    .from(knowledgeVersions)
    .leftJoin(users, eq(users.id, knowledgeVersions.changedBy))
    .where(eq(knowledgeVersions.entryId, id))
    .orderBy(desc(knowledgeVersions.version))
  return rows.map(({ kept, changedBy }) => {
    const { reason, status, ...words } = JSON.parse(kept.body) as KeptVersion
    return {
      ...words,
      reason,
      status: status as EntryStatus,
      version: kept.version,
      changedBy,
      changedAt: kept.changedAt,
    }
  })
}
