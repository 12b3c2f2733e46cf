import type { Eviction, NodeClock, WireValue } from '../../server/wire/node-protocol.ts'
import { FLAG, NODE_LIMITS } from '../../server/wire/node-protocol.ts'
import { FRAME_BYTES, valueBytes } from './chunk.ts'
import type { HeldRecord, RecordClass } from './record.ts'

/** Shares of the held bytes that each class may keep before its oldest records are made coarser; so the newest stay whole and the oldest fade. */
export const CLASS_SHARES = { raw: 0.5, halved: 0.25, quartered: 0.2 } as const
export type Evictable = keyof typeof CLASS_SHARES

/** Classes a run can be taken from, finest first. */
export const EVICTABLE_CLASSES = ['raw', 'halved', 'quartered'] as const satisfies readonly RecordClass[]

const COARSER = { raw: 'halved', halved: 'quartered' } as const

const RANGE_BYTES = 64
const MAXIMUM_RANGES = 60

/** A record that replaces the removed ones, in one transaction with their removal. */
export interface EvictionPlan {
  remove: number[]
  class: RecordClass
  clock: NodeClock
  appendedAt: number
  values: WireValue[]
  evicted: Eviction[]
}

/** The class to take the next run from: the finest one above its share of `bytes`, else the largest; null when nothing can be evicted. */
export function classToEvict(bytes: Readonly<Record<Evictable, number>>): Evictable | null {
  const total = EVICTABLE_CLASSES.reduce((sum, name) => sum + bytes[name], 0)
  if (total === 0) return null
  const above = EVICTABLE_CLASSES.find((name) => bytes[name] > CLASS_SHARES[name] * total)
  return above ?? [...EVICTABLE_CLASSES].sort((a, b) => bytes[b] - bytes[a])[0] ?? null
}

/** Replaces a run by one record with every 2nd value of each metric (of `halved` records that is every 4th measured one). Null when the run saves nothing. Preconditions: one boot, one class, ascending sequences. */
export function planThinning(run: readonly HeldRecord[]): EvictionPlan | null {
  const first = run[0]
  if (!first || (first.class !== 'raw' && first.class !== 'halved')) return null
  const seen = new Map<string, number>()
  const plan: EvictionPlan = { ...blank(first, COARSER[first.class]) }
  let bytes = FRAME_BYTES
  for (const record of run) {
    if (!isSameClock(record.body.clock, first.body.clock)) break
    const kept = record.body.values.filter((value) => survives(value, seen))
    const size = kept.reduce((sum, value) => sum + valueBytes(value), 0)
    const evicted = mergeEvictions([...plan.evicted, ...declare(record, kept.length)])
    if (plan.remove.length > 0 && plan.values.length + kept.length > NODE_LIMITS.valuesPerRecord) break
    if (plan.remove.length > 0 && bytes + size + evicted.length * RANGE_BYTES > NODE_LIMITS.dataBytes) break
    if (plan.remove.length > 0 && evicted.length > MAXIMUM_RANGES) break
    bytes += size
    take(plan, record, kept, evicted)
  }
  plan.values.sort((a, b) => a[1] - b[1])
  return plan.remove.length >= 2 || plan.values.length < first.body.values.length ? plan : null
}

/** Gives the run up: one record that only declares, taking over the declarations of `previous`, the last such record, where there is room. Preconditions as for thinning. */
export function planDropping(run: readonly HeldRecord[], previous: HeldRecord | null): EvictionPlan | null {
  const first = run[0]
  if (!first) return null
  const plan = blank(first, 'dropped')
  for (const record of previous ? [previous, ...run] : run) {
    const evicted = mergeEvictions([...plan.evicted, ...declareDropped(record)])
    if (plan.remove.length > 0 && evicted.length > MAXIMUM_RANGES) break
    take(plan, record, [], evicted)
  }
  const isOnlyPrevious = previous !== null && plan.remove.length === 1
  return isOnlyPrevious ? planDropping(run, null) : plan
}

/** Fewest declarations for the same sequences: touching ranges with the same reason become one and their kept values add up. */
export function mergeEvictions(evictions: readonly Eviction[]): Eviction[] {
  const merged: Eviction[] = []
  for (const eviction of [...evictions].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && last.why === eviction.why && eviction.from <= last.to + 1) {
      last.to = Math.max(last.to, eviction.to)
      last.kept += eviction.kept
    } else merged.push({ ...eviction })
  }
  return merged
}

function blank(first: HeldRecord, name: RecordClass): EvictionPlan {
  return { remove: [], class: name, clock: first.body.clock, appendedAt: first.appendedAt, values: [], evicted: [] }
}

// The clock of the newest source stays with its values: re-dating rests on it.
function take(plan: EvictionPlan, record: HeldRecord, kept: readonly WireValue[], evicted: Eviction[]): void {
  plan.remove.push(record.sequence)
  plan.values.push(...kept)
  plan.evicted = evicted
  plan.clock = record.body.clock
  plan.appendedAt = record.appendedAt
}

function survives(value: WireValue, seen: Map<string, number>): boolean {
  const flags = value[3] ?? 0
  if ((flags & (FLAG.crossedThreshold | FLAG.invalid)) !== 0) return true
  const count = seen.get(value[0]) ?? 0
  seen.set(value[0], count + 1)
  return count % 2 === 0
}

function declare(record: HeldRecord, kept: number): Eviction[] {
  const older = record.body.evicted ?? []
  const thinned = older.filter((range) => range.why === 'thinned')
  const own: Eviction = { from: record.sequence, to: record.sequence, why: 'thinned', kept: thinned.length ? 0 : kept }
  const shares = splitKept(
    thinned.map((range) => range.kept),
    kept,
  )
  let index = 0
  const carried = older.map((range) => (range.why === 'thinned' ? { ...range, kept: shares[index++] ?? 0 } : range))
  return [...carried, own]
}

const declareDropped = (record: HeldRecord): Eviction[] => [
  ...(record.body.evicted ?? []).map(
    (range): Eviction => (range.why === 'thinned' ? { ...range, why: 'dropped', kept: 0 } : range),
  ),
  { from: record.sequence, to: record.sequence, why: 'dropped', kept: 0 },
]

/** Shares `kept` out in proportion to `weights`; the parts add up to `kept`. */
function splitKept(weights: readonly number[], kept: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let before = 0
  let given = 0
  return weights.map((weight) => {
    before += weight
    const upTo = total === 0 ? kept : Math.floor((kept * before) / total)
    const share = upTo - given
    given = upTo
    return share
  })
}

const isSameClock = (a: NodeClock, b: NodeClock): boolean => a.start === b.start && a.isSynced === b.isSynced
