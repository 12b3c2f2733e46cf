import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { EmbeddedBroker, type NodeBroker, type NodeKeys } from './ingest/broker.ts'
import { type NodeList, OutsideBroker } from './ingest/outside-broker.ts'
import type { LiveHub } from './live/port.ts'
import type { WriterService } from './writer/service.ts'

interface FleetParts {
  writer: WriterService
  keys: NodeKeys & NodeList
  hub: LiveHub
  now: () => number
}

/** The node side of the server: the broker inside it, or an outside one where MQTT_URL names it. */
export function createBroker(config: Config, log: Logger, { writer, keys, hub, now }: FleetParts): NodeBroker {
  const ports = {
    ingest: writer,
    now,
    trialWrite: () => writer.beat(now()),
    flushed: (outcome: { readings: Parameters<LiveHub['readings']>[0]; hasEvents: boolean }) => {
      hub.readings(outcome.readings)
      if (outcome.hasEvents) hub.wake()
    },
    noticed: (what: string, node: string | null, detail?: string) => log.warn({ what, node, detail }, 'mqtt'),
  }
  const { url, username, password, host, port } = config.mqtt
  return url === null
    ? new EmbeddedBroker({ ...ports, keys }, { host, port })
    : new OutsideBroker(ports, keys, { url, username, password })
}
