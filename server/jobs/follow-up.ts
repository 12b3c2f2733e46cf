import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** Asks merchants after a reply, and closes what no answer will come to. */
export function followUpJob({ store, live }: Pick<Deps, 'store' | 'live'>): Job {
  return {
    name: 'follow-up',
    everyMs: 5_000,
    async tick(now) {
      if ((await store.issueJobs.passTime(now)) > 0) live.wake()
    },
  }
}
