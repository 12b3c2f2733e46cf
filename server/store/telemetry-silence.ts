import type { Client } from '@libsql/client'
import type { Statement } from '../../db/writer.ts'
import { type JsonRow, jsonStatements } from './telemetry-json.ts'

/** Silence counts from our own start too: what was due while we were away gets its full time again. */
export const graceDeadlines = (startAt: number): Statement => ({
  sql: `UPDATE deadlines SET due_at = ?1 + CAST(1.5 * m.maximum_silence_ms AS INTEGER) FROM metrics AS m
    WHERE m.id = deadlines.metric_id AND fired_at IS NULL AND due_at < ?1 + CAST(1.5 * m.maximum_silence_ms AS INTEGER)`,
  args: [startAt],
})

export const updateHeartbeat = (at: number): Statement => ({
  sql: 'INSERT INTO heartbeats (id, beat_at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at',
  args: [at],
})

/** A deadline that has passed and was not fired yet. */
export interface DueDeadline {
  metricId: number
  nodeId: string
  dueAt: number
}

export async function loadDueDeadlines(client: Client, now: number): Promise<DueDeadline[]> {
  const { rows } = await client.execute({
    sql: `SELECT d.metric_id, v.node_id, d.due_at FROM deadlines d JOIN metrics m ON m.id = d.metric_id
      JOIN devices v ON v.id = m.device_id JOIN nodes n ON n.id = v.node_id
      WHERE d.due_at < ? AND d.fired_at IS NULL AND n.revoked_at IS NULL ORDER BY d.due_at`,
    args: [now],
  })
  return rows.map((row) => ({
    metricId: Number(row.metric_id),
    nodeId: String(row.node_id),
    dueAt: Number(row.due_at),
  }))
}

const FIRE = `UPDATE deadlines SET fired_at = v.value->>2 FROM json_each(?) AS v
  WHERE deadlines.metric_id = v.value->>0 AND deadlines.due_at = v.value->>1 AND deadlines.fired_at IS NULL`

/** [metric, dueAt, firedAt]: fires a deadline unless it was moved or fired meanwhile. */
export const fireDeadlines = (rows: readonly JsonRow[]): Statement[] => jsonStatements(FIRE, rows)

/** What the probable-outage rule is told of each node of a site or of a supply; instants in epoch ms. */
export interface SiteNode {
  nodeId: string
  siteId: string
  supplyId: string | null
  poweredBy: string | null
  lastSeenAt: number
  diedAt: number | null
  maximumSilenceMs: number
  dueAt: number
}

/** The nodes that share a site or a supply with one of those named, each with when all of it is silent. */
export async function loadNeighbours(client: Client, nodeIds: readonly string[]): Promise<SiteNode[]> {
  const { rows } = await client.execute({
    sql: `WITH asked AS (SELECT DISTINCT s.id, s.supply_id FROM nodes n JOIN sites s ON s.id = n.site_id
        WHERE n.id IN (SELECT value FROM json_each(?)))
      SELECT n.id, n.site_id, s.supply_id, n.powered_by, n.last_seen_at, n.died_at, max(m.maximum_silence_ms) AS silence,
        max(d.due_at) AS due_at FROM nodes n JOIN sites s ON s.id = n.site_id JOIN devices v ON v.node_id = n.id
        JOIN metrics m ON m.device_id = v.id JOIN deadlines d ON d.metric_id = m.id
      WHERE n.revoked_at IS NULL AND n.last_seen_at IS NOT NULL
        AND (s.id IN (SELECT id FROM asked) OR s.supply_id IN (SELECT supply_id FROM asked)) GROUP BY n.id`,
    args: [JSON.stringify(nodeIds)],
  })
  return rows.map((row) => ({
    nodeId: String(row.id),
    siteId: String(row.site_id),
    supplyId: row.supply_id === null ? null : String(row.supply_id),
    poweredBy: row.powered_by === null ? null : String(row.powered_by),
    lastSeenAt: Number(row.last_seen_at),
    diedAt: row.died_at === null ? null : Number(row.died_at),
    maximumSilenceMs: Number(row.silence),
    dueAt: Number(row.due_at),
  }))
}
