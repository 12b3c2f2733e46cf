import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** Gives terms to issues that cannot be searched for yet, some thousands a tick. */
export function indexIssuesJob({ store, log }: Pick<Deps, 'store' | 'log'>): Job {
  return {
    name: 'index-issues',
    everyMs: 1_000,
    async tick(now) {
      for (;;) {
        const { indexed, hasMore } = await store.search.indexMissing(now)
        if (indexed > 0) log.info({ indexed, hasMore }, 'issues can be searched for')
        if (indexed > 0 || !hasMore) return
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}
