import { afterEach, expect, test } from 'vitest'
import { checkedConfig, KEY, NODE, startLocalAgent } from '../support/edge-node.ts'
import { type ReceiptingBroker, startReceiptingBroker } from '../support/receipting-broker.ts'
import { waitFor } from '../support/wait-for.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function play(overrides: Record<string, unknown>) {
  const server = await startReceiptingBroker({ keys: { [NODE]: KEY } })
  undo.push(() => server.stop())
  const started = await startLocalAgent(checkedConfig({ server: server.url, ...overrides }))
  undo.push(() => started.agent.stop())
  return { server, ...started }
}

const valuesOf = (server: ReceiptingBroker, boot: string, name: string) =>
  [...server.ledgerOf(boot).stored.values()].flatMap((record) => record.values).filter((value) => value[0] === name)

test('an outage shows as zero volts on a meter with a battery and as a UPS on battery, each crossing with its neighbours', async () => {
  const meter = {
    id: 'main-meter',
    driver: 'sim',
    kind: 'meter',
    declaredVolts: 220,
    phases: ['l1', 'l2'],
    periodMs: 50,
  }
  const { server, agent } = await play({
    devices: [meter, { id: 'ups', driver: 'sim', kind: 'ups', periodMs: 50 }],
    simulation: { scenario: [{ kind: 'outage', atMs: 700, durationMs: 800 }] },
  })
  const boot = agent.outbox.boot
  const flags = (name: string) => valuesOf(server, boot, name).filter((value) => value[3] === 1)
  await waitFor(() => flags('ups/onBattery').length === 2 && flags('main-meter/l2.volts').length === 2, {
    what: 'the outage came and went',
  })
  expect(flags('ups/onBattery').map((value) => value[2])).toEqual([true, false])
  const [lost, back] = flags('main-meter/l1.volts')
  expect(lost![2]).toBe(0)
  expect(back![2]).toBeGreaterThan(210)
  expect(Math.abs(back![1] - lost![1] - 800)).toBeLessThan(250)
  const around = valuesOf(server, boot, 'main-meter/l1.volts').filter((value) => Math.abs(value[1] - lost![1]) < 200)
  expect(around.length).toBeGreaterThanOrEqual(2)
  expect(around.find((value) => value[1] < lost![1])![2]).toBeGreaterThan(210)
})

test('a box on the mains goes dark without a word and comes back with a new start that proves the outage', async () => {
  const { server, agent } = await play({
    poweredBy: 'mains',
    simulation: { bootMs: 100, scenario: [{ kind: 'outage', atMs: 600, durationMs: 700 }] },
  })
  await waitFor(() => server.births.length >= 2, { what: 'it came back' })
  const [before, after] = server.births
  expect(server.deaths).toEqual([{ v: 1, connection: before!.connection, reason: 'will' }])
  expect(after!.boot).toBe(before!.boot)
  expect(after!.start.id).not.toBe(before!.start.id)
  expect(after!.start.reason).toBe('powerOn')
  expect(after!.start.uptimeMs).toBeLessThan(1_000)
  await waitFor(() => agent.state === 'live', { what: 'it is live again' })
  const readAt = () => valuesOf(server, before!.boot, 'main-meter/l1.volts').map((value) => value[1])
  await waitFor(() => readAt().some((at) => at > after!.sentAt), { what: 'it reads again' })
  const times = readAt()
  const pauses = times.slice(1).map((at, index) => at - times[index]!)
  expect(Math.max(...pauses)).toBeGreaterThan(600)
})

test('a network loss keeps the start and fills the time afterwards', async () => {
  const { server, agent } = await play({
    poweredBy: 'mains',
    simulation: { scenario: [{ kind: 'network_loss', atMs: 500, durationMs: 900 }] },
  })
  await waitFor(() => server.births.length >= 2, { what: 'it came back' })
  const ledger = server.ledgerOf(agent.outbox.boot)
  await waitFor(() => ledger.missing().length === 0 && agent.state === 'live', { what: 'the time is filled' })
  expect(server.births.map((birth) => birth.start.id)).toEqual(['start-1', 'start-1'])
  expect(server.births[1]!.start.uptimeMs).toBeGreaterThan(server.births[0]!.start.uptimeMs)
  const times = valuesOf(server, agent.outbox.boot, 'main-meter/l1.volts').map((value) => value[1])
  const sorted = [...times].sort((a, b) => a - b)
  expect(Math.max(...sorted.slice(1).map((at, index) => at - sorted[index]!))).toBeLessThan(400)
})
