import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import type { IssueState } from '../domain/issue.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import { marksIn, type SearchWord, snippetOf } from '../domain/search-terms.ts'
import type { IssueHit, Marked } from '../wire/search.ts'
import { type ListedIssue, listedIssues, type NamedIssue, namedIssues } from './issue-view.ts'
import { facetsOfViewer, issueMatch, narrowedTo, numberIn } from './search-query.ts'
import { maySee, seenBy, type Viewer } from './viewer.ts'

const SNIPPET_LENGTH = 48

export const markedText = (text: string, words: readonly SearchWord[]): Marked => ({
  text,
  marks: marksIn(text, words).map(([from, to]) => [from, to]),
})

export function markedSnippet(text: string, words: readonly SearchWord[], length = SNIPPET_LENGTH): Marked | null {
  const { text: piece, marks } = snippetOf(text, words, length)
  return marks.length === 0 ? null : { text: piece, marks: marks.map(([from, to]) => [from, to]) }
}

/** Issues a person may see that hold every word, newest first, at most `limit`; the one whose number was typed is first. */
export async function searchIssues(
  db: Db,
  viewer: Viewer,
  query: string,
  limit: number,
): Promise<{ hits: IssueHit[]; hasMore: boolean }> {
  const [exact, match] = await Promise.all([byNumber(db, viewer, query), issueMatch(db, query)])
  const found = match ? await matching(db, viewer, match.expression, limit + 1) : []
  const rows = [...exact, ...found.filter(({ issue }) => exact.every((one) => one.issue.id !== issue.id))]
  return {
    hits: rows.slice(0, limit).map((row) => asHit(row, match?.words ?? [])),
    hasMore: rows.length > limit,
  }
}

async function byNumber(db: Db, viewer: Viewer, query: string): Promise<NamedIssue[]> {
  const number = numberIn(query)
  if (number === null) return []
  return namedIssues(db).where(and(eq(issues.number, number), seenBy(viewer)))
}

async function matching(db: Db, viewer: Viewer, expression: string, limit: number): Promise<NamedIssue[]> {
  const narrowed = narrowedTo(expression, facetsOfViewer(viewer))
  // The index is read newest first and only as far as needed: the order of the join is not for the planner to choose.
  const rows = await db.all<{ id: string }>(sql`SELECT issues.id FROM issue_terms CROSS JOIN issues
    ON issues.serial = issue_terms.rowid AND ${seenBy(viewer) ?? sql`1`}
    WHERE issue_terms MATCH ${narrowed} ORDER BY issue_terms.rowid DESC LIMIT ${limit}`)
  return named(
    db,
    viewer,
    rows.map(({ id }) => id),
  )
}

/** Rows of a list by id, in the order of the ids; what the viewer may not see is left out. */
export const listed = (db: Db, viewer: Viewer, ids: readonly string[]): Promise<ListedIssue[]> =>
  inOrder(viewer, ids, (among) => listedIssues(db).where(among))

const named = (db: Db, viewer: Viewer, ids: readonly string[]): Promise<NamedIssue[]> =>
  inOrder(viewer, ids, (among) => namedIssues(db).where(among))

async function inOrder<T extends ListedIssue>(
  viewer: Viewer,
  ids: readonly string[],
  read: (among: SQL) => PromiseLike<T[]>,
): Promise<T[]> {
  if (ids.length === 0) return []
  const rows = await read(sql`${issues.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
  const byId = new Map(rows.map((row) => [row.issue.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row && maySee(viewer, row.issue) ? [row] : []
  })
}

function asHit({ issue, site }: NamedIssue, words: readonly SearchWord[]): IssueHit {
  const title = markedText(maskPersonal(issue.title), words)
  const places = [issue.places, issue.text, issue.replyText ?? '']
  const snippet = words.every((word) => marksIn(title.text, [word]).length > 0)
    ? null
    : (places.map((text) => markedSnippet(maskPersonal(text), words)).find((piece) => piece !== null) ?? null)
  return {
    id: issue.id,
    number: issue.number,
    title,
    state: issue.state as IssueState,
    site: site?.id ? site : null,
    receivedAt: issue.receivedAt,
    snippet,
  }
}
