import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** Opens an issue for every confirmed interruption, or tells it on the one that is open at its site. */
export function issueFromPowerJob({ store, live, log }: Pick<Deps, 'store' | 'live' | 'log'>): Job {
  return {
    name: 'issue-from-power',
    everyMs: 1_000,
    async tick(now) {
      const told = await store.issueJobs.tellInterruptions(now)
      if (told === 0) return
      live.wake()
      log.info({ told }, 'interruptions told as issues')
    },
  }
}
