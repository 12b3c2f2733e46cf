import { and, asc, desc, eq, inArray, or } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { knowledgeEntries } from '../../db/schema/knowledge.ts'
import { dateOn } from '../domain/calendar.ts'
import type { EntryHit } from '../wire/intake.ts'
import { matchingEntries } from './search-knowledge.ts'

const LOOKED = 60
const SHOWN = 3

/** Published entries on a matter: of its service or about it, what the text speaks of first, expired ones last. */
export async function entriesFor(
  db: Db,
  service: { id: string; nameZh: string } | null,
  text: string,
  at: number,
): Promise<EntryHit[]> {
  if (service === null) return []
  const isPublished = eq(knowledgeEntries.status, 'published')
  const named = await matchingEntries(db, service.nameZh, isPublished, LOOKED)
  const rows = await db
    .select()
    .from(knowledgeEntries)
    .where(and(isPublished, or(eq(knowledgeEntries.serviceId, service.id), inArray(knowledgeEntries.id, named))))
    .orderBy(desc(knowledgeEntries.changedAt), asc(knowledgeEntries.id))
    .limit(LOOKED)
  const today = dateOn(at)
  return rows
    .map((row) => ({
      row,
      score: overlap(`${row.title}${row.plainWords}`, text) + (row.serviceId === service.id ? 1 : 0),
      isExpired: isPast(row.validUntilOn, today),
    }))
    .sort((a, b) => Number(a.isExpired) - Number(b.isExpired) || b.score - a.score)
    .slice(0, SHOWN)
    .map(({ row, isExpired }) => ({
      id: row.id,
      title: row.title,
      plainWords: row.plainWords,
      reviewOn: row.reviewOn,
      isExpired,
      isReviewDue: isPast(row.reviewOn, today),
    }))
}

const isPast = (on: string | null, today: string): boolean => on !== null && on < today

/** How many pairs of neighbouring characters two texts share. */
function overlap(one: string, other: string): number {
  const pairs = new Set<string>()
  for (let i = 0; i + 1 < other.length; i++) pairs.add(other.slice(i, i + 2))
  let count = 0
  for (let i = 0; i + 1 < one.length; i++) if (pairs.delete(one.slice(i, i + 2))) count++
  return count
}
