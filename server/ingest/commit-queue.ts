import type { FlushOutcome, Ingest, IngestMessage } from './port.ts'

export interface QueueLimits {
  /** Messages over all nodes that may wait for a commit; above it callbacks wait, and with them the senders. */
  maxMessages: number
  maxBytes: number
  /** With a commit under way, the next one starts at this many messages … */
  flushMessages: number
  /** … or after this long, ms. */
  flushAfterMs: number
  /** Under load commits start at least this far apart, ms; after a pause the first message is committed at once. */
  flushEveryMs: number
  /** Longest batch, so that one commit stays short. */
  batchMessages: number
  /** A commit that takes longer has failed, ms; below any allowed keepalive. */
  commitWithinMs: number
}

export const QUEUE_LIMITS: QueueLimits = {
  maxMessages: 20_000,
  maxBytes: 32 * 1_048_576,
  flushMessages: 500,
  flushAfterMs: 5,
  flushEveryMs: 10,
  batchMessages: 5_000,
  commitWithinMs: 10_000,
}

/** Called once: without an error after the commit that holds the message, with one when there was none. */
export type Settled = (error?: Error | null) => void

interface Entry {
  message: IngestMessage
  settled: Settled
}

export interface QueueEvents {
  committed(outcome: FlushOutcome): void
  failed(error: Error): void
}

/** Two batches: one in the writer's hands, one on its way there. */
const BATCHES_UNDER_WAY = 2

/** Gathers messages into batches and settles each when its batch is on disk, in the order they came. */
export class CommitQueue {
  private readonly ingest: Ingest
  private readonly limits: QueueLimits
  private readonly events: QueueEvents
  private pending: Entry[] = []
  private waiting: Entry[] = []
  private bytes = 0
  private messages = 0
  private underWay = 0
  private isScheduled = false
  /** When the last commit began, monotonic ms. */
  private startedAt = Number.NEGATIVE_INFINITY
  private timer: NodeJS.Timeout | null = null
  private idle: (() => void)[] = []

  constructor(ingest: Ingest, events: QueueEvents, limits: Partial<QueueLimits> = {}) {
    this.ingest = ingest
    this.events = events
    this.limits = { ...QUEUE_LIMITS, ...limits }
  }

  /** Messages that are not settled yet, those beyond the limit included. */
  get size(): number {
    return this.messages + this.waiting.length
  }

  push(message: IngestMessage, settled: Settled): void {
    const entry = { message, settled }
    if (this.isFull()) this.waiting.push(entry)
    else this.admit(entry)
  }

  /** Resolves when everything pushed so far is settled. */
  drained(): Promise<void> {
    return this.size === 0 ? Promise.resolve() : new Promise((resolve) => this.idle.push(resolve))
  }

  private isFull(): boolean {
    return this.messages >= this.limits.maxMessages || this.bytes >= this.limits.maxBytes
  }

  private admit(entry: Entry): void {
    this.pending.push(entry)
    this.messages++
    this.bytes += entry.message.payload.length
    this.schedule()
  }

  private schedule(): void {
    if (this.underWay >= BATCHES_UNDER_WAY || this.isScheduled) return
    const waitMs = this.waitMs()
    if (waitMs > 0) {
      this.timer ??= setTimeout(() => {
        this.timer = null
        this.flush()
      }, waitMs)
      return
    }
    this.isScheduled = true
    setImmediate(() => {
      this.isScheduled = false
      this.flush()
    })
  }

  /** How long what is pending may still gather more, ms. */
  private waitMs(): number {
    if (this.pending.length >= this.limits.flushMessages) return 0
    const sinceMs = performance.now() - this.startedAt
    return Math.max(this.underWay > 0 ? this.limits.flushAfterMs : 0, this.limits.flushEveryMs - sinceMs)
  }

  private flush(): void {
    if (this.pending.length === 0 || this.underWay >= BATCHES_UNDER_WAY) return
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.startedAt = performance.now()
    const { batchMessages } = this.limits
    const batch = this.pending
    this.pending = batch.length > batchMessages ? batch.splice(batchMessages) : []
    this.underWay++
    void this.commit(batch)
  }

  private async commit(batch: Entry[]): Promise<void> {
    let isLate = false
    const deadline = setTimeout(() => {
      isLate = true
      this.fail(batch, new Error(`no commit within ${this.limits.commitWithinMs} ms`))
    }, this.limits.commitWithinMs)
    try {
      const outcome = await this.ingest.commit(batch.map(({ message }) => message))
      if (!isLate) for (const { settled } of batch) settled(null)
      this.events.committed(outcome)
    } catch (error) {
      if (!isLate) this.fail(batch, error instanceof Error ? error : new Error(String(error)))
    } finally {
      clearTimeout(deadline)
      this.underWay--
      this.release(batch)
    }
  }

  private fail(batch: readonly Entry[], error: Error): void {
    this.events.failed(error)
    for (const { settled } of batch) settled(error)
  }

  private release(batch: readonly Entry[]): void {
    this.messages -= batch.length
    for (const { message } of batch) this.bytes -= message.payload.length
    let admitted = 0
    while (admitted < this.waiting.length && !this.isFull()) this.admit(this.waiting[admitted++]!)
    if (admitted > 0) this.waiting = this.waiting.slice(admitted)
    if (this.pending.length > 0) this.schedule()
    if (this.size > 0) return
    for (const resolve of this.idle) resolve()
    this.idle = []
  }
}
