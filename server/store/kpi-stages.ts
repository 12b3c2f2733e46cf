import { sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { NO_DAY, STAGES } from '../domain/kpi.ts'
import type { Period } from '../domain/kpi-period.ts'
import { isExactBucket, placeOf, rankOf } from '../domain/quantile.ts'
import type { StageTime } from '../wire/kpis.ts'
import { type Choice, cells, chosen, listOf, type Periods, placesOf } from './kpi-cells.ts'

type Times = Pick<StageTime, 'count' | 'median' | 'p90'>
type Names = readonly string[]

/**
 * Median and P90 of the stage times, exact: the histogram of the sums says in which bucket the rank lies, and an index
 * reads the value at its place in that bucket.
 */
export async function stageTimes(db: Db, choice: Choice, { period, compared, today }: Periods): Promise<StageTime[]> {
  const running = await db.all<{ kpi: string; count: number }>(sql`SELECT kpi, sum(excluded) AS count
    FROM ${cells(choice, STAGES)} WHERE day = ${NO_DAY} GROUP BY kpi`)
  const [now, before] = [
    await histogram(db, choice, period, today),
    compared && (await histogram(db, choice, compared, today)),
  ]
  const groups = [...STAGES.map((kpi) => ({ kpi, names: [kpi] })), { kpi: 'stage.all' as const, names: STAGES }]
  return Promise.all(
    groups.map(async ({ kpi, names }) => ({
      kpi,
      ...(await timesOf(db, choice, period, now, names)),
      running: running.filter((row) => (names as Names).includes(row.kpi)).reduce((sum, row) => sum + row.count, 0),
      compare: compared && before ? await beforeOf(db, choice, compared, before, names) : null,
    })),
  )
}

type Bar = { kpi: string; bucket: number; count: number }

const histogram = (db: Db, choice: Choice, period: Period, today: number): Promise<Bar[]> =>
  db.all<Bar>(sql`SELECT kpi, bucket, sum(denominator) AS count FROM ${cells(choice, STAGES)}
    WHERE ${placesOf(choice, period, today)} GROUP BY kpi, bucket HAVING sum(denominator) > 0`)

async function timesOf(db: Db, choice: Choice, period: Period, bars: readonly Bar[], names: Names): Promise<Times> {
  const { count, median, at } = await medianOf(db, choice, period, bars, names)
  return { count, median, p90: count === 0 ? null : await at(0.9) }
}

async function beforeOf(...[db, choice, period, bars, names]: Parameters<typeof medianOf>) {
  const { count, median } = await medianOf(db, choice, period, bars, names)
  return { count, median }
}

async function medianOf(db: Db, choice: Choice, period: Period, bars: readonly Bar[], names: Names) {
  const counts = new Map<number, number>()
  for (const { kpi, bucket, count } of bars)
    if (names.includes(kpi)) counts.set(bucket, (counts.get(bucket) ?? 0) + count)
  const count = [...counts.values()].reduce((sum, one) => sum + one, 0)
  const at = (share: number) => valueAt(db, choice, period, names, placeOf(rankOf(share, count), [...counts]))
  return { count, median: count === 0 ? null : await at(0.5), at }
}

async function valueAt(
  db: Db,
  choice: Choice,
  { fromDay, toDay }: Period,
  names: Names,
  place: { bucket: number; offset: number } | null,
): Promise<number | null> {
  if (!place || isExactBucket(place.bucket)) return place?.bucket ?? null
  const rows = await db.all<{ minutes: number }>(sql`SELECT minutes FROM kpi_facts
    WHERE kpi IN (${listOf(names)}) AND bucket = ${place.bucket} AND day BETWEEN ${fromDay} AND ${toDay} AND ${chosen(choice)}
    ORDER BY minutes LIMIT 1 OFFSET ${place.offset}`)
  return rows[0]?.minutes ?? null
}
