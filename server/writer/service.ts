import type { DatabaseLocation } from '../../db/client.ts'
import type { Writer } from '../../db/writer.ts'
import type { Ingest, SilenceWatch } from '../ingest/port.ts'

/** Everything the one writer of a database does, whether on a thread of its own or in the process of a test. */
export interface WriterService extends Writer, Ingest, SilenceWatch {
  /** Moves the heartbeat row to `now` (epoch ms): a trial write, and what the canary reads back. */
  beat(now: number): Promise<void>
  /** Called when the writer's thread died; it is started again by itself. */
  onFailure(listener: (error: Error) => void): void
  /** Finishes what was asked for and closes the database. */
  close(): Promise<void>
}

export interface WriterOptions {
  /** Cap of the database file in pages; without it the disk is the cap. */
  maxPages?: number
}

export type { DatabaseLocation }
