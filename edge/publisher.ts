import type { Receipt } from '../server/wire/node-protocol.ts'
import { topicOf } from '../server/wire/node-protocol.ts'
import { Backlog } from './backlog.ts'
import type { Link } from './connection.ts'
import type { HeldRecord, RecordKey } from './domain/record.ts'
import { dataMessage, keyText } from './domain/record.ts'
import { SendWindow } from './domain/send-window.ts'
import type { TokenBucket } from './domain/token-bucket.ts'
import { emptyBucket, refill } from './domain/token-bucket.ts'
import type { NodeClockwork } from './node-clock.ts'
import type { Outbox } from './outbox.ts'

const TICK_MS = 100
const MAXIMUM_LIVE = 500

/** Sends records over one connection: live ones, then repeats, then the backlog at its own rate. */
export class Publisher {
  private readonly window = new SendWindow()
  private readonly backlog: Backlog
  private live: HeldRecord[] = []
  private bucket: TokenBucket
  private timer: NodeJS.Timeout | null = null
  private isPumping = false
  private mustPumpAgain = false
  private readonly parts: PublisherParts

  constructor(parts: PublisherParts) {
    this.parts = parts
    this.backlog = new Backlog(parts.outbox)
    this.bucket = emptyBucket(parts.backlogPerSecond, Math.max(1, parts.backlogPerSecond), parts.clock.monotonic())
  }

  /** From now on appended records are live; nothing is sent yet. */
  attach(): void {
    const { outbox } = this.parts
    outbox.isInFlight = (key) =>
      this.window.has(key) || this.backlog.has(key) || this.live.some((record) => keyText(record) === keyText(key))
    outbox.onAppended = (records) => this.appended(records)
  }

  /** Begins to send. */
  start(): void {
    this.timer = setInterval(() => this.wake(), TICK_MS)
    this.wake()
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    this.parts.outbox.isInFlight = () => false
    this.parts.outbox.onAppended = () => {}
  }

  /** Whether every live record is committed. */
  get isDrained(): boolean {
    return this.live.length === 0 && this.window.isIdle
  }

  /** Takes in a receipt; returns the records the server will never read. */
  receipted(receipt: Receipt): RecordKey[] {
    this.window.receipted(receipt)
    this.wake()
    return this.window.unreadable(receipt)
  }

  forget(key: RecordKey): void {
    this.window.forget(key)
  }

  private appended(records: HeldRecord[]): void {
    this.live.push(...records)
    if (this.live.length > MAXIMUM_LIVE) {
      this.live = this.live.slice(-MAXIMUM_LIVE)
      this.backlog.readAgain()
    }
    this.wake()
  }

  private wake(): void {
    if (!this.timer) return
    if (this.isPumping) this.mustPumpAgain = true
    else void this.pump()
  }

  private async pump(): Promise<void> {
    this.isPumping = true
    try {
      do {
        this.mustPumpAgain = false
        this.sendLive()
        await this.resend()
        await this.sendBacklog()
      } while (this.mustPumpAgain && this.timer)
    } catch (error) {
      this.parts.onFailure(error)
    } finally {
      this.isPumping = false
    }
  }

  private sendLive(): void {
    while (this.timer && this.live.length > 0 && this.window.canSend) {
      const record = this.live.shift()!
      if (!this.window.has(record)) this.send(record)
    }
  }

  private async resend(): Promise<void> {
    for (const key of this.window.due(this.parts.clock.monotonic())) {
      if (!this.timer || !this.window.canResend(key)) return
      const record = await this.parts.outbox.read(key)
      if (!this.timer) return
      if (record === null) this.window.forget(key)
      else if (this.window.has(key)) this.send(record)
    }
  }

  private async sendBacklog(): Promise<void> {
    this.bucket = refill(this.bucket, this.parts.clock.monotonic())
    while (this.timer && this.live.length === 0 && this.window.canSend && this.bucket.tokens >= 1) {
      const record = await this.backlog.next((key) => this.window.has(key))
      if (record === null || !this.timer) return
      this.bucket = { ...this.bucket, tokens: this.bucket.tokens - 1 }
      if (!this.window.has(record)) this.send(record)
    }
  }

  private send(record: HeldRecord): void {
    const { clock, link, node, outbox } = this.parts
    const sentAt = clock.monotonic()
    outbox.markSent(record)
    this.window.published(record, sentAt)
    link.publish(topicOf(node, 'data'), JSON.stringify(dataMessage(record, clock.read())), () => {
      this.window.acknowledged(record, sentAt, clock.monotonic())
      this.parts.onAcknowledged(record)
      this.wake()
    })
  }
}

export interface PublisherParts {
  node: string
  outbox: Outbox
  clock: NodeClockwork
  link: Link
  /** Records of the backlog sent per second. */
  backlogPerSecond: number
  /** Told of each PUBACK, which proves nothing about commitment. */
  onAcknowledged: (key: RecordKey) => void
  /** Told when the outbox cannot be read. */
  onFailure: (error: unknown) => void
}
