import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** Holds open issues about a supply against what the meters say. */
export function evidenceJob({ store, live }: Pick<Deps, 'store' | 'live'>): Job {
  return {
    name: 'evidence',
    everyMs: 1_000,
    async tick(now) {
      if ((await store.issueJobs.judgeEvidence(now)) > 0) live.wake()
    },
  }
}
