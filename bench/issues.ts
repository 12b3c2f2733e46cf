import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader, openWriter } from '../db/client.ts'
import { Histogram } from './histogram.ts'
import { type Ask, asksOf } from './issues-asks.ts'
import { buildIssues } from './issues-build.ts'
import { importRate } from './issues-import.ts'

export interface IssuesBenchOptions {
  /** Sizes to build one after the other; growth is the last against the first. */
  sizes: readonly number[]
  entries: number
  /** Requests measured of each kind. */
  requests: number
  /** Appeals of the import. */
  imported: number
}

interface Timing {
  p50Ms: number
  p99Ms: number
  /** Answers that were not a success. */
  failed: number
}

const WARM_UP = 30
const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** An administrator who is signed in: the row behind the cookie is written before the server starts. */
async function signedIn(url: string, now: number): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const writer = await openWriter({ url })
  try {
    await writer.exclusive(async (client) => {
      await client.batch(
        [
          {
            sql: `INSERT INTO users (id, login, name, role, password_hash, created_at) VALUES ('bench', 'bench', '测量', 'administrator', '-', ?)`,
            args: [now],
          },
          {
            sql: `INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, expires_at) VALUES (?, 'bench', ?, ?, ?)`,
            args: [createHash('sha256').update(token).digest('hex'), now, now, now + 12 * 3_600_000],
          },
          {
            sql: `INSERT INTO settings (key, value, changed_at) VALUES ('district', ?, ?)`,
            args: [JSON.stringify({ nameZh: '测量区', nameEn: 'Bench District' }), now],
          },
        ],
        'write',
      )
    })
  } finally {
    await writer.close()
  }
  return `mingchuang=${token}`
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

function send(port: number, cookie: string, ask: Ask): Promise<{ ms: number; status: number; body: string }> {
  const body = ask.body === undefined ? undefined : JSON.stringify(ask.body)
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const message = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        method: ask.method,
        path: `/api/v1${ask.path}`,
        headers: {
          cookie,
          accept: 'application/json',
          origin: `http://127.0.0.1:${port}`,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
        },
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({
            ms: performance.now() - startedAt,
            status: answer.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    message.on('error', reject)
    message.end(body)
  })
}

async function measure(port: number, cookie: string, name: string, ask: () => Promise<Ask> | Ask, count: number) {
  const histogram = new Histogram()
  let failed = 0
  for (let n = -WARM_UP; n < count; n++) {
    const { ms, status, body } = await send(port, cookie, await ask())
    if (status >= 300 && failed++ === 0) say(`${name}: ${status} ${body.slice(0, 300)}`)
    if (n >= 0) histogram.record(ms)
  }
  const timing: Timing = { p50Ms: histogram.percentile(50), p99Ms: histogram.percentile(99), failed }
  say(`${name}: p50 ${timing.p50Ms} ms, p99 ${timing.p99Ms} ms`)
  return timing
}

function started(folder: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(join(import.meta.dirname, 'issues-server.js'), [folder])
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve({ child, port: (message as { port: number }).port }))
    child.once('exit', (code) => reject(new Error(`the server of the benchmark ended with ${code}`)))
  })
}

async function run(size: number, options: IssuesBenchOptions): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'mingchuang-bench-'))
  const url = `file:${join(folder, 'mingchuang.db')}`
  const now = Date.now()
  try {
    say(`building ${size} issues and ${options.entries} entries`)
    await buildIssues({ location: { url }, issues: size, entries: options.entries, now, say })
    const cookie = await signedIn(url, now)
    const settledIn = await settle(folder)
    const { child, port } = await started(folder)
    const reader = await openReader({ url })
    const asks = await asksOf(reader, (ask) => send(port, cookie, ask), now)
    const timings: Record<string, Timing> = {}
    for (const [name, ask] of Object.entries(asks))
      timings[name] = await measure(port, cookie, name, ask, options.requests)
    reader.close()
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.disconnect()
    await ended
    return {
      issues: size,
      entries: options.entries,
      databaseMiB: Math.round(statSync(join(folder, 'mingchuang.db')).size / 1_048_576),
      figuresReadyInSeconds: settledIn,
      timings,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Lets the figures of all issues be made before anything is measured, as they would be in a district that has run for years. */
async function settle(folder: string): Promise<number> {
  const { createStore } = await import('../server/store/store.ts')
  const { queriesOver } = await import('../db/drizzle.ts')
  const { openInProcessWriter } = await import('../server/writer/in-process.ts')
  const location = { url: `file:${join(folder, 'mingchuang.db')}` }
  const writer = await openInProcessWriter(location)
  const reader = await openReader(location)
  const startedAt = performance.now()
  try {
    const store = createStore({ db: queriesOver(reader), writer })
    let total = 0
    for (let made = -1; made !== 0; ) {
      made = await store.kpis.follow(Date.now(), 50)
      total += made
    }
    say(`figures of ${total} issues: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
  } finally {
    reader.close()
    await writer.close()
  }
  return Math.round((performance.now() - startedAt) / 1_000)
}

const growthOf = (runs: readonly Record<string, unknown>[]): Record<string, number> => {
  const [small, large] = [runs[0]!.timings, runs.at(-1)!.timings] as [Record<string, Timing>, Record<string, Timing>]
  return Object.fromEntries(
    Object.keys(large).map((name) => [name, Math.round((large[name]!.p99Ms / small[name]!.p99Ms) * 100) / 100]),
  )
}

/** What the desk asks for, at each size, and how much slower the last size is than the first; then an import. */
export async function benchIssues(options: IssuesBenchOptions): Promise<unknown> {
  const runs: Record<string, unknown>[] = []
  for (const size of options.sizes) runs.push(await run(size, options))
  return {
    machine: { cores: cpus().length, model: cpus()[0]?.model, node: process.version },
    runs,
    growthOfP99: runs.length > 1 ? growthOf(runs) : null,
    import: options.imported > 0 ? await importRate(options.imported, say) : null,
  }
}
