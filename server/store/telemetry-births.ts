import type { Statement } from '../../db/writer.ts'
import type { Birth } from '../wire/node-protocol.ts'
import { type JsonRow, jsonColumns, jsonStatements } from './telemetry-json.ts'

/** The node as its birth declares it, alive since `at` (epoch ms). */
export const updateBornNode = (node: string, birth: Birth, heldCount: number, at: number): Statement => ({
  sql: `UPDATE nodes SET powered_by = ?, software = ?, connection = ?, born_at = ?, died_at = NULL, death_reason = NULL,
    start_id = ?, outbox_percent = ?, outbox_hours_left = ?, outbox_megabytes = ?, held_count = ? WHERE id = ?`,
  args: [
    birth.poweredBy,
    birth.software,
    birth.connection,
    at,
    birth.start.id,
    birth.outbox.percent,
    birth.outbox.hoursLeft,
    birth.outbox.megabytes,
    heldCount,
    node,
  ],
})

export const updateDeadNode = (node: string, reason: string, at: number): Statement => ({
  sql: 'UPDATE nodes SET died_at = ?, death_reason = ? WHERE id = ?',
  args: [at, reason, node],
})

/** A connection that reached its birth; `verdict` is what its return proved about the silence before. */
export const insertConnection = (node: string, birth: Birth, verdict: string | null, at: number): Statement => ({
  sql: `INSERT INTO connections (node_id, connection, boot, start_id, uptime_ms, start_reason, born_at, verdict)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  args: [node, birth.connection, birth.boot, birth.start.id, birth.start.uptimeMs, birth.start.reason, at, verdict],
})

export const endConnection = (node: string, connection: string, reason: string, at: number): Statement => ({
  sql: 'UPDATE connections SET died_at = ?, death_reason = ? WHERE node_id = ? AND connection = ? AND died_at IS NULL',
  args: [at, reason, node, connection],
})

const UPSERT_DEVICES = `INSERT INTO devices
  (id, node_id, name, dialect, driver, powered_by, declared_volts, phases, display_name)
  SELECT ${jsonColumns(9)} FROM json_each(?) WHERE true ON CONFLICT (id) DO UPDATE SET
  driver = excluded.driver, powered_by = excluded.powered_by, declared_volts = excluded.declared_volts,
  phases = excluded.phases, display_name = excluded.display_name`

/** [id, node, name, dialect, driver, poweredBy, declaredVolts, phases, displayName] */
export const upsertDevices = (rows: readonly JsonRow[]): Statement[] => jsonStatements(UPSERT_DEVICES, rows)

const UPSERT_METRICS = `INSERT INTO metrics (id, device_id, name, type, unit, deadband, period_ms, maximum_silence_ms)
  SELECT ${jsonColumns(8)} FROM json_each(?) WHERE true ON CONFLICT (id) DO UPDATE SET
  type = excluded.type, unit = excluded.unit, deadband = excluded.deadband, period_ms = excluded.period_ms,
  maximum_silence_ms = excluded.maximum_silence_ms`

/** [id, device, name, type, unit, deadband, periodMs, maximumSilenceMs] */
export const upsertMetrics = (rows: readonly JsonRow[]): Statement[] => jsonStatements(UPSERT_METRICS, rows)
