import { DOWNLINKS, NODE_ID, parseTopic, SERVER_LIMITS, topicOf, UPLINKS } from '../wire/node-protocol.ts'

/** What a CONNECT says of itself, as far as it is checked. */
export interface ConnectClaim {
  clientId: string
  username: string | undefined
  isClean: boolean
  keepaliveS: number
  will: { topic: string; qos: number; retain: boolean; bytes: number } | null
}

/** Why a client was refused or closed; counted by reason. */
export type Refusal =
  | 'client_id'
  | 'persistent_session'
  | 'keepalive'
  | 'will'
  | 'credentials'
  | 'too_many_connects'
  | 'too_many_waiting'
  | 'packet_too_large'
  | 'not_storing'
  | 'publish_denied'
  | 'subscribe_denied'

/** Null when a CONNECT keeps to the contract; the key is checked apart. */
export function refusalOfConnect(claim: ConnectClaim, keepaliveMinS: number): Refusal | null {
  if (!NODE_ID.test(claim.clientId) || claim.username !== claim.clientId) return 'client_id'
  if (!claim.isClean) return 'persistent_session'
  if (claim.keepaliveS < keepaliveMinS) return 'keepalive'
  return claim.will && !isAllowedWill(claim.will, claim.clientId) ? 'will' : null
}

const isAllowedWill = (will: NonNullable<ConnectClaim['will']>, node: string): boolean =>
  will.topic === topicOf(node, 'death') && will.qos === 1 && !will.retain && will.bytes <= SERVER_LIMITS.payloadBytes

/** A node publishes to its own three topics, once or at least once, and retains nothing. */
export const mayPublish = (node: string, topic: string, qos: number, isRetained: boolean): boolean =>
  qos < 2 && !isRetained && UPLINKS.some((channel) => topic === topicOf(node, channel))

/** A node subscribes to its own receipts and commands by name; wildcards, `$SYS` and `$share` never match. */
export const maySubscribe = (node: string, topic: string): boolean =>
  DOWNLINKS.some((channel) => topic === topicOf(node, channel))

/** The node whose message a server-side subscriber was handed, or null when the topic is none of ours. */
export const senderOf = (topic: string): string | null => parseTopic(topic)?.node ?? null
