import type { DataRecord, Eviction, NodeClock, WireValue } from '../../server/wire/node-protocol.ts'

/** `transition` is never evicted; `raw` is thinned to `halved`, then `quartered`, then given up; `dropped` only declares. */
export const RECORD_CLASSES = ['transition', 'raw', 'halved', 'quartered', 'dropped'] as const
export type RecordClass = (typeof RECORD_CLASSES)[number]

/** An answer to a command. */
export type Answer = NonNullable<DataRecord['done']>[number]

/** The part of a record that is fixed at append and belongs to its identity. */
export interface RecordBody {
  clock: NodeClock
  values: WireValue[]
  evicted?: Eviction[]
  done?: Answer[]
}

/** A record before it has a sequence. `appendedAt` in epoch ms of the node's wall clock. */
export interface Draft {
  class: RecordClass
  appendedAt: number
  body: RecordBody
}

/** Names a record for ever. */
export interface RecordKey {
  boot: string
  sequence: number
}

/** A record as the outbox holds it. */
export interface HeldRecord extends RecordKey, Draft {}

/** The key as text, for maps. */
export const keyText = ({ boot, sequence }: RecordKey): string => `${boot}:${sequence}`

/** How long ago the record was appended, in ms: by the hardware's monotonic clock when it is the same start, so that setting the wall clock does not age it; else by the wall clock. */
export function recordAgeMs(record: Draft, clock: NodeClock): number {
  const then = record.body.clock
  if (then.start !== undefined && then.start === clock.start) return clock.monotonicMs - then.monotonicMs
  return clock.at - record.appendedAt
}

/** Age in ms above which a record is sent as backfill (the protocol's default). */
export const BACKFILL_AFTER_MS = 30_000

/** The message for one sending of a record; `clock` is that of the sending. */
export function dataMessage(record: HeldRecord, clock: NodeClock): DataRecord {
  const { body } = record
  return {
    v: 1,
    boot: record.boot,
    sequence: record.sequence,
    sentAt: Math.max(0, clock.at),
    backfill: recordAgeMs(record, clock) > BACKFILL_AFTER_MS,
    clock: body.clock,
    values: body.values,
    ...(body.evicted && { evicted: body.evicted }),
    ...(body.done && { done: body.done }),
  }
}
