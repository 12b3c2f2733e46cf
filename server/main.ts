import { pino, stdSerializers } from 'pino'
import { readConfig } from './config.ts'
import { type RunningServer, startServer } from './start.ts'
import { EXIT_CONFIG, startRefusal } from './start-refusal.ts'

/** Longest an orderly end may take, ms. */
const STOP_MS = 10_000

function refuse(error: unknown): never {
  const sentence = startRefusal(error)
  process.stderr.write(`${sentence ?? (error instanceof Error ? error.stack : String(error))}\n`)
  process.exit(sentence === null ? 1 : EXIT_CONFIG)
}

function endOnSignal(stop: () => Promise<void>): void {
  let isEnding = false
  const end = async (): Promise<void> => {
    if (isEnding) process.exit(1)
    isEnding = true
    setTimeout(() => process.exit(1), STOP_MS).unref()
    await stop()
    process.exit(0)
  }
  process.on('SIGTERM', () => void end())
  process.on('SIGINT', () => void end())
}

async function main(): Promise<void> {
  const config = readConfig()
  const log = pino({
    level: config.logLevel,
    serializers: { error: stdSerializers.err },
    redact: ['password', 'token', 'key', 'code', '*.password', '*.token', '*.key', 'headers.cookie'],
  })
  let server: RunningServer | null = null
  endOnSignal(async () => server?.stop())
  process.on('unhandledRejection', (error) => log.error({ error }, 'a promise was rejected and nobody looked'))
  process.on('uncaughtException', (error) => {
    if (server === null) refuse(error)
    log.error({ error }, 'an exception reached the top')
  })
  server = await startServer(config, log)
  process.stdout.write(server.greeting)
}

main().catch(refuse)
