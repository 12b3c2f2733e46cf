import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { knowledgeEntries } from '../../db/schema/knowledge.ts'
import { dateOn } from '../domain/calendar.ts'
import type { EntryHit } from '../wire/intake.ts'

const LOOKED = 60
const SHOWN = 3

/** Published entries on a matter: of its service, those whose title is in the text first, expired ones last. */
export async function entriesFor(db: Db, serviceId: string | null, text: string, at: number): Promise<EntryHit[]> {
  const rows = await db
    .select()
    .from(knowledgeEntries)
    .where(
      and(
        eq(knowledgeEntries.status, 'published'),
        serviceId === null ? sql`0` : eq(knowledgeEntries.serviceId, serviceId),
      ),
    )
    .orderBy(desc(knowledgeEntries.changedAt), asc(knowledgeEntries.id))
    .limit(LOOKED)
  const today = dateOn(at)
  return rows
    .map((row) => ({
      row,
      score: overlap(`${row.title}${row.plainWords}`, text),
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
