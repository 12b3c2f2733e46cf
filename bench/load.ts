import { connect, type Socket } from 'node:net'
import { topicOf } from '../server/wire/node-protocol.ts'
import { Histogram } from './histogram.ts'
import { benchBoot, benchKey, benchNode, FIRST_SEQUENCE, METRICS } from './load-names.ts'
import { connectBytes, idOffsetOf, packetReader, pubackBytes, publishBytes, subscribeBytes } from './mqtt-bytes.ts'

export interface LoadOptions {
  port: number
  clients: number
  /** Messages in flight per client. */
  window: number
  /** Messages a second over all clients; null = as many as are acknowledged. */
  rate: number | null
  seconds: number
}

export interface LoadResult {
  acknowledged: number
  sent: number
  seconds: number
  pubackP50Ms: number
  pubackP99Ms: number
  /** Acknowledged records by client, in order from FIRST_SEQUENCE. */
  byClient: number[]
  cpuSeconds: number
  receipts: number
}

/** One client of the load: records are made from one template, by writing digits over digits. */
class LoadClient {
  readonly latency: Histogram
  sent = 0
  acknowledged = 0
  receipts = 0
  private readonly socket: Socket
  private readonly template: Buffer
  private readonly at: { id: number; sequence: number; instants: number[]; values: number[] }
  private readonly sentAt = new Float64Array(65_536)
  private readonly n: number
  ready: Promise<void>
  onAcknowledged: (count: number) => void = () => undefined

  constructor(n: number, port: number, latency: Histogram) {
    this.n = n
    this.latency = latency
    const node = benchNode(n)
    this.template = publishBytes({ topic: topicOf(node, 'data'), payload: recordText(n) })
    this.at = offsetsIn(this.template, topicOf(node, 'data'))
    this.socket = connect(port, '127.0.0.1')
    this.socket.setNoDelay(true)
    this.ready = this.open()
  }

  private open(): Promise<void> {
    const node = benchNode(this.n)
    return new Promise((resolve, reject) => {
      let acknowledged = 0
      this.socket.once('error', reject)
      this.socket.once('close', () => reject(new Error(`${node} was closed`)))
      this.socket.on(
        'data',
        packetReader(({ head, body }) => {
          if (head === 0x20) {
            if (body[1] !== 0) reject(new Error(`CONNACK ${body[1]}`))
            this.socket.write(subscribeBytes([topicOf(node, 'receipt'), topicOf(node, 'cmd')], 1))
          } else if (head === 0x90) {
            this.socket.write(publishBytes({ topic: topicOf(node, 'birth'), payload: birthText(this.n), id: 65_535 }))
          } else if (head === 0x40 && body.readUInt16BE(0) === 65_535) resolve()
          else if (head === 0x40) {
            this.settle(body.readUInt16BE(0))
            acknowledged++
          } else if (head >> 4 === 3) this.confirm(head, body)
        }),
      )
      this.socket.on('data', () => {
        if (acknowledged === 0) return
        const count = acknowledged
        acknowledged = 0
        this.onAcknowledged(count)
      })
      this.socket.write(connectBytes({ clientId: node, username: node, password: benchKey(this.n) }))
    })
  }

  private settle(id: number): void {
    this.acknowledged++
    this.latency.record(performance.now() - this.sentAt[id]!)
  }

  private confirm(head: number, body: Buffer): void {
    this.receipts++
    if ((head & 6) === 0) return
    this.socket.write(pubackBytes(body.readUInt16BE(2 + body.readUInt16BE(0))))
  }

  send(count: number): void {
    const { template, at } = this
    const bytes = Buffer.allocUnsafe(template.length * count)
    const now = performance.now()
    const instant = String(Date.now())
    for (let k = 0; k < count; k++) {
      const base = k * template.length
      template.copy(bytes, base)
      const id = (this.sent % 65_000) + 1
      bytes.writeUInt16BE(id, base + at.id)
      bytes.write(String(FIRST_SEQUENCE + this.sent), base + at.sequence, 'latin1')
      for (const offset of at.instants) bytes.write(instant, base + offset, 'latin1')
      for (const offset of at.values) bytes[base + offset] = 48 + (this.sent % 10)
      this.sentAt[id] = now
      this.sent++
    }
    this.socket.write(bytes)
  }

  end(): void {
    this.socket.removeAllListeners('close')
    this.socket.destroy()
  }
}

function recordText(n: number): string {
  const at = 1_764_000_000_000
  return JSON.stringify({
    v: 1,
    boot: benchBoot(n),
    sequence: FIRST_SEQUENCE,
    sentAt: at,
    backfill: false,
    clock: { isSynced: true, monotonicMs: 924_690, at, start: 'c07d11e2' },
    values: METRICS.map((name, phase) => [`main-meter/${name}`, at, 220.01 + phase]),
  })
}

function offsetsIn(template: Buffer, topic: string) {
  const all = (text: string): number[] => {
    const found: number[] = []
    for (let at = template.indexOf(text); at >= 0; at = template.indexOf(text, at + 1)) found.push(at)
    return found
  }
  return {
    id: idOffsetOf(template, topic),
    sequence: template.indexOf(String(FIRST_SEQUENCE)),
    instants: all('1764000000000'),
    values: all('.01').map((at) => at + 2),
  }
}

function birthText(n: number): string {
  const at = Date.now()
  return JSON.stringify({
    v: 1,
    boot: benchBoot(n),
    connection: `c${n}`,
    sentAt: at,
    software: 'bench',
    poweredBy: 'ups',
    start: { id: 'c07d11e2', uptimeMs: 924_690, reason: 'powerOn' },
    clock: { isSynced: true, monotonicMs: 924_690, at, start: 'c07d11e2' },
    next: FIRST_SEQUENCE,
    holds: [],
    outbox: { percent: 1, megabytes: 64, hoursLeft: 300 },
    devices: [
      {
        id: 'main-meter',
        driver: 'bench',
        poweredBy: 'ups',
        declaredVolts: 220,
        phases: ['l1', 'l2', 'l3'],
        metrics: METRICS.map((name) => ({
          name,
          type: 'number',
          unit: 'V',
          periodMs: 1_000,
          deadband: 0,
          maximumSilenceMs: 60_000,
        })),
      },
    ],
  })
}

/** Connects all clients, publishes for the time given, and waits for what is in flight. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const latency = new Histogram()
  const clients = Array.from({ length: options.clients }, (_, n) => new LoadClient(n, options.port, latency))
  await Promise.all(clients.map((client) => client.ready))
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  await (options.rate === null ? saturate(clients, options) : pace(clients, options.rate, options))
  const seconds = (performance.now() - startedAt) / 1_000
  const used = process.cpuUsage(cpu)
  const acknowledged = clients.reduce((sum, client) => sum + client.acknowledged, 0)
  await settled(clients)
  for (const client of clients) client.end()
  return {
    acknowledged,
    sent: clients.reduce((sum, client) => sum + client.sent, 0),
    seconds,
    pubackP50Ms: latency.percentile(50),
    pubackP99Ms: latency.percentile(99),
    byClient: clients.map((client) => client.acknowledged),
    cpuSeconds: (used.user + used.system) / 1e6,
    receipts: clients.reduce((sum, client) => sum + client.receipts, 0),
  }
}

function saturate(clients: readonly LoadClient[], { window, seconds }: LoadOptions): Promise<void> {
  return new Promise((resolve) => {
    let isOver = false
    for (const client of clients) {
      client.onAcknowledged = (count) => {
        if (!isOver) client.send(count)
      }
      client.send(window)
    }
    setTimeout(() => {
      isOver = true
      resolve()
    }, seconds * 1_000)
  })
}

function pace(clients: readonly LoadClient[], rate: number, { seconds }: LoadOptions): Promise<void> {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    let sent = 0
    const tick = setInterval(() => {
      const elapsed = performance.now() - startedAt
      const due = Math.floor((Math.min(elapsed, seconds * 1_000) * rate) / 1_000)
      while (sent < due) clients[sent++ % clients.length]!.send(1)
      if (elapsed < seconds * 1_000) return
      clearInterval(tick)
      resolve()
    }, 1)
  })
}

async function settled(clients: readonly LoadClient[]): Promise<void> {
  const giveUpAt = performance.now() + 15_000
  while (clients.some((client) => client.acknowledged < client.sent)) {
    if (performance.now() > giveUpAt) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

process.on('message', (options: LoadOptions) => {
  runLoad(options).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
