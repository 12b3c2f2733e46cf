import { readFile } from 'node:fs/promises'
import { openReader, openWriter } from '../db/client.ts'
import { queriesOver } from '../db/drizzle.ts'
import { migrateDatabase } from '../db/migrate.ts'
import { writeAtomically } from '../db/writer.ts'
import type { Config } from '../server/config.ts'
import { createOutageStore } from '../server/store/outages.ts'
import type { OutageImport } from '../server/wire/outages.ts'

/** Takes a file of planned outages. Throws when the file or the database cannot be used. */
export async function importOutages(
  config: Pick<Config, 'database'>,
  { file, source, now }: { file: string; source: string; now: number },
): Promise<OutageImport> {
  const csv = await readFile(file, 'utf8')
  const writer = await openWriter(config.database)
  const reader = await openReader(config.database)
  try {
    await migrateDatabase(writer, config.database, now)
    const store = createOutageStore({
      db: queriesOver(reader),
      writer: { write: (statements) => writer.exclusive((client) => writeAtomically(client, statements)) },
    })
    return await store.takeFile(csv, source, now)
  } finally {
    reader.close()
    await writer.close()
  }
}
