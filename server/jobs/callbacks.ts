import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

const EVERY_MS = 600_000

/** Once a month: draws the call-backs of the month before, and clusters what recurs for the consultation. */
export function monthlyJob({ store, live, log }: Pick<Deps, 'store' | 'live' | 'log'>): Job {
  return {
    name: 'monthly',
    everyMs: EVERY_MS,
    async tick(now) {
      const drawn = await store.supervisionJobs.drawCallBacks(now)
      const listed = await store.supervisionJobs.listConsultations(now)
      if (drawn + listed === 0) return
      live.wake()
      log.info({ drawn, listed }, 'call-backs drawn, consultations listed')
    },
  }
}
