import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createClient } from '@libsql/client'
import { type Agent, type AgentParts, startAgent } from '../../edge/agent.ts'
import { type EdgeConfig, parseConfig } from '../../edge/config.ts'
import type { RecordBody } from '../../edge/domain/record.ts'
import { createLog } from '../../edge/log.ts'

const root = resolve(import.meta.dirname, '..', '..')

export const NODE = 'mall-7'
export const KEY = 'a key nobody guesses'

/** A meter read every 20 ms that reports every change. */
export const METER = {
  id: 'main-meter',
  driver: 'sim',
  kind: 'meter',
  declaredVolts: 220,
  phases: ['l1', 'l2', 'l3'],
  periodMs: 20,
  metrics: Object.fromEntries(
    ['l1.volts', 'l2.volts', 'l3.volts', 'watts'].map((name) => [name, { deadband: 0, maximumSilenceMs: 2_000 }]),
  ),
} as const

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'edge-'))

/** A node's configuration as it would stand in its file, quick to reconnect. */
export const rawConfig = (overrides: Record<string, unknown> = {}): Record<string, unknown> => ({
  nodeId: NODE,
  server: 'mqtt://127.0.0.1:1',
  key: KEY,
  dataDir: newFolder(),
  poweredBy: 'ups',
  reconnect: { minMs: 20, maxMs: 100, refusedMs: 200 },
  backlogPerSecond: 500,
  collectMs: 50,
  logLevel: 'debug',
  start: { id: 'start-1', uptimeMs: 5_000, reason: 'powerOn' },
  devices: [METER],
  ...overrides,
})

export function checkedConfig(overrides: Record<string, unknown> = {}): EdgeConfig {
  const result = parseConfig(rawConfig(overrides), '/')
  if (!result.ok) throw new Error(result.problems.join('\n'))
  return result.config
}

export interface LocalAgent {
  agent: Agent
  /** Log lines so far. */
  lines: { event: string; level: string; [field: string]: unknown }[]
}

/** A real agent in this process. */
export async function startLocalAgent(config: EdgeConfig, overrides: Partial<AgentParts> = {}): Promise<LocalAgent> {
  const lines: LocalAgent['lines'] = []
  const log = createLog('debug', {}, Date.now, (line) => lines.push(JSON.parse(line)))
  const agent = await startAgent({
    config,
    time: { now: Date.now, monotonic: () => performance.now() },
    random: () => 0.5,
    log,
    onRestart: () => {},
    ...overrides,
  })
  return { agent, lines }
}

export interface AgentProcess {
  child: ChildProcess
  output: () => string
  /** Ends it and waits for the end; gives the exit code, null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** The built agent in a process of its own. */
export function spawnAgent(config: Record<string, unknown>): AgentProcess {
  const path = join(newFolder(), 'node.json')
  writeFileSync(path, JSON.stringify(config))
  return spawnAgentOn(path)
}

/** The built agent with the configuration file at `path`. */
export function spawnAgentOn(path: string): AgentProcess {
  const child = spawn(process.execPath, [agentProgram(), '--config', path], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (bytes) => (output += bytes))
  child.stderr.on('data', (bytes) => (output += bytes))
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  return {
    child,
    output: () => output,
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

/** The built agent's program; fails with what to do when it is absent or older than its sources. */
export function agentProgram(): string {
  const program = join(root, 'dist', 'edge', 'main.js')
  const sources = readdirSync(join(root, 'edge'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const newest = Math.max(...sources.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs))
  if (existsSync(program) && statSync(program).mtimeMs >= newest) return program
  throw new Error('The built agent is absent or old: run `npx tsc -p tsconfig.build.json` first')
}

export interface HeldRow {
  boot: string
  sequence: number
  class: string
  body: RecordBody
}

/** What an outbox file holds, read while nobody has it open. */
export async function readOutboxFile(path: string): Promise<{ boot: string; next: number; rows: HeldRow[] }> {
  const client = createClient({ url: `file:${path}` })
  const meta = await client.execute('SELECT boot, next_sequence FROM meta')
  const { rows } = await client.execute('SELECT boot, sequence, class, body FROM out ORDER BY boot, sequence')
  client.close()
  return {
    boot: String(meta.rows[0]?.boot),
    next: Number(meta.rows[0]?.next_sequence),
    rows: rows.map((row) => ({
      boot: String(row.boot),
      sequence: Number(row.sequence),
      class: String(row.class),
      body: JSON.parse(String(row.body)) as RecordBody,
    })),
  }
}

/** 1 … n. */
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1)
