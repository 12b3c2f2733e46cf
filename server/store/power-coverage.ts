import { sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import type { Stretch } from '../domain/supply-spans.ts'
import { breathe } from './breathe.ts'

/** A metric heard within a window: its first and last sample, and every hole longer than its silence limit; epoch ms. */
export interface Heard {
  firstAt: number
  lastAt: number
  holes: Stretch[]
}

export interface Listened {
  metricId: number
  /** 1.5 × maximum silence, ms. */
  silenceMs: number
}

interface Row {
  id: number
  hops: number
  first: number
  last: number
  holes: string
}

/** Hops of one query, at least half as far as the silence limit each; about 10 ms. */
const HOPS_AT_ONCE = 5_000

/**
 * Coverage of many metrics. It hops through the index from sample to sample, as far as the silence limit reaches, so a
 * day of a metric costs about as many steps as its limit fits into the day, whatever its rate.
 */
export async function coverageOf(
  db: Db,
  metrics: readonly Listened[],
  from: number,
  to: number,
): Promise<Map<number, Heard>> {
  const found = new Map<number, Heard>()
  let together: Listened[] = []
  let hops = 0
  for (const metric of metrics) {
    const own = (to - from) / metric.silenceMs
    if (together.length > 0 && hops + own > HOPS_AT_ONCE) {
      await listen(db, together, from, to, found)
      together = []
      hops = 0
    }
    together.push(metric)
    hops += own
  }
  await listen(db, together, from, to, found)
  return found
}

/** Adds the coverage of a few metrics to `found`; that of one with more hops than fit one query, piece by piece. */
async function listen(
  db: Db,
  metrics: readonly Listened[],
  from: number,
  to: number,
  found: Map<number, Heard>,
): Promise<void> {
  if (metrics.length === 0) return
  const limit = metrics.length === 1 ? HOPS_AT_ONCE : -1
  for (let begin = from; ; await breathe()) {
    const rows = await hopThrough(db, metrics, begin, to, limit)
    for (const { id, first, last, holes } of rows) {
      const heard = {
        firstAt: first,
        lastAt: last,
        holes: (JSON.parse(holes) as Stretch[]).sort((a, b) => a[0] - b[0]),
      }
      found.set(id, joined(found.get(id) ?? null, heard) ?? heard)
    }
    const [only] = rows
    if (only?.hops !== limit) return
    begin = only.last
  }
}

/** Two coverages of one metric, the later one beginning no later than the earlier one ended. */
export function joined(past: Heard | null, tail: Heard | undefined): Heard | null {
  if (!past || !tail) return past ?? tail ?? null
  const holes = tail.holes.filter(([begin]) => begin >= past.lastAt)
  return { firstAt: past.firstAt, lastAt: Math.max(past.lastAt, tail.lastAt), holes: [...past.holes, ...holes] }
}

/** One row a metric that was heard; `limit` bounds the hops of all of them together, −1 is no bound. */
function hopThrough(db: Db, metrics: readonly Listened[], from: number, to: number, limit: number): Promise<Row[]> {
  const asked = JSON.stringify(metrics.map(({ metricId, silenceMs }) => [metricId, silenceMs]))
  return db.all<Row>(sql`
    WITH RECURSIVE asked(id, reach) AS (SELECT value->>0, value->>1 FROM json_each(${asked})),
    hops(id, reach, before_at, at) AS (
      SELECT id, reach, NULL, coalesce(
        (SELECT device_at FROM samples WHERE metric_id = id AND device_at <= ${from} AND device_at >= ${from} - reach
          AND value IS NOT NULL ORDER BY device_at DESC LIMIT 1),
        (SELECT device_at FROM samples WHERE metric_id = id AND device_at > ${from} AND device_at <= ${to}
          AND value IS NOT NULL ORDER BY device_at LIMIT 1))
      FROM asked
      UNION ALL
      SELECT id, reach, at, coalesce(
        (SELECT device_at FROM samples WHERE metric_id = hops.id AND device_at > hops.at
          AND device_at <= min(hops.at + hops.reach, ${to}) AND value IS NOT NULL ORDER BY device_at DESC LIMIT 1),
        (SELECT device_at FROM samples WHERE metric_id = hops.id AND device_at > hops.at + hops.reach
          AND device_at <= ${to} AND value IS NOT NULL ORDER BY device_at LIMIT 1))
      FROM hops WHERE at IS NOT NULL LIMIT ${limit}
    )
    SELECT id, count(*) AS hops, min(at) AS first, max(at) AS last,
      json_group_array(json_array(before_at, at)) FILTER (WHERE at - before_at > reach) AS holes
    FROM hops WHERE at IS NOT NULL GROUP BY id`)
}
