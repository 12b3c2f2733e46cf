import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** A backlog may rewrite what a meter said: issues that were settled are judged again this often, ms. */
const SETTLED_EVERY_MS = 60_000

/** Holds open issues about a supply against what the meters say. */
export function evidenceJob({ store, live }: Pick<Deps, 'store' | 'live'>): Job {
  let settledAt = 0
  return {
    name: 'evidence',
    everyMs: 1_000,
    async tick(now) {
      const withSettled = now - settledAt >= SETTLED_EVERY_MS
      if (withSettled) settledAt = now
      if ((await store.issueJobs.judgeEvidence(now, withSettled)) > 0) live.wake()
    },
  }
}
