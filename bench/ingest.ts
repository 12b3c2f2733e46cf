import { type ChildProcess, fork, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Question, ServerReport } from './ingest-server.ts'
import type { LoadOptions, LoadResult } from './load.ts'
import type { LoadKind } from './load-kinds.ts'

export interface IngestBenchOptions {
  hasBaseline: boolean
  clients: number
  window: number
  seconds: number
  /** Messages a second of the steady run. */
  rate: number
  rounds: number
  loads: readonly LoadKind[]
}

interface Run extends Partial<ServerReport> {
  messagesPerSecond: number
  rowsPerSecond: number | null
  pubackP50Ms: number
  pubackP99Ms: number
  loadCpuSeconds: number
}

const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find(existsSync)
const script = (name: string): string => join(import.meta.dirname, `${name}.js`)

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`a process of the benchmark ended with ${code}`)))
  })
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const child = fork(script('load'))
  const result = answerOf<LoadResult>(child)
  child.send(options)
  return result
}

/** Runs the load against a process that answers questions about itself. */
async function runAgainst(name: string, args: string[], options: Omit<LoadOptions, 'port'>): Promise<Run> {
  const child = fork(script(name), args)
  const { port } = await answerOf<{ port: number }>(child)
  const ask = (question: Question): boolean => child.send(question)
  ask({ kind: 'begin' })
  const result = await load({ ...options, port })
  const report = answerOf<ServerReport>(child)
  ask({ kind: 'report', byClient: result.byClient })
  const own = await report
  const ended = new Promise((resolve) => child.once('exit', resolve))
  ask({ kind: 'end' })
  await ended
  return rounded({ ...runOf(result), ...own, rowsPerSecond: (result.acknowledged * 3) / result.seconds })
}

const runOf = (result: LoadResult): Run => ({
  messagesPerSecond: result.acknowledged / result.seconds,
  rowsPerSecond: null,
  pubackP50Ms: result.pubackP50Ms,
  pubackP99Ms: result.pubackP99Ms,
  loadCpuSeconds: result.cpuSeconds,
})

async function runOurs(options: Omit<LoadOptions, 'port'>): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'mingchuang-bench-'))
  try {
    return await runAgainst('ingest-server', [`file:${join(folder, 'bench.db')}`, String(options.clients)], options)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runMosquitto(binary: string, options: Omit<LoadOptions, 'port'>): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'mingchuang-bench-'))
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const file = join(folder, 'mosquitto.conf')
  writeFileSync(
    file,
    `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nmax_inflight_messages 0\n`,
  )
  const child = spawn(binary, ['-c', file], { stdio: 'ignore' })
  try {
    await listening(port)
    return rounded(runOf(await load({ ...options, port })))
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function listening(port: number): Promise<void> {
  for (let n = 0; n < 100; n++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (isOpen) return
    await sleep(50)
  }
  throw new Error('mosquitto does not listen')
}

const rounded = (run: Run): Run =>
  Object.fromEntries(
    Object.entries(run).map(([name, value]) => [name, typeof value === 'number' ? Math.round(value * 10) / 10 : value]),
  ) as unknown as Run

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!

/** One kind of load, saturated: the real ingest, and on request the brokers without storage beside it, in turns. */
async function saturate(kind: LoadKind, options: IngestBenchOptions): Promise<Record<string, unknown>> {
  const { clients, window, seconds } = options
  const load = { kind, clients, window, rate: null, seconds }
  const ours: Run[] = []
  const bareAedes: Run[] = []
  const mosquitto: Run[] = []
  for (let round = 0; round < options.rounds; round++) {
    if (options.hasBaseline) bareAedes.push(await runAgainst('bare-aedes', [], load))
    ours.push(await runOurs(load))
    if (options.hasBaseline && MOSQUITTO) mosquitto.push(await runMosquitto(MOSQUITTO, load))
  }
  if (!options.hasBaseline) return { ours }
  const ratio = medianSpeed(ours) / medianSpeed(bareAedes)
  return {
    ours,
    bareAedes,
    mosquitto: MOSQUITTO ? mosquitto : 'not installed',
    ratioToBareAedes: Math.round(ratio * 1_000) / 1_000,
  }
}

const medianSpeed = (runs: readonly Run[]): number => median(runs.map((run) => run.messagesPerSecond))

/** Saturated runs of each kind of load, and a steady run at the rate given. */
export async function benchIngest(options: IngestBenchOptions): Promise<unknown> {
  const { clients, window, seconds, rate, loads } = options
  const saturated: Record<string, unknown> = {}
  for (const kind of loads) saturated[kind] = await saturate(kind, options)
  return {
    machine: { cores: cpus().length, model: cpus()[0]?.model, node: process.version },
    clients,
    window,
    metricsPerMessage: 3,
    qos: 1,
    saturated,
    steady: await runOurs({ kind: 'raw', clients, window, rate, seconds }),
  }
}
