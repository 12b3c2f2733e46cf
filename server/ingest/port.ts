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
  /** True for a counter of a queue. */
  isQueue: boolean
  at: number
  receivedAt: number
  value: number | null
  text: string | null
}

/** A receipt to send; an urgent one (birth, duplicate, missing, error) is not to wait for a later one to cover it. */
export interface DueReceipt {
  node: string
  receipt: Receipt
  isUrgent: boolean
}

/** What one committed flush asks for. Given only after the transaction is on disk. */
export interface FlushOutcome {
  receipts: DueReceipt[]
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

/** Fires the deadlines due at `now` (epoch ms), each once, and says which nodes fell silent by it. */
export interface SilenceWatch {
  silence(now: number): Promise<SilenceOutcome>
}

/** What a look at the deadlines found: metrics that fell silent, and the nodes of which nothing is heard any more. */
export interface SilenceOutcome {
  metricIds: number[]
  nodes: string[]
  hasEvents: boolean
}
