import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Client } from '@libsql/client'
import type { GuardedFile } from './guarded-file.ts'
import { hasCode, openGuardedFile } from './guarded-file.ts'

/** Page size of the outbox file; the cap is given in such pages, because at the page cap DELETE goes on working while on a full disk it does not. */
export const PAGE_BYTES = 4_096

const PRAGMAS = [`page_size=${PAGE_BYTES}`, 'journal_mode=WAL', 'synchronous=FULL', 'wal_autocheckpoint=100']

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS out(
    boot TEXT NOT NULL, sequence INTEGER NOT NULL, class TEXT NOT NULL,
    appended_at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY(boot, sequence))`,
  'CREATE INDEX IF NOT EXISTS out_by_class ON out(class)',
  `CREATE TABLE IF NOT EXISTS meta(
    id INTEGER PRIMARY KEY CHECK (id = 1), boot TEXT NOT NULL, next_sequence INTEGER NOT NULL, unsent_from INTEGER,
    start_id TEXT, start_reason TEXT, was_stopped INTEGER NOT NULL DEFAULT 0, configured TEXT NOT NULL DEFAULT '{}')`,
  'CREATE TABLE IF NOT EXISTS commands(id TEXT PRIMARY KEY, received_at INTEGER NOT NULL)',
]

/** A new name for a life of the outbox file: 16 random lower-case hex digits. */
export const newBootId = (): string => randomBytes(8).toString('hex')

/** Opens the file and its tables. A damaged file is put aside under another name, because a box without hands near it must go on; `putAside` is then that name. */
export async function openOutboxFile(
  path: string,
  pageCap: number,
  now: () => number,
): Promise<{ file: GuardedFile; putAside: string | null }> {
  mkdirSync(dirname(path), { recursive: true })
  try {
    return { file: await prepare(path, pageCap), putAside: null }
  } catch (error) {
    if (!hasCode(error, 'SQLITE_CORRUPT') && !hasCode(error, 'SQLITE_NOTADB')) throw error
    const putAside = `${path}.damaged-${now()}`
    renameSync(path, putAside)
    for (const suffix of ['-wal', '-shm']) renameIfThere(path + suffix, putAside + suffix)
    return { file: await prepare(path, pageCap), putAside }
  }
}

async function prepare(path: string, pageCap: number): Promise<GuardedFile> {
  const file = openGuardedFile(path, [...PRAGMAS, `max_page_count=${pageCap}`])
  try {
    await file.exclusive((client) => createTables(client))
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

async function createTables(client: Client): Promise<void> {
  await client.batch(
    [
      ...SCHEMA,
      {
        sql: 'INSERT INTO meta(id, boot, next_sequence, unsent_from) VALUES (1, ?, 1, 1) ON CONFLICT DO NOTHING',
        args: [newBootId()],
      },
    ],
    'write',
  )
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch {
    // it was not there
  }
}
