import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstRunnable, isWithout } from './program.ts'
import { freePort } from './server-process.ts'
import { waitFor } from './wait-for.ts'

const CANDIDATES = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto']

/** Path of a Mosquitto on this machine, or null. `MOSQUITTO` names another one. */
export const findMosquitto = (): string | null => firstRunnable([process.env.MOSQUITTO, ...CANDIDATES])

/** True when tests with an outside broker must be left out; says how to get them. */
export const isWithoutMosquitto = (): boolean =>
  isWithout(findMosquitto(), 'tests with an outside broker need Mosquitto (Debian: apt-get install mosquitto).')

export interface Mosquitto {
  url: string
  port: number
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })

/** A Mosquitto in a folder of its own; `settings` are further lines of its configuration. */
export async function startMosquitto(settings: readonly string[] = []): Promise<Mosquitto> {
  const binary = findMosquitto()
  if (!binary) throw new Error('No Mosquitto found: apt-get install mosquitto')
  const folder = mkdtempSync(join(tmpdir(), 'mingchuang-mosquitto-'))
  const port = await freePort()
  const file = join(folder, 'mosquitto.conf')
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence true',
    `persistence_location ${folder}/`,
    'user root',
    'max_queued_messages 0',
    ...settings,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  let child: ChildProcess
  const start = async (): Promise<void> => {
    child = spawn(binary, ['-c', file], { stdio: 'ignore' })
    await waitFor(() => isListening(port), { what: 'Mosquitto listens', everyMs: 20 })
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  await start()
  return {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    kill: () => end('SIGKILL'),
    restart: start,
    async stop() {
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
