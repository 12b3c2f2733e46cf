import type { Db } from '../../db/drizzle.ts'
import type { Writer } from '../../db/writer.ts'

/** What every store is made of: typed reads, and the port of the one writer. */
export interface StorePorts {
  db: Db
  writer: Writer
}
