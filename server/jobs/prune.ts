import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

const EVERY_MS = 3_600_000
const FAILURES_KEPT_MS = 3_600_000

/** Forgets what has a term: old live events, answers of repeatable requests, ended sign-ins, quiet failures. */
export function pruneJob({ config, store, log }: Pick<Deps, 'config' | 'store' | 'log'>): Job {
  return {
    name: 'prune',
    everyMs: EVERY_MS,
    async tick(now) {
      const events = await store.live.prune(now - config.liveRetentionMs)
      const answers = await store.idempotency.prune(now)
      const signIns = await store.sessions.prune(now, FAILURES_KEPT_MS)
      if (events + answers + signIns > 0) log.info({ events, answers, signIns }, 'pruned')
    },
  }
}
