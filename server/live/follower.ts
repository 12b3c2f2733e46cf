import type { LiveReading } from '../ingest/port.ts'
import type { Follower, FollowOptions, Frame, LoggedEvent } from './port.ts'

/** Durable events a slow reader may fall behind; past that it is told to load anew. */
export const QUEUE_MAX = 256
/** A beat nobody took for so long means that nobody reads, ms. */
export const UNREAD_MS = 30_000
const PAGE = 200

/** What a follower reads of the durable log. */
export interface EventLog {
  since(id: number, limit: number): Promise<LoggedEvent[]>
  range(): Promise<{ oldest: number; newest: number }>
}

/** The hub's side of a stream. */
export interface FollowerPort extends Follower {
  options: FollowOptions
  event(event: LoggedEvent): void
  beat(at: number): void
  reading(reading: LiveReading): void
  /** Lets the readings gathered since the last call go out. */
  releaseReadings(at: number): void
  /** Last words, then the end. */
  end(last?: 'reset' | 'bye'): void
}

type Reading = [metricId: number, at: number, value: number | string | null]

/** One reader: replays the log after `options.after`, then hands on what the hub gives it, in order and never twice. */
export function createFollower(options: FollowOptions, log: EventLog, newest: number, onEnd: () => void): FollowerPort {
  let cursor = options.after ?? newest
  let isCatchingUp = options.after !== undefined
  let isRangeKnown = !isCatchingUp
  let isOver = false
  let queue: Frame[] = []
  // Events that happen during the replay; when they are too many, the replay finds them in the log.
  let meanwhile: LoggedEvent[] = []
  let hasForgotten = false
  let beatAt: number | null = null
  let readingsAt: number | null = null
  const readings = new Map<number, Reading>()
  let wake: () => void = () => undefined

  function end(last?: 'reset' | 'bye'): void {
    if (isOver) return
    isOver = true
    queue = last ? [{ event: last, data: {} }] : []
    onEnd()
    wake()
  }

  function drop(): void {
    end('reset')
    options.onDropped?.()
  }

  function enqueue(event: LoggedEvent): void {
    if (event.id <= cursor) return
    cursor = event.id
    const { id, kind, ...data } = event
    const seen = options.view ? options.view(event) : data
    if (seen) queue.push({ event: kind, id, data: seen })
  }

  async function catchUp(): Promise<void> {
    if (!isRangeKnown) {
      const { oldest, newest: latest } = await log.range()
      isRangeKnown = true
      if (cursor < oldest - 1 || cursor > latest) return end('reset')
    }
    const page = await log.since(cursor, PAGE)
    if (isOver) return
    page.forEach(enqueue)
    isCatchingUp = page.length === PAGE || hasForgotten
    hasForgotten = false
    if (isCatchingUp) return
    meanwhile.forEach(enqueue)
    meanwhile = []
  }

  function take(): Frame | null {
    const first = queue.shift()
    if (first) return first
    if (beatAt !== null) {
      const frame: Frame = { event: 'beat', data: { at: beatAt } }
      beatAt = null
      return frame
    }
    if (readingsAt === null) return null
    const frame: Frame = { event: 'reading', data: { at: readingsAt, values: [...readings.values()] } }
    readings.clear()
    readingsAt = null
    return frame
  }

  return {
    options,
    event(event) {
      if (isOver) return
      if (!isCatchingUp) {
        if (queue.length >= QUEUE_MAX) return drop()
        enqueue(event)
        return wake()
      }
      if (meanwhile.length < QUEUE_MAX) meanwhile.push(event)
      else {
        meanwhile = []
        hasForgotten = true
      }
    },
    beat(at) {
      if (isOver) return
      if (beatAt !== null && at - beatAt > UNREAD_MS) return drop()
      beatAt ??= at
      wake()
    },
    reading({ metricId, siteId, nodeId, isQueue, at, value, text }) {
      const { watch } = options
      if (!watch || isOver) return
      const isOfSite = watch.siteId !== undefined && watch.siteId === siteId
      if (watch.nodeId !== nodeId && !isOfSite && !(watch.queues && isQueue)) return
      readings.set(metricId, [metricId, at, value ?? text])
    },
    releaseReadings(at) {
      if (readings.size === 0) return
      readingsAt = at
      wake()
    },
    end,
    async next() {
      for (;;) {
        if (isCatchingUp && !isOver && queue.length === 0) await catchUp()
        const frame = take()
        if (frame) return frame
        if (isOver) return null
        if (isCatchingUp) continue
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = () => undefined
      }
    },
    close: () => end(),
  }
}
