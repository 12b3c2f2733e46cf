import {
  BOOT_ID,
  COMMAND_RESULTS,
  type DataRecord,
  EVICTION_REASONS,
  type Eviction,
  type NodeClock,
  PROTOCOL_VERSION,
  SERVER_LIMITS,
  type WireValue,
} from '../wire/node-protocol.ts'
import { readJson } from './read-json.ts'

/** A decoded record. `malformed` are the indices of values that are no reading at all; the rest of it stands. */
export interface DecodedData {
  ok: true
  record: DataRecord
  malformed: readonly number[]
}

/** A payload that is no record. With `boot` and `sequence` it still counts as committed: its bytes are kept. */
export interface UndecodableData {
  ok: false
  reason: 'not_json' | 'not_a_record' | 'too_many_values'
  boot: string | null
  sequence: number | null
}

type Plain = Record<string, unknown>
const NONE: readonly number[] = []

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
const isInstant = (value: unknown): value is number => isInteger(value) && value >= 0
const isSequence = (value: unknown): value is number => isInteger(value) && value >= 1
const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0
const isShort = (value: unknown, limit: number): value is string => typeof value === 'string' && value.length <= limit
const isBoot = (value: unknown): value is string => typeof value === 'string' && BOOT_ID.test(value)

/**
 * Decodes a data payload as `dataSchema` does, about ten times as fast: 30,000 a second leave no time for a schema
 * each. It accepts what the schema accepts, and beyond that a record whose values are partly malformed.
 */
export function decodeData(payload: string): DecodedData | UndecodableData {
  let body: unknown
  try {
    body = readJson(payload)
  } catch {
    return { ok: false, reason: 'not_json', boot: null, sequence: null }
  }
  if (!isPlain(body)) return { ok: false, reason: 'not_a_record', boot: null, sequence: null }
  const { v, boot, sequence, sentAt, backfill, clock, values, evicted, done } = body
  const isIdentified = v === PROTOCOL_VERSION && isBoot(boot) && isSequence(sequence)
  const isRecord =
    isIdentified &&
    isInstant(sentAt) &&
    typeof backfill === 'boolean' &&
    isClock(clock) &&
    Array.isArray(values) &&
    (evicted === undefined || areEvictions(evicted)) &&
    (done === undefined || areAnswers(done))
  if (!isRecord) return refused('not_a_record', boot, sequence)
  if (values.length > SERVER_LIMITS.valuesPerRecord) return refused('too_many_values', boot, sequence)
  return { ok: true, record: body as unknown as DataRecord, malformed: malformedOf(values) }
}

function refused(reason: UndecodableData['reason'], boot: unknown, sequence: unknown): UndecodableData {
  const isReadable = isBoot(boot) && isSequence(sequence)
  return { ok: false, reason, boot: isReadable ? boot : null, sequence: isReadable ? sequence : null }
}

function isClock(value: unknown): value is NodeClock {
  if (!isPlain(value)) return false
  const { isSynced, monotonicMs, at, start } = value
  return (
    typeof isSynced === 'boolean' &&
    isAmount(monotonicMs) &&
    isInteger(at) &&
    (start === undefined || isShort(start, 64))
  )
}

function malformedOf(values: readonly unknown[]): readonly number[] {
  let malformed: number[] | undefined
  for (let ix = 0; ix < values.length; ix++) {
    if (isReading(values[ix])) continue
    malformed ??= []
    malformed.push(ix)
  }
  return malformed ?? NONE
}

function isReading(value: unknown): value is WireValue {
  if (!Array.isArray(value) || value.length < 3 || value.length > 4) return false
  const reading = value[2]
  if (typeof value[0] !== 'string' || !isInteger(value[1])) return false
  if (value.length === 4 && !isInstant(value[3])) return false
  if (typeof reading === 'number') return Number.isFinite(reading)
  return typeof reading === 'string' || typeof reading === 'boolean' || reading === null
}

function areEvictions(list: unknown): list is Eviction[] {
  return (
    Array.isArray(list) &&
    list.every(
      (one) =>
        isPlain(one) &&
        isSequence(one.from) &&
        isSequence(one.to) &&
        EVICTION_REASONS.some((why) => why === one.why) &&
        isInstant(one.kept),
    )
  )
}

function areAnswers(list: unknown): boolean {
  return (
    Array.isArray(list) &&
    list.every(
      (one) =>
        isPlain(one) &&
        isShort(one.id, 64) &&
        COMMAND_RESULTS.some((result) => result === one.result) &&
        (one.message === undefined || isShort(one.message, 256)),
    )
  )
}
