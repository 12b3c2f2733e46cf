import { createHealthStore, type FreshRead } from './health.ts'
import { createIdempotencyStore } from './idempotency.ts'
import { createLiveStore } from './live.ts'
import { createPeopleStore } from './people.ts'
import type { StorePorts } from './ports.ts'
import { createSessionStore } from './sessions.ts'
import { createSettingsStore } from './settings.ts'

export interface StoreParts extends StorePorts {
  /** Runs a query on a connection opened for it and closed after it. */
  fresh: FreshRead
}

/** Every query of the product, one part per feature: wire or domain types and outcomes, never raw rows. */
export function createStore({ db, writer, fresh }: StoreParts) {
  return {
    people: createPeopleStore(db, writer),
    sessions: createSessionStore(db, writer),
    settings: createSettingsStore(db),
    live: createLiveStore(db, writer),
    idempotency: createIdempotencyStore(db, writer),
    health: createHealthStore(db, writer, fresh),
  }
}
export type Store = ReturnType<typeof createStore>
