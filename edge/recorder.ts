import type { WireValue } from '../server/wire/node-protocol.ts'
import { NODE_LIMITS } from '../server/wire/node-protocol.ts'
import { chunk, valueBytes } from './domain/chunk.ts'
import type { Answer, Draft, RecordBody } from './domain/record.ts'
import type { Log } from './log.ts'
import { messageOf } from './log.ts'
import { makeRoom } from './make-room.ts'
import type { NodeClockwork } from './node-clock.ts'
import type { Outbox } from './outbox.ts'

const RETRY_MS = 1_000
/** Drafts kept in memory while the file cannot take them. */
const MAXIMUM_UNSAVED = 500

/** Turns values into records: raw ones collected for a moment, urgent ones at once, and never out of order. */
export class Recorder {
  /** Told when records of an earlier boot were evicted. */
  onNeedsBirth: () => void = () => {}

  private collected: WireValue[] = []
  private collectedBytes = 0
  private timer: NodeJS.Timeout | null = null
  private unsaved: Draft[] = []
  private givenUp = 0
  private tail: Promise<void> = Promise.resolve()
  private readonly outbox: Outbox
  private readonly clock: NodeClockwork
  private readonly log: Log

  private readonly collectMs: number

  constructor(outbox: Outbox, clock: NodeClockwork, log: Log, collectMs: number) {
    this.collectMs = collectMs
    this.outbox = outbox
    this.clock = clock
    this.log = log
  }

  /** Values that may wait until the next record. */
  collect(values: readonly WireValue[]): void {
    for (const value of values) {
      this.collected.push(value)
      this.collectedBytes += valueBytes(value)
    }
    const isFull = this.collectedBytes > NODE_LIMITS.dataBytes || this.collected.length >= NODE_LIMITS.valuesPerRecord
    if (isFull) void this.flush()
    else if (this.collected.length > 0) this.arm(this.collectMs)
  }

  /** Values that go on disk now, behind those already collected. */
  urgent(values: readonly WireValue[]): void {
    this.pack()
    for (const part of chunk(inTimeOrder(values))) this.draft('transition', { values: part })
    void this.save()
  }

  /** The answer to a command, on disk now. */
  answer(done: Answer): void {
    this.pack()
    this.draft('transition', { values: [], done: [done] })
    void this.save()
  }

  /** Everything given so far is on disk, or the file cannot take it. */
  async flush(): Promise<void> {
    this.pack()
    await this.save()
  }

  /** What is not yet on disk is lost, as at a power cut. */
  cutPower(): void {
    this.collected = []
    this.collectedBytes = 0
    this.unsaved = []
    this.disarm()
  }

  async stop(): Promise<void> {
    await this.flush()
    this.disarm()
  }

  private pack(): void {
    for (const part of chunk(inTimeOrder(this.collected))) this.draft('raw', { values: part })
    this.collected = []
    this.collectedBytes = 0
  }

  private draft(name: 'raw' | 'transition', body: Omit<RecordBody, 'clock'>): void {
    const clock = this.clock.read()
    this.unsaved.push({ class: name, appendedAt: clock.at, body: { clock, ...body } })
    if (this.unsaved.length <= MAXIMUM_UNSAVED) return
    const oldestRaw = this.unsaved.findIndex((draft) => draft.class === 'raw')
    this.unsaved.splice(Math.max(0, oldestRaw), 1)
    this.givenUp++
  }

  private save(): Promise<void> {
    this.tail = this.tail.then(() => this.append()).catch((error) => this.failed(messageOf(error)))
    return this.tail
  }

  private async append(): Promise<void> {
    if (this.unsaved.length === 0) return
    const made = await makeRoom(this.outbox)
    if (made.evicted > 0) this.log.warn('evicted', { records: made.evicted })
    if (made.needsBirth) this.onNeedsBirth()
    if (this.givenUp > 0) await this.declareGivenUp()
    const drafts = this.unsaved
    this.unsaved = []
    if ((await this.appendAll(drafts)) === 'full') await this.keepWhatFits(drafts)
  }

  private async appendAll(drafts: Draft[]): Promise<'full' | 'stored'> {
    try {
      return drafts.length > 0 && (await this.outbox.append(drafts)) === 'full' ? 'full' : 'stored'
    } catch (error) {
      this.unsaved.unshift(...drafts)
      throw error
    }
  }

  private async keepWhatFits(drafts: Draft[]): Promise<void> {
    const urgent = drafts.filter((draft) => draft.class === 'transition')
    const raw = drafts.filter((draft) => draft.class !== 'transition')
    const isStored = (await this.appendAll(urgent)) === 'stored'
    this.unsaved = [...(isStored ? raw : drafts), ...this.unsaved]
    this.failed('the outbox is full')
  }

  private async declareGivenUp(): Promise<void> {
    const count = this.givenUp
    if ((await this.outbox.declareUnsaved(count, this.clock.read())) === 'full') return
    this.givenUp -= count
    this.log.error('gave-up', { records: count })
  }

  private failed(reason: string): void {
    this.log.error('cannot-append', { reason, waiting: this.unsaved.length, givenUp: this.givenUp })
    this.arm(RETRY_MS)
  }

  private arm(delayMs: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = null
      void this.flush()
    }, delayMs)
  }

  private disarm(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }
}

const inTimeOrder = (values: readonly WireValue[]): WireValue[] => [...values].sort((a, b) => a[1] - b[1])
