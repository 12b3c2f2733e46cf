import type { Client, Row } from '@libsql/client'
import type { Statement } from '../../db/writer.ts'
import type { PowerEvent, PowerEventKind } from '../domain/power.ts'
import type { EvidenceGrade } from '../domain/supply.ts'
import { FLAG, type Phase } from '../wire/node-protocol.ts'
import { type JsonRow, jsonColumns, jsonStatements } from './telemetry-json.ts'

/** A stored voltage: `at` is its effective time (epoch ms), `volts` null when the sensor said that it failed. */
export interface Voltage {
  metricId: number
  at: number
  volts: number | null
}

/** A stored power event, as far as it is compared with what the samples say now. */
export interface StoredPowerEvent {
  id: string
  phase: string
  kind: PowerEventKind
  startMinAt: number
  startMaxAt: number
  endMinAt: number | null
  endMaxAt: number | null
  residualVolts: number | null
  class: string | null
  isNoticed: boolean
}

const BOARD_CLOCK_BEFORE = 1_000_000_000_000
const CLOCK_ERROR_MS = 7 * 86_400_000

const VOLTAGES = `WITH m(id) AS (SELECT value FROM json_each(?1))
  SELECT metric_id, device_at AS at, value, flags FROM samples, m
    WHERE metric_id = m.id AND device_at BETWEEN ?2 AND ?3 AND clock_quality < 2
  UNION ALL SELECT metric_id, received_at, value, flags FROM samples, m
    WHERE metric_id = m.id AND device_at < ${BOARD_CLOCK_BEFORE} AND clock_quality = 2 AND is_backfill = 0
    AND received_at BETWEEN ?2 AND ?3
  UNION ALL SELECT metric_id, received_at, value, flags FROM samples, m
    WHERE metric_id = m.id AND device_at BETWEEN max(${BOARD_CLOCK_BEFORE}, ?2 - ${CLOCK_ERROR_MS}) AND ?3 + ${CLOCK_ERROR_MS}
    AND clock_quality = 2 AND is_backfill = 0 AND received_at BETWEEN ?2 AND ?3`

/** The voltages of some metrics whose effective time lies in [fromAt, toAt], epoch ms, in no order. */
export async function loadVoltages(
  client: Client,
  metricIds: readonly number[],
  fromAt: number,
  toAt: number,
): Promise<Voltage[]> {
  const { rows } = await client.execute({ sql: VOLTAGES, args: [JSON.stringify(metricIds), fromAt, toAt] })
  return rows.map((row) => ({
    metricId: Number(row.metric_id),
    at: Number(row.at),
    volts: row.value === null || (Number(row.flags) & FLAG.invalid) !== 0 ? null : Number(row.value),
  }))
}

export interface NormalRange {
  lowVolts: number
  highVolts: number
}

const NORMAL = `SELECT device_at FROM samples WHERE metric_id = ? AND clock_quality < 2 AND value BETWEEN ? AND ?
  AND flags & ${FLAG.invalid} = 0`

/** The latest instant before `at` (epoch ms) at which a metric was plainly normal. */
export async function normalBefore(client: Client, metricId: number, at: number, range: NormalRange) {
  const { rows } = await client.execute({
    sql: `${NORMAL} AND device_at < ? ORDER BY device_at DESC LIMIT 1`,
    args: [metricId, range.lowVolts, range.highVolts, at],
  })
  return rows[0] ? Number(rows[0].device_at) : null
}

/** The earliest instant after `at` (epoch ms) at which a metric was plainly normal. */
export async function normalAfter(client: Client, metricId: number, at: number, range: NormalRange) {
  const { rows } = await client.execute({
    sql: `${NORMAL} AND device_at > ? ORDER BY device_at LIMIT 1`,
    args: [metricId, range.lowVolts, range.highVolts, at],
  })
  return rows[0] ? Number(rows[0].device_at) : null
}

/** A device's events that touch [fromAt, toAt], epoch ms; a running one touches everything after its start. */
export async function loadPowerEvents(
  client: Client,
  deviceId: number,
  fromAt: number,
  toAt: number,
): Promise<StoredPowerEvent[]> {
  const { rows } = await client.execute({
    sql: `SELECT id, phase, kind, start_min_at, start_max_at, end_min_at, end_max_at, residual_volts, class, is_noticed
      FROM power_events WHERE device_id = ? AND superseded_at IS NULL AND start_max_at <= ?
      AND (end_max_at IS NULL OR end_max_at >= ?)`,
    args: [deviceId, toAt, fromAt],
  })
  return rows.map(eventOf)
}

const number = (value: unknown): number | null => (value === null ? null : Number(value))

const eventOf = (row: Row): StoredPowerEvent => ({
  id: String(row.id),
  phase: String(row.phase) as Phase,
  kind: String(row.kind) as PowerEventKind,
  startMinAt: Number(row.start_min_at),
  startMaxAt: Number(row.start_max_at),
  endMinAt: number(row.end_min_at),
  endMaxAt: number(row.end_max_at),
  residualVolts: number(row.residual_volts),
  class: row.class === null ? null : String(row.class),
  isNoticed: Number(row.is_noticed) === 1,
})

const UPSERT_EVENTS = `INSERT INTO power_events (id, site_id, device_id, phase, kind, start_min_at, start_max_at, end_min_at,
  end_max_at, residual_volts, resolution_ms, class, is_noticed, evidence, evidence_body, found_at)
  SELECT ${jsonColumns(16)} FROM json_each(?) WHERE true ON CONFLICT (id) DO UPDATE SET
  start_min_at = excluded.start_min_at, end_min_at = excluded.end_min_at, end_max_at = excluded.end_max_at,
  residual_volts = excluded.residual_volts, class = excluded.class,
  is_noticed = excluded.is_noticed, evidence_body = excluded.evidence_body, superseded_at = NULL,
  evidence = CASE WHEN power_events.evidence = 'confirmed' THEN 'confirmed' ELSE excluded.evidence END,
  revision = power_events.revision + 1`

/** Evidence of an event: the grade, and what it was concluded from. */
export interface EventEvidence {
  grade: EvidenceGrade
  body: Record<string, unknown>
}

export interface PowerEventRow {
  event: PowerEvent
  siteId: string | null
  evidence: EventEvidence
  /** Epoch ms. */
  foundAt: number
}

/** Writes events under their keys; one that is there gets its next revision. Evidence once confirmed stays so. */
export const upsertPowerEvents = (rows: readonly PowerEventRow[]): Statement[] =>
  jsonStatements(UPSERT_EVENTS, rows.map(powerEventRow))

const powerEventRow = ({ event, siteId, evidence, foundAt }: PowerEventRow): JsonRow => [
  event.key,
  siteId,
  event.deviceId,
  event.phase,
  event.kind,
  event.startMinAt,
  event.startMaxAt,
  event.endMinAt,
  event.endMaxAt,
  event.residualVolts,
  event.resolutionMs,
  event.class,
  event.isNoticed ? 1 : 0,
  evidence.grade,
  JSON.stringify(evidence.body),
  foundAt,
]

/** What the samples no longer bear out stays on record, marked. */
export const supersedePowerEvent = (id: string, at: number): Statement => ({
  sql: 'UPDATE power_events SET superseded_at = ?, revision = revision + 1 WHERE id = ? AND superseded_at IS NULL',
  args: [at, id],
})

/** An interruption that runs at a site and is not confirmed yet. */
export interface UnconfirmedEvent {
  id: string
  deviceId: number
  phase: string
  isNoticed: boolean
}

export async function loadUnconfirmed(client: Client, siteId: string): Promise<UnconfirmedEvent[]> {
  const { rows } = await client.execute({
    sql: `SELECT id, device_id, phase, is_noticed FROM power_events WHERE site_id = ? AND kind = 'interruption'
      AND end_max_at IS NULL AND superseded_at IS NULL AND evidence <> 'confirmed'`,
    args: [siteId],
  })
  return rows.map((row) => ({
    id: String(row.id),
    deviceId: Number(row.device_id),
    phase: String(row.phase),
    isNoticed: Number(row.is_noticed) === 1,
  }))
}

/** Makes an interruption confirmed by a UPS that runs on battery. */
export const confirmByUps = (id: string, upsMetricId: number): Statement => ({
  sql: `UPDATE power_events SET evidence = 'confirmed', revision = revision + 1,
    evidence_body = json_set(evidence_body, '$.reason', 'ups_on_battery', '$.upsMetricId', ?) WHERE id = ?`,
  args: [upsMetricId, id],
})

/** Makes a device's interruptions that touch [fromAt, toAt] confirmed: a cold start of the node proved the loss of supply. */
export const confirmInterruptions = (nodeId: string, fromAt: number, toAt: number): Statement => ({
  sql: `UPDATE power_events SET evidence = 'confirmed', revision = revision + 1,
    evidence_body = json_set(evidence_body, '$.reason', 'cold_start') WHERE kind = 'interruption'
    AND evidence <> 'confirmed' AND superseded_at IS NULL AND start_max_at <= ? AND (end_max_at IS NULL OR end_max_at >= ?)
    AND device_id IN (SELECT id FROM devices WHERE node_id = ?)`,
  args: [toAt, fromAt, nodeId],
})
