import { createHash } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openReader } from '../db/client.ts'
import { queriesOver } from '../db/drizzle.ts'
import { startBroker } from '../server/ingest/broker.ts'
import { createNodeKeys } from '../server/store/node-keys.ts'
import { startWriterThread } from '../server/writer/client.ts'
import { Histogram } from './histogram.ts'
import { benchBoot, benchKey, benchNode, FIRST_SEQUENCE, METRICS } from './load-names.ts'

/** What the benchmark asks of a broker's process. */
export type Question = { kind: 'begin' } | { kind: 'report'; byClient: number[] } | { kind: 'end' }

export interface ServerReport {
  loopDelayP99Ms: number
  peakRssMiB: number
  cpuSeconds: number
  rowsAcknowledged: number | null
  rowsMissing: number | null
  freshnessP99Ms: number | null
  flushes: number | null
}

const MEBIBYTE = 1_048_576
const [url, clients] = [process.argv[2]!, Number(process.argv[3])]
const writer = await startWriterThread({ url })
const reader = await openReader({ url })
await writer.write(
  Array.from({ length: clients }, (_, n) => ({
    sql: 'INSERT INTO nodes (id, display_name, key_hash, created_at) VALUES (?, ?, ?, ?)',
    args: [benchNode(n), benchNode(n), createHash('sha256').update(benchKey(n)).digest('hex'), Date.now()],
  })),
)
const freshness = new Histogram()
let flushes = 0
const broker = await startBroker(
  {
    ingest: writer,
    keys: createNodeKeys(queriesOver(reader)),
    trialWrite: () => writer.beat(Date.now()),
    now: Date.now,
    flushed(outcome) {
      flushes++
      const now = Date.now()
      for (const reading of outcome.readings) freshness.record(now - reading.at)
    },
    noticed: (what, node, detail) => console.error('broker:', what, node, detail ?? ''),
  },
  { host: '127.0.0.1', port: 0, caps: { messagesPerSecond: 1_000_000, waitingSockets: 1_000 } },
)
const loop = monitorEventLoopDelay({ resolution: 10 })
let cpu = process.cpuUsage()
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 100)

/** Rows of the records each client was acknowledged for, counted in the file by a connection of its own. */
async function missingRows(byClient: readonly number[]): Promise<{ expected: number; missing: number }> {
  const fresh = await openReader({ url })
  let expected = 0
  let stored = 0
  for (const [n, count] of byClient.entries()) {
    expected += count * METRICS.length
    const { rows } = await fresh.execute({
      sql: `SELECT count(*) AS n FROM samples WHERE boot_id = (SELECT id FROM boots WHERE boot = ?)
        AND metric_id IN (SELECT m.id FROM metrics m JOIN devices d ON d.id = m.device_id WHERE d.node_id = ?)
        AND sequence < ?`,
      args: [benchBoot(n), benchNode(n), FIRST_SEQUENCE + count],
    })
    stored += Number(rows[0]?.n)
  }
  fresh.close()
  return { expected, missing: expected - stored }
}

async function report(byClient: readonly number[]): Promise<ServerReport> {
  const used = process.cpuUsage(cpu)
  const loopDelayP99Ms = loop.percentile(99) / 1e6
  const { expected, missing } = await missingRows(byClient)
  return {
    loopDelayP99Ms,
    peakRssMiB: peak / MEBIBYTE,
    cpuSeconds: (used.user + used.system) / 1e6,
    rowsAcknowledged: expected,
    rowsMissing: missing,
    freshnessP99Ms: freshness.percentile(99),
    flushes,
  }
}

process.on('message', async (question: Question) => {
  if (question.kind === 'begin') {
    loop.enable()
    cpu = process.cpuUsage()
  } else if (question.kind === 'report') process.send?.(await report(question.byClient))
  else {
    clearInterval(watch)
    await broker.stop()
    await writer.close()
    reader.close()
    process.exit(0)
  }
})
process.send?.({ port: broker.port })
