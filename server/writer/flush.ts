import { createHash } from 'node:crypto'
import type { Statement } from '../../db/writer.ts'
import type { PowerChange, PowerEvent } from '../domain/power.ts'
import type { ClosedGap } from '../ingest/ledger.ts'
import type { IngestMessage } from '../ingest/port.ts'
import type { JsonRow } from '../store/telemetry-json.ts'
import type { QuarantineRow } from '../store/telemetry-rows.ts'
import { type DataRecord, type Receipt, SERVER_LIMITS } from '../wire/node-protocol.ts'
import type { KnownBoot, KnownDevice, KnownMetric, KnownNode } from './known.ts'
import type { VoltageSample } from './power-live.ts'

export interface BootFlush {
  node: KnownNode
  boot: KnownBoot
  closed: ClosedGap[]
  isUrgent: boolean
  error: Receipt['error']
}

export interface Duplicate {
  message: IngestMessage
  node: KnownNode
  boot: KnownBoot
  record: DataRecord
}

/** A power event that this flush opens, changes, closes, or finds to be none (`superseded`). */
export interface PowerFinding {
  device: KnownDevice
  change: PowerChange['change'] | 'superseded'
  /** Whole unless it is superseded. */
  event: Pick<PowerEvent, 'key' | 'deviceId' | 'phase' | 'kind' | 'startMaxAt' | 'endMaxAt' | 'isNoticed'>
  isBackfill: boolean
}

/** What one transaction will write, gathered while its messages are read one by one. */
export interface Flush {
  now: number
  /** Every node in memory. */
  known: ReadonlyMap<string, KnownNode>
  /** UPS flags that turned to battery in this flush. */
  onBattery: Set<KnownMetric>
  metrics: Set<KnownMetric>
  nodes: Map<KnownNode, number>
  boots: Map<KnownBoot, BootFlush>
  duplicates: Duplicate[]
  /** Voltages of the record being read. */
  voltages: VoltageSample[]
  /** Instants (epoch ms) of late samples, whose power events are computed again. */
  reopened: Map<KnownDevice, number[]>
  power: Map<string, PowerFinding>
  quarantined: QuarantineRow[]
  statements: Statement[]
  devices: JsonRow[]
  newMetrics: JsonRow[]
  addedDeadlines: JsonRow[]
  droppedDeadlines: JsonRow[]
  events: JsonRow[]
  answers: JsonRow[]
  rebirths: Set<string>
}

export const newFlush = (now: number, known: ReadonlyMap<string, KnownNode>): Flush => ({
  now,
  known,
  onBattery: new Set(),
  metrics: new Set(),
  nodes: new Map(),
  boots: new Map(),
  duplicates: [],
  voltages: [],
  reopened: new Map(),
  power: new Map(),
  quarantined: [],
  statements: [],
  devices: [],
  newMetrics: [],
  addedDeadlines: [],
  droppedDeadlines: [],
  events: [],
  answers: [],
  rebirths: new Set(),
})

const REBIRTH_EVERY_MS = 60_000

/** Asks a node to declare itself again, at most once a minute. */
export function askRebirth(flush: Flush, node: KnownNode): void {
  if (flush.now - node.rebirthAskedAt < REBIRTH_EVERY_MS) return
  node.rebirthAskedAt = flush.now
  flush.rebirths.add(node.id)
}

export function nodeEvent(flush: Flush, node: KnownNode, at: number, body: Record<string, unknown>): void {
  flush.events.push([at, 'node', node.id, node.siteId, JSON.stringify(body)])
}

interface Refused {
  reason: string
  boot?: string | null
  sequence?: number | null
  ix?: number | null
}

/** Keeps a payload with the reason it was not understood; of one too large the head, its length and its hash. */
export function quarantine(flush: Flush, message: IngestMessage, refused: Refused, part?: string): void {
  const whole = part === undefined ? message.payload : Buffer.from(part)
  const isTooLarge = whole.length > SERVER_LIMITS.payloadBytes
  flush.quarantined.push({
    nodeId: message.node,
    topic: message.topic.slice(0, SERVER_LIMITS.topicBytes),
    receivedAt: message.receivedAt,
    reason: refused.reason,
    boot: refused.boot ?? null,
    sequence: refused.sequence ?? null,
    ix: refused.ix ?? null,
    size: whole.length,
    sha256: isTooLarge ? createHash('sha256').update(whole).digest('hex') : null,
    bytes: Buffer.from(isTooLarge ? whole.subarray(0, SERVER_LIMITS.quarantinedHeadBytes) : whole),
  })
}

/** The flush's account of a boot, opened at its first record in it. */
export function bootFlush(flush: Flush, node: KnownNode, boot: KnownBoot): BootFlush {
  const found = flush.boots.get(boot)
  if (found) return found
  const opened: BootFlush = { node, boot, closed: [], isUrgent: false, error: undefined }
  flush.boots.set(boot, opened)
  return opened
}
