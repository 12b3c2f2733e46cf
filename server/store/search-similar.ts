import { and, desc, eq, gte, inArray, isNotNull, ne, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { sites } from '../../db/schema/sites.ts'
import { likenessOf, pairsIn } from '../domain/search-likeness.ts'
import type { SimilarIssues, Similarity, SimilarQuery } from '../wire/search.ts'
import { besides, issueRow, type NamedIssue, namedIssues } from './issue-view.ts'
import { facets } from './search-index.ts'
import { named } from './search-issues.ts'
import { facetsOfViewer, narrowedTo } from './search-query.ts'
import { seenBy, type Viewer } from './viewer.ts'

/** Issues that were over this long ago are still like a new one, ms. */
const RECENT_MS = 14 * 86_400_000
/** Texts that share this much are about the same. */
const LIKE_FROM = 0.4
const NEAR_LOOKED = 120
const WORDS_LOOKED = 150
const PAIRS_ASKED = 12

/** Open issues, and those over for at most 14 days, at the same site, on the same line, or in the same words. */
export async function similarIssues(db: Db, viewer: Viewer, asked: SimilarQuery, at: number): Promise<SimilarIssues> {
  const line = await lineOf(db, asked)
  const pairs = pairsIn(asked.q)
  const around = [...new Set([...(asked.site ? [asked.site] : []), ...line])]
  const [near, worded] = await Promise.all([
    around.length > 0 ? nearby(db, viewer, around, at) : [],
    pairs.size > 0 ? alike(db, viewer, [...pairs].slice(0, PAIRS_ASKED)) : [],
  ])
  const byId = new Map([...near, ...worded].map((found) => [found.issue.id, found]))
  const isRecent = ({ issue }: NamedIssue) => issue.finishedAt === null || issue.finishedAt >= at - RECENT_MS
  const related = [...byId.values()]
    .filter((found) => found.issue.id !== asked.not && isRecent(found))
    .map((found) => relationOf(found, asked, new Set(line), pairs))
    .filter(({ why }) => why.length > 0)
    .sort(
      (a, b) => b.why.length - a.why.length || b.share - a.share || b.found.issue.receivedAt - a.found.issue.receivedAt,
    )
    .slice(0, asked.limit)
  const beside = await besides(
    db,
    related.map(({ found }) => found.issue.id),
  )
  return related.map(({ found, why, share }) => ({
    row: issueRow(found, beside, at),
    why,
    share,
    closedAt: found.issue.finishedAt,
  }))
}

/** Sites on the same line as the site asked about, or on the line asked about. */
async function lineOf(db: Db, { site, supply }: SimilarQuery): Promise<string[]> {
  if (site === undefined && supply === undefined) return []
  const itsLine = sql`(SELECT supply_id FROM sites WHERE id = ${site ?? ''})`
  const rows = await db
    .select({ id: sites.id })
    .from(sites)
    .where(supply === undefined ? sql`${sites.supplyId} = ${itsLine}` : eq(sites.supplyId, supply))
  return rows.map(({ id }) => id)
}

function nearby(db: Db, viewer: Viewer, around: readonly string[], at: number): Promise<NamedIssue[]> {
  const read = (where: SQL | undefined, newestFirst: SQL) =>
    namedIssues(db)
      .where(and(inArray(issues.siteId, [...around]), where, ne(issues.state, 'merged'), seenBy(viewer)))
      .orderBy(newestFirst)
      .limit(NEAR_LOOKED)
  return Promise.all([
    read(sql`${issues.finishedAt} IS NULL`, desc(issues.receivedAt)),
    read(and(isNotNull(issues.finishedAt), gte(issues.finishedAt, at - RECENT_MS)), desc(issues.finishedAt)),
  ]).then((found) => found.flat())
}

/** The newest issues that hold any of these pairs, open ones before the others. */
async function alike(db: Db, viewer: Viewer, pairs: readonly string[]): Promise<NamedIssue[]> {
  const any = `(${pairs.map((pair) => `"${pair}"`).join(' OR ')})`
  const read = (expression: string) =>
    db.all<{ id: string }>(sql`SELECT issues.id FROM issue_terms CROSS JOIN issues ON issues.serial = issue_terms.rowid
      WHERE issue_terms MATCH ${expression} ORDER BY issue_terms.rowid DESC LIMIT ${WORDS_LOOKED}`)
  const [open, newest] = await Promise.all([
    read(narrowedTo(any, [[facets.open], ...facetsOfViewer(viewer)])),
    read(narrowedTo(any, facetsOfViewer(viewer))),
  ])
  return named(db, viewer, [...new Set([...open, ...newest].map(({ id }) => id))])
}

function relationOf(
  found: NamedIssue,
  { site, service }: SimilarQuery,
  line: ReadonlySet<string>,
  pairs: ReadonlySet<string>,
): { found: NamedIssue; why: Similarity[]; share: number } {
  const { siteId, serviceId, title, text } = found.issue
  const share = likenessOf(pairs, pairsIn(`${title}\n${text}`))
  const isSameMatter = service === undefined || serviceId === service
  const isHere = site !== undefined && siteId === site
  const why: Similarity[] = [
    ...(isHere && isSameMatter ? (['same_site'] as const) : []),
    ...(!isHere && siteId !== null && line.has(siteId) && found.service.isSupplyOutage
      ? (['same_supply'] as const)
      : []),
    ...(share >= LIKE_FROM ? (['same_words'] as const) : []),
  ]
  return { found, why, share }
}
