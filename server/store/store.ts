import type { Db } from '../../db/drizzle.ts'
import type { Writer } from '../../db/writer.ts'
import { createHealthStore, type FreshRead } from './health.ts'
import { createIdempotencyStore } from './idempotency.ts'
import { createLiveStore } from './live.ts'
import { createPeopleStore } from './people.ts'
import { createSessionStore } from './sessions.ts'
import { createSettingsStore } from './settings.ts'

export interface StoreParts {
  /** Typed queries over the thread's reading connection. */
  db: Db
  writer: Writer
  /** Runs a query on a connection opened for it and closed after it. */
  fresh: FreshRead
}

/** Every query of the product, one part per feature: wire or domain types and outcomes, never raw rows. */
export function createStore({ db, writer, fresh }: StoreParts) {
  return {
    people: createPeopleStore(db, writer),
    sessions: createSessionStore(db, writer),
    settings: createSettingsStore(db, writer),
    live: createLiveStore(db, writer),
    idempotency: createIdempotencyStore(db, writer),
    health: createHealthStore(db, writer, fresh),
  }
}
export type Store = ReturnType<typeof createStore>
