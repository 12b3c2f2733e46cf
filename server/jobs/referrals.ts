import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** Says of hand-overs nobody answered by their limit that they lapsed. */
export function referralJob({ store, live }: Pick<Deps, 'store' | 'live'>): Job {
  return {
    name: 'referrals',
    everyMs: 60_000,
    async tick(now) {
      if ((await store.referrals.lapse(now)) > 0) live.wake()
    },
  }
}
