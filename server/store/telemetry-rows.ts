import type { Statement } from '../../db/writer.ts'
import { type JsonRow, jsonColumns, jsonStatements } from './telemetry-json.ts'

const UPSERT_CURRENT = `INSERT INTO current_values (metric_id, effective_at, received_at, boot_id, sequence, value, text, flags)
  SELECT ${jsonColumns(8)} FROM json_each(?) WHERE true ON CONFLICT (metric_id) DO UPDATE SET
  effective_at = excluded.effective_at, received_at = excluded.received_at, boot_id = excluded.boot_id,
  sequence = excluded.sequence, value = excluded.value, text = excluded.text, flags = excluded.flags`

/** [metric, effectiveAt, receivedAt, bootId, sequence, value, text, flags]; the caller knows that it is newer. */
export const upsertCurrent = (rows: readonly JsonRow[]): Statement[] => jsonStatements(UPSERT_CURRENT, rows)

const PUSH_DEADLINES = `INSERT INTO deadlines (metric_id, due_at, fired_at) SELECT value->>0, value->>1, NULL
  FROM json_each(?) WHERE true ON CONFLICT (metric_id) DO UPDATE SET due_at = excluded.due_at, fired_at = NULL`

/** [metric, dueAt]: a sample came, so the deadline moves on and is not fired any more. */
export const pushDeadlines = (rows: readonly JsonRow[]): Statement[] => jsonStatements(PUSH_DEADLINES, rows)

const ADD_DEADLINES = `INSERT INTO deadlines (metric_id, due_at) SELECT value->>0, value->>1
  FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`

/** [metric, dueAt]: a declared metric is expected from now on; one that is expected already is left alone. */
export const addDeadlines = (rows: readonly JsonRow[]): Statement[] => jsonStatements(ADD_DEADLINES, rows)

const DROP_DEADLINES = 'DELETE FROM deadlines WHERE metric_id IN (SELECT value->>0 FROM json_each(?))'

/** [metric]: no longer declared, so no longer expected. */
export const dropDeadlines = (rows: readonly JsonRow[]): Statement[] => jsonStatements(DROP_DEADLINES, rows)

const UPSERT_BOOTS = `INSERT INTO boots (id, node_id, boot, up_to, highest, first_received_at, last_received_at)
  SELECT ${jsonColumns(7)} FROM json_each(?) WHERE true ON CONFLICT (id) DO UPDATE SET
  up_to = excluded.up_to, highest = excluded.highest, last_received_at = excluded.last_received_at`

/** [id, node, boot, upTo, highest, firstReceivedAt, lastReceivedAt] */
export const upsertBoots = (rows: readonly JsonRow[]): Statement[] => jsonStatements(UPSERT_BOOTS, rows)

const INSERT_GAPS = `INSERT INTO gaps (boot_id, node_id, from_sequence, to_sequence, seen_at, closed_at, outcome)
  SELECT ${jsonColumns(7)} FROM json_each(?)`

/** [bootId, node, from, to, seenAt, closedAt, outcome] */
export const insertGaps = (rows: readonly JsonRow[]): Statement[] => jsonStatements(INSERT_GAPS, rows)

/** A stored open gap, named by its boot and first sequence, follows the ledger. */
export const updateGap = (
  bootId: number,
  from: number,
  to: { from: number; to: number; outcome: string; closedAt: number | null },
): Statement => ({
  sql: `UPDATE gaps SET from_sequence = ?, to_sequence = ?, outcome = ?, closed_at = ?
    WHERE boot_id = ? AND outcome = 'open' AND from_sequence = ?`,
  args: [to.from, to.to, to.outcome, to.closedAt, bootId, from],
})

const INSERT_EVENTS = `INSERT INTO live_events (at, kind, subject_id, site_id, body) SELECT ${jsonColumns(5)} FROM json_each(?)`

/** [at, kind, subject, site, body as JSON text]: what open screens are told has changed. */
export const insertEvents = (rows: readonly JsonRow[]): Statement[] => jsonStatements(INSERT_EVENTS, rows)

const SEEN_NODES = `UPDATE nodes SET last_seen_at = v.value->>1, clock_skew_ms = v.value->>2, is_clock_synced = v.value->>3
  FROM json_each(?) AS v WHERE nodes.id = v.value->>0`

/** [node, lastSeenAt, clockSkewMs, isClockSynced] */
export const seenNodes = (rows: readonly JsonRow[]): Statement[] => jsonStatements(SEEN_NODES, rows)

const ANSWER_COMMANDS = `UPDATE commands SET result = v.value->>2, message = v.value->>3, done_at = v.value->>4
  FROM json_each(?) AS v WHERE commands.id = v.value->>0 AND commands.node_id = v.value->>1 AND commands.result IS NULL`

/** [command, node, result, message, doneAt]; an answered command stays as first answered. */
export const answerCommands = (rows: readonly JsonRow[]): Statement[] => jsonStatements(ANSWER_COMMANDS, rows)

/** One payload, or one value of it, that was acknowledged and not understood. `bytes` may be only the head. */
export interface QuarantineRow {
  nodeId: string
  topic: string
  receivedAt: number
  reason: string
  boot: string | null
  sequence: number | null
  ix: number | null
  size: number
  sha256: string | null
  bytes: Uint8Array
}

export const insertQuarantined = (row: QuarantineRow): Statement => ({
  sql: `INSERT INTO quarantined (node_id, topic, received_at, reason, boot, sequence, ix, size, sha256, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  args: [
    row.nodeId,
    row.topic,
    row.receivedAt,
    row.reason,
    row.boot,
    row.sequence,
    row.ix,
    row.size,
    row.sha256,
    row.bytes,
  ],
})
