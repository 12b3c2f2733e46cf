import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkedConfig, NODE, readOutboxFile, startLocalAgent, upTo } from '../support/edge-node.ts'
import { runBroker } from '../support/running-broker.ts'
import { keyOf } from '../support/telemetry-database.ts'
import { waitFor } from '../support/wait-for.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function serve(overrides: Record<string, unknown>) {
  const server = await runBroker()
  undo.push(() => server.stop())
  await server.db.addSite('site')
  await server.db.addNode(NODE, 'site')
  const config = checkedConfig({ server: server.url, key: keyOf(NODE), ...overrides })
  const started = await startLocalAgent(config)
  undo.push(() => started.agent.stop())
  return { server, config, ...started }
}

test('every value a node appended is in the database of the real server, through an outage and a network loss', async () => {
  const meter = {
    id: 'main-meter',
    driver: 'sim',
    kind: 'meter',
    declaredVolts: 220,
    phases: ['l1', 'l2', 'l3'],
    periodMs: 50,
  }
  const { server, config, agent } = await serve({
    devices: [meter, { id: 'ups', driver: 'sim', kind: 'ups', periodMs: 50 }],
    simulation: {
      scenario: [
        { kind: 'outage', atMs: 600, durationMs: 2_500 },
        { kind: 'network_loss', atMs: 1_500, durationMs: 800 },
      ],
    },
  })
  const events = () => server.db.query('SELECT kind, evidence FROM power_events')
  await waitFor(async () => (await events()).some((row) => row.kind === 'interruption'), {
    what: 'the interruption is found',
  })
  const back = () =>
    server.db.query("SELECT 1 FROM power_events WHERE kind = 'interruption' AND end_max_at IS NOT NULL")
  await waitFor(async () => (await back()).length > 0, { what: 'the power is back' })
  const quiet = async () => (await server.db.query("SELECT 1 FROM gaps WHERE outcome = 'open'")).length === 0
  await waitFor(async () => agent.state === 'live' && (await quiet()), { what: 'no gap is open' })
  await agent.stop()

  expect(
    (await events()).filter((row) => row.kind === 'interruption').every((row) => row.evidence === 'confirmed'),
  ).toBe(true)
  const { next, rows } = await readOutboxFile(config.outbox.path)
  const committed = await server.db.query('SELECT DISTINCT sequence FROM samples')
  const known = new Set([...committed.map((row) => Number(row.sequence)), ...rows.map((row) => row.sequence)])
  expect([...known].sort((a, b) => a - b)).toEqual(upTo(next - 1))
  expect(await server.db.query('SELECT reason FROM quarantined')).toEqual([])
  expect(await server.db.query("SELECT outcome FROM gaps WHERE outcome NOT IN ('filled')")).toEqual([])
})

const shared = resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data')
test.skipIf(!existsSync(shared))(
  'a real mains recording plays into the database and raises no event (needs ../shared/data)',
  async () => {
    const { server } = await serve({
      devices: [
        {
          id: 'household',
          driver: 'replay',
          file: join(shared, 'voltage.csv'),
          declaredVolts: 240,
          phases: ['l1'],
          speed: 60_000,
          columns: { volts: { metric: 'l1.volts', unit: 'V' }, watts: { metric: 'watts', unit: 'W' } },
          metrics: { 'l1.volts': { deadband: 0 } },
        },
      ],
    })
    const startedAt = Date.now()
    const stored = async () =>
      Number(
        (
          await server.db.query(
            "SELECT count(*) AS n FROM samples s JOIN metrics m ON m.id = s.metric_id WHERE m.name = 'l1.volts'",
          )
        )[0]?.n,
      )
    await waitFor(async () => (await stored()) > 4_500, { what: 'most of the recording is stored', withinMs: 25_000 })
    expect(await server.db.query('SELECT kind FROM power_events')).toEqual([])
    expect(await server.db.query('SELECT reason FROM quarantined')).toEqual([])
    const [times] = await server.db.query(
      'SELECT min(device_at) AS first, max(device_at) AS last, min(value) AS low FROM samples',
    )
    expect(Number(times!.first)).toBeGreaterThan(startedAt - 2_000)
    expect(Number(times!.last)).toBeLessThanOrEqual(Date.now())
  },
)
