import { createHealthStore } from './health.ts'
import { createIdempotencyStore } from './idempotency.ts'
import { createLiveStore } from './live.ts'
import { createPeopleStore } from './people.ts'
import type { StorePorts } from './ports.ts'
import { createSessionStore } from './sessions.ts'
import { createSettingsStore } from './settings.ts'

/** Every query of the product, one part per feature: wire or domain types and outcomes, never raw rows. */
export function createStore({ db, writer }: StorePorts) {
  return {
    people: createPeopleStore(db, writer),
    sessions: createSessionStore(db, writer),
    settings: createSettingsStore(db),
    live: createLiveStore(db, writer),
    idempotency: createIdempotencyStore(db, writer),
    health: createHealthStore(db),
  }
}
export type Store = ReturnType<typeof createStore>
