import { and, desc, eq, gte, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { sites } from '../../db/schema/sites.ts'
import {
  CLUSTER_WINDOW_MS,
  type Cluster,
  type ClusterIssue,
  clustersOf,
  RECURRING_MIN,
  REPEATS_MIN,
  REWORKS_MIN,
} from '../domain/consultation.ts'
import { breathe } from './breathe.ts'

const MEMBERS_MAX = 50

const clusterColumns = {
  id: issues.id,
  serviceId: issues.serviceId,
  siteId: issues.siteId,
  agencyId: sql<string | null>`coalesce(${issues.leadAgencyId}, ${issues.agencyId})`,
  consultation: issues.consultation,
  repeatOfId: issues.repeatOfId,
  reworkCount: issues.reworkCount,
}

/** Issues a consultation may be about: neither followers of another nor tests, and not planned or struck off already. */
const isFree = and(
  eq(issues.isTest, false),
  isNull(issues.masterId),
  inArray(issues.consultation, ['none', 'listed']),
  ne(issues.state, 'merged'),
)

/** Clusters among the issues of the window before `at` (epoch ms); reads a site at a time, so that others are served. */
export async function findClusters(db: Db, at: number): Promise<Cluster[]> {
  const since = at - CLUSTER_WINDOW_MS
  const found = new Map<string, ClusterIssue>()
  const keep = (rows: readonly Candidate[]) => {
    for (const row of rows) found.set(row.id, asClusterIssue(row))
  }
  keep(await listedIssues(db))
  const places = await db.select({ id: sites.id }).from(sites)
  for (const { id } of places) {
    for (const serviceId of await striking(db, id, since)) keep(await members(db, id, serviceId, since))
    await breathe()
  }
  return clustersOf([...found.values()])
}

const listedIssues = (db: Db) =>
  db
    .select(clusterColumns)
    .from(issues)
    .where(and(sql`${issues.consultation} <> 'none'`, eq(issues.consultation, 'listed'), eq(issues.isTest, false)))
type Candidate = Awaited<ReturnType<typeof listedIssues>>[number]

/** Services of which a site had so many issues, repeats or re-handlings that they are looked at together. */
async function striking(db: Db, siteId: string, since: number): Promise<string[]> {
  const count = sql<number>`count(*)`
  const rows = await db
    .select({ serviceId: issues.serviceId })
    .from(issues)
    .where(and(eq(issues.siteId, siteId), gte(issues.receivedAt, since), isFree))
    .groupBy(issues.serviceId)
    .having(
      or(
        gte(count, RECURRING_MIN),
        gte(sql`sum(${issues.repeatOfId} IS NOT NULL)`, REPEATS_MIN),
        gte(sql`max(${issues.reworkCount})`, REWORKS_MIN),
      ),
    )
  return rows.map(({ serviceId }) => serviceId)
}

const members = (db: Db, siteId: string, serviceId: string, since: number): Promise<Candidate[]> =>
  db
    .select(clusterColumns)
    .from(issues)
    .where(and(eq(issues.siteId, siteId), eq(issues.serviceId, serviceId), gte(issues.receivedAt, since), isFree))
    .orderBy(desc(issues.receivedAt), desc(issues.id))
    .limit(MEMBERS_MAX)

/** Issues by id, as clustering reads them; those that may not be consulted about are left out. */
export async function freeIssues(db: Db, ids: readonly string[]): Promise<ClusterIssue[]> {
  const rows = await db
    .select(clusterColumns)
    .from(issues)
    .where(and(inArray(issues.id, [...ids]), isFree))
  return rows.map(asClusterIssue)
}

const asClusterIssue = ({ consultation, repeatOfId, ...row }: Candidate): ClusterIssue => ({
  ...row,
  isListed: consultation === 'listed',
  isRepeat: repeatOfId !== null,
})
