import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from '@libsql/client'
import { isBusy } from './errors.ts'

/** Where the database is: `file:…`, `http(s)://…` or `ws(s)://…`, with a token where the server asks for one. */
export interface DatabaseLocation {
  url: string
  authToken?: string
}

/** Longest the driver may wait for a lock, ms. It waits synchronously, so the event loop of the thread stands still. */
const LOCK_WAIT_MS = 50
/** How long a write is tried again while another process holds the lock, ms. */
const GIVE_UP_AFTER_MS = 5_000

/** Pages in the write-ahead log before they are copied into the file: the same few pages are written again and again. */
const CHECKPOINT_PAGES = 8_000

const isFile = (location: DatabaseLocation): boolean => location.url.startsWith('file:')

function connect(location: DatabaseLocation): Client {
  return createClient({
    url: location.url,
    ...(location.authToken ? { authToken: location.authToken } : {}),
    ...(isFile(location) ? { concurrency: 1, timeout: LOCK_WAIT_MS } : {}),
  })
}

/** A connection that only reads. Never open a transaction on it: it is shared by everybody on the thread. */
export async function openReader(location: DatabaseLocation): Promise<Client> {
  const client = connect(location)
  if (isFile(location)) await client.execute('PRAGMA query_only = 1')
  return client
}

/** The one writer of a database. Work given to it may run again from its start, so it holds no side effect but SQL. */
export interface GuardedWriter {
  /** Runs `work` alone: no other work of this writer overlaps it. Throws when the lock is held longer than 5 s. */
  exclusive<T>(work: (client: Client) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Opens the guarded single writer. After one SQLITE_BUSY a libSQL connection keeps a half-run statement, and later
 * writes on it resolve without ever being committed (tursodatabase/libsql-client-ts#352): so the poisoned connection
 * is dropped before the work is tried again. `maxPages` caps the file, since at the cap deletes still work, on a full
 * disk they do not.
 */
export async function openWriter(location: DatabaseLocation, maxPages?: number): Promise<GuardedWriter> {
  const client = connect(location)
  const prepare = async (): Promise<void> => {
    if (!isFile(location)) return
    await client.execute('PRAGMA journal_mode = WAL')
    await client.execute('PRAGMA synchronous = FULL')
    await client.execute('PRAGMA foreign_keys = 1')
    await client.execute(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    if (maxPages) await client.execute(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`)
  }

  // A connection is prepared inside the guard as well: one that met a lock while it was set up is as poisoned as any.
  let isPrepared = false
  async function attempt<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + GIVE_UP_AFTER_MS
    for (let n = 1; ; n++) {
      try {
        if (!isPrepared) await prepare()
        isPrepared = true
        return await work(client)
      } catch (error) {
        if (!isBusy(error)) throw error
        isPrepared = false
        await client.reconnect()
        if (performance.now() > giveUpAt) throw error
        await sleep(10 + Math.random() * 20 * Math.min(n, 10))
      }
    }
  }

  let tail: Promise<unknown> = Promise.resolve()
  const exclusive = <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    const run = tail.then(() => attempt(work))
    tail = run.catch(() => undefined)
    return run
  }
  await exclusive(async () => undefined)
  return {
    exclusive,
    async close() {
      await tail
      client.close()
    },
  }
}
