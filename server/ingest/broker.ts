import { createServer, type Server, type Socket } from 'node:net'
import type { AuthenticateError, Client, ConnectPacket, PublishPacket, Subscription } from 'aedes'
import { type Command, topicOf } from '../wire/node-protocol.ts'
import { maySubscribe, type Refusal, refusalOfConnect } from './acl.ts'
import { BROKER_CAPS, type BrokerCaps } from './caps.ts'
import { CommitQueue, type QueueLimits } from './commit-queue.ts'
import { ConnectLimit } from './connect-limit.ts'
import { claimOf, isKeyOf } from './credential.ts'
import { guardLength } from './length-guard.ts'
import type { FlushOutcome, Ingest } from './port.ts'
import { QuietAedes } from './quiet-aedes.ts'
import { Responder } from './responder.ts'
import { Session } from './session.ts'
import { StorageWatch } from './storage-watch.ts'
import { TakeoverWatch } from './takeover-watch.ts'

/** Where the broker finds a node's key: SHA-256 in hex, null when there is no such node or it was revoked. */
export interface NodeKeys {
  keyHashOf(nodeId: string): Promise<string | null>
}

export interface BrokerPorts {
  ingest: Ingest
  keys: NodeKeys
  /** Writes something small; rejects while the database takes no writes. */
  trialWrite(): Promise<unknown>
  /** Epoch ms. */
  now(): number
  /** Called after each commit, when its messages are acknowledged. */
  flushed?(outcome: FlushOutcome): void
  /** Called for everything refused, closed or failed; `node` where it is known. */
  noticed?(what: Refusal | 'commit_failed' | 'storing_again' | 'shared_key', node: string | null, detail?: string): void
}

export interface BrokerOptions {
  host?: string
  /** 0 takes a free port. */
  port: number
  caps?: Partial<BrokerCaps>
  queue?: Partial<QueueLimits>
}

/** What the node side of the server can be asked, whichever broker stands behind it. */
export interface NodeBroker {
  start(): Promise<void>
  /** Lets commits under way end, then releases everything. */
  stop(): Promise<void>
  /** Sends a command to a node; false when it is not connected. */
  publishCommand(node: string, command: Command): boolean
  /** Ends a node's live connection. Its key is read anew at its next CONNECT. */
  revoke(node: string): void
  /** False while commits fail. */
  isStoring(): boolean
}

const CONNACK_UNAVAILABLE = 3
const CONNACK_NOT_AUTHORIZED = 5
const QUEUE_BEFORE_CONNECTED = 1_000

const refusedWith = (reason: string, returnCode: number): AuthenticateError =>
  Object.assign(new Error(reason), { returnCode }) as AuthenticateError

/** The broker inside the server. A PUBACK leaves it only after the commit that holds the message. */
export class EmbeddedBroker implements NodeBroker {
  private readonly ports: BrokerPorts
  private readonly options: BrokerOptions
  private readonly caps: BrokerCaps
  private readonly aedes: QuietAedes
  private readonly queue: CommitQueue
  private readonly responder: Responder
  private readonly storage: StorageWatch
  private readonly limit: ConnectLimit
  private readonly takeovers = new TakeoverWatch()
  private readonly sessions = new Map<string, Session>()
  private readonly byClient = new WeakMap<Client, Session>()
  private readonly claims = new WeakMap<Client, ConnectPacket>()
  private readonly waiting = new Set<Socket>()
  private server: Server | null = null
  private isStopping = false

  constructor(ports: BrokerPorts, options: BrokerOptions) {
    this.ports = ports
    this.options = options
    this.caps = { ...BROKER_CAPS, ...options.caps }
    this.limit = new ConnectLimit(this.caps.connectsPerMinute, this.caps.countsLoopback)
    this.storage = new StorageWatch(ports.trialWrite, () => this.notice('storing_again', null))
    this.responder = new Responder((node, channel, payload) => this.sendDown(node, channel, payload), ports.now)
    this.queue = new CommitQueue(
      ports.ingest,
      { committed: (outcome) => this.committed(outcome), failed: (error) => this.commitFailed(error) },
      options.queue,
    )
    this.aedes = new QuietAedes({
      concurrency: 200,
      connectTimeout: this.caps.connectWithinMs,
      drainTimeout: this.caps.drainWithinMs,
      keepaliveLimit: this.caps.keepaliveMaxS,
      queueLimit: QUEUE_BEFORE_CONNECTED,
      maxInflightInbound: 1,
      maxTopicLevels: 8,
      preConnect: (client, packet, done) => {
        const isAdmitted = this.admits(client, packet)
        done(isAdmitted ? null : new Error('too many connects'), isAdmitted)
      },
      authenticate: (client, _name, password, done) => {
        this.authenticate(client, password).then(
          (refused) => done(refused, refused === null),
          () => done(refusedWith('keys cannot be read', CONNACK_UNAVAILABLE), false),
        )
      },
      authorizeSubscribe: (client, subscription, done) => done(null, this.granted(client, subscription)),
      authorizePublish: (client, packet, done) => this.take(client, packet, done),
    })
    this.aedes.on('client', (client) => this.connected(client))
    this.aedes.on('clientDisconnect', (client) => this.disconnected(client))
  }

  /** The port it listens on. Precondition: started. */
  get port(): number {
    const address = this.server?.address()
    if (!address || typeof address === 'string') throw new Error('the broker is not listening')
    return address.port
  }

  async start(): Promise<void> {
    await this.aedes.listen()
    const server = createServer((socket) => this.accept(socket))
    this.server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.options.port, this.options.host, () => resolve())
    })
  }

  async stop(): Promise<void> {
    this.isStopping = true
    const closed = new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()))
    await this.queue.drained()
    for (const socket of this.waiting) socket.destroy()
    await new Promise<void>((resolve) => this.aedes.close(resolve))
    for (const session of this.sessions.values()) session.end()
    this.responder.stop()
    this.storage.stop()
    await closed
    this.server = null
  }

  publishCommand(node: string, command: Command): boolean {
    return this.responder.command(node, command)
  }

  revoke(node: string): void {
    this.sessions.get(node)?.client.close()
  }

  isStoring(): boolean {
    return this.storage.isStoring
  }

  private notice(what: Parameters<NonNullable<BrokerPorts['noticed']>>[0], node: string | null, detail?: string): void {
    this.ports.noticed?.(what, node, detail)
  }

  private accept(socket: Socket): void {
    if (this.isStopping || this.waiting.size >= this.caps.waitingSockets) {
      this.notice('too_many_waiting', null, socket.remoteAddress)
      socket.destroy()
      return
    }
    this.waiting.add(socket)
    socket.setNoDelay(true)
    socket.once('close', () => this.waiting.delete(socket))
    guardLength(socket, this.caps.packetBytes, () => this.notice('packet_too_large', null, socket.remoteAddress))
    this.aedes.handle(socket)
  }

  private admits(client: Client, packet: ConnectPacket): boolean {
    const address = (client.conn as Socket).remoteAddress ?? ''
    if (!this.limit.admits(address, performance.now())) {
      this.notice('too_many_connects', null, address)
      return false
    }
    this.claims.set(client, packet)
    return true
  }

  /** Null when the client is who it says; it runs before another client of that name would be closed. */
  private async authenticate(client: Client, password: Buffer | undefined): Promise<AuthenticateError | null> {
    const packet = this.claims.get(client)
    const claim = packet ? claimOf(packet) : null
    const refused = claim ? refusalOfConnect(claim, this.caps.keepaliveMinS) : 'client_id'
    if (refused || !claim) return this.refuse(refused ?? 'client_id', claim?.clientId ?? null)
    if (!isKeyOf(password, await this.ports.keys.keyHashOf(claim.clientId)))
      return this.refuse('credentials', claim.clientId)
    this.limit.forgive((client.conn as Socket).remoteAddress ?? '')
    if (this.sessions.has(claim.clientId) && this.takeovers.isTooMany(claim.clientId, performance.now()))
      this.notice('shared_key', claim.clientId)
    if (this.storage.isStoring && !this.isStopping) return null
    this.notice('not_storing', claim.clientId)
    return refusedWith('not storing', CONNACK_UNAVAILABLE)
  }

  private refuse(reason: Refusal, node: string | null): AuthenticateError {
    this.notice(reason, node)
    return refusedWith(reason, CONNACK_NOT_AUTHORIZED)
  }

  private connected(client: Client): void {
    const session = new Session(client, this.caps.messagesPerSecond)
    this.sessions.set(client.id, session)
    this.byClient.set(client, session)
    this.waiting.delete(client.conn as Socket)
  }

  private disconnected(client: Client): void {
    const session = this.byClient.get(client)
    session?.end()
    if (this.sessions.get(client.id) !== session) return
    this.sessions.delete(client.id)
    this.responder.forget(client.id)
  }

  private granted(client: Client, subscription: Subscription): Subscription | null {
    if (maySubscribe(client.id, subscription.topic)) return subscription
    this.notice('subscribe_denied', client.id, subscription.topic.slice(0, 256))
    return null
  }

  /** Queues a publish; its callback, and with it the PUBACK, waits for the commit. */
  private take(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const session = client ? this.byClient.get(client) : undefined
    const topic = session?.ownTopic(packet.topic) ?? null
    const refused = this.refusalOfPublish(session, topic, packet)
    if (refused || !session || topic === null) {
      done(new Error(refused ?? 'not connected'))
      return
    }
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    const message = { node: session.node, topic, payload, receivedAt: this.ports.now() }
    if (session.client.closed || session.rate.passes(performance.now())) this.queue.push(message, done)
    else session.rate.hold(() => this.queue.push(message, done))
  }

  private refusalOfPublish(session: Session | undefined, topic: string | null, packet: PublishPacket): string | null {
    if (!session || this.isStopping) return 'not connected'
    if (topic === null || packet.qos > 1 || packet.retain) {
      this.notice('publish_denied', session.node, packet.topic.slice(0, 256))
      return 'publish denied'
    }
    return this.storage.isStoring ? null : 'not storing'
  }

  private committed(outcome: FlushOutcome): void {
    this.responder.answer(outcome)
    this.ports.flushed?.(outcome)
  }

  private commitFailed(error: Error): void {
    this.storage.failed()
    this.notice('commit_failed', null, error.message)
  }

  private sendDown(node: string, channel: 'receipt' | 'cmd', payload: string): boolean {
    const session = this.sessions.get(node)
    if (!session || session.client.closed) return false
    const packet: PublishPacket = {
      cmd: 'publish',
      topic: topicOf(node, channel),
      payload: Buffer.from(payload),
      qos: 1,
      retain: false,
      dup: false,
    }
    session.client.publish(packet, () => undefined)
    return true
  }
}

/** Starts the embedded broker; rejects when its port is taken. */
export async function startBroker(ports: BrokerPorts, options: BrokerOptions): Promise<EmbeddedBroker> {
  const broker = new EmbeddedBroker(ports, options)
  await broker.start()
  return broker
}
