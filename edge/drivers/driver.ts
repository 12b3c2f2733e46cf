import type { DeviceDeclaration } from '../../server/wire/node-protocol.ts'
import type { Sample, Watch } from '../domain/report.ts'

/** A device as its driver presents it: what it declares at birth, which metrics are urgent, and how to read it. */
export interface DrivenDevice {
  declaration: DeviceDeclaration
  /** By metric name; metrics not named are not watched. */
  watches: Readonly<Record<string, Watch>>
  /** How often to read in ms, when that is not the shortest period of its metrics: a recording is read more often than it speaks. */
  readEveryMs?: number
  driver: Driver
}

/** Reads a device. */
export interface Driver {
  /**
   * The values at `at` (epoch ms of the node's wall clock) of the metrics in `due`, each in its declared unit, in time
   * order; names without the device. A metric left out was silent; null says that its sensor failed. A recording gives
   * all that fell due since the last call, whatever `due` says. Rejects when the device cannot be reached: never 0 V.
   */
  read(at: number, due: ReadonlySet<string>): Promise<Sample[]>
}

/** What a simulated box suffers: nothing, no power at all, or no network. */
export type BoxCondition = 'up' | 'dark' | 'offline'

/** Tells what a simulated box suffers. */
export interface Box {
  /** The condition at `at`, epoch ms. */
  conditionAt(at: number): BoxCondition
}
