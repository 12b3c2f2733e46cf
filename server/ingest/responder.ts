import { randomBytes } from 'node:crypto'
import type { Command, Downlink } from '../wire/node-protocol.ts'
import type { FlushOutcome } from './port.ts'
import { ReceiptDesk } from './receipt-desk.ts'

const REBIRTH_WITHIN_MS = 60_000

/** Sends a payload to a node; false when it is not there to receive it. */
export type SendDown = (node: string, channel: Downlink, payload: string) => boolean

/** Turns what a committed flush asks for into messages to the nodes. */
export class Responder {
  private readonly send: SendDown
  private readonly now: () => number
  private readonly desk: ReceiptDesk

  constructor(send: SendDown, now: () => number) {
    this.send = send
    this.now = now
    this.desk = new ReceiptDesk((node, receipt) => send(node, 'receipt', JSON.stringify(receipt)))
  }

  answer(outcome: FlushOutcome): void {
    const monotonicMs = performance.now()
    for (const due of outcome.receipts) this.desk.offer(due, monotonicMs)
    for (const node of outcome.rebirths) this.command(node, this.rebirth())
  }

  command(node: string, command: Command): boolean {
    return this.send(node, 'cmd', JSON.stringify(command))
  }

  forget(node: string): void {
    this.desk.forget(node)
  }

  stop(): void {
    this.desk.stop()
  }

  private rebirth(): Command {
    const id = `c-${randomBytes(6).toString('hex')}`
    return { v: 1, id, kind: 'rebirth', expiresAt: this.now() + REBIRTH_WITHIN_MS, arguments: {} }
  }
}
