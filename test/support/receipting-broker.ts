import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { Aedes, type AuthenticateError } from 'aedes'
import type { Birth, Command, DataRecord, Death, Eviction, Receipt } from '../../server/wire/node-protocol.ts'
import { birthSchema, dataSchema, deathSchema, parseTopic, topicOf } from '../../server/wire/node-protocol.ts'

/** What a server commits of one boot. It outlives the broker, as a database does. */
export class BootLedger {
  readonly stored = new Map<number, DataRecord>()
  readonly evicted: Eviction[] = []
  readonly closed = new Set<number>()
  readonly lost = new Set<number>()
  highest = 0
  duplicates = 0
  /** Records whose sequence was taken by others. */
  readonly quarantined: DataRecord[] = []

  commit(record: DataRecord): 'new' | 'duplicate' | 'conflict' {
    const known = this.stored.get(record.sequence)
    if (known) {
      this.duplicates++
      if (isDeepStrictEqual(known.values, record.values)) return 'duplicate'
      this.quarantined.push(record)
      return 'conflict'
    }
    this.stored.set(record.sequence, record)
    this.highest = Math.max(this.highest, record.sequence)
    for (const range of record.evicted ?? []) {
      this.evicted.push(range)
      for (let sequence = range.from; sequence <= range.to; sequence++) this.closed.add(sequence)
    }
    return 'new'
  }

  declare(birth: Birth): void {
    const isHeld = (sequence: number) =>
      birth.holds.some((hold) => hold.boot === birth.boot && sequence >= hold.from && sequence <= hold.to)
    for (let sequence = 1; sequence < birth.next; sequence++) {
      if (this.stored.has(sequence) || this.closed.has(sequence) || isHeld(sequence)) continue
      this.lost.add(sequence)
      this.closed.add(sequence)
      this.highest = Math.max(this.highest, sequence)
    }
  }

  missing(): [number, number][] {
    const ranges: [number, number][] = []
    for (let sequence = 1; sequence <= this.highest; sequence++) {
      if (this.stored.has(sequence) || this.closed.has(sequence)) continue
      const last = ranges.at(-1)
      if (last && last[1] === sequence - 1) last[1] = sequence
      else ranges.push([sequence, sequence])
    }
    return ranges
  }

  /** All sequences that are stored, ascending. */
  sequences(): number[] {
    return [...this.stored.keys()].sort((a, b) => a - b)
  }
}

export interface Arrival {
  at: number
  record: DataRecord
}

export interface BrokerOptions {
  keys: Record<string, string>
  port?: number
  /** Ledgers of an earlier broker, kept over its end. */
  ledgers?: Map<string, BootLedger>
  /** Acknowledges with a PUBACK but commits nothing when true: a broker that lost what it had in memory. */
  forgets?: (record: DataRecord) => boolean
  /** Acknowledges and answers nothing. */
  isMute?: () => boolean
  /** Says that a birth is refused. */
  refusesBirth?: () => boolean
}

export interface ReceiptingBroker {
  port: number
  url: string
  ledgers: Map<string, BootLedger>
  births: Birth[]
  deaths: Death[]
  arrivals: Arrival[]
  receipts: Receipt[]
  /** CONNECTs that were refused. */
  refusals: string[]
  /** Topics outside what a node may publish, and payloads that break the schema. */
  faults: string[]
  ledgerOf(boot: string): BootLedger
  command(node: string, command: Command): Promise<void>
  /** Sends bytes to a node on its receipt topic. */
  sendReceipt(node: string, receipt: Receipt): Promise<void>
  /** Cuts all connections and listens no more. */
  stop(): Promise<void>
}

/** A real broker with the smallest server behind it: it commits before the PUBACK and answers with receipts. */
export async function startReceiptingBroker(options: BrokerOptions): Promise<ReceiptingBroker> {
  const aedes = await Aedes.createBroker()
  const sockets = new Set<Socket>()
  const tcp: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    aedes.handle(socket)
  })
  const ledgers = options.ledgers ?? new Map<string, BootLedger>()
  let connection: string | null = null
  const publish = (topic: string, body: unknown) =>
    new Promise<void>((resolve) =>
      aedes.publish(
        { cmd: 'publish', topic, payload: Buffer.from(JSON.stringify(body)), qos: 1, retain: false, dup: false },
        () => resolve(),
      ),
    )
  const broker: ReceiptingBroker = {
    port: 0,
    url: '',
    ledgers,
    births: [],
    deaths: [],
    arrivals: [],
    receipts: [],
    refusals: [],
    faults: [],
    ledgerOf(boot) {
      const ledger = ledgers.get(boot) ?? new BootLedger()
      ledgers.set(boot, ledger)
      return ledger
    },
    command: (node, command) => publish(topicOf(node, 'cmd'), command),
    sendReceipt: (node, receipt) => publish(topicOf(node, 'receipt'), receipt),
    async stop() {
      if (!tcp.listening) return
      for (const socket of sockets) socket.destroy()
      const closed = once(tcp, 'close')
      tcp.close()
      await closed
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
    },
  }

  function receipt(node: string, boot: string, error?: Receipt['error']): void {
    if (options.isMute?.()) return
    const ledger = broker.ledgerOf(boot)
    const missing = ledger.missing()
    const upTo = missing[0] ? missing[0][0] - 1 : ledger.highest
    const body: Receipt = {
      v: 1,
      boot,
      connection,
      upTo,
      highest: ledger.highest,
      missing: missing.slice(0, 8),
      at: Date.now(),
    }
    if (error) body.error = error
    broker.receipts.push(body)
    void broker.sendReceipt(node, body)
  }

  function takeBirth(node: string, payload: unknown): void {
    const birth = birthSchema.parse(payload)
    broker.births.push(birth)
    connection = birth.connection
    const isRefused = options.refusesBirth?.() === true
    if (!isRefused) broker.ledgerOf(birth.boot).declare(birth)
    receipt(node, birth.boot, isRefused ? 'birth' : undefined)
  }

  function takeData(node: string, payload: unknown): void {
    const record = dataSchema.parse(payload) as DataRecord
    broker.arrivals.push({ at: performance.now(), record })
    if (options.forgets?.(record)) return
    const outcome = broker.ledgerOf(record.boot).commit(record)
    receipt(node, record.boot, outcome === 'conflict' ? 'conflict' : undefined)
  }

  aedes.authenticate = (client, username, password, done) => {
    const isKnown = username === client.id && options.keys[client.id] === password?.toString()
    if (isKnown) return done(null, true)
    broker.refusals.push(client.id)
    done(Object.assign(new Error('not authorised'), { returnCode: 5 }) as AuthenticateError, null)
  }
  aedes.authorizePublish = (client, packet, callback) => {
    const parsed = parseTopic(packet.topic)
    try {
      const payload: unknown = JSON.parse(packet.payload.toString())
      if (!parsed || (client && client.id !== parsed.node))
        throw new Error(`${client?.id} may not publish ${packet.topic}`)
      if (packet.qos !== 1 || packet.retain)
        throw new Error(`${packet.topic} with qos ${packet.qos}, retain ${packet.retain}`)
      if (parsed.channel === 'birth') takeBirth(parsed.node, payload)
      else if (parsed.channel === 'data') takeData(parsed.node, payload)
      else broker.deaths.push(deathSchema.parse(payload))
    } catch (error) {
      broker.faults.push(String(error))
    }
    callback(null)
  }

  tcp.listen(options.port ?? 0, '127.0.0.1')
  await once(tcp, 'listening')
  const address = tcp.address()
  broker.port = typeof address === 'object' && address ? address.port : 0
  broker.url = `mqtt://127.0.0.1:${broker.port}`
  return broker
}
