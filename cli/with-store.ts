import { openReader, openWriter } from '../db/client.ts'
import { queriesOver } from '../db/drizzle.ts'
import { migrateDatabase } from '../db/migrate.ts'
import { writeAtomically } from '../db/writer.ts'
import type { Config } from '../server/config.ts'
import { createStore, type Store } from '../server/store/store.ts'

/** The store over a database of its own connections; the server may run meanwhile. Throws when the database cannot be used. */
export async function withStore<T>(
  config: Pick<Config, 'database'>,
  now: number,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const writer = await openWriter(config.database)
  try {
    await migrateDatabase(writer, config.database, now)
    const reader = await openReader(config.database)
    try {
      const write = {
        write: (statements: Parameters<typeof writeAtomically>[1]) =>
          writer.exclusive((client) => writeAtomically(client, statements)),
      }
      return await work(createStore({ db: queriesOver(reader), writer: write }))
    } finally {
      reader.close()
    }
  } finally {
    await writer.close()
  }
}
