import type { HeldRecord, RecordKey } from './domain/record.ts'
import { BACKLOG_LANES } from './domain/send-order.ts'
import type { Outbox } from './outbox.ts'

const READ_AHEAD = 50

/** Walks through what the outbox held when a connection went live, in sending order. */
export class Backlog {
  private lane = 0
  private position: number | null = null
  private horizon: number | null = null
  private ahead: HeldRecord[] = []
  private mustReadAgain = false
  private readonly outbox: Outbox

  constructor(outbox: Outbox) {
    this.outbox = outbox
  }

  /** Begin anew when this walk is through: records appended since did not all find a place among the live ones. */
  readAgain(): void {
    this.mustReadAgain = true
  }

  has(key: RecordKey): boolean {
    return this.ahead.some((record) => record.boot === key.boot && record.sequence === key.sequence)
  }

  /** The next record that `isKnown` does not know; null at the end. */
  async next(isKnown: (key: RecordKey) => boolean): Promise<HeldRecord | null> {
    for (;;) {
      const record = this.ahead.shift()
      if (record && !isKnown(record)) return record
      if (!record && !(await this.readAhead())) return null
    }
  }

  private async readAhead(): Promise<boolean> {
    this.horizon ??= await this.outbox.horizon()
    for (let lane = BACKLOG_LANES[this.lane]; lane; lane = BACKLOG_LANES[++this.lane]) {
      const { records, position } = await this.outbox.readLane(lane, this.position, this.horizon, READ_AHEAD)
      this.position = records.length > 0 ? position : null
      this.ahead = records
      if (records.length > 0) return true
    }
    if (!this.mustReadAgain) return false
    this.mustReadAgain = false
    this.lane = 0
    this.position = null
    this.horizon = null
    return this.readAhead()
  }
}
