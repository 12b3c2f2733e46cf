import type { Client, InStatement, Row } from '@libsql/client'
import type { MetricType, Phase, PowerSource, StartReason, Unit } from '../wire/node-protocol.ts'

export interface StoredNode {
  id: string
  siteId: string | null
  poweredBy: PowerSource | null
  connection: string | null
  startId: string | null
  bornAt: number | null
  diedAt: number | null
  lastSeenAt: number | null
  clockSkewMs: number | null
}

export interface StoredDevice {
  id: number
  nodeId: string
  name: string
  siteId: string | null
  driver: string
  poweredBy: PowerSource | null
  declaredVolts: number | null
  phases: Phase[]
  displayName: string | null
}

export interface StoredMetric {
  id: number
  deviceId: number
  name: string
  type: MetricType
  unit: Unit
  deadband: number
  periodMs: number
  maximumSilenceMs: number
  current: StoredCurrent | null
  deadline: { dueAt: number; firedAt: number | null } | null
}

export interface StoredCurrent {
  effectiveAt: number
  bootId: number
  sequence: number
  value: number | null
}

export interface StoredBoot {
  id: number
  nodeId: string
  boot: string
  upTo: number
  highest: number
  firstReceivedAt: number
  lastReceivedAt: number
  gaps: { from: number; to: number; seenAt: number }[]
}

/** What a node said of its hardware at its latest birth. */
export interface StoredStart {
  nodeId: string
  connection: string
  startId: string
  uptimeMs: number
  reason: StartReason
  bornAt: number
}

/** All that ingest remembers of some nodes. */
export interface StoredTelemetry {
  nodes: StoredNode[]
  devices: StoredDevice[]
  metrics: StoredMetric[]
  boots: StoredBoot[]
  starts: StoredStart[]
}

const LOAD = {
  nodes: `SELECT id, site_id, powered_by, connection, start_id, born_at, died_at, last_seen_at, clock_skew_ms FROM nodes
    WHERE id IN (SELECT value FROM json_each(?))`,
  devices: `SELECT id, node_id, name, site_id, driver, powered_by, declared_volts, phases, display_name FROM devices
    WHERE node_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
  metrics: `SELECT m.id, m.device_id, m.name, m.type, m.unit, m.deadband, m.period_ms, m.maximum_silence_ms,
    c.effective_at, c.boot_id, c.sequence, c.value, d.due_at, d.fired_at
    FROM metrics m JOIN devices v ON v.id = m.device_id LEFT JOIN current_values c ON c.metric_id = m.id
    LEFT JOIN deadlines d ON d.metric_id = m.id WHERE v.node_id IN (SELECT value FROM json_each(?)) ORDER BY m.id`,
  boots: `SELECT id, node_id, boot, up_to, highest, first_received_at, last_received_at FROM boots
    WHERE node_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
  gaps: `SELECT boot_id, from_sequence, to_sequence, seen_at FROM gaps
    WHERE outcome = 'open' AND boot_id IN (SELECT id FROM boots WHERE node_id IN (SELECT value FROM json_each(?)))
    ORDER BY from_sequence`,
  starts: `SELECT node_id, connection, start_id, uptime_ms, start_reason, born_at FROM connections WHERE id IN
    (SELECT max(id) FROM connections WHERE node_id IN (SELECT value FROM json_each(?)) GROUP BY node_id)`,
} as const

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))
const number = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

/** Reads what is stored of the nodes named, in one read transaction. Unknown names are simply absent. */
export async function loadTelemetry(client: Client, nodeIds: readonly string[]): Promise<StoredTelemetry> {
  const ids = JSON.stringify(nodeIds)
  const statements: InStatement[] = Object.values(LOAD).map((sql) => ({ sql, args: [ids] }))
  const [nodes, devices, metrics, boots, gaps, starts] = (await client.batch(statements, 'read')).map(
    (result) => result.rows,
  )
  return {
    nodes: nodes!.map(nodeOf),
    devices: devices!.map(deviceOf),
    metrics: metrics!.map(metricOf),
    boots: boots!.map((row) => bootOf(row, gaps!)),
    starts: starts!.map(startOf),
  }
}

function nodeOf(row: Row): StoredNode {
  return {
    id: String(row.id),
    siteId: text(row.site_id),
    poweredBy: text(row.powered_by) as PowerSource | null,
    connection: text(row.connection),
    startId: text(row.start_id),
    bornAt: number(row.born_at),
    diedAt: number(row.died_at),
    lastSeenAt: number(row.last_seen_at),
    clockSkewMs: number(row.clock_skew_ms),
  }
}

function deviceOf(row: Row): StoredDevice {
  return {
    id: Number(row.id),
    nodeId: String(row.node_id),
    name: String(row.name),
    siteId: text(row.site_id),
    driver: String(row.driver),
    poweredBy: text(row.powered_by) as PowerSource | null,
    declaredVolts: number(row.declared_volts),
    phases: String(row.phases)
      .split(',')
      .filter((phase) => phase !== '') as Phase[],
    displayName: text(row.display_name),
  }
}

function metricOf(row: Row): StoredMetric {
  const dueAt = number(row.due_at)
  return {
    id: Number(row.id),
    deviceId: Number(row.device_id),
    name: String(row.name),
    type: String(row.type) as MetricType,
    unit: String(row.unit) as Unit,
    deadband: Number(row.deadband),
    periodMs: Number(row.period_ms),
    maximumSilenceMs: Number(row.maximum_silence_ms),
    current: row.boot_id === null ? null : currentOf(row),
    deadline: dueAt === null ? null : { dueAt, firedAt: number(row.fired_at) },
  }
}

const currentOf = (row: Row): StoredCurrent => ({
  effectiveAt: Number(row.effective_at),
  bootId: Number(row.boot_id),
  sequence: Number(row.sequence),
  value: number(row.value),
})

function bootOf(row: Row, gaps: readonly Row[]): StoredBoot {
  const id = Number(row.id)
  return {
    id,
    nodeId: String(row.node_id),
    boot: String(row.boot),
    upTo: Number(row.up_to),
    highest: Number(row.highest),
    firstReceivedAt: Number(row.first_received_at),
    lastReceivedAt: Number(row.last_received_at),
    gaps: gaps
      .filter((gap) => Number(gap.boot_id) === id)
      .map((gap) => ({
        from: Number(gap.from_sequence),
        to: Number(gap.to_sequence),
        seenAt: Number(gap.seen_at),
      })),
  }
}

const startOf = (row: Row): StoredStart => ({
  nodeId: String(row.node_id),
  connection: String(row.connection),
  startId: String(row.start_id),
  uptimeMs: Number(row.uptime_ms),
  reason: String(row.start_reason) as StartReason,
  bornAt: Number(row.born_at),
})

/** The next free row id of each table whose rows ingest numbers itself; it is the only one who adds to them. */
export interface NextIds {
  device: number
  metric: number
  boot: number
}

export async function loadNextIds(client: Client): Promise<NextIds> {
  const { rows } = await client.execute(
    `SELECT (SELECT coalesce(max(id), 0) FROM devices) AS device, (SELECT coalesce(max(id), 0) FROM metrics) AS metric,
      (SELECT coalesce(max(id), 0) FROM boots) AS boot`,
  )
  const row = rows[0]!
  return { device: Number(row.device) + 1, metric: Number(row.metric) + 1, boot: Number(row.boot) + 1 }
}
