import { eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { sites } from '../../db/schema/sites.ts'
import { likenessOf, pairsIn } from '../domain/search-likeness.ts'
import type { SimilarIssues, Similarity, SimilarQuery } from '../wire/search.ts'
import { besides, issueRow } from './issue-view.ts'
import { facets } from './search-index.ts'
import { listed } from './search-issues.ts'
import { facetsOfViewer, narrowedTo } from './search-query.ts'
import { seenBy, type Viewer } from './viewer.ts'

/** Issues that were over this long ago are still like a new one, ms. */
const RECENT_MS = 14 * 86_400_000
/** Texts that share this much are about the same. */
const LIKE_FROM = 0.4
const NEAR_LOOKED = 80
const WORDS_LOOKED = 100
const PAIRS_ASKED = 12

/** What of an issue is compared. */
interface Compared {
  id: string
  title: string
  text: string
  siteId: string | null
  serviceId: string
  isSupplyOutage: number
  receivedAt: number
  finishedAt: number | null
}
const COMPARED = sql`issues.id, issues.title, issues.text, site_id AS siteId, service_id AS serviceId,
  is_supply_outage AS isSupplyOutage, received_at AS receivedAt, finished_at AS finishedAt`

/** Open issues, and those over for at most 14 days, at the same site, on the same line, or in the same words. */
export async function similarIssues(db: Db, viewer: Viewer, asked: SimilarQuery, at: number): Promise<SimilarIssues> {
  const line = await lineOf(db, asked)
  const pairs = pairsIn(asked.q)
  const around = [...new Set([...(asked.site ? [asked.site] : []), ...line])]
  const [near, worded] = await Promise.all([
    around.length > 0 ? nearby(db, viewer, around, at) : [],
    pairs.size > 0 ? alike(db, viewer, [...pairs].slice(0, PAIRS_ASKED)) : [],
  ])
  const byId = new Map([...near, ...worded].map((found) => [found.id, found]))
  const related = [...byId.values()]
    .filter(({ id, finishedAt }) => id !== asked.not && (finishedAt === null || finishedAt >= at - RECENT_MS))
    .map((found) => relationOf(found, asked, new Set(line), pairs))
    .filter(({ why }) => why.length > 0)
    .sort((a, b) => b.why.length - a.why.length || b.share - a.share || b.found.receivedAt - a.found.receivedAt)
    .slice(0, asked.limit)
  const ids = related.map(({ found }) => found.id)
  const [rows, beside] = await Promise.all([listed(db, viewer, ids), besides(db, ids)])
  const byRow = new Map(rows.map((row) => [row.issue.id, row]))
  return related.flatMap(({ found, why, share }) => {
    const row = byRow.get(found.id)
    return row ? [{ row: issueRow(row, beside, at), why, share, closedAt: found.finishedAt }] : []
  })
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

async function nearby(db: Db, viewer: Viewer, around: readonly string[], at: number): Promise<Compared[]> {
  const read = (where: SQL, newestFirst: SQL) =>
    db.all<Compared>(sql`SELECT ${COMPARED} FROM issues JOIN services ON services.id = issues.service_id
      WHERE issues.site_id IN (SELECT value FROM json_each(${JSON.stringify(around)})) AND ${where}
        AND issues.state <> 'merged' AND ${seenBy(viewer) ?? sql`1`} ORDER BY ${newestFirst} LIMIT ${NEAR_LOOKED}`)
  const [open, over] = await Promise.all([
    read(sql`finished_at IS NULL`, sql`received_at DESC`),
    read(sql`finished_at IS NOT NULL AND finished_at >= ${at - RECENT_MS}`, sql`finished_at DESC`),
  ])
  return [...open, ...over]
}

/** The newest issues that hold some of these pairs, open ones and all others. */
async function alike(db: Db, viewer: Viewer, pairs: readonly string[]): Promise<Compared[]> {
  const any = (some: readonly string[]): string => `(${some.map((pair) => `"${pair}"`).join(' OR ')})`
  // One of each half: a single common pair says little.
  const halves = pairs.length < 4 ? [pairs] : [0, 1].map((half) => pairs.filter((_, n) => n % 2 === half))
  const expression = halves.map(any).join(' AND ')
  const read = (facetsToo: readonly (readonly string[])[]) =>
    db.all<Compared>(sql`SELECT ${COMPARED} FROM issue_terms CROSS JOIN issues ON issues.serial = issue_terms.rowid
      JOIN services ON services.id = issues.service_id
      WHERE issue_terms MATCH ${narrowedTo(expression, facetsToo)} AND ${seenBy(viewer) ?? sql`1`}
      ORDER BY issue_terms.rowid DESC LIMIT ${WORDS_LOOKED}`)
  const own = facetsOfViewer(viewer)
  return (await Promise.all([read([[facets.open], ...own]), read(own)])).flat()
}

function relationOf(
  found: Compared,
  { site, service }: SimilarQuery,
  line: ReadonlySet<string>,
  pairs: ReadonlySet<string>,
): { found: Compared; why: Similarity[]; share: number } {
  const { siteId, serviceId, title, text } = found
  const share = likenessOf(pairs, pairsIn(`${title}\n${text}`))
  const isSameMatter = service === undefined || serviceId === service
  const isHere = site !== undefined && siteId === site
  const isOnLine = !isHere && siteId !== null && line.has(siteId) && found.isSupplyOutage === 1
  const why: Similarity[] = [
    ...(isHere && isSameMatter ? (['same_site'] as const) : []),
    ...(isOnLine ? (['same_supply'] as const) : []),
    ...(share >= LIKE_FROM ? (['same_words'] as const) : []),
  ]
  return { found, why, share }
}
