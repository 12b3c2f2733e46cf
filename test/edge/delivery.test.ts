import { afterEach, expect, test } from 'vitest'
import { seededRandom } from '../../edge/drivers/random.ts'
import { checkedConfig, KEY, NODE, startLocalAgent, upTo } from '../support/edge-node.ts'
import { startPacketThief } from '../support/packet-thief.ts'
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

/** Clocks that a test can put forward. */
function clocks() {
  const skipped = { ms: 0 }
  const time = { now: () => Date.now() + skipped.ms, monotonic: () => performance.now() + skipped.ms }
  return { time, skip: (ms: number) => (skipped.ms += ms) }
}

async function node(overrides: Record<string, unknown>, parts: Parameters<typeof startLocalAgent>[1] = {}) {
  const started = await startLocalAgent(checkedConfig(overrides), parts)
  let isStopped = false
  const stop = async () => {
    if (!isStopped) await started.agent.stop()
    isStopped = true
  }
  undo.push(stop)
  return { ...started, stop }
}

test('a node is born, sends only after the receipt of its birth, and says why it ends', async () => {
  const server = await broker()
  const { agent, stop } = await node({ server: server.url })
  await waitFor(() => server.arrivals.length >= 5, { what: 'five records arrived' })
  const boot = agent.outbox.boot
  await stop()

  const [birth] = server.births
  expect(birth).toMatchObject({
    v: 1,
    boot,
    poweredBy: 'ups',
    start: { id: 'start-1', reason: 'powerOn' },
    clock: { isSynced: true, start: 'start-1' },
    holds: birth!.next === 1 ? [] : [{ boot, from: 1, to: birth!.next - 1 }],
    outbox: { megabytes: 64, hoursLeft: null },
  })
  expect(birth!.devices).toEqual([
    {
      id: 'main-meter',
      driver: 'sim-meter',
      poweredBy: 'ups',
      declaredVolts: 220,
      phases: ['l1', 'l2', 'l3'],
      metrics: [
        ...['l1', 'l2', 'l3'].map((phase) => ({
          name: `${phase}.volts`,
          type: 'number',
          unit: 'V',
          periodMs: 20,
          deadband: 0,
          maximumSilenceMs: 2_000,
        })),
        { name: 'watts', type: 'number', unit: 'W', periodMs: 20, deadband: 0, maximumSilenceMs: 2_000 },
      ],
    },
  ])
  expect(server.ledgerOf(boot).sequences()).toEqual(upTo(agent.outbox.next - 1))
  expect(server.deaths).toEqual([{ v: 1, connection: birth!.connection, reason: 'stopped' }])
  expect({ faults: server.faults, births: server.births.length }).toEqual({ faults: [], births: 1 })
})

test('what was not receipted stays, and goes out again until it is', async () => {
  const isLost = seededRandom(7, 'forgetful')
  const forgotten = new Set<number>()
  const server = await broker({
    forgets: ({ sequence }) => {
      if (forgotten.has(sequence) || forgotten.size >= 5 || sequence > 12 || isLost() > 0.5) return false
      forgotten.add(sequence)
      return true
    },
  })
  const { time, skip } = clocks()
  const { agent } = await node({ server: server.url }, { time })
  await waitFor(() => server.arrivals.length >= 12, { what: 'twelve records were acknowledged' })
  skip(60_000)
  expect(forgotten.size).toBeGreaterThan(0)
  const ledger = server.ledgerOf(agent.outbox.boot)
  await waitFor(() => ledger.highest > 12 && ledger.missing().length === 0, { what: 'nothing is missing' })
  expect(ledger.sequences()).toEqual(upTo(ledger.highest))
})

test('the control: deleting on the PUBACK loses what the broker forgets', async () => {
  const forgotten: number[] = []
  const server = await broker({
    forgets: ({ sequence }) => {
      if (sequence % 3 !== 0 || sequence > 12 || forgotten.includes(sequence)) return false
      forgotten.push(sequence)
      return true
    },
  })
  const { time, skip } = clocks()
  const { agent } = await node(
    { server: server.url },
    {
      time,
      onAcknowledged: ({ boot, sequence }) =>
        void agent.outbox.query('DELETE FROM out WHERE boot = ? AND sequence = ?', [boot, sequence]),
    },
  )
  await waitFor(() => server.ledgerOf(agent.outbox.boot).highest > 12, { what: 'the node went on' })
  skip(60_000)
  const next = agent.outbox.next
  await waitFor(() => server.ledgerOf(agent.outbox.boot).highest > next + 1, {
    what: 'the time of a repetition has passed',
  })
  expect(server.ledgerOf(agent.outbox.boot).missing().flat()).toEqual([3, 3, 6, 6, 9, 9, 12, 12])
})

test('with every fifth PUBACK lost each record is stored once', async () => {
  const server = await broker()
  const thief = await startPacketThief(server.port, 0.2, seededRandom(20, 'thief'))
  undo.push(() => thief.stop())
  const { agent, stop } = await node({ server: `mqtt://127.0.0.1:${thief.port}` })
  await waitFor(() => server.arrivals.length >= 15 && thief.stolen() >= 2, { what: 'PUBACKs were lost' })
  await stop()
  const ledger = server.ledgerOf(agent.outbox.boot)
  expect(ledger.sequences()).toEqual(upTo(agent.outbox.next - 1))
})

test('a record the server can never read is given up and declared, and the rest goes on', async () => {
  const server = await broker({ forgets: ({ sequence }) => sequence === 2 })
  const { time, skip } = clocks()
  const { agent } = await node({ server: server.url }, { time })
  const tries = () => server.arrivals.filter(({ record }) => record.sequence === 2).length
  for (let count = 1; count <= 5; count++) {
    await waitFor(() => tries() >= count, { what: `try ${count}` })
    skip(120_000)
  }
  const ledger = server.ledgerOf(agent.outbox.boot)
  await waitFor(() => ledger.evicted.length > 0, { what: 'the record was given up' })
  expect(ledger.evicted).toEqual([{ from: 2, to: 2, why: 'unreadable', kept: 0 }])
  expect(ledger.missing()).toEqual([])
})

test('after a network loss live records come before the backlog, and old ones say that they are old', async () => {
  const server = await broker()
  const { time, skip } = clocks()
  const { agent } = await node({ server: server.url, backlogPerSecond: 10 }, { time })
  await waitFor(() => agent.state === 'live' && server.arrivals.length > 3, { what: 'the node is live' })
  const { ledgers, port } = server
  await server.stop()
  undo.splice(
    undo.findIndex((step) => step.toString().includes('started.stop')),
    1,
  )

  const from = agent.outbox.next
  for (const appended of [8, 16]) {
    await waitFor(() => agent.outbox.next >= from + appended, { what: 'records were appended offline' })
    skip(60_000)
  }
  const again = await broker({ port, ledgers })
  await waitFor(() => again.ledgerOf(agent.outbox.boot).missing().length === 0 && again.arrivals.length > 20, {
    what: 'the backlog is through',
  })

  const order = again.arrivals.map(({ record }) => record)
  const backlog = order.filter((record) => record.backfill).map((record) => record.sequence)
  expect(backlog).toEqual(
    upTo(agent.outbox.next).filter((sequence) => sequence >= from && sequence <= Math.max(...backlog)),
  )
  expect(backlog.length).toBeGreaterThanOrEqual(16)
  expect(order[0]).toMatchObject({ backfill: false })
  expect(order[0]!.sequence).toBeGreaterThan(Math.max(...backlog))
  const live = order.findLastIndex((record) => !record.backfill)
  expect(live).toBeGreaterThan(order.findIndex((record) => record.backfill))
  expect(again.faults).toEqual([])
})
