import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Db, queriesOver } from '../../db/drizzle.ts'
import { coverageOf } from '../../server/store/power-coverage.ts'
import { dayCoverage } from '../../server/store/power-day-coverage.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../support/telemetry-database.ts'

const FROM = Date.UTC(2026, 9, 9, 16)
const SECOND = 1_000
const metrics = [{ metricId: 1, silenceMs: 90 * SECOND }]

let database: TelemetryDatabase
let db: Db
beforeEach(async () => {
  database = await openTelemetryDatabase()
  db = queriesOver(database.reader)
})
afterEach(() => database.close())

let sequence = 0
async function sample(...seconds: number[]): Promise<void> {
  await database.writer.write(
    seconds.map((second) => ({
      sql: `INSERT INTO samples (metric_id, device_at, boot_id, sequence, ix, received_at, clock_quality, value, flags, is_backfill)
        VALUES (1, ?, 1, ?, 0, 0, 0, 229, 0, 0)`,
      args: [FROM + second * SECOND, ++sequence],
    })),
  )
}
const heard = (first: number, last: number, ...holes: [number, number][]) => ({
  firstAt: FROM + first * SECOND,
  lastAt: FROM + last * SECOND,
  holes: holes.map(([a, b]) => [FROM + a * SECOND, FROM + b * SECOND]),
})
const coverage = async (from: number, to: number) =>
  (await coverageOf(db, metrics, FROM + from * SECOND, FROM + to * SECOND)).get(1)

test('a stretch longer than the silence limit is a hole, one exactly as long is none', async () => {
  await sample(10, 100, 190, 281, 300, 1_000)
  expect(await coverage(0, 2_000)).toEqual(heard(10, 1_000, [190, 281], [300, 1_000]))
})

test('a sample before the window vouches for its beginning when it is near enough', async () => {
  await sample(10, 200)
  expect(await coverage(90, 300)).toEqual(heard(10, 200, [10, 200]))
  expect(await coverage(101, 300)).toEqual(heard(200, 200))
  expect(await coverage(500, 600)).toBeUndefined()
})

test('a failed sensor vouches for nothing', async () => {
  await sample(10, 200)
  await database.writer.write([
    {
      sql: `INSERT INTO samples (metric_id, device_at, boot_id, sequence, ix, received_at, clock_quality, value, flags, is_backfill)
        VALUES (1, ?, 1, 999, 0, 0, 0, NULL, 2, 0)`,
      args: [FROM + 100 * SECOND],
    },
  ])
  expect(await coverage(0, 300)).toEqual(heard(10, 200, [10, 200]))
})

test('the remembered day says at every moment what looking it all up says', async () => {
  const random = seeded(7)
  let at = 0
  for (let n = 0; n < 60; n++) {
    at += Math.floor(random() * 120)
    await sample(at)
    const now = FROM + at * SECOND + Math.floor(random() * 3_000)
    const remembered = await dayCoverage(db, metrics, FROM, now)
    expect(remembered).toEqual(await coverageOf(db, metrics, FROM, now))
  }
})

test('a metric that may be silent for a moment only is looked up piece by piece, with the same holes', async () => {
  const random = seeded(11)
  const reach = 1.5 * SECOND
  const instants = [FROM]
  while (instants.length < 20_000)
    instants.push(instants.at(-1)! + (random() < 0.999 ? 1 : Math.ceil(random() * 9_000)) * SECOND)
  await database.writer.write([
    {
      sql: `INSERT INTO samples (metric_id, device_at, boot_id, sequence, ix, received_at, clock_quality, value, flags, is_backfill)
        SELECT 1, value, 1, key + 1, 0, 0, 0, 229, 0, 0 FROM json_each(?)`,
      args: [JSON.stringify(instants)],
    },
  ])
  let turns = 0
  const counting = setInterval(() => turns++, 0)
  const found = await coverageOf(db, [{ metricId: 1, silenceMs: reach }], FROM, instants.at(-1)! + 60 * SECOND)
  clearInterval(counting)
  const holes = instants.slice(1).flatMap((at, n) => (at - instants[n]! > reach ? [[instants[n]!, at]] : []))
  expect(holes.length).toBeGreaterThan(5)
  expect(found.get(1)).toEqual({ firstAt: FROM, lastAt: instants.at(-1), holes })
  expect(turns).toBeGreaterThanOrEqual(2)
})

test('a backlog that fills a hole is seen after ten seconds', async () => {
  await sample(10, 1_000)
  const at = (seconds: number) => dayCoverage(db, metrics, FROM, FROM + seconds * SECOND)
  expect((await at(1_000)).get(1)).toEqual(heard(10, 1_000, [10, 1_000]))
  await sample(...Array.from({ length: 16 }, (_, n) => 60 * (n + 1)))
  expect((await at(1_010)).get(1)).toEqual(heard(10, 1_000))
})

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
