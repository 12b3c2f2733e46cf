import type { Client } from '@libsql/client'

/** Reads the SHA-256 (hex) of a node's key; null when there is no such node or it was revoked. Never cached. */
export const nodeKeys = (reader: Client) => ({
  async keyHashOf(nodeId: string): Promise<string | null> {
    const { rows } = await reader.execute({
      sql: 'SELECT key_hash FROM nodes WHERE id = ? AND revoked_at IS NULL',
      args: [nodeId],
    })
    return rows[0] ? String(rows[0].key_hash) : null
  },
})
