import { afterEach, beforeEach, expect, it } from 'vitest'
import { queriesOver } from '../../db/drizzle.ts'
import { createStore, type Store } from '../../server/store/store.ts'
import { birth, meter, publish, TEN_O_CLOCK } from '../support/node-messages.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../support/telemetry-database.ts'

const SAMPLES = 50_000
/** Every half second up to ten o'clock. */
const firstAt = TEN_O_CLOCK - (SAMPLES - 1) * 500

const SUN = { id: 'sun', role: 'administrator', agencyId: null } as const

let db: TelemetryDatabase
let store: Store
beforeEach(async () => {
  db = await openTelemetryDatabase(() => TEN_O_CLOCK)
  store = createStore({ db: queriesOver(db.reader), writer: db.writer })
  await db.addSite('market')
  await db.addNode('node-1', 'market')
})
afterEach(() => db.close())

/** What `read` gives, and how often the event loop turned meanwhile. */
async function turnsDuring<T>(read: () => Promise<T>): Promise<{ answer: T; turns: number }> {
  let turns = 0
  const count = (): void => {
    turns++
    handle = setImmediate(count)
  }
  let handle = setImmediate(count)
  const answer = await read()
  clearImmediate(handle)
  return { answer, turns }
}

it('a day of samples every half second is read in slices, and no bucket is torn between two', async () => {
  await db.writer.commit([publish('node-1', 'birth', birth())])
  await db.writer.write([
    {
      sql: `INSERT INTO samples (metric_id, device_at, boot_id, sequence, ix, received_at, clock_quality, value, flags, is_backfill)
        WITH RECURSIVE numbers(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM numbers WHERE n < ${SAMPLES - 1})
        SELECT 1, ${firstAt} + n * 500, 1, n + 1, 0, ${TEN_O_CLOCK}, 0, 200 + n % 977 / 100.0, 0, 0 FROM numbers`,
      args: [],
    },
  ])
  const { answer, turns } = await turnsDuring(() => store.sites.power('market', { from: firstAt }, SUN, TEN_O_CLOCK))
  const power = answer.ok ? answer.value : null
  const widthMs = power?.bucketMs ?? 0
  const whole = await db.query(`SELECT min(device_at) AS at, min(value) AS low, max(value) AS high FROM samples
    GROUP BY (device_at - ${firstAt}) / ${widthMs} ORDER BY at`)
  expect(power?.series[0]?.points).toEqual(whole.map(({ at, low, high }) => [at, low, high]))
  expect(whole.length).toBeGreaterThan(1_400)
  expect(turns).toBeGreaterThanOrEqual(3)
})

it('the curves of a node with many metrics are looked up a few at a time', async () => {
  const metrics = Array.from({ length: 100 }, (_, n) => ({ ...meter.metrics[1]!, name: `m${n}` }))
  await db.writer.commit([publish('node-1', 'birth', birth({ devices: [{ ...meter, metrics }] }))])
  const { answer, turns } = await turnsDuring(() => store.nodes.detail('node-1', TEN_O_CLOCK))
  expect(answer?.metrics.length).toBe(100)
  expect(turns).toBeGreaterThanOrEqual(5)
})
