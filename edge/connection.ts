import type { MqttClient } from 'mqtt'
import { connect } from 'mqtt'
import type { Death } from '../server/wire/node-protocol.ts'
import { topicOf } from '../server/wire/node-protocol.ts'

const CONNECT_TIMEOUT_MS = 10_000
const END_TIMEOUT_MS = 500
/** CONNACK codes that a second try will not change: protocol, client id, user or password, not authorised. */
const REFUSALS = new Set([1, 2, 4, 5])

export interface LinkOptions {
  server: string
  node: string
  key: string
  keepaliveSeconds: number
  /** Random per CONNECT; the will carries it. */
  connection: string
}

/** One MQTT connection from CONNECT to its end; never reused. */
export interface Link {
  /** Publishes with QoS 1; `acknowledged` is called at the PUBACK, and never when the link ends before. */
  publish(topic: string, payload: string, acknowledged: () => void): void
  /** Told of every message on `receipt` and `cmd`. Set it before anything is published. */
  onMessage: (topic: string, payload: Buffer) => void
  /** Settles when the connection has ended, whoever ended it; gives the reason. */
  closed: Promise<string>
  /** Says DISCONNECT. */
  end(): Promise<void>
  /** Drops the line, so that the server sends the will. */
  cut(): void
}

export type LinkResult = { ok: true; link: Link } | { ok: false; isRefused: boolean; reason: string }

/**
 * Connects, listens, and subscribes to the node's receipts and commands, in this order. A fresh MQTT.js client each
 * time, with its reconnecting off: it would reconnect without jitter and queue without bound in memory.
 */
export async function openLink(options: LinkOptions): Promise<LinkResult> {
  const will: Death = { v: 1, connection: options.connection, reason: 'will' }
  const client = connect(options.server, {
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepalive: options.keepaliveSeconds,
    clientId: options.node,
    username: options.node,
    password: options.key,
    resubscribe: false,
    queueQoSZero: false,
    will: { topic: topicOf(options.node, 'death'), payload: Buffer.from(JSON.stringify(will)), qos: 1, retain: false },
  })
  const link = linkOf(client)
  const failure = await connected(client)
  if (failure) {
    client.end(true)
    return { ok: false, ...failure }
  }
  const refused = await subscribed(client, link, [topicOf(options.node, 'receipt'), topicOf(options.node, 'cmd')])
  if (refused === null) return { ok: true, link }
  client.end(true)
  return { ok: false, isRefused: false, reason: refused }
}

function linkOf(client: MqttClient): Link {
  let reason = 'the connection ended'
  const link: Link = {
    onMessage: () => {},
    publish(topic, payload, acknowledged) {
      if (client.connected) client.publish(topic, payload, { qos: 1 }, (error) => !error && acknowledged())
    },
    closed: new Promise((resolve) => client.once('close', () => resolve(reason))),
    async end() {
      // It would wait for every PUBACK; what lacks one is in the outbox anyway.
      for (const id of Object.keys(client.outgoing)) client.removeOutgoingMessage(Number(id))
      client.end(false)
      const timer = setTimeout(() => link.cut(), END_TIMEOUT_MS)
      await link.closed
      clearTimeout(timer)
    },
    cut() {
      client.end(true)
      client.stream.destroy()
    },
  }
  client.on('message', (topic, payload) => link.onMessage(topic, payload))
  client.on('error', (error) => {
    reason = error.message
  })
  return link
}

function connected(client: MqttClient): Promise<{ isRefused: boolean; reason: string } | null> {
  return new Promise((resolve) => {
    client.once('connect', () => resolve(null))
    client.once('error', (error: Error & { code?: unknown }) =>
      resolve({
        isRefused: typeof error.code === 'number' && REFUSALS.has(error.code),
        reason: error.message || String(error.code),
      }),
    )
    client.once('close', () => resolve({ isRefused: false, reason: 'the connection ended before it was accepted' }))
  })
}

async function subscribed(client: MqttClient, link: Link, topics: string[]): Promise<string | null> {
  const granted = client.subscribeAsync(topics, { qos: 1 }).then(
    (grants) => (grants.every((grant) => grant.qos < 128) ? null : 'the server refused the subscription'),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  return Promise.race([granted, link.closed])
}
