import { sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import type { Stretch } from '../domain/supply-spans.ts'

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
  first: number
  last: number
  holes: string
}

/**
 * Coverage of many metrics in one query. It hops through the index from sample to sample, as far as the silence limit
 * reaches, so a day of a metric costs about as many steps as its limit fits into the day, whatever its rate.
 */
export async function coverageOf(
  db: Db,
  metrics: readonly Listened[],
  from: number,
  to: number,
): Promise<Map<number, Heard>> {
  if (metrics.length === 0) return new Map()
  const asked = JSON.stringify(metrics.map(({ metricId, silenceMs }) => [metricId, silenceMs]))
  const rows = await db.all<Row>(sql`
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
      FROM hops WHERE at IS NOT NULL
    )
    SELECT id, min(at) AS first, max(at) AS last,
      json_group_array(json_array(before_at, at)) FILTER (WHERE at - before_at > reach) AS holes
    FROM hops WHERE at IS NOT NULL GROUP BY id`)
  return new Map(
    rows.map(({ id, first, last, holes }) => [
      id,
      { firstAt: first, lastAt: last, holes: (JSON.parse(holes) as Stretch[]).sort((a, b) => a[0] - b[0]) },
    ]),
  )
}
