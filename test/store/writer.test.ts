import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { faultOf } from '../../db/errors.ts'
import { SchemaRefused } from '../../db/migrate.ts'
import type { Statement } from '../../db/writer.ts'
import { checkCanary } from '../../server/writer/canary.ts'
import { openInProcessWriter } from '../../server/writer/in-process.ts'
import type { WriterService } from '../../server/writer/service.ts'

let folder: string
let url: string
let writer: WriterService
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingchuang-writer-'))
  url = `file:${join(folder, 'test.db')}`
  writer = await openInProcessWriter({ url })
})
afterEach(async () => {
  await writer.close()
  rmSync(folder, { recursive: true, force: true })
})

const put = (key: string, value = 'x', expectRows?: number): Statement => ({
  sql: 'INSERT INTO settings (key, value, changed_at) VALUES (?, ?, 1) ON CONFLICT DO NOTHING',
  args: [key, value],
  ...(expectRows === undefined ? {} : { expectRows }),
})
async function stored(): Promise<string[]> {
  const client = createClient({ url })
  const { rows } = await client.execute('SELECT key FROM settings ORDER BY key')
  client.close()
  return rows.map((row) => String(row.key))
}

describe('a write', () => {
  it('is kept whole, and says how many rows each statement changed', async () => {
    expect(await writer.write([put('a'), put('a'), put('b')])).toEqual({
      ok: true,
      rowsAffected: [1, 0, 1],
      rows: [[], [], []],
    })
    expect(await stored()).toEqual(['a', 'b'])
  })

  it('is undone whole when a statement changes another number of rows than expected', async () => {
    await writer.write([put('a')])
    expect(await writer.write([put('b'), put('a', 'y', 1), put('c')])).toEqual({
      ok: false,
      failedAt: 1,
      rowsAffected: 0,
    })
    expect(await stored()).toEqual(['a'])
  })

  it('is undone whole when a statement breaks a constraint', async () => {
    const orphan = { sql: "INSERT INTO devices (node_id, name, dialect, driver) VALUES ('x', 'x', 'x', 'x')", args: [] }
    const error = await writer.write([put('b'), orphan]).catch((e: unknown) => e)
    expect(faultOf(error)).toBe('constraint')
    expect(await stored()).toEqual([])
  })

  it('two hundred at once are all kept', async () => {
    const keys = Array.from({ length: 200 }, (_, n) => `k${String(n).padStart(3, '0')}`)
    const outcomes = await Promise.all(keys.map((key) => writer.write([put(key, 'x', 1)])))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(await stored()).toEqual(keys)
  })

  it('waits while somebody else holds the lock, and is then really there', async () => {
    const other = createClient({ url, concurrency: 1 })
    const transaction = await other.transaction('write')
    const waiting = writer.write([put('a', 'x', 1)])
    setTimeout(() => void transaction.rollback(), 300)
    expect((await waiting).ok).toBe(true)
    expect(await writer.write([put('b', 'x', 1)])).toMatchObject({ ok: true })
    other.close()
    expect(await stored()).toEqual(['a', 'b'])
  })
})

describe('the canary', () => {
  it('sees the heartbeat through a connection of its own', async () => {
    expect(await checkCanary(writer, { url }, 1_764_000_000_000)).toBe(true)
  })

  it('sings when a commit is not where it should be', async () => {
    const deaf: WriterService = { ...writer, beat: async () => undefined }
    expect(await checkCanary(deaf, { url }, 1_764_000_000_000)).toBe(false)
  })
})

describe('a schema', () => {
  it('of a newer version is refused in words', async () => {
    await writer.write([
      { sql: "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('future', 9999999999999)", args: [] },
    ])
    await writer.close()
    await expect(openInProcessWriter({ url })).rejects.toThrow(SchemaRefused)
    rmSync(join(folder, 'test.db'))
    writer = await openInProcessWriter({ url })
  })
})
