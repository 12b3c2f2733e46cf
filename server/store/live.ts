import { asc, gt, max, min, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { liveEvents } from '../../db/schema/live.ts'
import type { Statement, Writer } from '../../db/writer.ts'
import type { LoggedEvent } from '../live/port.ts'
import type { LiveKind } from '../wire/live.ts'

/** What an event row says; `body` holds neither name nor telephone. */
export interface NewLiveEvent {
  at: number
  kind: LiveKind
  subjectId: string
  siteId?: string | null
  body?: Record<string, unknown>
}

/** The row that tells open screens of a change; it goes in the transaction of the change. */
export const liveEvent = ({ at, kind, subjectId, siteId = null, body = {} }: NewLiveEvent): Statement => ({
  sql: 'INSERT INTO live_events (at, kind, subject_id, site_id, body) VALUES (?, ?, ?, ?, ?)',
  args: [at, kind, subjectId, siteId, JSON.stringify(body)],
})

const PRUNE_SLICE = 5_000

export function createLiveStore(db: Db, writer: Writer) {
  return {
    /** Events after `id`, oldest first. */
    async since(id: number, limit: number): Promise<LoggedEvent[]> {
      const rows = await db
        .select()
        .from(liveEvents)
        .where(gt(liveEvents.id, id))
        .orderBy(asc(liveEvents.id))
        .limit(limit)
      return rows.map(({ body, kind, ...row }) => ({
        ...row,
        kind: kind as LiveKind,
        body: JSON.parse(body) as Record<string, unknown>,
      }))
    },
    /** The oldest and newest ids the log still knows; an empty log that was pruned remembers its newest. */
    async range(): Promise<{ oldest: number; newest: number }> {
      const [row] = await db.select({ oldest: min(liveEvents.id), newest: max(liveEvents.id) }).from(liveEvents)
      const [sequence] = await db.all<{ seq: number }>(sql`SELECT seq FROM sqlite_sequence WHERE name = 'live_events'`)
      const newest = Math.max(row?.newest ?? 0, sequence?.seq ?? 0)
      return { oldest: row?.oldest ?? newest + 1, newest }
    },
    /** Forgets events older than `before`, a slice at a time; gives how many. */
    async prune(before: number): Promise<number> {
      for (let total = 0; ; ) {
        const outcome = await writer.write([
          {
            sql: `DELETE FROM live_events WHERE id IN (SELECT id FROM live_events WHERE at < ? ORDER BY id LIMIT ${PRUNE_SLICE})`,
            args: [before],
          },
        ])
        const count = outcome.ok ? (outcome.rowsAffected[0] ?? 0) : 0
        total += count
        if (count < PRUNE_SLICE) return total
      }
    },
  }
}
