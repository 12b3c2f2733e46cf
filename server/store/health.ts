import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { heartbeats } from '../../db/schema/settings.ts'
import { statement, type Writer } from '../../db/writer.ts'

/** Runs a query on a connection opened for it alone. */
export type FreshRead = <T>(read: (db: Db) => Promise<T>) => Promise<T>

const ROW = 1

export function createHealthStore(db: Db, writer: Writer, fresh: FreshRead) {
  return {
    /** Throws when the database does not answer. */
    async ping(): Promise<void> {
      await db.run(sql`SELECT 1`)
    },
    /** Moves the heartbeat through the writer. */
    async beat(at: number): Promise<void> {
      const row = db.insert(heartbeats).values({ id: ROW, beatAt: at })
      await writer.write([statement(row.onConflictDoUpdate({ target: heartbeats.id, set: { beatAt: at } }))])
    },
    /** The heartbeat as a connection sees it that took part in no write; null before the first. */
    async beatOnDisk(): Promise<number | null> {
      const rows = await fresh((connection) => connection.select().from(heartbeats).where(eq(heartbeats.id, ROW)))
      return rows[0]?.beatAt ?? null
    },
  }
}
