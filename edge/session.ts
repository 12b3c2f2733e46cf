import type { Birth, Command, Death, Receipt } from '../server/wire/node-protocol.ts'
import { commandSchema, receiptSchema, topicOf } from '../server/wire/node-protocol.ts'
import type { Link } from './connection.ts'
import { birthWaitMs } from './domain/backoff.ts'
import type { RecordKey } from './domain/record.ts'
import type { Log } from './log.ts'
import { messageOf } from './log.ts'
import type { NodeClockwork } from './node-clock.ts'
import type { Outbox } from './outbox.ts'
import { Publisher } from './publisher.ts'

const DRAIN_MS = 800
const DEATH_MS = 400

export interface SessionParts {
  node: string
  connection: string
  link: Link
  outbox: Outbox
  clock: NodeClockwork
  log: Log
  birthTimeoutMs: number
  backlogPerSecond: number
  composeBirth: () => Promise<Birth>
  /** Called once the birth was answered, before data is sent: the present values become a record. */
  onLive: () => Promise<void>
  onCommand: (command: Command) => Promise<void>
  onAcknowledged: (key: RecordKey) => void
}

/** The conversation on one connection: birth, its receipt, then data and receipts until the end. */
export class Session {
  /** Whether the birth was answered, so that data may be sent. */
  isLive = false
  private publisher: Publisher
  private births = 0
  private announcedNext = 1
  private birthTimer: NodeJS.Timeout | null = null
  private isOver = false
  private tail: Promise<void> = Promise.resolve()
  private readonly parts: SessionParts

  constructor(parts: SessionParts) {
    this.parts = parts
    this.publisher = this.newPublisher()
  }

  /** Runs until the connection ends; gives the reason. */
  async run(): Promise<string> {
    const { link } = this.parts
    link.onMessage = (topic, payload) => this.receive(topic, payload)
    await this.birth()
    const reason = await link.closed
    this.isOver = true
    this.isLive = false
    this.publisher.stop()
    if (this.birthTimer) clearTimeout(this.birthTimer)
    await this.tail
    await this.parts.outbox.endSending()
    return reason
  }

  /** Declares the node (again). Sending goes on meanwhile, unless the boot id has changed. */
  async birth(): Promise<void> {
    const { link, node, log } = this.parts
    const birth = await this.parts.composeBirth()
    if (this.isOver) return
    this.announcedNext = birth.next
    link.publish(topicOf(node, 'birth'), JSON.stringify(birth), () => {})
    log.debug('birth', { boot: birth.boot, next: birth.next, holds: birth.holds.length })
    if (!this.isLive) this.awaitAnswer()
  }

  /** Sends what is waiting, says the death and ends the connection, within about two seconds. */
  async stop(): Promise<void> {
    const { link, node, connection } = this.parts
    const giveUpAt = this.parts.clock.monotonic() + DRAIN_MS
    while (this.isLive && !this.publisher.isDrained && this.parts.clock.monotonic() < giveUpAt) await pause(20)
    const death: Death = { v: 1, connection, reason: 'stopped' }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, DEATH_MS)
      link.publish(topicOf(node, 'death'), JSON.stringify(death), () => {
        clearTimeout(timer)
        resolve()
      })
    })
    await link.end()
  }

  private newPublisher(): Publisher {
    const { node, outbox, clock, link, backlogPerSecond, onAcknowledged } = this.parts
    const onFailure = (error: unknown) => this.fail(error)
    return new Publisher({ node, outbox, clock, link, backlogPerSecond, onAcknowledged, onFailure })
  }

  private awaitAnswer(): void {
    if (this.birthTimer) clearTimeout(this.birthTimer)
    const waitMs = birthWaitMs(this.births++, this.parts.birthTimeoutMs)
    this.birthTimer = setTimeout(() => {
      this.parts.log.warn('birth-unanswered', { waitedMs: waitMs })
      this.birth().catch((error) => this.fail(error))
    }, waitMs)
  }

  private receive(topic: string, payload: Buffer): void {
    this.tail = this.tail.then(() => this.take(topic, payload)).catch((error) => this.fail(error))
  }

  private async take(topic: string, payload: Buffer): Promise<void> {
    if (this.isOver) return
    const message = parseJson(payload)
    if (topic === topicOf(this.parts.node, 'receipt')) {
      const receipt = receiptSchema.safeParse(message)
      if (receipt.success) await this.takeReceipt(receipt.data)
      else this.parts.log.warn('unreadable-receipt')
    } else if (topic === topicOf(this.parts.node, 'cmd')) {
      const command = commandSchema.safeParse(message)
      if (command.success) await this.parts.onCommand(command.data)
      else this.parts.log.warn('unreadable-command')
    }
  }

  private async takeReceipt(receipt: Receipt): Promise<void> {
    const { outbox, log } = this.parts
    if (receipt.error === 'birth') return log.error('birth-refused', { boot: receipt.boot })
    if (receipt.error === 'conflict') return this.changeBoot(receipt.boot, 1, 'conflict')
    if (receipt.boot === outbox.boot) await this.checkRollback(receipt)
    const deleted = await outbox.receipted(receipt.boot, receipt.upTo)
    if (deleted > 0) log.debug('receipted', { boot: receipt.boot, upTo: receipt.upTo, deleted })
    for (const key of this.publisher.receipted(receipt)) await this.giveUpUnreadable(key)
    const isAnswer = receipt.connection === this.parts.connection && receipt.boot === outbox.boot
    if (isAnswer && !this.isLive && !this.isOver) await this.goLive()
  }

  private async goLive(): Promise<void> {
    this.isLive = true
    this.births = 0
    if (this.birthTimer) clearTimeout(this.birthTimer)
    this.parts.log.info('live', { connection: this.parts.connection })
    this.publisher.attach()
    await this.parts.outbox.beginSending()
    await this.parts.onLive()
    if (this.isOver) this.publisher.stop()
    else this.publisher.start()
  }

  // The server knows sequences that this file has not given yet, or that it holds and never sent: the file was rolled
  // back or cloned, and deleting by this receipt would swallow new values.
  private async checkRollback(receipt: Receipt): Promise<void> {
    const { outbox } = this.parts
    const isAhead = receipt.highest > Math.max(this.announcedNext - 1, outbox.highestSent)
    const unsent = await outbox.lowestUnsent(isAhead ? outbox.next : receipt.upTo)
    if (isAhead || unsent !== null) await this.changeBoot(receipt.boot, unsent ?? outbox.next, 'rollback')
  }

  private async changeBoot(boot: string, from: number, why: 'conflict' | 'rollback'): Promise<void> {
    const { outbox, log } = this.parts
    this.isLive = false
    this.publisher.stop()
    await outbox.moveToOtherBoot(boot, from)
    log.error('new-boot', { why, was: boot, from, boot: outbox.boot, next: outbox.next })
    this.publisher = this.newPublisher()
    await this.birth()
  }

  private async giveUpUnreadable(key: RecordKey): Promise<void> {
    const { outbox, log, clock } = this.parts
    const reading = clock.read()
    const evicted = [{ from: key.sequence, to: key.sequence, why: 'unreadable' as const, kept: 0 }]
    const plan = {
      remove: [key.sequence],
      class: 'dropped' as const,
      clock: reading,
      appendedAt: reading.at,
      values: [],
      evicted,
    }
    if ((await outbox.replace(key.boot, plan)) === 'full') return
    this.publisher.forget(key)
    log.error('unreadable', { ...key })
    if (key.boot !== outbox.boot) await this.birth()
  }

  private fail(error: unknown): void {
    if (this.isOver) return
    this.parts.log.error('session-failed', { reason: messageOf(error) })
    this.parts.link.cut()
  }
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch {
    return null
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
