import { and, eq, gte, lt } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { idempotencyKeys } from '../../db/schema/settings.ts'
import { type Statement, statement, type Writer } from '../../db/writer.ts'

/** How long an answer is kept for a repeated request, ms. */
export const ANSWER_KEPT_MS = 24 * 3_600_000

/** A request that may be repeated: where its answer is kept, and how it is made unreadable without the client's key. */
export interface Repeatable {
  /** SHA-256 of actor, route and key. */
  key: string
  bodyHash: string
  /** Encrypts the answer with a key only the client holds, since an answer may carry a link's secret. */
  seal(answer: string): string
}

export type Earlier = { kind: 'none' } | { kind: 'other_body' } | { kind: 'answered'; status: number; sealed: string }

/**
 * Keeps the answer in the transaction it answers for. It changes no row when the key was answered meanwhile: then the
 * whole write is undone (`failedAt` is this statement) and the caller refuses with `in_progress`, upon which the
 * endpoint gives the earlier answer.
 */
export function withIdempotency(repeatable: Repeatable, status: number, answer: unknown, at: number): Statement {
  return {
    sql: `INSERT INTO idempotency_keys (key, body_hash, status, answer, created_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET body_hash = excluded.body_hash, status = excluded.status,
        answer = excluded.answer, created_at = excluded.created_at
      WHERE idempotency_keys.created_at < excluded.created_at - ${ANSWER_KEPT_MS}`,
    args: [repeatable.key, repeatable.bodyHash, status, repeatable.seal(JSON.stringify(answer)), at],
    expectRows: 1,
  }
}

export function createIdempotencyStore(db: Db, writer: Writer) {
  return {
    async find(repeatable: Repeatable, at: number): Promise<Earlier> {
      const [row] = await db
        .select()
        .from(idempotencyKeys)
        .where(and(eq(idempotencyKeys.key, repeatable.key), gte(idempotencyKeys.createdAt, at - ANSWER_KEPT_MS)))
      if (!row) return { kind: 'none' }
      if (row.bodyHash !== repeatable.bodyHash) return { kind: 'other_body' }
      return { kind: 'answered', status: row.status, sealed: row.answer }
    },
    /** Forgets answers older than 24 h; gives how many. */
    async prune(at: number): Promise<number> {
      const query = db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, at - ANSWER_KEPT_MS))
      const outcome = await writer.write([statement(query)])
      return outcome.ok ? (outcome.rowsAffected[0] ?? 0) : 0
    },
  }
}
