import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, () => probe.close(() => done(true)))
  })

/** The wanted port, or the next one that is free. */
export async function portFrom(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port++) if (await isFree(port)) return port
  throw new Error(`No free port from ${wanted} on.`)
}

/** Children of the demonstration: started here, ended together. */
export class Children {
  private readonly running = new Map<string, ChildProcess>()

  /** Starts a built program; its output goes to `logFile`. */
  start(name: string, args: string[], environment: Record<string, string>, logFile: string): ChildProcess {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const log = createWriteStream(logFile, { flags: 'a' })
    child.stdout?.pipe(log, { end: false })
    child.stderr?.pipe(log, { end: false })
    this.running.set(name, child)
    child.once('exit', () => this.running.delete(name))
    return child
  }

  /** Asks all to stop and waits until they did; after 10 s they are ended. */
  async stop(): Promise<void> {
    const ended = [...this.running.values()].map((child) => new Promise((done) => child.once('exit', done)))
    for (const child of this.running.values()) child.kill('SIGTERM')
    await Promise.race([Promise.all(ended), sleep(10_000, undefined, { ref: false })])
    for (const child of this.running.values()) child.kill('SIGKILL')
  }
}

/** Waits until the server answers that it is ready; throws with its log's place when it ends first. */
export async function ready(url: string, child: ChildProcess, logFile: string): Promise<void> {
  for (let n = 0; n < 400; n++) {
    if (child.exitCode !== null) throw new Error(`The server ended at start; its log: ${logFile}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await sleep(50)
  }
  throw new Error(`The server was not ready within 20 s; its log: ${logFile}`)
}

/** Path of a built program beside this one. */
export const program = (...parts: string[]): string => join(import.meta.dirname, '..', ...parts)
