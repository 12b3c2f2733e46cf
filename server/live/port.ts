import type { LiveReading } from '../ingest/port.ts'
import type { LiveEvent, LiveKind } from '../wire/live.ts'
import type { Outcome } from '../wire/refusal.ts'

/** One frame of a stream, before it is written as text. */
export interface Frame {
  event: LiveKind | 'reading' | 'beat' | 'reset' | 'bye'
  /** Sequence of the durable log; absent on what is not durable. */
  id?: number
  data: unknown
}

/** A durable event as the log keeps it. */
export interface LoggedEvent extends LiveEvent {
  id: number
  kind: LiveKind
}

export interface FollowOptions {
  /** The newest event the reader already has; absent = from now on. */
  after?: number
  /** Who is counted against the caps. `userId` null for a reader without account. */
  userId: string | null
  address: string
  /** Ends with this sign-in. */
  sessionHash?: string
  /** Readings to pass on; absent = none. */
  watch?: { siteId?: string; nodeId?: string; queues?: boolean }
  /** What this reader may see of an event: the event, less of it, or null. Absent = all of it. */
  view?: (event: LoggedEvent) => LiveEvent | null
  /** Asked every 60 s: false ends the stream. */
  isStillAllowed?: () => Promise<boolean>
  /** Called when the reader fell so far behind that it was given up. */
  onDropped?: () => void
}

/** A reader's own queue of frames. */
export interface Follower {
  /** The next frame, or null when the stream has ended. One call at a time. */
  next(): Promise<Frame | null>
  /** The reader went away. */
  close(): void
}

/** Tells open streams that the event log grew, and hands them the newest readings. */
export interface LiveHub {
  /** Call after a write that added rows to the live event log. */
  wake(): void
  /** Newest committed values of one flush; each stream gets those of its site, its node or the queues, at most 4 times a second. */
  readings(readings: readonly LiveReading[]): void
  /** Opens a stream, or refuses with `too_many_streams`. */
  follow(options: FollowOptions): Outcome<Follower>
  /** Ends every stream of a sign-in. */
  endSession(sessionHash: string): void
}

/** View of a reader who may see only some subjects, and of them only that they changed. */
export const onlySubjects =
  (subjectIds: ReadonlySet<string>) =>
  (event: LoggedEvent): LiveEvent | null =>
    subjectIds.has(event.subjectId) ? { at: event.at, subjectId: event.subjectId, siteId: null, body: {} } : null
