import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { connect, createServer } from 'node:net'
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

/** Whether somebody listens on the port. */
export const isListening = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })

export const newDataFolder = (): string => mkdtempSync(join(tmpdir(), 'mingchuang-'))

/** Path of a built program. */
export const builtProgram = (...parts: string[]): string => join(root, 'dist', ...parts)

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** Sends a signal and waits for the end of the process. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return
  const ended = new Promise((done) => child.once('exit', done))
  child.kill(signal)
  await ended
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
  /** Holds it still, with its connections open, until `thaw`. */
  freeze(): void
  thaw(): void
}

interface Program {
  path: string
  isReady(ports: { http: number; mqtt: number }): Promise<boolean>
}

const SERVER: Program = {
  path: builtProgram('server', 'main.js'),
  isReady: ({ http }) =>
    fetch(`http://127.0.0.1:${http}/readyz`)
      .then((answer) => answer.ok)
      .catch(() => false),
}
const HASTY: Program = {
  path: builtProgram('test', 'support', 'hasty-server.js'),
  isReady: ({ mqtt }) => isListening(mqtt),
}

/** The built server in a process of its own, on free ports and a folder of its own; resolves when it is ready. */
export const startServerProcess = (environment: Record<string, string> = {}): Promise<ServerProcess> =>
  start(SERVER, environment)

/** The control of the tests that count: it answers a publish before it has stored it. */
export const startHastyServer = (): Promise<ServerProcess> => start(HASTY, {})

async function start(program: Program, environment: Record<string, string>): Promise<ServerProcess> {
  const dataDir = environment.DATA_DIR ?? newDataFolder()
  const ports = { http: await freePort(), mqtt: await freePort() }
  let printed = ''
  let child: ChildProcess

  async function spawnIt(): Promise<void> {
    child = spawn(process.execPath, [program.path], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TZ: process.env.TZ,
        HOST: '127.0.0.1',
        PORT: String(ports.http),
        MQTT_HOST: '127.0.0.1',
        MQTT_PORT: String(ports.mqtt),
        DATA_DIR: dataDir,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout?.on('data', (chunk) => (printed += chunk))
    child.stderr?.on('data', (chunk) => (printed += chunk))
    const isReady = (): Promise<boolean> => {
      if (hasEnded(child)) throw new Error(`The server ended at start:\n${printed}`)
      return program.isReady(ports)
    }
    await waitFor(isReady, { what: 'the server is ready', withinMs: 20_000, detail: () => printed }).catch(
      async (error) => {
        await end(child, 'SIGKILL')
        throw error
      },
    )
  }

  await spawnIt()
  return {
    url: `http://127.0.0.1:${ports.http}`,
    mqttUrl: `mqtt://127.0.0.1:${ports.mqtt}`,
    dataDir,
    output: () => printed,
    setupCode: () =>
      waitFor(() => /\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b/.exec(printed)?.[1] ?? null, { what: 'a setup code' }),
    kill: (signal = 'SIGTERM') => end(child, signal),
    restart: spawnIt,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}
