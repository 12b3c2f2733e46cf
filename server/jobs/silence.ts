import type { SilenceWatch } from '../ingest/port.ts'
import type { Job } from './schedule.ts'

/** Makes silence a fact: fires the deadlines of metrics of which nothing was heard in time. */
export function silenceJob(watch: SilenceWatch, wake: () => void): Job {
  return {
    name: 'silence',
    everyMs: 1_000,
    async tick(now) {
      const { hasEvents } = await watch.silence(now)
      if (hasEvents) wake()
    },
  }
}
