import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** Lifts issues whose time on the ladder has come, then lets the notices leave whose receiver is at work. */
export function ladderJob({ store, live }: Pick<Deps, 'store' | 'live'>): Job {
  return {
    name: 'ladder',
    everyMs: 5_000,
    async tick(now) {
      const lifted = await store.supervisionJobs.climb(now)
      const sent = await store.supervisionJobs.sendNotices(now)
      if (lifted + sent > 0) live.wake()
    },
  }
}
