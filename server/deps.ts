import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Store } from './store/store.ts'

/** Tells open streams that the event log grew, and hands them the newest readings. */
export interface LiveHub {
  /** Call after a write that added rows to the live event log. */
  wake(): void
}

/** What the node fleet can be told; the broker behind it is embedded or outside. */
export interface FleetPort {
  /** Ends the node's live connection at once and forgets its cached credential. */
  disconnect(nodeId: string): void
}

/** Everything a route or a job may use. Built once, in main.ts. */
export interface Deps {
  config: Config
  now: () => number
  log: Logger
  store: Store
  live: LiveHub
  fleet: FleetPort
}
