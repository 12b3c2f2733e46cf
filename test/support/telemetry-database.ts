import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client, InValue, Row } from '@libsql/client'
import { type DatabaseLocation, openReader } from '../../db/client.ts'
import { openInProcessWriter } from '../../server/writer/in-process.ts'
import type { WriterService } from '../../server/writer/service.ts'

export interface TelemetryDatabase {
  location: DatabaseLocation
  writer: WriterService
  reader: Client
  query(sql: string, args?: InValue[]): Promise<Row[]>
  /** Creates a node whose key is `key-of-{id}`. */
  addNode(id: string, siteId?: string): Promise<void>
  addSite(id: string, supplyId?: string): Promise<void>
  /** Closes the writer and opens the file anew, as a restart does. */
  reopen(): Promise<void>
  close(): Promise<void>
}

export const keyOf = (nodeId: string): string => `key-of-${nodeId}`
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A real file in a folder of its own, migrated, with the writer in this process. `now` is the test's clock. */
export async function openTelemetryDatabase(now: () => number = Date.now): Promise<TelemetryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'mingchuang-ingest-'))
  const location = { url: `file:${join(folder, 'test.db')}` }
  const opened = async () => ({
    writer: await openInProcessWriter(location, { now }),
    reader: await openReader(location),
  })
  let { writer, reader } = await opened()
  return {
    location,
    get writer() {
      return writer
    },
    get reader() {
      return reader
    },
    query: async (sql, args = []) => (await reader.execute({ sql, args })).rows.map((row) => ({ ...row })),
    async addNode(id, siteId) {
      await writer.write([
        {
          sql: 'INSERT INTO nodes (id, display_name, site_id, key_hash, created_at) VALUES (?, ?, ?, ?, ?)',
          args: [id, id, siteId ?? null, sha256(keyOf(id)), now()],
        },
      ])
    },
    async addSite(id, supplyId) {
      await writer.write([
        ...(supplyId
          ? [
              {
                sql: 'INSERT INTO supplies (id, name_zh, name_en) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
                args: [supplyId, supplyId, supplyId],
              },
            ]
          : []),
        {
          sql: 'INSERT INTO sites (id, name_zh, name_en, kind, supply_id, created_at) VALUES (?, ?, ?, ?, ?, ?)',
          args: [id, id, id, 'market', supplyId ?? null, now()],
        },
      ])
    },
    async reopen() {
      reader.close()
      await writer.close()
      ;({ writer, reader } = await opened())
    },
    async close() {
      reader.close()
      await writer.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
