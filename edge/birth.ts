import type { Birth, DeviceDeclaration, PowerSource } from '../server/wire/node-protocol.ts'
import type { FillRate } from './domain/fill-rate.ts'
import { hoursLeft } from './domain/fill-rate.ts'
import type { NodeClockwork } from './node-clock.ts'
import type { Outbox } from './outbox.ts'

export const SOFTWARE = '0.1.0'

/** What a birth is made of beside the outbox and the clock. */
export interface BirthParts {
  connection: string
  poweredBy: PowerSource
  devices: DeviceDeclaration[]
  rate: FillRate
}

/** The node's declaration as of now. `next` is read before `holds`: a record appended in between must not look lost. */
export async function composeBirth(outbox: Outbox, clock: NodeClockwork, parts: BirthParts): Promise<Birth> {
  const { boot, next } = outbox
  const holds = await outbox.holds()
  const reading = clock.read()
  return {
    v: 1,
    boot,
    connection: parts.connection,
    sentAt: Math.max(0, reading.at),
    software: SOFTWARE,
    poweredBy: parts.poweredBy,
    start: { id: clock.start.id, uptimeMs: clock.uptimeMs, reason: clock.start.reason },
    clock: reading,
    next,
    holds,
    outbox: {
      percent: Math.round(outbox.share * 1000) / 10,
      megabytes: outbox.megabytes,
      hoursLeft: hoursLeft(outbox.freeBytes, parts.rate),
    },
    devices: parts.devices,
  }
}
