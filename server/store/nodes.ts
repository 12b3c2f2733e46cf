import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { sites } from '../../db/schema/sites.ts'
import { deadlines, devices, gaps, metrics, nodes, quarantined } from '../../db/schema/telemetry.ts'
import { dayNumber, startOfDay } from '../domain/calendar.ts'
import { nodeStatus } from '../domain/node-status.ts'
import type { NodeRow } from '../wire/nodes.ts'

/** A gap younger than this may only be a record that overtook another, ms. */
export const GAP_SHOWN_AFTER_MS = 30_000

type Narrow = { nodeIds?: readonly string[]; siteId?: string }
type NodeRecord = typeof nodes.$inferSelect

/** Rows of the nodes page, a site's nodes or a single node; a fixed number of queries whatever their count. */
export async function nodeRows(db: Db, now: number, narrow: Narrow = {}): Promise<NodeRow[]> {
  const found = await db
    .select({ node: nodes, site: { id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn } })
    .from(nodes)
    .leftJoin(sites, eq(sites.id, nodes.siteId))
    .where(
      and(
        narrow.nodeIds ? inArray(nodes.id, [...narrow.nodeIds]) : undefined,
        narrow.siteId ? eq(nodes.siteId, narrow.siteId) : undefined,
      ),
    )
    .orderBy(nodes.displayName)
  if (found.length === 0) return []
  const ids = found.map(({ node }) => node.id)
  const [silences, missing, refused] = await Promise.all([
    silenceByNode(db, ids, now),
    missingByNode(db, ids, now),
    quarantinedByNode(db, ids),
  ])
  return found.map(({ node, site }) => ({
    ...describe(node, silences.get(node.id)?.allSilentAt ?? null, now),
    site: site?.id ? site : null,
    openGaps: missing.get(node.id)?.open ?? { count: 0, records: 0 },
    lostRecords: missing.get(node.id)?.lost ?? 0,
    silentMetrics: silences.get(node.id)?.silent ?? [],
    quarantinedCount: refused.get(node.id) ?? 0,
  }))
}

function describe(node: NodeRecord, allSilentAt: number | null, now: number) {
  const status = nodeStatus(node, allSilentAt, now)
  return {
    id: node.id,
    displayName: node.displayName,
    status,
    lastSeenAt: node.lastSeenAt,
    diedAt: status === 'known_dead' ? node.diedAt : null,
    poweredBy: node.poweredBy,
    software: node.software,
    outbox: { percent: node.outboxPercent, hoursLeft: node.outboxHoursLeft, heldCount: node.heldCount },
    clockSkewMs: node.clockSkewMs,
    isClockSynced: node.isClockSynced,
  }
}

type Silence = { allSilentAt: number; silent: string[] }

async function silenceByNode(db: Db, ids: readonly string[], now: number): Promise<Map<string, Silence>> {
  const rows = await db
    .select({ nodeId: devices.nodeId, device: devices.name, metric: metrics.name, dueAt: deadlines.dueAt })
    .from(devices)
    .innerJoin(metrics, eq(metrics.deviceId, devices.id))
    .innerJoin(deadlines, eq(deadlines.metricId, metrics.id))
    .where(inArray(devices.nodeId, [...ids]))
    .orderBy(devices.id, metrics.id)
  const byNode = new Map<string, Silence>()
  for (const { nodeId, device, metric, dueAt } of rows) {
    const entry = byNode.get(nodeId) ?? { allSilentAt: 0, silent: [] }
    entry.allSilentAt = Math.max(entry.allSilentAt, dueAt)
    if (dueAt < now) entry.silent.push(`${device}/${metric}`)
    byNode.set(nodeId, entry)
  }
  return byNode
}

type Missing = { open: { count: number; records: number }; lost: number }

async function missingByNode(db: Db, ids: readonly string[], now: number): Promise<Map<string, Missing>> {
  const records = sql`${gaps.toSequence} - ${gaps.fromSequence} + 1`
  // Two boots may each lack more than fits one safe integer.
  const recordsWhere = (is: SQL) =>
    sql<number>`min(total(case when ${is} then ${records} end), ${Number.MAX_SAFE_INTEGER})`
  const isOpen = sql`${gaps.outcome} = 'open' and ${gaps.seenAt} <= ${now - GAP_SHOWN_AFTER_MS}`
  const isLost = sql`${gaps.outcome} in ('evicted', 'lost') and ${gaps.closedAt} >= ${startOfDay(dayNumber(now))}`
  const rows = await db
    .select({
      nodeId: gaps.nodeId,
      count: sql<number>`sum(${isOpen})`,
      records: recordsWhere(isOpen),
      lost: recordsWhere(isLost),
    })
    .from(gaps)
    .where(inArray(gaps.nodeId, [...ids]))
    .groupBy(gaps.nodeId)
  return new Map(rows.map(({ nodeId, count, records, lost }) => [nodeId, { open: { count, records }, lost }]))
}

async function quarantinedByNode(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ nodeId: quarantined.nodeId, count: sql<number>`count(*)` })
    .from(quarantined)
    .where(inArray(quarantined.nodeId, [...ids]))
    .groupBy(quarantined.nodeId)
  return new Map(rows.map(({ nodeId, count }) => [nodeId, count]))
}

/** Nodes not revoked, and how many of them are online; one query. */
export async function nodeCounts(db: Db, now: number): Promise<{ total: number; online: number }> {
  const rows = await db
    .select({
      revokedAt: nodes.revokedAt,
      bornAt: nodes.bornAt,
      diedAt: nodes.diedAt,
      lastSeenAt: nodes.lastSeenAt,
      allSilentAt: sql<number | null>`max(${deadlines.dueAt})`,
    })
    .from(nodes)
    .leftJoin(devices, eq(devices.nodeId, nodes.id))
    .leftJoin(metrics, eq(metrics.deviceId, devices.id))
    .leftJoin(deadlines, eq(deadlines.metricId, metrics.id))
    .where(isNull(nodes.revokedAt))
    .groupBy(nodes.id)
  return {
    total: rows.length,
    online: rows.filter((row) => nodeStatus(row, row.allSilentAt, now) === 'online').length,
  }
}
