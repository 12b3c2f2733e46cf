import type { DatabaseLocation } from '../../db/client.ts'
import { type DatabaseFault, faultOf } from '../../db/errors.ts'
import { SchemaRefused } from '../../db/migrate.ts'
import type { Statement } from '../../db/writer.ts'
import type { PackedBatch } from './batch.ts'
import type { WriterOptions } from './service.ts'

/** What the writer's thread is started with. */
export interface ThreadStart {
  location: DatabaseLocation
  options: WriterOptions
}

/** A call to the writer's thread. */
export type Call =
  | { kind: 'write'; statements: readonly Statement[] }
  | { kind: 'commit'; batch: PackedBatch }
  | { kind: 'silence'; now: number }
  | { kind: 'beat'; now: number }
  | { kind: 'close' }

export type Request = Call & { id: number }
/** Id 0 is the opening of the database. */
export type Answer = { id: number; value: unknown } | { id: number; failure: Failure }

/** An error as it crosses the thread. */
export interface Failure {
  message: string
  fault: DatabaseFault
  isSchemaRefused: boolean
}

export const failureOf = (error: unknown): Failure => ({
  message: error instanceof Error ? error.message : String(error),
  fault: faultOf(error),
  isSchemaRefused: error instanceof SchemaRefused,
})

/** Codes that `faultOf` maps back to the fault that crossed. */
const CODE: Record<DatabaseFault, string> = {
  busy: 'SQLITE_BUSY',
  full: 'SQLITE_FULL',
  constraint: 'SQLITE_CONSTRAINT',
  unavailable: 'SERVER_ERROR',
  broken: 'SQLITE_ERROR',
}

/** A write that the writer's thread could not make; `faultOf` tells the same of it as on the thread. */
export class WriterFailed extends Error {
  readonly code: string
  constructor(message: string, fault: DatabaseFault) {
    super(message)
    this.code = CODE[fault]
  }
}

export const errorOf = ({ message, fault, isSchemaRefused }: Failure): Error =>
  isSchemaRefused ? new SchemaRefused(message) : new WriterFailed(message, fault)
