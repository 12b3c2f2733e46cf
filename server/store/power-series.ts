import { and, gte, inArray, lte, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { samples } from '../../db/schema/telemetry.ts'
import type { VoltageSeries } from '../wire/power.ts'
import { breathe } from './breathe.ts'
import { coverageOf, type Heard } from './power-coverage.ts'
import type { MeterDevice, VoltageMetric } from './power-meters.ts'

/** Most points of one phase in an answer, holes included. */
const POINTS_MAX = 2_000
const BUCKETS = 1_500
/** Rows read at once; about 10 ms. */
const SLICE_ROWS = 20_000

type Point = VoltageSeries['points'][number]
interface Bucket {
  metricId: number
  at: number
  low: number
  high: number
}

/** Width of a bucket, ms: 0 when every sample fits, else such that a phase stays below 2,000 points. */
async function bucketFor(db: Db, metricIds: readonly number[], from: number, to: number): Promise<number> {
  const [row] = await db.all<{ most: number | null }>(sql`
    SELECT max((SELECT count(*) FROM (SELECT 1 FROM samples WHERE metric_id = m.value
      AND device_at BETWEEN ${from} AND ${to} LIMIT ${BUCKETS + 1}))) AS most FROM json_each(${JSON.stringify(metricIds)}) m`)
  return (row?.most ?? 0) <= BUCKETS ? 0 : Math.max(1, Math.ceil((to - from + 1) / BUCKETS))
}

/** The voltages of devices over [from, to] (epoch ms), lowest and highest of each bucket, with a null where one fell silent. */
export async function voltageSeries(
  db: Db,
  devices: readonly MeterDevice[],
  from: number,
  to: number,
): Promise<{ bucketMs: number; series: VoltageSeries[] }> {
  const voltages = devices.flatMap((device) => device.voltages)
  const ids = voltages.map(({ metricId }) => metricId)
  if (ids.length === 0) return { bucketMs: 0, series: [] }
  const bucketMs = await bucketFor(db, ids, from, to)
  const [buckets, heard] = await Promise.all([
    bucketMs === 0 ? everySample(db, ids, from, to) : bucketed(db, ids, from, to, bucketMs),
    coverageOf(
      db,
      voltages.map(({ metricId, maximumSilenceMs }) => ({ metricId, silenceMs: 1.5 * maximumSilenceMs })),
      from,
      to,
    ),
  ])
  const byMetric = new Map<number, Bucket[]>()
  for (const bucket of buckets) {
    const own = byMetric.get(bucket.metricId)
    if (own) own.push(bucket)
    else byMetric.set(bucket.metricId, [bucket])
  }
  return {
    bucketMs,
    series: devices.flatMap((device) =>
      device.voltages.map((voltage) =>
        seriesOf(device, voltage, byMetric.get(voltage.metricId) ?? [], heard.get(voltage.metricId), from),
      ),
    ),
  }
}

const inWindow = (ids: readonly number[], from: number, to: number) =>
  and(
    inArray(samples.metricId, [...ids]),
    gte(samples.deviceAt, from),
    lte(samples.deviceAt, to),
    sql`${samples.value} IS NOT NULL`,
  )

const everySample = (db: Db, ids: readonly number[], from: number, to: number): Promise<Bucket[]> =>
  db
    .select({
      metricId: samples.metricId,
      at: samples.deviceAt,
      low: sql<number>`${samples.value}`,
      high: sql<number>`${samples.value}`,
    })
    .from(samples)
    .where(inWindow(ids, from, to))
    .orderBy(samples.metricId, samples.deviceAt)

/** The buckets of each metric, read in slices of whole buckets: a day of samples every second is 86,400 rows a phase. */
async function bucketed(db: Db, ids: readonly number[], from: number, to: number, widthMs: number): Promise<Bucket[]> {
  const buckets: Bucket[] = []
  for (const metricId of ids) {
    for (let begin = from; begin <= to; ) {
      const reached = await instantAfter(db, metricId, begin, to)
      const end = Math.min(to, from + (Math.floor((reached - from) / widthMs) + 1) * widthMs - 1)
      buckets.push(...(await slice(db, metricId, begin, end, { from, widthMs })))
      begin = end + 1
      await breathe()
    }
  }
  return buckets
}

/** The instant of the sample a slice's rows after `begin`, or `to` when there are fewer. */
async function instantAfter(db: Db, metricId: number, begin: number, to: number): Promise<number> {
  const [row] = await db
    .select({ at: samples.deviceAt })
    .from(samples)
    .where(inWindow([metricId], begin, to))
    .orderBy(samples.deviceAt)
    .limit(1)
    .offset(SLICE_ROWS)
  return row?.at ?? to
}

const slice = (
  db: Db,
  metricId: number,
  begin: number,
  end: number,
  { from, widthMs }: { from: number; widthMs: number },
): Promise<Bucket[]> =>
  db
    .select({
      metricId: samples.metricId,
      at: sql<number>`min(${samples.deviceAt})`,
      low: sql<number>`min(${samples.value})`,
      high: sql<number>`max(${samples.value})`,
    })
    .from(samples)
    .where(inWindow([metricId], begin, end))
    .groupBy(sql`cast((${samples.deviceAt} - ${from}) / ${widthMs} as integer)`)
    .orderBy(sql`min(${samples.deviceAt})`)

function seriesOf(
  device: MeterDevice,
  voltage: VoltageMetric,
  buckets: readonly Bucket[],
  heard: Heard | undefined,
  from: number,
): VoltageSeries {
  const points = buckets.map(({ at, low, high }): Point => [at, low, high])
  // The longest holes matter most when there are more than fit.
  const holes = [...(heard?.holes ?? [])]
    .sort((a, b) => b[1] - b[0] - (a[1] - a[0]))
    .slice(0, POINTS_MAX - points.length)
    .map(([begin]): Point => [Math.max(begin + 1, from), null, null])
  return {
    deviceId: device.deviceId,
    deviceName: device.name,
    nodeId: device.nodeId,
    metricId: voltage.metricId,
    phase: voltage.phase,
    declaredVolts: device.declaredVolts,
    periodMs: voltage.periodMs,
    points: [...points, ...holes].sort((a, b) => a[0] - b[0]),
  }
}
