import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { DatabaseLocation } from '../../db/client.ts'
import { SchemaRefused } from '../../db/migrate.ts'
import type { WriteOutcome } from '../../db/writer.ts'
import type { FlushOutcome, SilenceOutcome } from '../ingest/port.ts'
import { packBatch } from './batch.ts'
import { type Answer, type Call, errorOf, WriterFailed } from './calls.ts'
import type { WriterOptions, WriterService } from './service.ts'

const RESTART_AFTER_MS = 250
/** How long a call waits for a thread that is being started again, ms. */
const READY_WITHIN_MS = 5_000

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** A started thread with the calls it has not answered yet. */
class Thread {
  private readonly worker: Worker
  private readonly pending = new Map<number, Pending>()
  private lastId = 0
  private hasEnded = false
  readonly opened: Promise<unknown>

  constructor(location: DatabaseLocation, options: WriterOptions, ended: (error: Error) => unknown) {
    const file = import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js'
    this.worker = new Worker(new URL(file, import.meta.url), { workerData: { location, options } })
    this.opened = this.expect(0)
    this.worker.on('message', (answer: Answer) => this.settle(answer))
    const end = (error: Error): void => {
      if (this.hasEnded) return
      this.hasEnded = true
      for (const { reject } of this.pending.values()) reject(error)
      this.pending.clear()
      ended(error)
    }
    this.worker.on('error', (error) => end(new WriterFailed(`The writer's thread failed: ${error}`, 'unavailable')))
    this.worker.on('exit', (code) => end(new WriterFailed(`The writer's thread ended (${code})`, 'unavailable')))
  }

  private expect(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.pending.set(id, { resolve, reject }))
  }

  private settle(answer: Answer): void {
    const pending = this.pending.get(answer.id)
    if (!pending) return
    this.pending.delete(answer.id)
    if ('failure' in answer) pending.reject(errorOf(answer.failure))
    else pending.resolve(answer.value)
  }

  call(call: Call): Promise<unknown> {
    if (this.hasEnded) return Promise.reject(new WriterFailed("The writer's thread has ended", 'unavailable'))
    const id = ++this.lastId
    const answer = this.expect(id)
    this.worker.postMessage({ ...call, id }, call.kind === 'commit' ? [call.batch.buffer] : [])
    return answer
  }

  async terminate(): Promise<void> {
    this.hasEnded = true
    await this.worker.terminate()
  }
}

class ThreadedWriter implements WriterService {
  private thread: Thread | null = null
  private ready: Promise<Thread>
  private isClosing = false
  private readonly listeners: ((error: Error) => void)[] = []
  private readonly location: DatabaseLocation
  private readonly options: WriterOptions

  constructor(location: DatabaseLocation, options: WriterOptions) {
    this.location = location
    this.options = options
    this.ready = this.start()
  }

  opened = (): Promise<Thread> => this.ready

  private async start(): Promise<Thread> {
    let isOpen = false
    const thread = new Thread(this.location, this.options, (error) => isOpen && this.restart(error))
    this.thread = thread
    try {
      await thread.opened
    } catch (error) {
      await thread.terminate()
      throw error
    }
    isOpen = true
    return thread
  }

  private restart(error: Error): void {
    if (this.isClosing) return
    for (const listener of this.listeners) listener(error)
    this.ready = this.startAgain()
    this.ready.catch(() => undefined)
  }

  private async startAgain(): Promise<Thread> {
    for (let n = 1; ; n++) {
      await sleep(Math.min(n, 20) * RESTART_AFTER_MS)
      if (this.isClosing) throw new WriterFailed('The writer is closed', 'unavailable')
      try {
        return await this.start()
      } catch (error) {
        if (error instanceof SchemaRefused) throw error
      }
    }
  }

  private async call(call: Call): Promise<unknown> {
    if (this.isClosing) throw new WriterFailed('The writer is closed', 'unavailable')
    return (await this.started()).call(call)
  }

  /** The thread; refused when it is not back in time, so that nobody waits for a database that cannot be opened. */
  private async started(): Promise<Thread> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      const failed = (): void => reject(new WriterFailed("The writer's thread is not back yet", 'unavailable'))
      timer = setTimeout(failed, READY_WITHIN_MS)
    })
    return Promise.race([this.ready, late]).finally(() => clearTimeout(timer))
  }

  write: WriterService['write'] = async (statements) => (await this.call({ kind: 'write', statements })) as WriteOutcome

  commit: WriterService['commit'] = async (messages) =>
    (await this.call({ kind: 'commit', batch: packBatch(messages) })) as FlushOutcome

  silence: WriterService['silence'] = async (now) => (await this.call({ kind: 'silence', now })) as SilenceOutcome

  beat: WriterService['beat'] = async (now) => void (await this.call({ kind: 'beat', now }))

  onFailure: WriterService['onFailure'] = (listener) => void this.listeners.push(listener)

  close = async (): Promise<void> => {
    if (this.isClosing) return
    const closing = this.ready.then((thread) => thread.call({ kind: 'close' }))
    this.isClosing = true
    await closing.catch(() => undefined)
    await this.thread?.terminate()
  }
}

/**
 * Starts the thread that owns the one writer, and migrates the database on it. Rejects with SchemaRefused when the
 * schema is not ours to move, with the driver's fault (`faultOf`) when the database cannot be opened.
 */
export async function startWriterThread(
  location: DatabaseLocation,
  options: WriterOptions = {},
): Promise<WriterService> {
  const writer = new ThreadedWriter(location, options)
  await writer.opened()
  return writer
}
