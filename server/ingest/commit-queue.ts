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

/** Messages and, in the same order, whom to tell. */
interface Batch {
  messages: IngestMessage[]
  settled: Settled[]
}

const emptyBatch = (): Batch => ({ messages: [], settled: [] })

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
  private pending = emptyBatch()
  private waiting = emptyBatch()
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
    return this.messages + this.waiting.messages.length
  }

  push(message: IngestMessage, settled: Settled): void {
    if (!this.isFull()) this.admit(message, settled)
    else {
      this.waiting.messages.push(message)
      this.waiting.settled.push(settled)
    }
  }

  /** Resolves when everything pushed so far is settled. */
  drained(): Promise<void> {
    return this.size === 0 ? Promise.resolve() : new Promise((resolve) => this.idle.push(resolve))
  }

  private isFull(): boolean {
    return this.messages >= this.limits.maxMessages || this.bytes >= this.limits.maxBytes
  }

  private admit(message: IngestMessage, settled: Settled): void {
    this.pending.messages.push(message)
    this.pending.settled.push(settled)
    this.messages++
    this.bytes += message.payload.length
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
    if (this.pending.messages.length >= this.limits.flushMessages) return 0
    const sinceMs = performance.now() - this.startedAt
    return Math.max(this.underWay > 0 ? this.limits.flushAfterMs : 0, this.limits.flushEveryMs - sinceMs)
  }

  private flush(): void {
    if (this.pending.messages.length === 0 || this.underWay >= BATCHES_UNDER_WAY) return
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.startedAt = performance.now()
    const { batchMessages } = this.limits
    const batch = this.pending
    this.pending = emptyBatch()
    if (batch.messages.length > batchMessages)
      this.pending = { messages: batch.messages.splice(batchMessages), settled: batch.settled.splice(batchMessages) }
    this.underWay++
    void this.commit(batch)
  }

  private async commit({ messages, settled }: Batch): Promise<void> {
    let isLate = false
    const fail = (error: Error): void => {
      this.events.failed(error)
      for (const tell of settled) tell(error)
    }
    const deadline = setTimeout(() => {
      isLate = true
      fail(new Error(`no commit within ${this.limits.commitWithinMs} ms`))
    }, this.limits.commitWithinMs)
    const outcome = await this.ingest.commit(messages).catch((error: unknown) => {
      if (!isLate) fail(error instanceof Error ? error : new Error(String(error)))
      return null
    })
    clearTimeout(deadline)
    if (outcome && !isLate) for (const tell of settled) tell(null)
    this.underWay--
    this.release(messages)
    if (outcome) this.events.committed(outcome)
  }

  private release(messages: readonly IngestMessage[]): void {
    this.messages -= messages.length
    for (const { payload } of messages) this.bytes -= payload.length
    const { waiting } = this
    let admitted = 0
    while (admitted < waiting.messages.length && !this.isFull()) {
      this.admit(waiting.messages[admitted]!, waiting.settled[admitted]!)
      admitted++
    }
    if (admitted > 0)
      this.waiting = { messages: waiting.messages.slice(admitted), settled: waiting.settled.slice(admitted) }
    if (this.pending.messages.length > 0) this.schedule()
    if (this.size > 0) return
    for (const resolve of this.idle) resolve()
    this.idle = []
  }
}
