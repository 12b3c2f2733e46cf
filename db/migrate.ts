import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Client } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { type DatabaseLocation, type GuardedWriter, openReader } from './client.ts'

/** Why a database is refused at start, in a sentence for the person at the console. */
export class SchemaRefused extends Error {
  readonly permanent = true
}

/** The folder with the package's own files, whether the sources or the build are running. */
export function projectRoot(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

const migrationsFolder = (): string => join(projectRoot(), 'db', 'migrations')

interface Applied {
  hash: string
  created_at: number
}

async function appliedMigrations(client: Client): Promise<Applied[]> {
  const table = await client.execute("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'")
  if (table.rows.length === 0) return []
  const { rows } = await client.execute('SELECT hash, created_at FROM __drizzle_migrations ORDER BY created_at')
  return rows.map((row) => ({ hash: String(row.hash), created_at: Number(row.created_at) }))
}

/** Refuses a database of a newer version, and one whose applied migrations are not the files we have. */
export function checkHistory(
  applied: readonly Applied[],
  files: readonly { hash: string; folderMillis: number }[],
): void {
  for (const { hash, created_at } of applied) {
    const file = files.find((f) => f.folderMillis === created_at)
    if (!file)
      throw new SchemaRefused('This database was written by a newer version of Mingchuang. Start that version.')
    if (file.hash !== hash)
      throw new SchemaRefused('A migration was changed after it was applied. Restore the released files.')
  }
}

/** True when every migration of this version is applied. */
export async function isMigrated(client: Client): Promise<boolean> {
  return (
    (await appliedMigrations(client)).length === readMigrationFiles({ migrationsFolder: migrationsFolder() }).length
  )
}

/** Brings the database to this version's schema; a file that already holds data is copied beside itself first. */
export async function migrateDatabase(writer: GuardedWriter, location: DatabaseLocation, now: number): Promise<void> {
  const files = readMigrationFiles({ migrationsFolder: migrationsFolder() })
  const applied = await writer.exclusive(appliedMigrations)
  checkHistory(applied, files)
  if (applied.length === files.length) return
  if (applied.length > 0 && location.url.startsWith('file:')) await backUp(location, now)
  await writer.exclusive((client) => migrate(drizzle(client), { migrationsFolder: migrationsFolder() }))
  const violations = await writer.exclusive((client) => client.execute('PRAGMA foreign_key_check'))
  if (violations.rows.length > 0)
    throw new SchemaRefused('The migration left rows without their parents. Restore the backup.')
}

async function backUp(location: DatabaseLocation, now: number): Promise<void> {
  const copy = `${location.url.slice('file:'.length)}.before-${now}`
  const client = await openReader(location)
  try {
    await client.execute('PRAGMA query_only = 0')
    await client.execute({ sql: 'VACUUM INTO ?', args: [copy] })
  } finally {
    client.close()
  }
}
