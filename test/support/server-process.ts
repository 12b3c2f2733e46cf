import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { waitFor } from './wait-for.ts'

const root = resolve(import.meta.dirname, '..', '..')

/** A TCP port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))))
    })
  })
}

export interface ServerProcess {
  url: string
  mqttUrl: string
  dataDir: string
  /** Everything it printed so far. */
  output(): string
  /** The one-time code, once printed. */
  setupCode(): Promise<string>
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again on the same ports and data. */
  restart(): Promise<void>
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** The built server in a process of its own, on free ports and a folder of its own; resolves when it is ready. */
export async function startServerProcess(environment: Record<string, string> = {}): Promise<ServerProcess> {
  const dataDir = environment.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'mingchuang-'))
  const port = await freePort()
  const mqttPort = await freePort()
  const url = `http://127.0.0.1:${port}`
  let printed = ''
  let child: ChildProcess

  async function start(): Promise<void> {
    child = spawn(process.execPath, [join(root, 'dist', 'server', 'main.js')], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TZ: process.env.TZ,
        HOST: '127.0.0.1',
        PORT: String(port),
        MQTT_HOST: '127.0.0.1',
        MQTT_PORT: String(mqttPort),
        DATA_DIR: dataDir,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout?.on('data', (chunk) => (printed += chunk))
    child.stderr?.on('data', (chunk) => (printed += chunk))
    await waitFor(
      async () => {
        if (hasEnded(child)) throw new Error(`The server ended at start:\n${printed}`)
        const answer = await fetch(`${url}/readyz`).catch(() => null)
        return answer?.ok ? true : null
      },
      { what: 'the server is ready', withinMs: 20_000, detail: () => printed },
    )
  }

  await start()
  return {
    url,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    dataDir,
    output: () => printed,
    setupCode: () =>
      waitFor(() => /\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b/.exec(printed)?.[1] ?? null, { what: 'a setup code' }),
    async kill(signal = 'SIGTERM') {
      if (hasEnded(child)) return
      const ended = new Promise((done) => child.once('exit', done))
      child.kill(signal)
      await ended
    },
    restart: start,
  }
}
