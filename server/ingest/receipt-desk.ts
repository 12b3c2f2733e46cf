import type { Receipt } from '../wire/node-protocol.ts'
import type { DueReceipt } from './port.ts'

/** Under load one receipt per node and boot in this time, ms: a later one says all that the earlier would have. */
const RECEIPT_EVERY_MS = 100

interface Account {
  due: DueReceipt | null
  sentAt: number
  missing: string
}

/** Decides when a receipt is sent: at once when it is urgent or the first in a while, otherwise the last one a little later. */
export class ReceiptDesk {
  private readonly send: (node: string, receipt: Receipt) => void
  private readonly accounts = new Map<string, Account>()
  private timer: NodeJS.Timeout | null = null

  constructor(send: (node: string, receipt: Receipt) => void) {
    this.send = send
  }

  offer(due: DueReceipt, monotonicMs: number): void {
    const key = `${due.node} ${due.receipt.boot}`
    const account = this.accounts.get(key) ?? { due: null, sentAt: Number.NEGATIVE_INFINITY, missing: '' }
    this.accounts.set(key, account)
    const missing = due.receipt.missing.join(' ')
    const isNews = due.isUrgent && (missing === '' || missing !== account.missing || due.receipt.error !== undefined)
    if (isNews || monotonicMs - account.sentAt >= RECEIPT_EVERY_MS) this.hand(account, due, monotonicMs)
    else {
      account.due = due
      this.timer ??= setTimeout(() => this.handAll(), RECEIPT_EVERY_MS)
    }
  }

  /** Forgets a node that went away; what was due is told by the answer to its next birth. */
  forget(node: string): void {
    for (const key of this.accounts.keys()) if (key.startsWith(`${node} `)) this.accounts.delete(key)
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.accounts.clear()
  }

  private hand(account: Account, due: DueReceipt, monotonicMs: number): void {
    account.due = null
    account.sentAt = monotonicMs
    account.missing = due.receipt.missing.join(' ')
    this.send(due.node, due.receipt)
  }

  private handAll(): void {
    this.timer = null
    const monotonicMs = performance.now()
    for (const account of this.accounts.values()) if (account.due) this.hand(account, account.due, monotonicMs)
  }
}
