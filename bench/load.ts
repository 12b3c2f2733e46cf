import { Histogram } from './histogram.ts'
import type { LoadKind } from './load-kinds.ts'
import { MqttClient } from './mqtt-client.ts'
import { RawClient } from './raw-client.ts'

export interface LoadOptions {
  kind: LoadKind
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

/** One client of the load. */
export interface LoadClient {
  /** Resolves when its birth was acknowledged. */
  ready: Promise<void>
  sent: number
  acknowledged: number
  receipts: number
  onAcknowledged: (count: number) => void
  send(count: number): void
  end(): void
}

/** Connects all clients, publishes for the time given, and waits for what is in flight. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const latency = new Histogram()
  const clients = Array.from({ length: options.clients }, (_, n) => makeClient(options, n, latency))
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

const makeClient = ({ kind, port }: LoadOptions, n: number, latency: Histogram): LoadClient =>
  kind === 'raw' ? new RawClient(n, port, latency) : new MqttClient(n, port, latency)

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
