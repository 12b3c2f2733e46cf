import { randomBytes } from 'node:crypto'
import mqtt, { type MqttClient } from 'mqtt'
import { type Receipt, topicOf, type WireValue } from '../../server/wire/node-protocol.ts'
import { birth, meter } from './node-messages.ts'

/** A node that keeps every record until a receipt covers it, as the promise of the protocol wants it, with an outbox in memory. */
export interface OutboxNode {
  boot: string
  receipts: Receipt[]
  commands: { kind: string; id: string }[]
  /** Appends one record per value; they are sent as soon as the birth was answered. */
  append(values: readonly number[]): void
  /** Records no receipt has covered yet. */
  held(): number
  start(): void
  stop(): Promise<void>
}

const RESEND_AFTER_MS = 500
const WINDOW = 20

export function outboxNode(url: string, id: string, password: string): OutboxNode {
  const boot = randomBytes(8).toString('hex')
  const outbox = new Map<number, string>()
  const sentAt = new Map<number, number>()
  const receipts: Receipt[] = []
  const commands: { kind: string; id: string }[] = []
  let next = 1
  let isAnswered = false
  let isStopped = true
  let client: MqttClient | null = null
  let pump: NodeJS.Timeout | undefined

  const send = (): void => {
    if (!client?.connected || !isAnswered) return
    const now = Date.now()
    let inFlight = 0
    for (const [sequence, body] of outbox) {
      if (inFlight++ >= WINDOW) return
      if (now - (sentAt.get(sequence) ?? 0) < RESEND_AFTER_MS) continue
      sentAt.set(sequence, now)
      client.publish(topicOf(id, 'data'), body, { qos: 1 }, () => undefined)
    }
  }

  const sayBirth = (own: MqttClient, connection: string): void => {
    const held = [...outbox.keys()]
    const holds = held.length > 0 ? [{ boot, from: held[0]!, to: held.at(-1)! }] : []
    const body = birth({ boot, connection, next, holds, devices: [meter] })
    own.publish(topicOf(id, 'birth'), JSON.stringify(body), { qos: 1 }, () => undefined)
  }

  const heard = (topic: string, payload: Buffer): void => {
    if (topic === topicOf(id, 'cmd')) {
      commands.push(JSON.parse(payload.toString()))
      return
    }
    const receipt = JSON.parse(payload.toString()) as Receipt
    receipts.push(receipt)
    if (receipt.boot !== boot) return
    isAnswered = true
    for (const sequence of outbox.keys()) if (sequence <= receipt.upTo) outbox.delete(sequence)
    send()
  }

  const connect = (): void => {
    if (isStopped) return
    const connection = randomBytes(4).toString('hex')
    const own = mqtt.connect(url, {
      clientId: id,
      username: id,
      password,
      protocolVersion: 4,
      reconnectPeriod: 0,
      keepalive: 30,
      will: {
        topic: topicOf(id, 'death'),
        payload: Buffer.from(JSON.stringify({ v: 1, connection, reason: 'will' })),
        qos: 1,
        retain: false,
      },
    })
    client = own
    isAnswered = false
    own.on('error', () => undefined)
    own.on('message', heard)
    own.on('connect', () => {
      sentAt.clear()
      own.subscribe([topicOf(id, 'receipt'), topicOf(id, 'cmd')], { qos: 1 }, () => sayBirth(own, connection))
    })
    const asked = setInterval(() => {
      if (own.connected && !isAnswered) sayBirth(own, connection)
    }, 1_000)
    own.on('close', () => {
      clearInterval(asked)
      if (client !== own) return
      client = null
      own.end(true)
      setTimeout(connect, 100)
    })
  }

  return {
    boot,
    receipts,
    commands,
    append(values) {
      for (const value of values) {
        const reading: WireValue = ['main-meter/people', Date.now(), value]
        const clock = { isSynced: true, monotonicMs: 1_000, at: Date.now(), start: 's1' }
        const body = { v: 1, boot, sequence: next, sentAt: Date.now(), backfill: false, clock, values: [reading] }
        outbox.set(next++, JSON.stringify(body))
      }
      send()
    },
    held: () => outbox.size,
    start() {
      isStopped = false
      connect()
      pump = setInterval(send, 50)
    },
    async stop() {
      isStopped = true
      clearInterval(pump)
      const own = client
      client = null
      await own?.endAsync(true).catch(() => undefined)
    },
  }
}
