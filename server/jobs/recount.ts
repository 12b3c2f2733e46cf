import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** Counts provisional dues anew after a new calendar; there is nothing to do until one comes. */
export function recountJob({ store, live }: Pick<Deps, 'store' | 'live'>): Job {
  return {
    name: 'recount',
    everyMs: 10_000,
    async tick(now) {
      if ((await store.rules.recount(now)) > 0) live.wake()
    },
  }
}
