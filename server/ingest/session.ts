import type { Client } from 'aedes'
import { topicOf, UPLINKS, type Uplink } from '../wire/node-protocol.ts'
import { RateCap } from './rate-cap.ts'

/** One connection of a node, from its accepted CONNECT to its end. */
export class Session {
  readonly client: Client
  readonly node: string
  readonly rate: RateCap
  private readonly topics: Record<Uplink, string>

  constructor(client: Client, messagesPerSecond: number) {
    this.client = client
    this.node = client.id
    this.rate = new RateCap(messagesPerSecond)
    this.topics = {
      data: topicOf(client.id, 'data'),
      birth: topicOf(client.id, 'birth'),
      death: topicOf(client.id, 'death'),
    }
  }

  /** The topic as one string kept for the session, or null when the node may not publish to it. */
  ownTopic(topic: string): string | null {
    if (topic === this.topics.data) return this.topics.data
    for (const channel of UPLINKS) if (topic === this.topics[channel]) return this.topics[channel]
    return null
  }

  end(): void {
    this.rate.stop()
  }
}
