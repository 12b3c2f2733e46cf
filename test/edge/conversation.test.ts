import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Command, Receipt } from '../../server/wire/node-protocol.ts'
import { checkedConfig, KEY, METER, NODE, newFolder, startLocalAgent } from '../support/edge-node.ts'
import { type BrokerOptions, type ReceiptingBroker, startReceiptingBroker } from '../support/receipting-broker.ts'
import { waitFor } from '../support/wait-for.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function broker(options: Partial<BrokerOptions> = {}): Promise<ReceiptingBroker> {
  const started = await startReceiptingBroker({ keys: { [NODE]: KEY }, ...options })
  undo.push(() => started.stop())
  return started
}

async function node(overrides: Record<string, unknown>, parts: Parameters<typeof startLocalAgent>[1] = {}) {
  const started = await startLocalAgent(checkedConfig(overrides), parts)
  undo.push(() => started.agent.stop())
  return started
}

const command = (overrides: Partial<Command>): Command => ({
  v: 1,
  id: 'c-1',
  kind: 'identify',
  expiresAt: Date.now() + 60_000,
  arguments: {},
  ...overrides,
})

const answers = (server: ReceiptingBroker) =>
  [...server.ledgers.values()].flatMap((ledger) => [...ledger.stored.values()]).flatMap((record) => record.done ?? [])

test('a refused key is shown, tried again only after the long wait, and accepted once it is right', async () => {
  const keys: Record<string, string> = { [NODE]: 'another key' }
  const server = await broker({ keys })
  const { agent, lines } = await node({ server: server.url, reconnect: { minMs: 1, maxMs: 2, refusedMs: 400 } })
  await waitFor(() => agent.state === 'refused', { what: 'it says so' })
  const refusedAt = performance.now()
  await waitFor(() => server.refusals.length >= 2, { what: 'it tried again', everyMs: 5 })
  expect(performance.now() - refusedAt).toBeGreaterThan(250)
  expect(lines.find((line) => line.event === 'refused')).toMatchObject({ level: 'error', retryMs: 400 })
  expect(await agent.outbox.count()).toBeGreaterThan(0)
  expect(server.births).toEqual([])
  keys[NODE] = KEY
  await waitFor(() => agent.state === 'live', { what: 'it is let in' })
})

test('a birth that nobody answers is repeated, and no data is sent before the answer', async () => {
  let isMute = true
  const server = await broker({ isMute: () => isMute })
  const { agent } = await node({ server: server.url, birthTimeoutMs: 150 })
  await waitFor(() => server.births.length >= 3, { what: 'it was born three times' })
  expect({ arrivals: server.arrivals.length, state: agent.state }).toEqual({ arrivals: 0, state: 'waiting' })
  expect(new Set(server.births.map((birth) => birth.connection)).size).toBe(1)
  isMute = false
  await waitFor(() => server.arrivals.length > 3, { what: 'data comes after the answer' })
})

test('a refused birth stops sending, not recording', async () => {
  const server = await broker({ refusesBirth: () => true })
  const { agent, lines } = await node({ server: server.url, birthTimeoutMs: 100 })
  await waitFor(() => server.births.length >= 2 && agent.outbox.next > 5, { what: 'it went on appending' })
  expect(server.arrivals).toEqual([])
  expect(lines.some((line) => line.event === 'birth-refused')).toBe(true)
})

test('an answer meant for an earlier connection does not start the data', async () => {
  const server = await broker({ isMute: () => true })
  const { agent } = await node({ server: server.url })
  await waitFor(() => server.births.length > 0, { what: 'it was born' })
  const stale: Receipt = {
    v: 1,
    boot: agent.outbox.boot,
    connection: 'an older one',
    upTo: 0,
    highest: 0,
    missing: [],
    at: 1,
  }
  await server.sendReceipt(NODE, stale)
  const next = agent.outbox.next
  await waitFor(() => agent.outbox.next > next + 5, { what: 'time passed' })
  expect({ arrivals: server.arrivals.length, state: agent.state }).toEqual({ arrivals: 0, state: 'waiting' })
})

test('after every birth the present value of each metric gets a sequence', async () => {
  const metrics = Object.fromEntries(
    Object.keys(METER.metrics).map((name) => [name, { deadband: 10_000, maximumSilenceMs: 600_000 }]),
  )
  const server = await broker()
  const { agent } = await node({ server: server.url, devices: [{ ...METER, metrics }] })
  await waitFor(() => server.arrivals.length > 0, { what: 'the first record arrived' })
  const held = agent.outbox.next
  await server.stop()
  const again = await broker({ port: server.port, ledgers: server.ledgers })
  await waitFor(() => again.arrivals.length > 0, { what: 'the record after the second birth arrived' })
  const record = again.arrivals[0]!.record
  expect(record.sequence).toBe(held)
  expect(record.values.map(([name]) => name)).toEqual(
    ['l1.volts', 'l2.volts', 'l3.volts', 'watts'].map((name) => `main-meter/${name}`),
  )
})

test('commands are obeyed once, answered in a record, and not at all when expired', async () => {
  const server = await broker()
  const { agent, lines } = await node({ server: server.url, displayName: '南岸1号' })
  await waitFor(() => agent.state === 'live', { what: 'it is live' })
  await server.command(NODE, command({ id: 'c-1', kind: 'identify' }))
  await server.command(NODE, command({ id: 'c-1', kind: 'identify' }))
  await server.command(NODE, command({ id: 'c-2', kind: 'rebirth', expiresAt: Date.now() - 1 }))
  await server.command(NODE, command({ id: 'c-3', kind: 'rotateKey' }))
  await server.command(NODE, command({ id: 'c-4', kind: 'configure', arguments: { name: 'no/such', periodMs: 50 } }))
  await server.command(NODE, command({ id: 'c-5', kind: 'rebirth' }))
  await waitFor(() => answers(server).length >= 5, { what: 'all were answered' })
  await waitFor(() => server.births.length >= 2, { what: 'it was born again' })
  expect(answers(server)).toEqual([
    { id: 'c-1', result: 'ok' },
    { id: 'c-2', result: 'expired' },
    { id: 'c-3', result: 'refused', message: 'the key of this node is set by hand' },
    { id: 'c-4', result: 'refused', message: 'no such metric, or no such rule' },
    { id: 'c-5', result: 'ok' },
  ])
  expect(lines.filter((line) => line.event === 'identify')).toMatchObject([{ displayName: '南岸1号' }])
  expect(server.births).toHaveLength(2)
})

test('a configured rule holds at once, is declared again and survives a restart', async () => {
  const server = await broker()
  const config = checkedConfig({ server: server.url })
  const first = await startLocalAgent(config)
  undo.push(() => first.agent.stop())
  await waitFor(() => first.agent.state === 'live', { what: 'it is live' })
  const change = { name: 'main-meter/watts', periodMs: 500, deadband: 25, maximumSilenceMs: 5_000 }
  await server.command(NODE, command({ kind: 'configure', arguments: change }))
  await waitFor(() => server.births.length >= 2, { what: 'it declared the rule' })
  await first.agent.stop()
  const second = await startLocalAgent(config)
  undo.push(() => second.agent.stop())
  await waitFor(() => server.births.length >= 3, { what: 'it was born again' })
  const rules = server.births.map((birth) => birth.devices[0]!.metrics.find((metric) => metric.name === 'watts')!)
  expect(rules.map(({ periodMs, deadband, maximumSilenceMs }) => [periodMs, deadband, maximumSilenceMs])).toEqual([
    [20, 0, 2_000],
    [500, 25, 5_000],
    [500, 25, 5_000],
  ])
})

test('a restart is answered before it happens', async () => {
  const server = await broker()
  let restarts = 0
  const { agent } = await node({ server: server.url }, { onRestart: () => restarts++ })
  await waitFor(() => agent.state === 'live', { what: 'it is live' })
  await server.command(NODE, command({ kind: 'restart' }))
  await waitFor(() => restarts === 1 && answers(server).length === 1, { what: 'it was answered' })
  expect(answers(server)).toEqual([{ id: 'c-1', result: 'ok' }])
})

test('records made before the clock was set say so, and once it is set the present values follow with the same start', async () => {
  const server = await broker()
  const syncedFile = join(newFolder(), 'synchronized')
  const shift = { ms: -Date.now() }
  const time = { now: () => Date.now() + shift.ms, monotonic: () => performance.now() }
  const { agent } = await node({ server: server.url, clock: { syncedFile } }, { time })
  await waitFor(() => server.arrivals.length >= 3, { what: 'records of 1970 arrive' })
  shift.ms = 0
  const setAt = Date.now()
  writeFileSync(syncedFile, '')
  undo.push(async () => rmSync(syncedFile))
  const stored = () => [...server.ledgerOf(agent.outbox.boot).stored.values()]
  await waitFor(() => stored().some((record) => record.clock.isSynced), { what: 'a record with a set clock' })

  const unsynced = stored().filter((record) => record.clock.at < 1_000_000_000_000)
  expect(unsynced.length).toBeGreaterThanOrEqual(3)
  expect(
    unsynced.every((record) => !record.clock.isSynced && !record.backfill && record.clock.start === 'start-1'),
  ).toBe(true)
  const synced = stored().find((record) => record.clock.isSynced)!
  expect(synced.clock.start).toBe('start-1')
  // The two clocks of a record let the server date the earlier ones.
  const redated = unsynced.map((record) => synced.clock.at - synced.clock.monotonicMs + record.clock.monotonicMs)
  expect(redated.every((at) => at > setAt - 10_000 && at <= setAt)).toBe(true)
  expect(server.faults).toEqual([])
})
