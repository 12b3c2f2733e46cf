import { queriesOver } from '../../db/drizzle.ts'
import { type BrokerOptions, type BrokerPorts, type EmbeddedBroker, startBroker } from '../../server/ingest/broker.ts'
import type { FlushOutcome } from '../../server/ingest/port.ts'
import { createNodeKeys } from '../../server/store/node-keys.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from './telemetry-database.ts'

export interface RunningBroker {
  db: TelemetryDatabase
  broker: EmbeddedBroker
  url: string
  outcomes: FlushOutcome[]
  /** What was refused, closed or failed, as `what node`. */
  notices: string[]
  stop(): Promise<void>
}

/** The embedded broker on a free port, over a real database; ports may be replaced to make faults. */
export async function runBroker(
  options: Partial<BrokerOptions> = {},
  replace: (ports: BrokerPorts) => Partial<BrokerPorts> = () => ({}),
): Promise<RunningBroker> {
  const db = await openTelemetryDatabase()
  const outcomes: FlushOutcome[] = []
  const notices: string[] = []
  const ports: BrokerPorts = {
    ingest: db.writer,
    keys: createNodeKeys(queriesOver(db.reader)),
    trialWrite: () => db.writer.beat(Date.now()),
    now: Date.now,
    flushed: (outcome) => outcomes.push(outcome),
    noticed: (what, node) => notices.push(node ? `${what} ${node}` : what),
  }
  const broker = await startBroker({ ...ports, ...replace(ports) }, { host: '127.0.0.1', port: 0, ...options })
  return {
    db,
    broker,
    url: `mqtt://127.0.0.1:${broker.port}`,
    outcomes,
    notices,
    async stop() {
      await broker.stop()
      await db.close()
    },
  }
}
