import { CLOCK_QUALITY, clockQuality, effectiveAt, medianSkew, withSkew } from '../ingest/clock-quality.ts'
import { type DecodedData, decodeData, type UndecodableData } from '../ingest/decode-data.ts'
import { commitSequence, evictRange } from '../ingest/ledger.ts'
import { refusalOf, type ValueRefusal } from '../ingest/plausible.ts'
import type { IngestMessage } from '../ingest/port.ts'
import { packInstant, packRecord, packSeries, packValue } from '../store/telemetry-samples.ts'
import { type DataRecord, FLAG, type ReadingValue, SERVER_LIMITS, type WireValue } from '../wire/node-protocol.ts'
import { askRebirth, bootFlush, type Flush, quarantine } from './flush.ts'
import type { KnownBoot, KnownMetric, KnownNode } from './known.ts'
import { stepPower } from './power-live.ts'

export interface DataContext {
  flush: Flush
  bootOf(node: KnownNode, boot: string, at: number): KnownBoot
}

/** Takes in one data payload: the ledger moves, values become rows, what is not understood is put aside. */
export function ingestData(context: DataContext, node: KnownNode, message: IngestMessage): void {
  const { flush } = context
  const { payload } = message
  if (payload.length > SERVER_LIMITS.payloadBytes) {
    quarantine(flush, message, { reason: 'too_large' })
    return
  }
  const decoded = decodeData((payload as Buffer).toString('utf8'))
  if (decoded.ok) ingestDecoded(context, node, message, decoded)
  else ingestUndecodable(context, node, message, decoded)
}

function ingestDecoded(
  context: DataContext,
  node: KnownNode,
  message: IngestMessage,
  { record, malformed }: DecodedData,
): void {
  const { flush } = context
  const boot = context.bootOf(node, record.boot, message.receivedAt)
  const account = bootFlush(flush, node, boot)
  const step = commitSequence(boot.ledger, record.sequence, message.receivedAt)
  if (!step.isNew) {
    account.isUrgent = true
    flush.duplicates.push({ message, node, boot, record })
    return
  }
  boot.ledger = step.ledger
  boot.lastReceivedAt = message.receivedAt
  ingestRecord(flush, node, boot, message, record, malformed)
}

function ingestUndecodable(
  context: DataContext,
  node: KnownNode,
  message: IngestMessage,
  { reason, boot: name, sequence }: UndecodableData,
): void {
  if (name === null || sequence === null) {
    quarantine(context.flush, message, { reason })
    return
  }
  const boot = context.bootOf(node, name, message.receivedAt)
  const account = bootFlush(context.flush, node, boot)
  const step = commitSequence(boot.ledger, sequence, message.receivedAt)
  boot.ledger = step.ledger
  if (step.isNew) quarantine(context.flush, message, { reason, boot: name, sequence })
  else account.isUrgent = true
}

/** Rows, declared evictions and answers of a record that was not known before. */
export function ingestRecord(
  flush: Flush,
  node: KnownNode,
  boot: KnownBoot,
  message: IngestMessage,
  record: DataRecord,
  malformed: readonly number[],
): void {
  if (record.evicted) closeEvicted(flush, node, boot, record)
  if (record.done)
    for (const { id, result, message: words } of record.done)
      flush.answers.push([id, node.id, result, words ?? null, message.receivedAt])
  if (!record.backfill) noteClock(flush, node, record, message.receivedAt)
  const head = packRecord(record.sequence, message.receivedAt, record.backfill)
  for (let ix = 0; ix < record.values.length; ix++) {
    const refused = malformed.includes(ix)
      ? 'malformed'
      : ingestValue(flush, node, boot, record, record.values[ix]!, ix, message.receivedAt, head)
    if (refused) putAside(flush, node, message, record, ix, refused)
  }
  if (flush.voltages.length > 0) {
    stepPower(flush, flush.voltages)
    flush.voltages.length = 0
  }
}

function closeEvicted(flush: Flush, node: KnownNode, boot: KnownBoot, record: DataRecord): void {
  const account = bootFlush(flush, node, boot)
  for (const range of record.evicted ?? []) {
    const step = evictRange(boot.ledger, range)
    boot.ledger = step.ledger
    account.closed.push(...step.closed)
  }
}

/** The skew is measured once per node and flush: a median over a minute needs no more. */
function noteClock(flush: Flush, node: KnownNode, record: DataRecord, receivedAt: number): void {
  if (flush.nodes.has(node)) return
  flush.nodes.set(node, receivedAt)
  node.isClockSynced = record.clock.isSynced
  const newest = record.values.at(-1)
  // A time nobody believes says nothing about how far a clock is off.
  const newestAt = Array.isArray(newest) && Number.isSafeInteger(newest[1]) ? newest[1] : 0
  if (clockQuality(newestAt, receivedAt, record.clock.isSynced, null) === CLOCK_QUALITY.unsynced) return
  node.skew = withSkew(node.skew, receivedAt - newestAt)
  node.skewMs = medianSkew(node.skew)
}

function ingestValue(
  flush: Flush,
  node: KnownNode,
  boot: KnownBoot,
  record: DataRecord,
  reading: WireValue,
  ix: number,
  receivedAt: number,
  head: string,
): ValueRefusal | null {
  const [name, deviceAt, value] = reading
  const flags = reading[3] ?? 0
  const metric = node.metrics.get(name)
  if (!metric) return node.devices.has(name.slice(0, name.indexOf('/'))) ? 'unknown_metric' : 'unknown_device'
  const refused = refusalOf(value, flags, metric.type, metric.unit)
  if (refused) return refused
  const quality = clockQuality(deviceAt, receivedAt, record.clock.isSynced, node.skewMs)
  const at = effectiveAt(deviceAt, receivedAt, quality)
  const number = numberOf(value)
  const text = typeof value === 'string' ? value : null
  const isBackfill = record.backfill
  flush.metrics.add(metric)
  const rest = text === null ? packValue(ix, quality, number, flags) : null
  if (rest !== null) metric.packed += seriesOf(metric, boot) + packInstant(deviceAt) + head + rest
  else
    metric.rows.push({
      metricId: metric.id,
      deviceAt,
      bootId: boot.id,
      sequence: record.sequence,
      ix,
      receivedAt,
      quality,
      value: number,
      text,
      flags,
      isBackfill,
    })
  if (!isBackfill) moveCurrent(flush, metric, boot, record.sequence, at, receivedAt, number, text, flags)
  if (metric.phase)
    flush.voltages.push({
      metric,
      at,
      volts: (flags & FLAG.invalid) === 0 ? number : null,
      isBackfill,
      isUndated: quality === CLOCK_QUALITY.unsynced,
    })
  return null
}

function seriesOf(metric: KnownMetric, boot: KnownBoot): string {
  if (metric.seriesBootId !== boot.id) {
    metric.seriesBootId = boot.id
    metric.series = packSeries(metric.id, boot.id)
  }
  return metric.series
}

const numberOf = (value: ReadingValue): number | null =>
  typeof value === 'number' ? value : typeof value === 'boolean' ? (value ? 1 : 0) : null

/** Deadlines are kept to the second, rounded up: a sample a moment after another then needs no write. */
const DEADLINE_STEP_MS = 1_000

function pushDeadline(metric: KnownMetric, receivedAt: number): void {
  const dueAt = Math.ceil((receivedAt + 1.5 * metric.maximumSilenceMs) / DEADLINE_STEP_MS) * DEADLINE_STEP_MS
  const { deadline } = metric
  if (deadline && deadline.firedAt === null && deadline.dueAt >= dueAt) return
  metric.isHeard = true
  metric.deadline = { dueAt: Math.max(deadline?.dueAt ?? 0, dueAt), firedAt: deadline?.firedAt ?? null }
}

/** The present value moves only by a newer one: a higher sequence in the same boot, otherwise a later time. */
function moveCurrent(
  flush: Flush,
  metric: KnownMetric,
  boot: KnownBoot,
  sequence: number,
  at: number,
  receivedAt: number,
  value: number | null,
  text: string | null,
  flags: number,
): void {
  pushDeadline(metric, receivedAt)
  const { current } = metric
  if (metric.isOnBatteryFlag && value === 1 && current?.value !== 1) flush.onBattery.add(metric)
  if (current) {
    const isNewer = current.bootId === boot.id ? sequence >= current.sequence : at > current.effectiveAt
    if (!isNewer) return
    current.effectiveAt = at
    current.bootId = boot.id
    current.sequence = sequence
    current.value = value
  } else metric.current = { effectiveAt: at, bootId: boot.id, sequence, value }
  metric.text = text
  metric.flags = flags
  metric.receivedAt = receivedAt
  metric.isMoved = true
}

function putAside(
  flush: Flush,
  node: KnownNode,
  message: IngestMessage,
  record: DataRecord,
  ix: number,
  reason: ValueRefusal,
): void {
  quarantine(flush, message, { reason, boot: record.boot, sequence: record.sequence, ix }, partOf(record, ix))
  if (reason === 'unknown_device' || reason === 'unknown_metric' || reason === 'wrong_type') askRebirth(flush, node)
}

/** One value as JSON. What is nested too deep to be written again is kept with its whole payload: undefined. */
function partOf({ values }: DataRecord, ix: number): string | undefined {
  try {
    return JSON.stringify(values[ix]) ?? 'null'
  } catch {
    return undefined
  }
}
