import type { Receipt } from '../../server/wire/node-protocol.ts'
import { isInRanges } from './ranges.ts'
import type { RecordKey } from './record.ts'
import { keyText } from './record.ts'

/** Messages published and neither acknowledged nor given up (protocol default). */
export const MAXIMUM_IN_FLIGHT = 50
/** Acknowledged records without receipt beyond which nothing new is sent: a server that never receipts must not be flooded. */
const MAXIMUM_UNRECEIPTED = 500
const RESEND_FLOOR_MS = 5_000
const RESEND_CEILING_MS = 60_000
/** PUBACKs without progress after which a record counts as unreadable (protocol section 2.4). */
export const UNREADABLE_AFTER = 5

interface Sending extends RecordKey {
  sentAt: number
  tries: number
  acks: number
  isInFlight: boolean
  isCommitted: boolean
}

/** What was sent and how far the server got with it. Instants are monotonic ms. */
export class SendWindow {
  private readonly sendings = new Map<string, Sending>()
  private readonly missing = new Map<string, Receipt['missing']>()
  private roundTripMs = 0
  private inFlight = 0
  private unreceipted = 0

  /** Whether a record was sent and no receipt has passed it yet. */
  has(key: RecordKey): boolean {
    return this.sendings.has(keyText(key))
  }

  /** Whether a record not sent before may go out. */
  get canSend(): boolean {
    return this.inFlight < MAXIMUM_IN_FLIGHT && this.unreceipted < MAXIMUM_UNRECEIPTED
  }

  /** Whether a due record may go out again: one still in flight takes no further place. */
  canResend(key: RecordKey): boolean {
    return this.inFlight < MAXIMUM_IN_FLIGHT || this.sendings.get(keyText(key))?.isInFlight === true
  }

  /** Whether everything sent is committed. */
  get isIdle(): boolean {
    return this.unreceipted === 0
  }

  /** A record goes out (again). */
  published(key: RecordKey, at: number): void {
    const known = this.sendings.get(keyText(key))
    if (!known) {
      this.sendings.set(keyText(key), {
        ...pick(key),
        sentAt: at,
        tries: 1,
        acks: 0,
        isInFlight: true,
        isCommitted: false,
      })
      this.inFlight++
      this.unreceipted++
      return
    }
    if (!known.isInFlight) this.inFlight++
    known.isInFlight = true
    known.sentAt = at
    known.tries++
  }

  /** The PUBACK of a publication at `sentAt` came; it frees a place in flight and proves nothing else. */
  acknowledged(key: RecordKey, sentAt: number, at: number): void {
    this.roundTripMs = this.roundTripMs === 0 ? at - sentAt : 0.8 * this.roundTripMs + 0.2 * (at - sentAt)
    const sending = this.sendings.get(keyText(key))
    if (!sending) return
    sending.acks++
    this.land(sending)
  }

  /** Forgets a record that is no longer held. */
  forget(key: RecordKey): void {
    const sending = this.sendings.get(keyText(key))
    if (!sending) return
    this.land(sending)
    if (!sending.isCommitted) this.unreceipted--
    this.sendings.delete(keyText(key))
  }

  /** Takes in a receipt. What it counts as committed above `upTo` is kept here, so that it is not sent again, and kept in the outbox until `upTo` passes it. */
  receipted(receipt: Receipt): void {
    this.missing.set(receipt.boot, receipt.missing)
    for (const sending of [...this.sendings.values()]) {
      if (sending.boot !== receipt.boot) continue
      if (sending.sequence <= receipt.upTo) this.forget(sending)
      else this.mark(sending, isKnownCommitted(receipt, sending.sequence))
    }
  }

  /** Records to send again now: in the server's missing ranges first, then by age. */
  due(at: number): RecordKey[] {
    const floor = Math.max(2 * this.roundTripMs, RESEND_FLOOR_MS)
    return [...this.sendings.values()]
      .filter(
        (s) =>
          !s.isCommitted && at - s.sentAt >= Math.min(floor * 2 ** (s.tries - 1), Math.max(floor, RESEND_CEILING_MS)),
      )
      .sort((a, b) => Number(this.isMissing(b)) - Number(this.isMissing(a)) || a.sentAt - b.sentAt)
      .map(pick)
  }

  /** Records acknowledged often, still missing, while later ones are committed: the server cannot read them. */
  unreadable(receipt: Receipt): RecordKey[] {
    return [...this.sendings.values()]
      .filter((s) => s.boot === receipt.boot && s.acks >= UNREADABLE_AFTER && s.sequence < receipt.highest)
      .filter((s) => isInRanges(asRanges(receipt.missing), s.sequence))
      .map(pick)
  }

  private isMissing(sending: Sending): boolean {
    return isInRanges(asRanges(this.missing.get(sending.boot) ?? []), sending.sequence)
  }

  private land(sending: Sending): void {
    if (sending.isInFlight) this.inFlight--
    sending.isInFlight = false
  }

  private mark(sending: Sending, isCommitted: boolean): void {
    if (sending.isCommitted === isCommitted) return
    sending.isCommitted = isCommitted
    this.unreceipted += isCommitted ? -1 : 1
    if (isCommitted) this.land(sending)
  }
}

const MISSING_RANGES = 8

// A full list may be cut off, so nothing is known above its last range.
function isKnownCommitted(receipt: Receipt, sequence: number): boolean {
  const ranges = asRanges(receipt.missing)
  const listed = ranges.length < MISSING_RANGES ? receipt.highest : Math.max(...ranges.map((range) => range.to))
  return sequence <= Math.min(receipt.highest, listed) && !isInRanges(ranges, sequence)
}

const asRanges = (missing: Receipt['missing']) => missing.map(([from, to]) => ({ from, to }))

const pick = ({ boot, sequence }: RecordKey): RecordKey => ({ boot, sequence })
