import type { IngestMessage } from '../../server/ingest/port.ts'
import {
  type Birth,
  type DataRecord,
  type DeviceDeclaration,
  topicOf,
  type Uplink,
  type WireValue,
} from '../../server/wire/node-protocol.ts'

/** 2026-03-02T02:00:00Z, 10:00 in the district: the tests' clock starts here. */
export const TEN_O_CLOCK = Date.UTC(2026, 2, 2, 2)
export const BOOT = '9f2c41d07a6be853'
export const OTHER_BOOT = '00000000000000bb'

export const meter: DeviceDeclaration = {
  id: 'main-meter',
  driver: 'sim',
  poweredBy: 'ups',
  declaredVolts: 230,
  phases: ['l1'],
  metrics: [
    { name: 'l1.volts', type: 'number', unit: 'V', periodMs: 10_000, deadband: 1.1, maximumSilenceMs: 60_000 },
    { name: 'people', type: 'counter', unit: 'count', periodMs: 10_000, deadband: 0, maximumSilenceMs: 60_000 },
    { name: 'mode', type: 'text', unit: '1', periodMs: 10_000, deadband: 0, maximumSilenceMs: 60_000 },
    { name: 'isOpen', type: 'boolean', unit: '1', periodMs: 10_000, deadband: 0, maximumSilenceMs: 60_000 },
  ],
}

export const birth = (overrides: Partial<Birth> = {}): Birth => ({
  v: 1,
  boot: BOOT,
  connection: 'c1',
  sentAt: TEN_O_CLOCK,
  software: '0.4.2',
  poweredBy: 'ups',
  start: { id: 's1', uptimeMs: 1_000, reason: 'powerOn' },
  clock: { isSynced: true, monotonicMs: 1_000, at: TEN_O_CLOCK },
  next: 1,
  holds: [],
  outbox: { percent: 12.5, megabytes: 64, hoursLeft: 310 },
  devices: [meter],
  ...overrides,
})

export const record = (sequence: number, values: WireValue[], overrides: Partial<DataRecord> = {}): DataRecord => ({
  v: 1,
  boot: BOOT,
  sequence,
  sentAt: TEN_O_CLOCK,
  backfill: false,
  clock: { isSynced: true, monotonicMs: 1_000, at: TEN_O_CLOCK, start: 's1' },
  values,
  ...overrides,
})

/** A publish as the broker hands it over; `body` is sent as JSON unless it is text or bytes already. */
export function publish(node: string, channel: Uplink, body: unknown, receivedAt: number = TEN_O_CLOCK): IngestMessage {
  const payload = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return { node, topic: topicOf(node, channel), payload, receivedAt }
}
