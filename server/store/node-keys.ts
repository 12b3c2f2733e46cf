import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { nodes } from '../../db/schema/telemetry.ts'

/** Where brokers find the nodes that may be heard, and their keys. */
export function createNodeKeys(db: Db) {
  return {
    /** SHA-256 of the node's key, hex; null for a node that does not exist or was revoked. */
    async keyHashOf(nodeId: string): Promise<string | null> {
      const [row] = await db
        .select({ keyHash: nodes.keyHash })
        .from(nodes)
        .where(and(eq(nodes.id, nodeId), isNull(nodes.revokedAt)))
      return row?.keyHash ?? null
    },
    /** Every node that was not revoked. */
    async nodeIds(): Promise<string[]> {
      const rows = await db.select({ id: nodes.id }).from(nodes).where(isNull(nodes.revokedAt)).orderBy(nodes.id)
      return rows.map(({ id }) => id)
    },
  }
}
