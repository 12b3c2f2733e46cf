import type { Receipt } from '../wire/node-protocol.ts'

/** One publish as the broker handed it over; `receivedAt` in epoch ms. `node` is the authenticated client. */
export interface IngestMessage {
  node: string
  topic: string
  payload: Uint8Array
  receivedAt: number
}

/** The newest committed value of a metric, for open screens. Not durable: a screen that missed it reads it again. */
export interface LiveReading {
  metricId: number
  siteId: string | null
  nodeId: string
  at: number
  receivedAt: number
  value: number | null
  text: string | null
}

/** What one committed flush asks for. Given only after the transaction is on disk. */
export interface FlushOutcome {
  receipts: { node: string; receipt: Receipt }[]
  /** Nodes that declared nothing for what they sent: each is asked to be born again. */
  rebirths: string[]
  readings: LiveReading[]
  /** True when rows were added to the live event log. */
  hasEvents: boolean
}

/** Commits a batch of messages in one transaction. Rejects when nothing was committed; then no message may be acknowledged. */
export interface Ingest {
  commit(messages: readonly IngestMessage[]): Promise<FlushOutcome>
}
