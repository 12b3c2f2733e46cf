import { type DatabaseLocation, openReader } from '../../db/client.ts'
import type { WriterService } from './service.ts'

/**
 * Writes a heartbeat and reads it back through a fresh connection. False means data loss: the writer believes in a
 * commit that nobody else can see. Throws when the database cannot be written or read at all.
 */
export async function checkCanary(writer: WriterService, location: DatabaseLocation, now: number): Promise<boolean> {
  await writer.beat(now)
  const reader = await openReader(location)
  try {
    const { rows } = await reader.execute('SELECT beat_at FROM heartbeats WHERE id = 1')
    return Number(rows[0]?.beat_at) >= now
  } finally {
    reader.close()
  }
}
