import { and, eq, isNull } from 'drizzle-orm'
import { sites } from '../../db/schema/sites.ts'
import { nodes } from '../../db/schema/telemetry.ts'
import { statement } from '../../db/writer.ts'
import type { NodeDetail, NodeRow } from '../wire/nodes.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { liveEvent } from './live.ts'
import { nodeDetail } from './node-detail.ts'
import { nodeRows } from './nodes.ts'
import type { StorePorts } from './ports.ts'

/** A node to be known; the key comes as its SHA-256. */
export interface NewNodeValues {
  id: string
  displayName: string
  siteId: string | null
  keyHash: string
}

export function createNodeStore({ db, writer }: StorePorts) {
  async function siteIdOf(id: string): Promise<{ siteId: string | null } | null> {
    return (await db.select({ siteId: nodes.siteId }).from(nodes).where(eq(nodes.id, id)))[0] ?? null
  }
  return {
    list: (now: number): Promise<NodeRow[]> => nodeRows(db, now),
    detail: (id: string, now: number): Promise<NodeDetail | null> => nodeDetail(db, id, now),
    async add({ id, displayName, siteId, keyHash }: NewNodeValues, at: number): Promise<Outcome<NodeRow>> {
      if (siteId !== null && (await db.select().from(sites).where(eq(sites.id, siteId))).length === 0)
        return refused('unknown_reference', {
          errors: [{ pointer: '/siteId', code: 'unknown', detail: 'There is no such site.' }],
        })
      const outcome = await writer.write([
        statement(
          db.insert(nodes).values({ id, displayName, siteId, keyHash, createdAt: at }).onConflictDoNothing(),
          1,
        ),
        liveEvent({ at, kind: 'node', subjectId: id, siteId, body: { change: 'added' } }),
      ])
      if (!outcome.ok) return refused('id_taken')
      return done((await nodeRows(db, at, { nodeIds: [id] }))[0]!)
    },
    /** The old key stops working; a revoked node gets no new one. */
    async changeKey(id: string, keyHash: string, at: number): Promise<Outcome<{ displayName: string }>> {
      const node = await siteIdOf(id)
      if (!node) return refused('not_found')
      const outcome = await writer.write([
        statement(
          db
            .update(nodes)
            .set({ keyHash })
            .where(and(eq(nodes.id, id), isNull(nodes.revokedAt))),
          1,
        ),
        liveEvent({ at, kind: 'node', subjectId: id, siteId: node.siteId, body: { change: 'keyChanged' } }),
      ])
      if (!outcome.ok) return refused('not_allowed_now', { allowed: [] })
      return done({ displayName: (await nodeRows(db, at, { nodeIds: [id] }))[0]!.displayName })
    },
    /** For good: the node is refused from now on, what it sent stays. Asking twice changes nothing more. */
    async revoke(id: string, at: number): Promise<Outcome<NodeDetail>> {
      const node = await siteIdOf(id)
      if (!node) return refused('not_found')
      await writer.write([
        statement(
          db
            .update(nodes)
            .set({ revokedAt: at })
            .where(and(eq(nodes.id, id), isNull(nodes.revokedAt))),
          1,
        ),
        liveEvent({ at, kind: 'node', subjectId: id, siteId: node.siteId, body: { change: 'revoked' } }),
      ])
      return done((await nodeDetail(db, id, at))!)
    },
  }
}
