import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { RateLimits } from './http/rate-limit.ts'
import type { SetupCode } from './http/setup-code.ts'
import type { LiveHub } from './live/port.ts'
import type { Store } from './store/store.ts'

export type { LiveHub } from './live/port.ts'

/** What the node fleet can be told; the broker behind it is embedded or outside. */
export interface FleetPort {
  /** Ends the node's live connection at once and forgets its cached credential. */
  disconnect(nodeId: string): void
}

/** What `/readyz` asks of the process around the routes. */
export interface ProcessHealth {
  /** Names of what keeps the process from serving, now: `draining`, `broker`, `canary`, `disk`. */
  faults(): Promise<string[]>
}

/** Keeps secrets that must be read again: sealed with the installation's key, and bound to a purpose. */
export interface Sealer {
  seal(bytes: Uint8Array, purpose: string): string
  /** Null when it was sealed with another key or for another purpose, or was changed. */
  open(sealed: string, purpose: string): Uint8Array | null
}

/** What a failed database call means to the person who caused it; null when the error is not the database's. */
export type FaultOf = (error: unknown) => 'busy' | 'unavailable' | 'constraint' | 'full' | 'broken'

/** Everything a route or a job may use. Built once, in main.ts. */
export interface Deps {
  config: Config
  now: () => number
  log: Logger
  store: Store
  live: LiveHub
  fleet: FleetPort
  setupCode: SetupCode
  limits: RateLimits
  sealer: Sealer
  health: ProcessHealth
  faultOf: FaultOf
  /** The built pages, or null where none were built. */
  webRoot: string | null
}
