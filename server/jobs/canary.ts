import type { Logger } from 'pino'
import type { Job } from './schedule.ts'

const EVERY_MS = 10_000

export interface Canary {
  job: Job
  /** True while every write that was confirmed could be read back by somebody else. */
  isAlive(): boolean
}

/**
 * Every 10 s the writer moves a row and a fresh connection reads it. A difference means that confirmed writes are being
 * lost (see GuardedWriter). `check` gives false for that, and throws when the database does not answer at all.
 */
export function createCanary(check: (now: number) => Promise<boolean>, log: Logger): Canary {
  let isAlive = true
  return {
    isAlive: () => isAlive,
    job: {
      name: 'canary',
      everyMs: EVERY_MS,
      async tick(now) {
        try {
          const isRead = await check(now)
          if (!isRead) log.fatal({ now }, 'DATA LOSS: a confirmed write cannot be read back')
          isAlive = isRead
        } catch (error) {
          isAlive = false
          throw error
        }
      },
    },
  }
}
