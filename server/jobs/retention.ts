import type { Deps } from '../deps.ts'
import { dayNumber, startOfDay } from '../domain/calendar.ts'
import type { Job } from './schedule.ts'

/** The district's night, when nobody waits for the writer: 03:00 to 05:00. */
const FROM_MS = 3 * 3_600_000
const UNTIL_MS = 5 * 3_600_000

/** Removes once a night what has outlived its term. */
export function retentionJob({ store, log, live }: Pick<Deps, 'store' | 'log' | 'live'>): Job {
  return {
    name: 'retention',
    everyMs: 600_000,
    async tick(now) {
      const sinceMidnight = now - startOfDay(dayNumber(now))
      if (sinceMidnight < FROM_MS || sinceMidnight >= UNTIL_MS) return
      const lastAt = await store.retention.lastOwnRunAt()
      // A run in the future is from before the clock was set back.
      if (lastAt !== null && lastAt <= now && dayNumber(lastAt) === dayNumber(now)) return
      const outcome = await store.retention.run(false, { id: null, role: 'system' }, now)
      if (!outcome.ok) return
      live.wake()
      log.info({ ...outcome.value }, 'removed what has outlived its term')
    },
  }
}
