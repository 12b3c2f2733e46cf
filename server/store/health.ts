import { sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'

export function createHealthStore(db: Db) {
  return {
    /** Throws when the database does not answer. */
    async ping(): Promise<void> {
      await db.run(sql`SELECT 1`)
    },
  }
}
