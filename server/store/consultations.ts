import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, services } from '../../db/schema/issues.ts'
import { settings } from '../../db/schema/settings.ts'
import { sites } from '../../db/schema/sites.ts'
import { consultationIssues, consultations } from '../../db/schema/supervision.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { dateOn } from '../domain/calendar.ts'
import { type Cluster, type ClusterReason, clusterKey, clustersOf } from '../domain/consultation.ts'
import type { Consultation } from '../domain/issue.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { findClusters, freeIssues } from './consultations-cluster.ts'
import { clockClassOf, publicTitle } from './issue-create.ts'
import { type Mover, planEvent, planFor, SYSTEM } from './issue-plan.ts'
import { planStatements } from './issue-statements.ts'
import { namedIssues } from './issue-view.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import { currentRules } from './rule-book.ts'
import type { Viewer } from './viewer.ts'

const MONTH_KEY = 'consultation_month'
const ATTEMPTS = 3

type Listing = { consultations: number; issues: number }

/** Lists what recurs, once a month whoever else does; gives how many matters it made or added to. */
export async function listMonthly(ports: StorePorts, at: number): Promise<number> {
  const { db, writer } = ports
  const month = dateOn(at).slice(0, 7)
  const outcome = await writer.write([
    {
      sql: `INSERT INTO settings (key, value, changed_at) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at WHERE value <> excluded.value`,
      args: [MONTH_KEY, month, at],
      expectRows: 1,
    },
  ])
  if (!outcome.ok) return 0
  try {
    return (await listClusters(ports, await findClusters(db, at), SYSTEM, at)).consultations
  } catch (error) {
    // The month is given back, so that the job does it at its next turn.
    await writer.write([statement(db.delete(settings).where(eq(settings.key, MONTH_KEY)))])
    throw error
  }
}

/** Lists what recurs now, on a supervisor's word. */
export const listNow = async (ports: StorePorts, viewer: Viewer, at: number): Promise<Outcome<Listing>> =>
  done(await listClusters(ports, await findClusters(ports.db, at), asSupervisor(viewer), at))

/** Puts issues before the consultation by hand: they make one matter, or join the one that runs for them. */
export async function listByHand(
  ports: StorePorts,
  issueIds: readonly string[],
  viewer: Viewer,
  at: number,
): Promise<Outcome<Listing>> {
  const found = await freeIssues(ports.db, issueIds)
  const first = found.find(({ id }) => id === issueIds[0])
  if (!first || found.length < new Set(issueIds).size)
    return refused('unknown_reference', {
      errors: [
        { pointer: '/issueIds', code: 'unknown', detail: 'Some of these issues are unknown, or consulted about.' },
      ],
    })
  const [natural] = clustersOf(found.map((issue) => ({ ...issue, isListed: true })))
  const { serviceId, siteId, agencyId } = natural ?? first
  const reasons: ClusterReason[] = ['by_hand']
  const cluster = { serviceId, siteId, agencyId, reasons, issueIds: found.map(({ id }) => id) }
  return done(await listClusters(ports, [cluster], asSupervisor(viewer), at))
}

export const asSupervisor = (viewer: Viewer): Mover => ({ actor: 'supervisor', userId: viewer.id, agencyId: null })

async function listClusters(ports: StorePorts, clusters: readonly Cluster[], by: Mover, at: number): Promise<Listing> {
  const sum: Listing = { consultations: 0, issues: 0 }
  for (const cluster of clusters) {
    const count = await again(() => listCluster(ports, cluster, by, at))
    if (count === 0) continue
    sum.consultations++
    sum.issues += count
  }
  return sum
}

/** Another look where an issue moved on while the write was planned; null after the last. */
export async function again<T>(attempt: () => Promise<T | null>): Promise<T | 0> {
  for (let n = 1; n <= ATTEMPTS; n++) {
    const value = await attempt()
    if (value !== null) return value
  }
  return 0
}

/** The running matter of a cluster: the same service at the same site, or of the same agency where there is no site. */
async function runningFor(db: Db, { serviceId, siteId, agencyId }: Cluster) {
  const [row] = await db
    .select()
    .from(consultations)
    .where(
      and(
        inArray(consultations.status, ['listed', 'planned']),
        eq(consultations.serviceId, serviceId),
        siteId === null
          ? and(sql`${consultations.siteId} IS NULL`, sql`${consultations.agencyId} IS ${agencyId}`)
          : eq(consultations.siteId, siteId),
      ),
    )
    .limit(1)
  return row ?? null
}

/** Makes or adds to the matter of one cluster; gives the number of issues that are new in it, null when it must be tried again. */
async function listCluster(ports: StorePorts, cluster: Cluster, by: Mover, at: number): Promise<number | null> {
  const { db, writer } = ports
  const running = await runningFor(db, cluster)
  const known = running ? await memberIds(db, running.id) : []
  const fresh = cluster.issueIds.filter((id) => !known.includes(id))
  if (fresh.length === 0) return 0
  const id = running?.id ?? newId(at)
  const status = (running?.status ?? 'listed') as Consultation
  const reasons = [...new Set([...(running?.reasons.split(',') ?? []), ...cluster.reasons])].filter(Boolean).join(',')
  const change = running
    ? db
        .update(consultations)
        .set({ reasons, version: sql`${consultations.version} + 1` })
        .where(and(eq(consultations.id, id), eq(consultations.version, running.version)))
    : db
        .insert(consultations)
        .values({ id, ...(await nameOf(db, cluster)), reasons, status, createdBy: by.userId, createdAt: at })
        .onConflictDoNothing()
  const outcome = await writer.write([
    statement(change, 1),
    ...fresh.map((issueId) =>
      statement(
        db.insert(consultationIssues).values({ consultationId: id, issueId, addedAt: at }).onConflictDoNothing(),
      ),
    ),
    ...(await markIssues(db, fresh, status, { consultationId: id, reasons: cluster.reasons }, by, at)),
    told(id, [cluster.agencyId], at),
  ])
  return outcome.ok ? fresh.length : null
}

export async function memberIds(db: Db, id: string): Promise<string[]> {
  const rows = await db
    .select({ issueId: consultationIssues.issueId })
    .from(consultationIssues)
    .where(eq(consultationIssues.consultationId, id))
  return rows.map(({ issueId }) => issueId)
}

async function nameOf(db: Db, cluster: Cluster) {
  const { serviceId, siteId, agencyId } = cluster
  const [service] = await db.select().from(services).where(eq(services.id, serviceId))
  const [site] = siteId === null ? [] : await db.select().from(sites).where(eq(sites.id, siteId))
  return {
    title: publicTitle({ nameZh: service?.nameZh ?? serviceId }, site ?? null),
    cluster: clusterKey(cluster),
    serviceId,
    siteId,
    agencyId,
  }
}

/** Issues with the flag of their matter, each with its event; the write fails as a whole when one has moved on. */
export async function markIssues(
  db: Db,
  issueIds: readonly string[],
  consultation: Consultation,
  body: Record<string, unknown>,
  by: Mover,
  at: number,
): Promise<Statement[]> {
  if (issueIds.length === 0) return []
  const [rows, rules] = await Promise.all([namedIssues(db).where(inArray(issues.id, [...issueIds])), currentRules(db)])
  return rows.flatMap(({ issue, service }) => {
    const plan = planFor(issue, clockClassOf(service), [], rules)
    const event = { change: consultation, from: issue.consultation, ...body }
    return planStatements(db, planEvent(plan, 'consultation', by, at, event, { consultation }), at)
  })
}

export const told = (id: string, agencyIds: readonly (string | null)[], at: number): Statement =>
  liveEvent({ at, kind: 'supervision', subjectId: id, body: { agencyIds: agencyIds.filter((one) => one !== null) } })
