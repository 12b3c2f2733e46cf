import type { GuardedWriter } from '../../db/client.ts'
import { faultOf } from '../../db/errors.ts'
import { missingOf, upToOf } from '../ingest/ledger.ts'
import type { DueReceipt, FlushOutcome, IngestMessage, LiveReading } from '../ingest/port.ts'
import { loadNextIds, loadTelemetry, type NextIds } from '../store/telemetry-load.ts'
import { parseTopic } from '../wire/node-protocol.ts'
import { settleDuplicates } from './duplicates.ts'
import { type Flush, newFlush, quarantine } from './flush.ts'
import { statementsOf } from './flush-statements.ts'
import { type BirthContext, ingestBirth, ingestDeath } from './ingest-birth.ts'
import { ingestData } from './ingest-data.ts'
import { addBoot, type KnownBoot, type KnownNode, knownNodes, siteOf } from './known.ts'
import { rebuildPower } from './power-rebuild.ts'
import { settlePower } from './power-settle.ts'

const MISSING_RANGES = 8
const NOTHING: FlushOutcome = { receipts: [], rebirths: [], readings: [], hasEvents: false }

/** Ingest in the thread of the writer. Calls must not overlap: what it remembers is that of the last commit. */
export class IngestCore {
  private readonly writer: GuardedWriter
  private readonly now: () => number
  readonly nodes = new Map<string, KnownNode>()
  private nextIds: NextIds | null = null

  constructor(writer: GuardedWriter, now: () => number) {
    this.writer = writer
    this.now = now
  }

  /** Drops what is remembered; it is read again when it is needed. */
  forget(): void {
    this.nodes.clear()
    this.nextIds = null
  }

  /** One transaction for all messages. When it fails nothing is kept, in the file or in memory. */
  async commit(messages: readonly IngestMessage[]): Promise<FlushOutcome> {
    if (messages.length === 0) return NOTHING
    try {
      return await this.flush(messages)
    } catch (error) {
      this.forget()
      if (faultOf(error) !== 'constraint') throw error
    }
    try {
      return await this.flush(messages)
    } catch (error) {
      this.forget()
      throw error
    }
  }

  private async flush(messages: readonly IngestMessage[]): Promise<FlushOutcome> {
    await this.remember(messages)
    const flush = newFlush(this.now(), this.nodes)
    const context = this.contextOf(flush)
    for (const message of messages) this.take(context, message)
    if (flush.duplicates.length > 0) await settleDuplicates(flush, this.writer)
    await settlePower(flush, this.writer)
    const statements = statementsOf(flush)
    if (statements.length > 0)
      await this.writer.exclusive((client) =>
        client.batch(
          statements.map(({ sql, args }) => ({ sql, args })),
          'write',
        ),
      )
    return this.settle(flush)
  }

  /** Reads the nodes of these messages that are not in memory. */
  private async remember(messages: readonly IngestMessage[]): Promise<void> {
    const unknown = new Set<string>()
    for (const { node } of messages) if (!this.nodes.has(node)) unknown.add(node)
    if (unknown.size > 0) await this.load([...unknown])
  }

  async load(ids: readonly string[]): Promise<void> {
    const stored = await this.writer.exclusive((client) => loadTelemetry(client, ids))
    this.nextIds ??= await this.writer.exclusive(loadNextIds)
    for (const node of knownNodes(stored)) {
      await rebuildPower(node, this.writer)
      this.nodes.set(node.id, node)
    }
  }

  private contextOf(flush: Flush): BirthContext {
    const ids = this.nextIds
    if (!ids) throw new Error('ids are read before any message')
    return {
      flush,
      nextDeviceId: () => ids.device++,
      nextMetricId: () => ids.metric++,
      bootOf: (node, boot, at) => node.boots.get(boot) ?? newBoot(node, boot, at, ids.boot++),
    }
  }

  private take(context: BirthContext, message: IngestMessage): void {
    const node = this.nodes.get(message.node)
    if (!node) {
      quarantine(context.flush, message, { reason: 'unknown_node' })
      return
    }
    const channel = message.topic.endsWith('/data') ? 'data' : parseTopic(message.topic)?.channel
    if (channel === 'data') ingestData(context, node, message)
    else if (channel === 'birth') ingestBirth(context, node, message)
    else if (channel === 'death') ingestDeath(context, node, message)
    else quarantine(context.flush, message, { reason: 'unknown_topic' })
    // A will is the broker's word, not the node's.
    if (channel === 'death') return
    context.flush.nodes.set(node, message.receivedAt)
    node.lastSeenAt = message.receivedAt
  }

  /** Memory follows the committed transaction, and what it asks for is gathered. */
  private settle(flush: Flush): FlushOutcome {
    const receipts: DueReceipt[] = []
    for (const { node, boot, isUrgent, error } of flush.boots.values()) {
      boot.storedGaps = boot.ledger.gaps
      const missing = missingOf(boot.ledger, MISSING_RANGES)
      receipts.push({
        node: node.id,
        isUrgent: isUrgent || missing.length > 0 || error !== undefined,
        receipt: {
          v: 1,
          boot: boot.boot,
          connection: node.connection,
          upTo: upToOf(boot.ledger),
          highest: boot.ledger.highest,
          missing,
          at: flush.now,
          ...(error ? { error } : {}),
        },
      })
    }
    return {
      receipts,
      rebirths: [...flush.rebirths],
      readings: readingsOf(flush),
      hasEvents: flush.events.length > 0,
    }
  }
}

function newBoot(node: KnownNode, boot: string, at: number, id: number): KnownBoot {
  return addBoot(node, {
    id,
    nodeId: node.id,
    boot,
    upTo: 0,
    highest: 0,
    firstReceivedAt: at,
    lastReceivedAt: at,
    gaps: [],
  })
}

function readingsOf(flush: Flush): LiveReading[] {
  const readings: LiveReading[] = []
  for (const metric of flush.metrics) {
    const { current } = metric
    if (metric.isMoved && current)
      readings.push({
        metricId: metric.id,
        siteId: siteOf(metric.device),
        nodeId: metric.node.id,
        isQueue: metric.isQueueCounter,
        at: current.effectiveAt,
        receivedAt: metric.receivedAt,
        value: current.value,
        text: metric.text,
      })
    metric.packed = ''
    if (metric.rows.length > 0) metric.rows = []
    metric.isMoved = false
    if (metric.isHeard && metric.deadline) metric.deadline.firedAt = null
    metric.isHeard = false
  }
  return readings
}
