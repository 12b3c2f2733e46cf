import { and, asc, eq, gte, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { clockRuns, issues, services } from '../../db/schema/issues.ts'
import type { IssueList, IssueRow } from '../wire/issues.ts'
import type { SiteDay } from '../wire/sites.ts'
import { type IssueFilter, partsOf } from './issue-filter.ts'
import { pageOf, readCursor, writeCursor } from './issue-page.ts'
import { besides, issueRow, lightAndShare, namedIssues } from './issue-view.ts'
import { isIndexComplete } from './search-backfill.ts'
import { listed } from './search-issues.ts'
import { issueMatch } from './search-query.ts'
import { seenBy, type Viewer } from './viewer.ts'

export type { IssueFilter } from './issue-filter.ts'

/** Somebody or something still has to move it; the partial indexes of `issues` hold exactly these. */
export const isOpenState = isNull(issues.finishedAt)

/** A page of issues; the cursor holds the last row's key, so rows that come or go meanwhile shift nothing. */
export async function issueRows(db: Db, viewer: Viewer, now: number, filter: IssueFilter): Promise<IssueList> {
  const match = filter.q === undefined ? null : await issueMatch(db, filter.q)
  if (filter.q !== undefined && match === null) return { rows: [], next: null }
  const by = { expression: match?.expression ?? null, isIndexed: await isIndexComplete(db) }
  const parts = partsOf(db, viewer, filter, by, now)
  const { ids, next } = await pageOf(parts, readCursor(filter.cursor), filter.limit)
  const [rows, beside] = await Promise.all([listed(db, viewer, ids), besides(db, ids)])
  return { rows: rows.map((row) => issueRow(row, beside, now)), next: next ? writeCursor(next) : null }
}

/** The issue each site's row shows: about its supply before others, then the oldest. */
export async function openIssuesBySite(
  db: Db,
  viewer: Viewer,
  siteIds: readonly string[],
): Promise<Map<string, NonNullable<SiteDay['issue']>>> {
  if (siteIds.length === 0) return new Map()
  const ranked = db.$with('ranked').as(
    db
      .select({
        id: issues.id,
        rank: sql<number>`row_number() OVER (PARTITION BY ${issues.siteId}
          ORDER BY ${services.isSupplyOutage} DESC, ${issues.receivedAt}, ${issues.number})`.as('rank'),
      })
      .from(issues)
      .innerJoin(services, eq(services.id, issues.serviceId))
      .where(and(seenBy(viewer), isOpenState, inArray(issues.siteId, [...siteIds]))),
  )
  const first = await db.with(ranked).select({ id: ranked.id }).from(ranked).where(eq(ranked.rank, 1))
  const ids = first.map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const [rows, beside] = await Promise.all([namedIssues(db).where(inArray(issues.id, ids)), besides(db, ids)])
  return new Map(
    rows.map((row) => {
      const { id, number, title, state, channel, agency, reportCount } = issueRow(row, beside, 0)
      return [row.issue.siteId!, { id, number, title, state, channel, agency, reportCount }]
    }),
  )
}

const SHOWN = 12
const SHARES_MAX = 500
/** Counts and shares of the open issues and the worst of them, for the overview. */
export async function issueCounts(db: Db, viewer: Viewer, now: number) {
  const open = and(seenBy(viewer), isOpenState)
  const [states, near, runs, first] = await Promise.all([
    db
      .select({
        state: issues.state,
        count: sql<number>`count(*)`,
        late: sql<number>`sum(coalesce(${issues.dueAt} < ${now}, 0))`,
      })
      .from(issues)
      .where(open)
      .groupBy(issues.state),
    db
      .select({ count: sql<number>`count(*)` })
      .from(issues)
      .where(and(open, lte(issues.urgentAt, now), gte(issues.dueAt, now))),
    db
      .select({ run: clockRuns })
      .from(issues)
      .innerJoin(
        clockRuns,
        and(eq(clockRuns.issueId, issues.id), eq(clockRuns.clock, issues.clock), isNull(clockRuns.stoppedAt)),
      )
      .where(open)
      .orderBy(asc(issues.dueAt))
      .limit(SHARES_MAX),
    issueRows(db, viewer, now, { state: 'open', sort: 'due', limit: 5 * SHOWN }),
  ])
  const byState = Object.fromEntries(states.map(({ state, count }) => [state, count]))
  return {
    open: states.reduce((sum, { count }) => sum + count, 0),
    late: states.reduce((sum, { late }) => sum + late, 0),
    near: near[0]?.count ?? 0,
    paused: (byState.waiting_reporter ?? 0) + (byState.suspended ?? 0),
    byState,
    rows: worstFirst(first.rows).slice(0, SHOWN),
    shares: await sharesOf(
      db,
      runs.map(({ run }) => run),
      now,
    ),
  }
}

async function sharesOf(db: Db, runs: readonly (typeof clockRuns.$inferSelect)[], now: number): Promise<number[]> {
  const { pauses, book } = await besides(
    db,
    runs.map(({ issueId }) => issueId),
  )
  return runs.map((run) => {
    const own = pauses.filter(({ issueId }) => issueId === run.issueId)
    return lightAndShare(run, own, book, now).share
  })
}

const worstFirst = (rows: readonly IssueRow[]): IssueRow[] =>
  [...rows].sort(
    (a, b) => b.light - a.light || (a.dueAt ?? Number.MAX_SAFE_INTEGER) - (b.dueAt ?? Number.MAX_SAFE_INTEGER),
  )
