import type { Evictable } from './domain/eviction.ts'
import { classToEvict, EVICTABLE_CLASSES, planDropping, planThinning } from './domain/eviction.ts'
import type { HeldRecord } from './domain/record.ts'
import type { Outbox } from './outbox.ts'
import { EVICT_AT } from './outbox.ts'

/** Eviction goes on to this share below the level where it starts, so that it does not run at every append. */
const MARGIN = 0.02
const RUN = 300
/** A run too short to thin gives up one record; the coarsest class gives up several. */
const DROPPED_AT_ONCE: Record<Evictable, number> = { raw: 1, halved: 1, quartered: 20 }

/** What an eviction gave up. */
export interface MadeRoom {
  evicted: number
  /** Whether records of an earlier boot went, which only a birth can tell the server. */
  needsBirth: boolean
}

/** Evicts old raw records until the outbox is below its level; ends early when only transitions are left. */
export async function makeRoom(outbox: Outbox): Promise<MadeRoom> {
  const made: MadeRoom = { evicted: 0, needsBirth: false }
  if (outbox.share < EVICT_AT) return made
  const bytes = await outbox.bytesByClass()
  const first = classToEvict({ raw: bytes.raw ?? 0, halved: bytes.halved ?? 0, quartered: bytes.quartered ?? 0 })
  if (!first) return made
  const order = [first, ...EVICTABLE_CLASSES.filter((name) => name !== first)]
  while (outbox.share >= EVICT_AT - MARGIN) {
    const boot = outbox.boot
    const removed = await evictOnce(outbox, order)
    if (removed === null) break
    made.evicted += removed.count
    made.needsBirth ||= removed.boot !== boot
  }
  return made
}

async function evictOnce(outbox: Outbox, order: readonly Evictable[]): Promise<{ boot: string; count: number } | null> {
  for (const name of order) {
    const run = await oldestRun(outbox, name)
    const plan = planThinning(run) ?? planDropping(run.slice(0, DROPPED_AT_ONCE[name]), await lastDropped(outbox, run))
    if (!plan || !run[0]) continue
    const result = await outbox.replace(run[0].boot, plan)
    return result === 'full' ? null : { boot: run[0].boot, count: plan.remove.length }
  }
  return null
}

async function oldestRun(outbox: Outbox, name: HeldRecord['class']): Promise<HeldRecord[]> {
  const lane = { classes: [name], isNewestFirst: false }
  const { records } = await outbox.readLane(lane, null, Number.MAX_SAFE_INTEGER, RUN)
  const free = records.filter((record) => !outbox.isInFlight(record))
  return free.filter((record) => record.boot === free[0]?.boot)
}

async function lastDropped(outbox: Outbox, run: readonly HeldRecord[]): Promise<HeldRecord | null> {
  const lane = { classes: ['dropped'] as const, isNewestFirst: true }
  const { records } = await outbox.readLane(lane, null, Number.MAX_SAFE_INTEGER, 1)
  const last = records[0]
  return last && last.boot === run[0]?.boot && !outbox.isInFlight(last) ? last : null
}
