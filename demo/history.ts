import { createHash } from 'node:crypto'
import type { IngestMessage } from '../server/ingest/port.ts'
import { type DataRecord, topicOf, type WireValue } from '../server/wire/node-protocol.ts'
import { type DemoNode, METER, silenceOf } from './nodes.ts'

/** The morning before the demonstration begins, epoch ms. */
export interface Morning {
  from: number
  to: number
}

interface Trouble {
  siteId: string
  /** Fraction of the morning at which it begins. */
  at: number
  lastsMs: number
  volts: number
}

/** What already happened this morning. */
const TROUBLES: readonly Trouble[] = [
  { siteId: 'yantuoli', at: 0.35, lastsMs: 120_000, volts: 171 },
  { siteId: 'laomatou', at: 0.62, lastsMs: 660_000, volts: 0 },
  { siteId: 'yantuoli', at: 0.8, lastsMs: 120_000, volts: 186 },
]

const MINUTE = 60_000
const VALUES_PER_RECORD = 99

/** A steady pseudo-random number in 0…1 for a text: the same history every day. */
function noise(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32
}

function voltsAt(node: DemoNode, phase: string, at: number, { from, to }: Morning): number {
  const trouble = TROUBLES.find((t) => {
    const begins = from + Math.floor(((to - from) * t.at) / MINUTE) * MINUTE
    return t.siteId === node.siteId && at >= begins && at < begins + t.lastsMs
  })
  const wave = 3 * Math.sin((at / 3_600_000) * 2 + noise(node.id + phase) * 6)
  const calm = 229 + wave + (noise(`${node.id}${phase}${at}`) - 0.5) * 2
  if (!trouble) return Math.round(calm * 10) / 10
  return trouble.volts === 0 ? 0 : trouble.volts + Math.round(noise(`${at}${phase}`) * 3)
}

const boot = (node: DemoNode): string => createHash('sha256').update(`history ${node.id}`).digest('hex').slice(0, 16)
const bytes = (message: unknown): Uint8Array => Buffer.from(JSON.stringify(message))

/** The node's morning as the messages it would have sent, backfilled: a birth, then records of 33 readings of 3 phases. */
export function morningOf(node: DemoNode, morning: Morning, sentAt: number): IngestMessage[] {
  const stepMs = silenceOf(node)
  const clock = { isSynced: true, monotonicMs: 3_600_000, at: sentAt, start: `morning-${node.id}` }
  const birth = {
    v: 1,
    boot: boot(node),
    connection: 'morning',
    sentAt,
    software: 'demo',
    poweredBy: node.poweredBy,
    start: { id: clock.start, uptimeMs: clock.monotonicMs, reason: 'powerOn' },
    clock,
    next: 1,
    holds: [],
    outbox: { percent: 0, megabytes: 64, hoursLeft: null },
    devices: [
      {
        ...METER,
        driver: 'sim',
        poweredBy: node.poweredBy,
        metrics: METER.phases.map((phase) => ({
          name: `${phase}.volts`,
          type: 'number',
          unit: 'V',
          periodMs: stepMs,
          deadband: 0,
          maximumSilenceMs: 2 * stepMs,
        })),
      },
    ],
  }
  const message = (channel: 'birth' | 'data' | 'death', body: unknown): IngestMessage => ({
    node: node.id,
    topic: topicOf(node.id, channel),
    payload: bytes(body),
    receivedAt: sentAt,
  })
  const values: WireValue[] = []
  for (let at = morning.from; at < morning.to; at += stepMs)
    for (const phase of METER.phases) values.push([`${METER.id}/${phase}.volts`, at, voltsAt(node, phase, at, morning)])
  const records: DataRecord[] = []
  for (let i = 0; i < values.length; i += VALUES_PER_RECORD)
    records.push({
      v: 1,
      boot: boot(node),
      sequence: records.length + 1,
      sentAt,
      backfill: true,
      clock,
      values: values.slice(i, i + VALUES_PER_RECORD),
    })
  const death = { v: 1, connection: 'morning', reason: 'stopped' }
  return [message('birth', birth), ...records.map((r) => message('data', r)), message('death', death)]
}
