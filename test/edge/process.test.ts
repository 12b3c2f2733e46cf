import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { agentProgram, KEY, NODE, rawConfig, readOutboxFile, spawnAgent, upTo } from '../support/edge-node.ts'
import { startReceiptingBroker } from '../support/receipting-broker.ts'
import { waitFor } from '../support/wait-for.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})
beforeAll(() => {
  agentProgram()
})

function agent(config: Record<string, unknown>) {
  const started = spawnAgent(config)
  undo.push(() => started.end('SIGKILL'))
  return started
}
const outboxOf = (config: Record<string, unknown>) => join(String(config.dataDir), `${NODE}.outbox.db`)

async function broker(options: Partial<Parameters<typeof startReceiptingBroker>[0]> = {}) {
  const started = await startReceiptingBroker({ keys: { [NODE]: KEY }, ...options })
  undo.push(() => started.stop())
  return started
}

test('records appended without a server survive SIGKILL and arrive unchanged from the next process', async () => {
  const server = await broker()
  await server.stop()
  const config = rawConfig({ server: server.url })
  const killed = agent(config)
  await waitFor(
    async () => killed.output().includes('unreachable') && (await readOutboxFile(outboxOf(config))).rows.length >= 10,
    {
      what: 'ten records wait',
      detail: killed.output,
    },
  )
  await killed.end('SIGKILL')
  const waiting = await readOutboxFile(outboxOf(config))
  expect(waiting.rows.map((row) => row.sequence)).toEqual(upTo(waiting.next - 1))

  const again = await broker({ port: server.port })
  const second = agent(config)
  const ledger = again.ledgerOf(waiting.boot)
  await waitFor(() => ledger.highest > waiting.next && ledger.missing().length === 0, {
    what: 'all arrived',
    detail: second.output,
  })
  for (const row of waiting.rows) {
    const { clock, values } = ledger.stored.get(row.sequence)!
    expect({ clock, values }).toEqual({ clock: row.body.clock, values: row.body.values })
  }
  const birth = again.births[0]!
  expect(birth.next).toBeGreaterThanOrEqual(waiting.next)
  expect(birth.holds).toEqual([{ boot: waiting.boot, from: 1, to: birth.next - 1 }])
})

test('SIGKILL at any moment under load loses no appended record and doubles none', async () => {
  const server = await broker()
  const config = rawConfig({ server: server.url })
  for (const lifeMs of [350, 480, 610, 730]) {
    const child = agent(config)
    const before = server.births.length
    await waitFor(() => server.births.length > before, { what: 'it was born', detail: child.output })
    const diesAt = performance.now() + lifeMs
    await waitFor(() => performance.now() >= diesAt, { what: 'its time has come', everyMs: 5 })
    await child.end('SIGKILL')
  }
  const last = agent(config)
  const { boot, next } = await readOutboxFile(outboxOf(config))
  const ledger = server.ledgerOf(boot)
  await waitFor(() => ledger.highest >= next && ledger.missing().length === 0, {
    what: 'all arrived',
    detail: last.output,
  })
  expect(await last.end('SIGTERM')).toBe(0)
  const left = await readOutboxFile(outboxOf(config))
  const held = left.rows.map((row) => row.sequence)
  expect([...new Set([...ledger.sequences(), ...held])].sort((a, b) => a - b)).toEqual(upTo(left.next - 1))
  expect({ lost: ledger.lost.size, boots: server.ledgers.size, faults: server.faults }).toEqual({
    lost: 0,
    boots: 1,
    faults: [],
  })
})

test('SIGTERM ends it within three seconds: all on disk, the death said, exit code 0', async () => {
  const server = await broker()
  const config = rawConfig({ server: server.url, logLevel: 'info' })
  const child = agent(config)
  await waitFor(() => server.arrivals.length > 3, { what: 'it is live', detail: child.output })
  const startedAt = performance.now()
  expect(await child.end('SIGTERM')).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(3_000)
  await waitFor(() => server.deaths.length > 0, { what: 'its death was said' })
  expect(server.deaths).toEqual([{ v: 1, connection: server.births[0]!.connection, reason: 'stopped' }])
  const events = child
    .output()
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event)
  expect(events).toEqual(['started', 'connected', 'live', 'disconnected', 'stopped'])
})

test('a killed node is announced by its will, with the connection of its birth', async () => {
  const server = await broker()
  const child = agent(rawConfig({ server: server.url }))
  await waitFor(() => server.births.length > 0, { what: 'it was born', detail: child.output })
  await child.end('SIGKILL')
  await waitFor(() => server.deaths.length > 0, { what: 'the will was sent' })
  expect(server.deaths).toEqual([{ v: 1, connection: server.births[0]!.connection, reason: 'will' }])
})

test('a wrong configuration is refused with all its faults at once', async () => {
  const child = agent({ nodeId: 'A', server: 'http://x', dataDir: '/nowhere', poweredBy: 'sun', devices: [], speed: 1 })
  expect(await child.end('SIGCONT')).toBe(78)
  const output = child.output()
  for (const field of ['nodeId', 'server', 'poweredBy', 'devices', 'speed']) expect(output).toContain(field)
})
