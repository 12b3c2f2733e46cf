import type { Db } from '../../db/drizzle.ts'
import { coverageOf, type Heard, joined, type Listened } from './power-coverage.ts'

/** How long the coverage of a day's past is believed before it is looked up again, ms: a backlog may have filled it. */
const BELIEVED_MS = 10_000

interface Remembered {
  from: number
  /** When the whole day was looked up, epoch ms. */
  lookedUpAt: number
  heard: Heard | null
}

const remembered = new WeakMap<Db, Map<number, Remembered>>()

/**
 * Coverage of metrics since `from`, a midnight that every screen asks for again and again: the past is remembered for
 * 10 s and only what came since is looked up. Instants in epoch ms.
 */
export async function dayCoverage(
  db: Db,
  metrics: readonly Listened[],
  from: number,
  now: number,
): Promise<Map<number, Heard>> {
  const known = remembered.get(db) ?? new Map<number, Remembered>()
  remembered.set(db, known)
  const isFresh = ({ metricId }: Listened): boolean => {
    const entry = known.get(metricId)
    const ageMs = entry?.from === from ? now - entry.lookedUpAt : 0
    return ageMs > 0 && ageMs < BELIEVED_MS
  }
  const stale = metrics.filter((metric) => !isFresh(metric))
  const fresh = metrics.filter(isFresh)
  const past = new Map(fresh.map(({ metricId }) => [metricId, known.get(metricId)?.heard ?? null]))
  const [whole, tails] = await Promise.all([
    coverageOf(db, stale, from, now),
    coverageOf(db, fresh, Math.min(...[...past.values()].map((heard) => heard?.lastAt ?? from)), now),
  ])
  const found = new Map<number, Heard>()
  for (const { metricId } of stale) {
    const heard = whole.get(metricId) ?? null
    known.set(metricId, { from, lookedUpAt: now, heard })
    if (heard) found.set(metricId, heard)
  }
  for (const { metricId } of fresh) {
    const heard = joined(past.get(metricId) ?? null, tails.get(metricId))
    if (heard) found.set(metricId, heard)
  }
  return found
}
