import { type DataRecord, topicOf, type WireValue } from '../../server/wire/node-protocol.ts'
import type { TestServer } from './api.ts'
import { addNode, type Market } from './market.ts'

const PHASES = ['l1', 'l2', 'l3'] as const
const BOOT = '9f2c41d07a6be853'

/** A main meter of three phases behind a real ingest; it speaks every 10 s of the test's clock. */
export interface Meter {
  /** Sends one reading of all phases at the clock's instant. */
  read(volts: number): Promise<void>
  /** Reads on every 10 s for `ms`, moving the clock. */
  readOn(volts: number, ms: number): Promise<void>
  /** Loses so many records on the way. */
  skip(records: number): Promise<void>
}

/** A node at the market whose meter lives on a UPS, born and heard from. */
export async function installMeter(
  market: Market,
  nodeId = 'nanan-1',
  poweredBy: 'ups' | 'mains' = 'ups',
): Promise<Meter> {
  await addNode(market, nodeId)
  const { server } = market
  let sequence = 0
  const at = () => server.clock.at
  const clockOf = () => ({ isSynced: true, monotonicMs: at() % 1e9, at: at(), start: `start-${nodeId}` })
  await send(server, nodeId, 'birth', {
    v: 1,
    boot: BOOT,
    connection: 'c1',
    sentAt: at(),
    software: '0.4.2',
    poweredBy,
    start: { id: `start-${nodeId}`, uptimeMs: 1_000, reason: 'powerOn' },
    clock: clockOf(),
    next: 1,
    holds: [],
    outbox: { percent: 1, megabytes: 64, hoursLeft: 310 },
    devices: [
      {
        id: 'main-meter',
        driver: 'sim',
        poweredBy,
        declaredVolts: 220,
        phases: PHASES,
        metrics: PHASES.map((phase) => ({
          name: `${phase}.volts`,
          type: 'number',
          unit: 'V',
          periodMs: 10_000,
          deadband: 1.1,
          maximumSilenceMs: 60_000,
        })),
      },
    ],
  })
  const read = async (volts: number): Promise<void> => {
    const values: WireValue[] = PHASES.map((phase) => [`main-meter/${phase}.volts`, at(), volts])
    const record: DataRecord = {
      v: 1,
      boot: BOOT,
      sequence: ++sequence,
      sentAt: at(),
      backfill: false,
      clock: clockOf(),
      values,
    }
    await send(server, nodeId, 'data', record)
  }
  return {
    read,
    async readOn(volts, ms) {
      for (const until = at() + ms; at() < until; ) {
        server.clock.at += 10_000
        await read(volts)
      }
    },
    async skip(records) {
      sequence += records
    },
  }
}

async function send(server: TestServer, node: string, channel: 'birth' | 'data', body: unknown): Promise<void> {
  const payload = Buffer.from(JSON.stringify(body))
  await server.writer.commit([{ node, topic: topicOf(node, channel), payload, receivedAt: server.clock.at }])
}
