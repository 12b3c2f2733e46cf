import { randomBytes } from 'node:crypto'
import mqtt, { type MqttClient } from 'mqtt'
import type { Birth, Receipt, WireValue } from '../../server/wire/node-protocol.ts'
import { topicOf } from '../../server/wire/node-protocol.ts'

export interface NativeNode {
  boot: string
  client: MqttClient
  receipts: Receipt[]
  birth(overrides?: Partial<Birth>): Promise<void>
  /** Publishes one record; resolves with its PUBACK. */
  data(sequence: number, values: WireValue[], overrides?: Record<string, unknown>): Promise<void>
  end(): Promise<void>
}

/** A meter's three voltages as a node declares them. */
export const threePhaseMeter = (poweredBy: 'mains' | 'ups' = 'ups'): Birth['devices'][number] => ({
  id: 'main-meter',
  driver: 'sim',
  poweredBy,
  declaredVolts: 220,
  phases: ['l1', 'l2', 'l3'],
  metrics: (['l1', 'l2', 'l3'] as const).map((phase) => ({
    name: `${phase}.volts`,
    type: 'number',
    unit: 'V',
    periodMs: 1_000,
    deadband: 1.1,
    maximumSilenceMs: 60_000,
  })),
})

/** One reading of all three phases at `at`. */
export const threePhases = (at: number, l1: number, l2 = l1, l3 = l1): WireValue[] => [
  ['main-meter/l1.volts', at, l1],
  ['main-meter/l2.volts', at, l2],
  ['main-meter/l3.volts', at, l3],
]

/** A client that speaks the native protocol without an outbox: what a test sends is what it says. */
export async function connectNativeNode(url: string, id: string, key: string, boot?: string): Promise<NativeNode> {
  const connection = randomBytes(4).toString('hex')
  const ownBoot = boot ?? randomBytes(8).toString('hex')
  const client = await mqtt.connectAsync(url, {
    clientId: id,
    username: id,
    password: key,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    keepalive: 30,
    will: {
      topic: topicOf(id, 'death'),
      payload: Buffer.from(JSON.stringify({ v: 1, connection, reason: 'will' })),
      qos: 1,
      retain: false,
    },
  })
  client.on('error', () => undefined)
  // Without an end, what was under way would wait for a connection that nobody makes.
  client.once('close', () => client.end(true))
  const receipts: Receipt[] = []
  client.on('message', (topic, payload) => {
    if (topic === topicOf(id, 'receipt')) receipts.push(JSON.parse(payload.toString()) as Receipt)
  })
  await client.subscribeAsync([topicOf(id, 'receipt'), topicOf(id, 'cmd')], { qos: 1 })
  const clock = () => ({ isSynced: true, monotonicMs: Math.round(performance.now()), at: Date.now(), start: 'test' })
  return {
    boot: ownBoot,
    client,
    receipts,
    async birth(overrides = {}) {
      const birth: Birth = {
        v: 1,
        boot: ownBoot,
        connection,
        sentAt: Date.now(),
        software: 'test',
        poweredBy: 'ups',
        start: { id: 'test', uptimeMs: Math.round(performance.now()), reason: 'powerOn' },
        clock: clock(),
        next: 1,
        holds: [],
        outbox: { percent: 0, megabytes: 64, hoursLeft: 300 },
        devices: [threePhaseMeter()],
        ...overrides,
      }
      await client.publishAsync(topicOf(id, 'birth'), JSON.stringify(birth), { qos: 1 })
    },
    async data(sequence, values, overrides = {}) {
      const record = { v: 1, boot: ownBoot, sequence, sentAt: Date.now(), backfill: false, clock: clock(), values }
      await client.publishAsync(topicOf(id, 'data'), JSON.stringify({ ...record, ...overrides }), { qos: 1 })
    },
    async end() {
      await client.endAsync(true)
    },
  }
}
