import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt'

export interface LaneOptions {
  url: string
  clientId: string
  username: string | null
  password: string | null
}

/** Takes a message over; `settled` without an error acknowledges it, with one drops the connection, so that it comes again. */
export type TakeOver = (packet: IPublishPacket, settled: (error?: Error | null) => void) => void

const KEEPALIVE_S = 60
const CONNECT_WITHIN_MS = 10_000
const RETRY_FROM_MS = 500
const RETRY_TO_MS = 15_000

/**
 * One durable subscriber connection to an outside broker: fixed client id, session kept by the broker, one message at a
 * time, acknowledged when it is taken over. A broken connection is replaced by a fresh client with a random wait.
 */
export class OutsideLane {
  private readonly options: LaneOptions
  private readonly takeOver: TakeOver
  private readonly topics = new Set<string>()
  private client: MqttClient | null = null
  private timer: NodeJS.Timeout | null = null
  private tries = 0
  private isStopped = true

  constructor(options: LaneOptions, takeOver: TakeOver) {
    this.options = options
    this.takeOver = takeOver
  }

  get isConnected(): boolean {
    return this.client?.connected === true
  }

  start(): void {
    this.isStopped = false
    this.connect()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const client = this.client
    this.client = null
    if (client) await client.endAsync(true).catch(() => undefined)
  }

  /** Subscribes to exactly these topics, now and after every reconnect. */
  follow(topics: readonly string[]): void {
    const added = topics.filter((topic) => !this.topics.has(topic))
    const removed = [...this.topics].filter((topic) => !topics.includes(topic))
    for (const topic of added) this.topics.add(topic)
    for (const topic of removed) this.topics.delete(topic)
    if (!this.isConnected) return
    if (added.length > 0) this.subscribe(added)
    if (removed.length > 0) this.client?.unsubscribe(removed, () => undefined)
  }

  publish(topic: string, payload: string): boolean {
    if (!this.isConnected) return false
    this.client?.publish(topic, payload, { qos: 1, retain: false }, () => undefined)
    return true
  }

  private connect(): void {
    const { url, clientId, username, password } = this.options
    const client = mqtt.connect(url, {
      clientId,
      ...(username === null ? {} : { username }),
      ...(password === null ? {} : { password }),
      protocolVersion: 4,
      clean: false,
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_WITHIN_MS,
      reconnectPeriod: 0,
      queueQoSZero: false,
    })
    this.client = client
    client.on('error', () => undefined)
    client.on('connect', () => {
      this.tries = 0
      this.subscribe([...this.topics])
    })
    client.handleMessage = (packet, done) =>
      this.takeOver(packet, (error) => {
        if (this.client !== client) return
        if (error) this.replace(client)
        else done()
      })
    client.on('close', () => this.replace(client))
  }

  private subscribe(topics: readonly string[]): void {
    if (topics.length > 0) this.client?.subscribe([...topics], { qos: 1 }, () => undefined)
  }

  private replace(client: MqttClient): void {
    if (this.client !== client || this.isStopped) return
    this.client = null
    client.end(true)
    const limitMs = Math.min(RETRY_TO_MS, RETRY_FROM_MS * 2 ** this.tries++)
    this.timer = setTimeout(() => this.connect(), limitMs * (0.5 + Math.random() / 2))
  }
}
