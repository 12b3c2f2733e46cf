import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openInProcessWriter } from '../../server/writer/in-process.ts'
import { type Child, startChild } from '../support/child.ts'
import { waitFor } from '../support/wait-for.ts'

const ROWS = 120

let folder: string
let url: string
const children: Child[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingchuang-writer-'))
  url = `file:${join(folder, 'test.db')}`
  await (await openInProcessWriter({ url })).close()
})
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill()
  rmSync(folder, { recursive: true, force: true })
})

async function start(name: string, ...args: string[]): Promise<Child> {
  const child = await startChild(name, args)
  children.push(child)
  return child
}

/** Writes beside a program that holds the lock again and again, then dies at once; gives what it believed and what is there. */
async function writeBesideLock(way: 'guarded' | 'unguarded'): Promise<{ believed: number[]; stored: Set<string> }> {
  const writing = await start('guarded-writer.mjs', url, String(ROWS), way)
  const believed: number[] = []
  let isDone = false
  writing.process.on('message', (said: { stored?: number; isDone?: true }) => {
    if (said.stored !== undefined) believed.push(said.stored)
    if (said.isDone) isDone = true
  })
  const holder = await start('lock-holder.mjs', url)
  writing.process.send({ go: true })
  await waitFor(() => isDone || writing.process.exitCode !== null, { what: 'all rows are written', withinMs: 25_000 })
  await writing.kill('SIGKILL')
  await holder.kill()
  const client = createClient({ url })
  const { rows } = await client.execute("SELECT key FROM settings WHERE key LIKE 'row-%'")
  client.close()
  return { believed, stored: new Set(rows.map((row) => String(row.key))) }
}

describe('beside a program that holds the lock again and again', () => {
  it('the guarded writer stores every row it said it stored, though it is killed at the end', async () => {
    const { believed, stored } = await writeBesideLock('guarded')
    expect(believed).toHaveLength(ROWS)
    expect(believed.filter((n) => !stored.has(`row-${n}`))).toEqual([])
  })

  it('the unguarded client loses rows it said it stored: the test can fail', async () => {
    const { believed, stored } = await writeBesideLock('unguarded')
    expect(believed.filter((n) => !stored.has(`row-${n}`)).length).toBeGreaterThan(0)
  })
})
