import { type Command, topicOf, UPLINKS } from '../wire/node-protocol.ts'
import { senderOf } from './acl.ts'
import type { BrokerPorts, NodeBroker } from './broker.ts'
import { CommitQueue, type QueueLimits } from './commit-queue.ts'
import { OutsideLane } from './outside-lane.ts'
import { Responder } from './responder.ts'
import { StorageWatch } from './storage-watch.ts'

/** Where the nodes are listed that may be heard: revoked ones are left out. */
export interface NodeList {
  nodeIds(): Promise<string[]>
}

export interface OutsideBrokerOptions {
  url: string
  username: string | null
  password: string | null
  /** Subscriber connections; the nodes are spread over them by hash. */
  lanes?: number
  /** Start of the fixed client ids: two servers on one broker need two names. */
  clientIdPrefix?: string
  queue?: Partial<QueueLimits>
}

const LANES = 4
const REFRESH_EVERY_MS = 5_000
const FIRST_CONNECT_WITHIN_MS = 5_000

/** FNV-1a: the same node is on the same connection for ever, so that its order holds. */
export function laneOf(node: string, lanes: number): number {
  let hash = 0x811c9dc5
  for (let n = 0; n < node.length; n++) hash = Math.imul(hash ^ node.charCodeAt(n), 0x01000193) >>> 0
  return hash % lanes
}

/**
 * Ingest from a broker of somebody else. Its PUBACK to the node says nothing about us; ours to it leaves after the
 * commit, and the node deletes on our receipt.
 */
export class OutsideBroker implements NodeBroker {
  private readonly ports: Omit<BrokerPorts, 'keys'>
  private readonly nodes: NodeList
  private readonly lanes: OutsideLane[]
  private readonly queue: CommitQueue
  private readonly responder: Responder
  private readonly storage: StorageWatch
  private followed = new Set<string>()
  private refresh: NodeJS.Timeout | null = null

  constructor(ports: Omit<BrokerPorts, 'keys'>, nodes: NodeList, options: OutsideBrokerOptions) {
    this.ports = ports
    this.nodes = nodes
    this.storage = new StorageWatch(ports.trialWrite, () => ports.noticed?.('storing_again', null))
    this.responder = new Responder((node, channel, payload) => {
      const lane = this.lanes[laneOf(node, this.lanes.length)]
      return this.followed.has(node) && lane?.publish(topicOf(node, channel), payload) === true
    }, ports.now)
    this.queue = new CommitQueue(
      ports.ingest,
      {
        committed: (outcome) => {
          this.responder.answer(outcome)
          ports.flushed?.(outcome)
        },
        failed: (error) => {
          this.storage.failed()
          ports.noticed?.('commit_failed', null, error.message)
        },
      },
      // A connection hands over its next message after the last is committed: there is nothing to gather by waiting.
      { flushEveryMs: 0, ...options.queue },
    )
    const { url, username, password, clientIdPrefix = 'mingchuang' } = options
    this.lanes = Array.from(
      { length: options.lanes ?? LANES },
      (_, n) =>
        new OutsideLane({ url, username, password, clientId: `${clientIdPrefix}-${n}` }, (packet, settled) =>
          this.take(packet, settled),
        ),
    )
  }

  /** Resolves when every connection stands, or after 5 s without: a broker that is away now may come back. */
  async start(): Promise<void> {
    await this.follow()
    for (const lane of this.lanes) lane.start()
    this.refresh = setInterval(() => void this.follow().catch(() => undefined), REFRESH_EVERY_MS)
    const giveUpAt = performance.now() + FIRST_CONNECT_WITHIN_MS
    while (!this.isConnected() && performance.now() < giveUpAt) await new Promise((done) => setTimeout(done, 20))
  }

  async stop(): Promise<void> {
    if (this.refresh) clearInterval(this.refresh)
    this.refresh = null
    await this.queue.drained()
    await Promise.all(this.lanes.map((lane) => lane.stop()))
    this.responder.stop()
    this.storage.stop()
  }

  publishCommand(node: string, command: Command): boolean {
    return this.responder.command(node, command)
  }

  /** The outside broker ends the connection itself; here the node is no longer listened to. */
  revoke(node: string): void {
    this.listen([...this.followed].filter((one) => one !== node))
  }

  isStoring(): boolean {
    return this.storage.isStoring && this.isConnected()
  }

  private isConnected(): boolean {
    return this.lanes.every((lane) => lane.isConnected)
  }

  private async follow(): Promise<void> {
    this.listen(await this.nodes.nodeIds())
  }

  private listen(nodeIds: readonly string[]): void {
    this.followed = new Set(nodeIds)
    for (const [n, lane] of this.lanes.entries()) {
      const own = nodeIds.filter((node) => laneOf(node, this.lanes.length) === n)
      lane.follow(own.flatMap((node) => UPLINKS.map((channel) => topicOf(node, channel))))
    }
  }

  private take(
    packet: { topic: string; payload: Buffer | string; retain: boolean },
    settled: (error?: Error | null) => void,
  ): void {
    const node = senderOf(packet.topic)
    // A retained delivery is the broker's memory, never a sample; what nobody is followed for is not ours to keep.
    if (packet.retain || node === null || !this.followed.has(node)) settled(null)
    else {
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
      this.queue.push({ node, topic: packet.topic, payload, receivedAt: this.ports.now() }, settled)
    }
  }
}
