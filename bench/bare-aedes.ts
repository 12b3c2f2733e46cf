import { createServer } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Aedes } from 'aedes'
import type { Question, ServerReport } from './ingest-server.ts'

/** The baseline: aedes as it comes, which stores nothing and checks nobody. */
const aedes = await Aedes.createBroker()
const server = createServer(aedes.handle)
const loop = monitorEventLoopDelay({ resolution: 10 })
let cpu = process.cpuUsage()
let peak = 0
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 100)

function report(): ServerReport {
  const used = process.cpuUsage(cpu)
  return {
    loopDelayP99Ms: loop.percentile(99) / 1e6,
    peakRssMiB: peak / 1_048_576,
    cpuSeconds: (used.user + used.system) / 1e6,
    rowsAcknowledged: null,
    rowsMissing: null,
    freshnessP99Ms: null,
    flushes: null,
  }
}

process.on('message', (question: Question) => {
  if (question.kind === 'begin') {
    loop.enable()
    cpu = process.cpuUsage()
  } else if (question.kind === 'report') process.send?.(report())
  else process.exit(0)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 })
})
