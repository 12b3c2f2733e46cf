import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { knowledgeEntries } from '../../db/schema/knowledge.ts'
import type { Statement } from '../../db/writer.ts'
import { facetOf, matchOf, termsOf, titleMatchOf, titleTermsOf, wordsOf } from '../domain/search-terms.ts'
import type { KnowledgeHit } from '../wire/search.ts'
import { datesOf, entriesById } from './knowledge-rows.ts'
import { markedSnippet, markedText } from './search-issues.ts'

type EntryRecord = typeof knowledgeEntries.$inferSelect
/** What an entry's terms are made of. */
export type IndexedEntry = Pick<EntryRecord, 'title' | 'plainWords' | 'body' | 'legalBasis' | 'duties'>

const running = (digits: string): string => facetOf('n', digits)

export const entryTerms = ({ title, plainWords, body, legalBasis, duties }: IndexedEntry): string =>
  [termsOf([title, plainWords, body, legalBasis, duties].join('\n')), titleTermsOf(title), running('')].join(' ')

const WRITTEN =
  'INSERT OR REPLACE INTO knowledge_terms (rowid, terms) SELECT serial, ? || serial FROM knowledge_entries'

/** Writes the terms of an entry, in the transaction of its change. */
export const entryTermsStatement = (entry: IndexedEntry, id: string): Statement => ({
  sql: `${WRITTEN} WHERE id = ?`,
  args: [entryTerms(entry), id],
})

/** The same for the entry the transaction has just added. */
export const newestEntryTerms = (entry: IndexedEntry): Statement => ({
  sql: `${WRITTEN} ORDER BY serial DESC LIMIT 1`,
  args: [entryTerms(entry)],
})

const UNINDEXED = 'NOT EXISTS (SELECT 1 FROM knowledge_terms_docsize WHERE id = serial)'

/** The same for an imported entry, by its number there; one that was known before keeps its terms. */
export const missingEntryTermsOf = (entry: IndexedEntry, source: string, sourceNumber: string): Statement => ({
  sql: `${WRITTEN} WHERE source = ? AND source_number = ? AND ${UNINDEXED}`,
  args: [entryTerms(entry), source, sourceNumber],
})

const SLICE = 250

/** Entries without terms, which others have written: at most `SLICE` at once. */
export async function missingEntryTerms(db: Db): Promise<Statement[]> {
  const rows = await db
    .select()
    .from(knowledgeEntries)
    .where(sql`NOT EXISTS (SELECT 1 FROM knowledge_terms_docsize WHERE id = ${knowledgeEntries.serial})`)
    .limit(SLICE)
  return rows.map((row) => ({ sql: `${WRITTEN} WHERE id = ? AND ${UNINDEXED}`, args: [entryTerms(row), row.id] }))
}

const NUMBER = /^\s*k[\s-]*(\d{1,6})\s*$/i

/** The number a query spells: `K-0412`, `k412`; null when it spells none. */
const entryNumberIn = (query: string): string | null => {
  const match = NUMBER.exec(query.normalize('NFKC'))
  return match ? String(Number(match[1])) : null
}

/** Ids of entries that hold every word, those about it first, then the newest. */
export async function matchingEntries(db: Db, query: string, where: SQL | undefined, limit: number): Promise<string[]> {
  const number = entryNumberIn(query)
  const read = (expression: string) =>
    db.all<{ id: string }>(sql`SELECT ${knowledgeEntries.id} AS id FROM knowledge_terms CROSS JOIN knowledge_entries
      ON ${knowledgeEntries.serial} = knowledge_terms.rowid
      WHERE knowledge_terms MATCH ${expression} AND ${where ?? sql`1`} ORDER BY knowledge_terms.rowid DESC LIMIT ${limit}`)
  const titles = titleMatchOf(query)
  const all = matchOf(query)
  if (titles === null || all === null) return []
  const found = number === null ? [] : await read(`"${running(number)}"`)
  found.push(...(await read(titles)))
  if (found.length < limit) found.push(...(await read(all)))
  return [...new Set(found.map(({ id }) => id))].slice(0, limit)
}

/** Published entries that hold every word. */
export async function searchKnowledge(
  db: Db,
  query: string,
  limit: number,
  at: number,
): Promise<{ hits: KnowledgeHit[]; hasMore: boolean }> {
  const isPublished = and(eq(knowledgeEntries.status, 'published'))
  const ids = await matchingEntries(db, query, isPublished, limit + 1)
  const words = wordsOf(query)
  const rows = await entriesById(db, ids.slice(0, limit))
  return {
    hits: rows.map(({ entry, agency }) => ({
      id: entry.id,
      title: markedText(entry.title, words),
      snippet: markedSnippet(entry.plainWords, words) ?? markedSnippet(entry.body, words),
      agency,
      reviewOn: entry.reviewOn,
      ...datesOf(entry, at),
    })),
    hasMore: ids.length > limit,
  }
}
