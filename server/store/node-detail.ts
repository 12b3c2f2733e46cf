import { and, desc, eq, gte, lte, ne, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import {
  boots,
  connections,
  currentValues,
  deadlines,
  devices,
  gaps,
  metrics,
  nodes,
  quarantined,
} from '../../db/schema/telemetry.ts'
import { dayNumber, startOfDay } from '../domain/calendar.ts'
import type { NodeDetail, NodeMetric } from '../wire/nodes.ts'
import { breathe } from './breathe.ts'
import { deviceName } from './device-name.ts'
import { GAP_SHOWN_AFTER_MS, nodeRows } from './nodes.ts'

const DAY_POINTS = 120
const LISTED = 50

/** Everything the node page shows, or null when there is no such node. */
export async function nodeDetail(db: Db, nodeId: string, now: number): Promise<NodeDetail | null> {
  const [row] = await nodeRows(db, now, { nodeIds: [nodeId] })
  if (!row) return null
  const [created, owned, shown, life, refused] = await Promise.all([
    db.select({ createdAt: nodes.createdAt }).from(nodes).where(eq(nodes.id, nodeId)),
    db
      .select({ id: devices.id, name: deviceName, driver: devices.driver, poweredBy: devices.poweredBy })
      .from(devices)
      .where(eq(devices.nodeId, nodeId))
      .orderBy(devices.id),
    shownGaps(db, nodeId, now),
    latestConnections(db, nodeId),
    refusals(db, nodeId),
  ])
  const shownMetrics = await nodeMetrics(db, nodeId, now)
  return {
    ...row,
    createdAt: created[0]?.createdAt ?? 0,
    recordsToday: await recordsSince(
      db,
      nodeId,
      shownMetrics.map((metric) => metric.metricId),
      startOfDay(dayNumber(now)),
    ),
    devices: owned,
    metrics: shownMetrics,
    gaps: shown,
    connections: life,
    quarantined: refused,
  }
}

async function shownGaps(db: Db, nodeId: string, now: number): Promise<NodeDetail['gaps']> {
  const rows = await db
    .select({
      id: gaps.id,
      boot: boots.boot,
      fromSequence: gaps.fromSequence,
      toSequence: gaps.toSequence,
      seenAt: gaps.seenAt,
      closedAt: gaps.closedAt,
      outcome: gaps.outcome,
    })
    .from(gaps)
    .innerJoin(boots, eq(boots.id, gaps.bootId))
    .where(
      and(
        eq(gaps.nodeId, nodeId),
        or(
          and(eq(gaps.outcome, 'open'), lte(gaps.seenAt, now - GAP_SHOWN_AFTER_MS)),
          and(
            ne(gaps.outcome, 'open'),
            or(ne(gaps.outcome, 'filled'), sql`${gaps.closedAt} - ${gaps.seenAt} > ${GAP_SHOWN_AFTER_MS}`),
          ),
        ),
      ),
    )
    .orderBy(desc(gaps.seenAt), desc(gaps.id))
    .limit(LISTED)
  return rows.map((row) => ({
    ...row,
    outcome: row.outcome as NodeDetail['gaps'][number]['outcome'],
    records: row.toSequence - row.fromSequence + 1,
  }))
}

const latestConnections = (db: Db, nodeId: string): Promise<NodeDetail['connections']> =>
  db
    .select({
      bornAt: connections.bornAt,
      diedAt: connections.diedAt,
      deathReason: connections.deathReason,
      startReason: connections.startReason,
      uptimeMs: connections.uptimeMs,
      verdict: connections.verdict,
    })
    .from(connections)
    .where(eq(connections.nodeId, nodeId))
    .orderBy(desc(connections.bornAt), desc(connections.id))
    .limit(LISTED)

const refusals = (db: Db, nodeId: string): Promise<NodeDetail['quarantined']> =>
  db
    .select({
      reason: quarantined.reason,
      count: sql<number>`count(*)`,
      latestAt: sql<number>`max(${quarantined.receivedAt})`,
      largest: sql<number>`max(${quarantined.size})`,
    })
    .from(quarantined)
    .where(eq(quarantined.nodeId, nodeId))
    .groupBy(quarantined.reason)
    .orderBy(desc(sql`max(${quarantined.receivedAt})`))

async function nodeMetrics(db: Db, nodeId: string, now: number): Promise<NodeMetric[]> {
  const rows = await db
    .select({ metric: metrics, device: deviceName, current: currentValues, dueAt: deadlines.dueAt })
    .from(devices)
    .innerJoin(metrics, eq(metrics.deviceId, devices.id))
    .leftJoin(currentValues, eq(currentValues.metricId, metrics.id))
    .leftJoin(deadlines, eq(deadlines.metricId, metrics.id))
    .where(eq(devices.nodeId, nodeId))
    .orderBy(devices.id, metrics.id)
  const days = await dayCurves(
    db,
    rows.map(({ metric }) => metric),
    now,
  )
  return rows.map(({ metric, device, current, dueAt }) => ({
    metricId: metric.id,
    device,
    name: metric.name,
    type: metric.type,
    unit: metric.unit,
    deadband: metric.deadband,
    periodMs: metric.periodMs,
    maximumSilenceMs: metric.maximumSilenceMs,
    at: current?.effectiveAt ?? null,
    value: current?.value ?? null,
    text: current?.text ?? null,
    isStale: dueAt !== null && dueAt < now,
    day: days.get(metric.id) ?? [],
  }))
}

type Metric = { id: number; maximumSilenceMs: number }

/** Metrics looked up at once; about 10 ms. */
const METRICS_AT_ONCE = 20

/** Today's last value of each of at most 120 stretches; a stretch without any leaves a null behind the point before it. */
async function dayCurves(db: Db, of: readonly Metric[], now: number): Promise<Map<number, NodeMetric['day']>> {
  const from = startOfDay(dayNumber(now))
  const widthMs = Math.max(1_000, Math.ceil((now - from + 1) / (DAY_POINTS - 1)))
  const days = new Map<number, NodeMetric['day']>(of.map(({ id }) => [id, []]))
  const silence = new Map(of.map((metric) => [metric.id, metric.maximumSilenceMs * 1.5]))
  for (let n = 0; n < of.length; n += METRICS_AT_ONCE) {
    for (const { metricId, at, value } of await lastValues(db, of.slice(n, n + METRICS_AT_ONCE), from, now, widthMs)) {
      const day = days.get(metricId)!
      const last = day.at(-1)
      if (last && at - last[0] > Math.max(2 * widthMs, silence.get(metricId) ?? 0)) day.push([last[0] + 1, null])
      day.push([at, value])
    }
    await breathe()
  }
  return days
}

/** The last value of every stretch, sought in the index: what lies before it in its stretch is not read. */
const lastValues = (db: Db, of: readonly Metric[], from: number, now: number, widthMs: number) =>
  db.all<{ metricId: number; at: number; value: number }>(sql`
    WITH RECURSIVE stretches(begin) AS (VALUES(${from}) UNION ALL SELECT begin + ${widthMs} FROM stretches
      WHERE begin + ${widthMs} <= ${now}),
    found AS (SELECT m.value AS id, (SELECT device_at FROM samples WHERE metric_id = m.value AND device_at >= begin
      AND device_at < min(begin + ${widthMs}, ${now} + 1) AND value IS NOT NULL ORDER BY device_at DESC LIMIT 1) AS at
      FROM json_each(${JSON.stringify(of.map(({ id }) => id))}) m, stretches)
    SELECT id AS metricId, at, (SELECT value FROM samples WHERE metric_id = id AND device_at = at AND value IS NOT NULL
      ORDER BY boot_id DESC, sequence DESC LIMIT 1) AS value FROM found WHERE at IS NOT NULL ORDER BY id, at`)

/** Records committed since `from`: from the first sequence of that time to the highest, less what is missing in between. */
async function recordsSince(db: Db, nodeId: string, metricIds: readonly number[], from: number): Promise<number> {
  const alive = await db
    .select({
      id: boots.id,
      highest: boots.highest,
      firstReceivedAt: boots.firstReceivedAt,
      lastReceivedAt: boots.lastReceivedAt,
    })
    .from(boots)
    .where(and(eq(boots.nodeId, nodeId), gte(boots.lastReceivedAt, from)))
  let records = 0
  for (const boot of alive) {
    const first = boot.firstReceivedAt >= from ? 1 : await firstSequence(db, metricIds, boot, from)
    if (first === null) continue
    records += boot.highest - first + 1 - (await missingAfter(db, boot.id, first))
  }
  return records
}

interface Alive {
  id: number
  lastReceivedAt: number
}

/** A boot's lowest sequence among each metric's first sample since `from`; looked for no further than the boot was heard. */
async function firstSequence(db: Db, metricIds: readonly number[], boot: Alive, from: number): Promise<number | null> {
  const [row] = await db.all<{ first: number | null }>(sql`
    SELECT min((SELECT sequence FROM samples WHERE metric_id = m.value AND boot_id = ${boot.id}
      AND device_at BETWEEN ${from} AND ${boot.lastReceivedAt} ORDER BY device_at LIMIT 1)) AS first
    FROM json_each(${JSON.stringify(metricIds)}) m`)
  return row?.first ?? null
}

async function missingAfter(db: Db, bootId: number, first: number): Promise<number> {
  const [row] = await db
    .select({
      records: sql<number | null>`sum(${gaps.toSequence} - max(${gaps.fromSequence}, ${first}) + 1)`,
    })
    .from(gaps)
    .where(and(eq(gaps.bootId, bootId), ne(gaps.outcome, 'filled'), gte(gaps.toSequence, first)))
  return row?.records ?? 0
}
