import type { Logger } from 'pino'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { createFollower, type EventLog, type FollowerPort } from './follower.ts'
import type { Follower, FollowOptions, LiveHub } from './port.ts'

/** A stream says at least this much, ms: a page that hears nothing for 10 s knows that it is cut off. */
export const BEAT_MS = 4_000
const READINGS_MS = 250
/** Rows that another process wrote are found at the latest after this, ms. */
const LOOK_MS = 1_000
const RIGHTS_MS = 60_000
const PAGE = 500

export interface HubParts {
  events: EventLog
  now: () => number
  log: Logger
  caps: { max: number; perUser: number; perAddress: number; isShared: (address: string) => boolean }
}

export interface RunningHub extends LiveHub {
  /** Finds the end of the log and starts the beat. */
  start(): Promise<void>
  /** Says goodbye to every reader. */
  stop(): void
  streamCount(): number
}

/** The one place that reads the growing end of the event log, and hands it to every open stream. */
export function createHub({ events, now, log, caps }: HubParts): RunningHub {
  const followers = new Set<FollowerPort>()
  const timers: NodeJS.Timeout[] = []
  let newest = 0
  let isLooking = false
  let mustLookAgain = false

  async function look(): Promise<void> {
    if (isLooking) {
      mustLookAgain = true
      return
    }
    isLooking = true
    try {
      do {
        mustLookAgain = false
        const page = await events.since(newest, PAGE)
        for (const event of page) {
          newest = event.id
          for (const follower of followers) follower.event(event)
        }
        mustLookAgain ||= page.length === PAGE
      } while (mustLookAgain)
    } catch (error) {
      log.warn({ error }, 'the live event log could not be read')
    } finally {
      isLooking = false
    }
  }

  async function recheck(follower: FollowerPort): Promise<void> {
    const isAllowed = await follower.options.isStillAllowed?.().catch(() => false)
    if (isAllowed === false) follower.end()
  }

  const countWhere = (has: (options: FollowOptions) => boolean): number =>
    [...followers].filter(({ options }) => has(options)).length

  function isFull({ userId, address }: FollowOptions): boolean {
    if (followers.size >= caps.max) return true
    if (userId !== null && countWhere((o) => o.userId === userId) >= caps.perUser) return true
    return !caps.isShared(address) && countWhere((o) => o.address === address) >= caps.perAddress
  }

  return {
    async start() {
      newest = (await events.range()).newest
      const every = (ms: number, work: () => void) => timers.push(setInterval(work, ms))
      every(LOOK_MS, () => void look())
      every(BEAT_MS, () => {
        for (const follower of followers) follower.beat(now())
      })
      every(READINGS_MS, () => {
        for (const follower of followers) follower.releaseReadings(now())
      })
      every(RIGHTS_MS, () => {
        for (const follower of followers) void recheck(follower)
      })
    },
    stop() {
      for (const timer of timers.splice(0)) clearInterval(timer)
      for (const follower of [...followers]) follower.end('bye')
    },
    streamCount: () => followers.size,
    wake() {
      void look()
    },
    readings(readings) {
      for (const follower of followers) {
        if (!follower.options.watch) continue
        for (const reading of readings) follower.reading(reading)
      }
    },
    follow(options): Outcome<Follower> {
      if (isFull(options)) return refused('too_many_streams', { retryAfterMs: 5_000 })
      const follower: FollowerPort = createFollower(options, events, newest, () => followers.delete(follower))
      followers.add(follower)
      follower.beat(now())
      return done(follower)
    },
    endSession(sessionHash) {
      for (const follower of [...followers]) if (follower.options.sessionHash === sessionHash) follower.end()
    },
  }
}
