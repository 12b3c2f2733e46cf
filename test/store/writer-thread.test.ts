import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { faultOf } from '../../db/errors.ts'
import type { Statement } from '../../db/writer.ts'
import type { WriterService } from '../../server/writer/service.ts'
import { birth, publish, record, TEN_O_CLOCK } from '../support/node-messages.ts'
import { sha256 } from '../support/telemetry-database.ts'
import { waitFor } from '../support/wait-for.ts'

type Client = typeof import('../../server/writer/client.ts')

let folder: string
let url: string
let client: Client
let writer: WriterService | undefined
const workers: Worker[] = []
const seen = (worker: Worker): unknown => workers.push(worker)
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingchuang-thread-'))
  url = `file:${join(folder, 'test.db')}`
  // The built files: a worker thread of Node 20 cannot run the sources.
  client = (await import(resolve('dist/server/writer/client.js'))) as Client
  process.on('worker', seen)
})
afterEach(async () => {
  process.off('worker', seen)
  await writer?.close()
  writer = undefined
  workers.length = 0
  rmSync(folder, { recursive: true, force: true })
})

const put = (key: string): Statement => ({
  sql: 'INSERT INTO settings (key, value, changed_at) VALUES (?, ?, 1)',
  args: [key, 'x'],
})
const select = { sql: 'SELECT key FROM settings ORDER BY key', args: [] }

describe('the writer thread', () => {
  it('writes, answers with rows and tells the fault of an error', async () => {
    writer = await client.startWriterThread({ url })
    await writer.write([put('a')])
    expect(await writer.write([select])).toMatchObject({ ok: true, rows: [[{ key: 'a' }]] })
    const error = await writer.write([put('a')]).catch((e: unknown) => e)
    expect(faultOf(error)).toBe('constraint')
  })

  it('takes a batch over and answers with its receipts and readings', async () => {
    writer = await client.startWriterThread({ url })
    await writer.write([
      {
        sql: 'INSERT INTO nodes (id, display_name, key_hash, created_at) VALUES (?, ?, ?, 1)',
        args: ['node-1', 'node-1', sha256('x')],
      },
    ])
    const outcome = await writer.commit([
      publish('node-1', 'birth', birth()),
      publish('node-1', 'data', record(1, [['main-meter/mode', TEN_O_CLOCK, '营业中']])),
    ])
    expect(outcome.receipts[0]?.receipt).toMatchObject({ upTo: 1, connection: 'c1' })
    expect(outcome.readings).toMatchObject([{ nodeId: 'node-1', at: TEN_O_CLOCK, value: null, text: '营业中' }])
  })

  it('that dies rejects what was asked of it, says so, and is started again', async () => {
    writer = await client.startWriterThread({ url })
    const failures: Error[] = []
    writer.onFailure((error) => failures.push(error))
    await writer.write([put('a')])
    const asked = Promise.allSettled(Array.from({ length: 50 }, (_, n) => writer!.write([put(`b${n}`)])))
    await workers[0]!.terminate()
    const rejected = (await asked).filter((one) => one.status === 'rejected')
    expect(rejected.map(({ reason }) => faultOf(reason))).toEqual(rejected.map(() => 'unavailable'))
    await writer.write([put('c')])
    expect(failures).toHaveLength(1)
    expect(workers).toHaveLength(2)
    const outcome = await writer.write([select])
    expect(outcome.ok && outcome.rows[0]?.map(({ key }) => key)).toContain('c')
  })

  it('that cannot come back refuses after a while what is asked of it, and takes writes again when it can', async () => {
    writer = await client.startWriterThread({ url })
    await writer.write([put('a')])
    const file = join(folder, 'test.db')
    const away = (name: string): string => join(folder, `away${name}`)
    for (const name of ['', '-wal', '-shm']) renameSync(`${file}${name}`, away(name))
    mkdirSync(file)
    await workers[0]!.terminate()
    const error = await writer.write([put('b')]).catch((e: unknown) => e)
    expect([faultOf(error), (error as Error).message]).toEqual(['unavailable', "The writer's thread is not back yet"])
    rmSync(file, { recursive: true })
    for (const name of ['', '-wal', '-shm']) renameSync(away(name), `${file}${name}`)
    const outcome = await waitFor(() => writer!.write([select]).catch(() => null), { what: 'the thread is back' })
    expect(outcome.ok && outcome.rows[0]).toEqual([{ key: 'a' }])
  })

  it('refuses a schema of a newer version in words, through the thread', async () => {
    const first = await client.startWriterThread({ url })
    await first.write([
      { sql: "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('future', 9999999999999)", args: [] },
    ])
    await first.close()
    const error = (await client.startWriterThread({ url }).catch((e: unknown) => e)) as Error
    expect([error.constructor.name, error.message]).toEqual([
      'SchemaRefused',
      'This database was written by a newer version of Mingchuang. Start that version.',
    ])
  })

  it('releases its thread when it is closed', async () => {
    const closing = await client.startWriterThread({ url })
    let hasEnded = false
    workers[0]!.once('exit', () => {
      hasEnded = true
    })
    await closing.close()
    await waitFor(() => hasEnded, { what: 'the thread has ended' })
    expect(faultOf(await closing.write([put('a')]).catch((e: unknown) => e))).toBe('unavailable')
  })
})
