import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Client } from '@libsql/client'
import { createClient } from '@libsql/client'

const BUSY_FOR_MS = 5_000

/** One connection to one SQLite file that nobody else writes. */
export interface GuardedFile {
  /** Runs `work` alone on the connection. It may run again from its start, so it must have no effect but SQL. Rejects with the driver's error. */
  exclusive<T>(work: (client: Client) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Opens `path` and applies `pragmas` to every connection made. After one SQLITE_BUSY the driver's connection
 * acknowledges writes it never commits (tursodatabase/libsql-client-ts#352), so it is dropped and made anew.
 */
export function openGuardedFile(path: string, pragmas: readonly string[]): GuardedFile {
  const client = createClient({ url: pathToFileURL(path).href, concurrency: 1, timeout: 50 })
  let isPrepared = false
  let tail: Promise<unknown> = Promise.resolve()

  async function prepared<T>(work: (client: Client) => Promise<T>): Promise<T> {
    if (!isPrepared) for (const pragma of pragmas) await client.execute(`PRAGMA ${pragma}`)
    isPrepared = true
    return work(client)
  }

  async function attempt<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + BUSY_FOR_MS
    for (let tries = 1; ; tries++) {
      try {
        return await prepared(work)
      } catch (error) {
        if (!hasCode(error, 'SQLITE_BUSY')) throw error
        isPrepared = false
        await client.reconnect()
        if (performance.now() > giveUpAt) throw error
        await sleep(10 + Math.random() * 20 * Math.min(tries, 10))
      }
    }
  }

  return {
    exclusive(work) {
      const run = tail.then(() => attempt(work))
      tail = run.catch(() => {})
      return run
    },
    async close() {
      await tail
      client.close()
    },
  }
}

/** Whether a driver error, or what caused it, has this code. */
export function hasCode(error: unknown, code: string): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code: own, cause } = error as { code?: unknown; cause?: unknown }
  return (typeof own === 'string' && own.startsWith(code)) || hasCode(cause, code)
}
