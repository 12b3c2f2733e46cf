import type { GuardedWriter } from '../../db/client.ts'
import { refusalOf } from '../ingest/plausible.ts'
import { findValues, type StoredValue, type ValueKey, wasGivenUp, wasPutAside } from '../store/telemetry-duplicates.ts'
import type { SampleRow } from '../store/telemetry-samples.ts'
import type { ReadingValue } from '../wire/node-protocol.ts'
import { bootFlush, type Duplicate, type Flush, quarantine } from './flush.ts'
import { ingestRecord } from './ingest-data.ts'
import { type KnownMetric, pendingSamples } from './known.ts'

interface Sent extends ValueKey {
  metric: KnownMetric
  value: ReadingValue
  flags: number
}

/**
 * Compares records that came again with what is stored. The same content is ignored; other content is a conflict
 * (a cloned or rolled-back outbox) and is put aside whole; a record given up earlier is stored after all.
 */
export async function settleDuplicates(flush: Flush, writer: GuardedWriter): Promise<void> {
  for (const duplicate of flush.duplicates) await settle(flush, writer, duplicate)
}

async function settle(flush: Flush, writer: GuardedWriter, duplicate: Duplicate): Promise<void> {
  const { node, boot, record, message } = duplicate
  const sent = sentBy(duplicate)
  if (sent.length === 0) return
  const stored = await writer.exclusive((client) => findValues(client, sent))
  const differs = sent.some((value, n) => {
    const known = stored[n] ?? pendingValue(value)
    return known !== null && !isSame(value, known)
  })
  const lacking = sent.filter((value, n) => !stored[n] && !pendingValue(value))
  if (!differs && lacking.length === 0) return
  if (!differs && (await writer.exclusive((client) => wasPutAside(client, node.id, boot.boot, record.sequence)))) return
  if (!differs && lacking.length === sent.length) {
    const wasLost = await writer.exclusive((client) => wasGivenUp(client, boot.id, record.sequence))
    if (wasLost) {
      ingestRecord(flush, node, boot, message, { ...record, backfill: true }, [])
      return
    }
  }
  const account = bootFlush(flush, node, boot)
  account.error = 'conflict'
  quarantine(flush, message, { reason: 'conflict', boot: boot.boot, sequence: record.sequence })
}

/** The values of the record that would be stored: what is put aside under its index was never a row. */
function sentBy({ node, boot, record }: Duplicate): Sent[] {
  return record.values.flatMap((reading, ix): Sent[] => {
    if (!Array.isArray(reading)) return []
    const [name, deviceAt, value, flags = 0] = reading
    const metric = node.metrics.get(name)
    if (!metric || refusalOf(value, flags, metric.type, metric.unit)) return []
    return [{ metric, metricId: metric.id, deviceAt, bootId: boot.id, sequence: record.sequence, ix, value, flags }]
  })
}

/** The value under the same key in the flush being planned. */
function pendingValue({ metric, deviceAt, bootId, sequence, ix }: Sent): StoredValue {
  const isIt = (row: SampleRow): boolean =>
    row.bootId === bootId && row.sequence === sequence && row.ix === ix && row.deviceAt === deviceAt
  return pendingSamples(metric).find(isIt) ?? null
}

function isSame({ value, flags }: Sent, stored: NonNullable<StoredValue>): boolean {
  if (flags !== stored.flags) return false
  if (typeof value === 'string') return value === stored.text
  const number = typeof value === 'boolean' ? Number(value) : value
  if (number === null || stored.value === null) return number === stored.value && stored.text === null
  // SQLite reads decimal text to within one unit in the last place of what JavaScript reads.
  return Math.abs(number - stored.value) <= Math.abs(number) * 1e-14
}
