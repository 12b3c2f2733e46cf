/** What the broker allows; every number is a setting. */
export interface BrokerCaps {
  /** Messages a second and node; above it callbacks are withheld. */
  messagesPerSecond: number
  /** Longest packet a header may announce, bytes; the socket is closed while the length arrives. */
  packetBytes: number
  /** Allowed keepalive, seconds. */
  keepaliveMinS: number
  keepaliveMaxS: number
  /** Refused or unfinished CONNECTs a minute and address. */
  connectsPerMinute: number
  /** Whether connections from this machine count towards that. */
  countsLoopback: boolean
  /** A socket that has not said CONNECT by then is closed, ms. */
  connectWithinMs: number
  /** Sockets that may be at that stage together. */
  waitingSockets: number
  /** A subscriber that does not read is dropped after this, ms. */
  drainWithinMs: number
}

export const BROKER_CAPS: BrokerCaps = {
  messagesPerSecond: 100,
  packetBytes: 524_288,
  keepaliveMinS: 10,
  keepaliveMaxS: 120,
  connectsPerMinute: 10,
  countsLoopback: false,
  connectWithinMs: 5_000,
  waitingSockets: 50,
  drainWithinMs: 30_000,
}
