import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publishBytes } from '../../bench/mqtt-bytes.ts'
import { topicOf } from '../../server/wire/node-protocol.ts'
import { type Child, startChild } from '../support/child.ts'
import { birth, meter, record } from '../support/node-messages.ts'
import { PUBACK, sayConnect } from '../support/raw-mqtt.ts'
import { freePort } from '../support/server-process.ts'
import { keyOf } from '../support/telemetry-database.ts'
import { waitFor } from '../support/wait-for.ts'

const NODES = ['kill-0', 'kill-1', 'kill-2', 'kill-3', 'kill-4', 'kill-5', 'kill-6', 'kill-7']
const IN_FLIGHT = 20
const KILLS = 3

let folder: string
let child: Child | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mingchuang-kill-'))
})
afterEach(async () => {
  await child?.kill()
  rmSync(folder, { recursive: true, force: true })
})

const bootOf = (n: number, life: number): string => `${life}${n}`.padStart(16, '0')
const body = (boot: string, sequence: number): string =>
  JSON.stringify(record(sequence, [['main-meter/l1.volts', Date.now(), 230]], { boot }))

/** Keeps twenty records of one node in flight until the connection breaks; gives what was acknowledged. */
async function pour(port: number, node: string, boot: string, acknowledged: Set<string>): Promise<void> {
  const { raw, code } = await sayConnect(port, { clientId: node, username: node, password: keyOf(node) })
  expect(code).toBe(0)
  const payload = JSON.stringify(birth({ boot, devices: [meter] }))
  raw.send(publishBytes({ topic: topicOf(node, 'birth'), payload, id: 65_000 }))
  let sequence = 0
  const send = (): void => {
    sequence++
    raw.send(publishBytes({ topic: topicOf(node, 'data'), payload: body(boot, sequence), id: (sequence % 60_000) + 1 }))
  }
  let seen = 0
  raw.socket.on('data', () => {
    for (; seen < raw.received.length; seen++) {
      const { head, body: rest } = raw.received[seen]!
      if (head !== PUBACK || rest.readUInt16BE(0) === 65_000) continue
      acknowledged.add(`${boot}:${rest.readUInt16BE(0) - 1}`)
      send()
    }
  })
  for (let n = 0; n < IN_FLIGHT; n++) send()
  await raw.closed()
}

/** SIGKILLs the program under load again and again; gives what it acknowledged. */
async function killUnderLoad(program: string): Promise<{ acknowledged: Set<string>; url: string }> {
  const url = `file:${join(folder, 'kill.db')}`
  const port = await freePort()
  const acknowledged = new Set<string>()
  for (let life = 1; life <= KILLS; life++) {
    child = await startChild(program, [url, String(port), ...NODES])
    const before = acknowledged.size
    const load = NODES.map((node, n) => pour(port, node, bootOf(n, life), acknowledged))
    await waitFor(() => acknowledged.size > before + 1_500, { what: 'enough was acknowledged', withinMs: 20_000 })
    await child.kill('SIGKILL')
    await Promise.all(load)
  }
  return { acknowledged, url }
}

async function missing(acknowledged: Set<string>, url: string, sql: string): Promise<number> {
  const client = createClient({ url })
  const { rows } = await client.execute(sql)
  client.close()
  const stored = new Set(rows.map((row) => `${row.boot}:${row.sequence}`))
  return [...acknowledged].filter((one) => !stored.has(one)).length
}

describe('SIGKILL under load', () => {
  it('loses nothing that was acknowledged', async () => {
    const { acknowledged, url } = await killUnderLoad('ingest.mjs')
    const sql = 'SELECT b.boot, s.sequence FROM samples s JOIN boots b ON b.id = s.boot_id'
    expect(await missing(acknowledged, url, sql)).toBe(0)
    expect(acknowledged.size).toBeGreaterThan(1_500 * KILLS)
  })

  it('loses records of a server that inserts on the publish event: the test can fail', async () => {
    const { acknowledged, url } = await killUnderLoad('naive-ingest.mjs')
    expect(await missing(acknowledged, url, 'SELECT boot, sequence FROM records')).toBeGreaterThan(0)
  })
})
