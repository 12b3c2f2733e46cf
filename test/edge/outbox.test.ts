import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { mergeRanges } from '../../edge/domain/ranges.ts'
import type { Draft, RecordClass } from '../../edge/domain/record.ts'
import { createLog } from '../../edge/log.ts'
import { makeRoom } from '../../edge/make-room.ts'
import { NodeClockwork } from '../../edge/node-clock.ts'
import { Outbox } from '../../edge/outbox.ts'
import { Recorder } from '../../edge/recorder.ts'
import { checkedConfig, KEY, NODE, newFolder, readOutboxFile, startLocalAgent, upTo } from '../support/edge-node.ts'
import { startReceiptingBroker } from '../support/receipting-broker.ts'
import { waitFor } from '../support/wait-for.ts'

const PAGE_CAP = 64
const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function open(path: string, pageCap = PAGE_CAP): Promise<Outbox> {
  const outbox = await Outbox.open({ path, pageCap, now: Date.now })
  undo.push(() => outbox.close())
  return outbox
}

const newPath = () => join(newFolder(), 'x.outbox.db')

function draft(n: number, name: RecordClass = 'raw'): Draft {
  const clock = { isSynced: true, monotonicMs: n, at: 1_764_000_000_000 + n, start: 's' }
  return {
    class: name,
    appendedAt: clock.at,
    body: { clock, values: [['main-meter/l1.volts', clock.at, 220 + (n % 7)]] },
  }
}

async function appendMany(outbox: Outbox, count: number, name: RecordClass = 'raw'): Promise<void> {
  for (let n = 0; n < count; n++) {
    await makeRoom(outbox)
    expect(await outbox.append([draft(outbox.next, name)])).not.toBe('full')
  }
}

describe('the file', () => {
  test('sequences go on where they were, in the same boot, after it is opened again', async () => {
    const path = newPath()
    const first = await Outbox.open({ path, pageCap: PAGE_CAP, now: Date.now })
    await first.append([draft(1), draft(2, 'transition')])
    await first.close()
    const second = await open(path)
    expect({ boot: second.boot, next: second.next }).toEqual({ boot: first.boot, next: 3 })
    expect(await second.holds()).toEqual([{ boot: first.boot, from: 1, to: 2 }])
  })

  test('only what a receipt covers is deleted', async () => {
    const outbox = await open(newPath())
    await outbox.append([1, 2, 3, 4].map((n) => draft(n)))
    expect(await outbox.receipted('0000000000000000', 4)).toBe(0)
    expect(await outbox.receipted(outbox.boot, 3)).toBe(3)
    expect(await outbox.holds()).toEqual([{ boot: outbox.boot, from: 4, to: 4 }])
  })

  test('a damaged file is put aside and a new one is begun', async () => {
    const path = newPath()
    writeFileSync(path, 'this was a database once'.repeat(400))
    const outbox = await open(path)
    expect(outbox.putAside).toContain('.damaged-')
    expect(await outbox.append([draft(1)])).toHaveLength(1)
    expect(readdirSync(join(path, '..')).filter((name) => name.includes('.damaged-'))).toHaveLength(1)
  })

  test('a lock held by another process costs no acknowledged append', async () => {
    const path = newPath()
    const outbox = await open(path)
    const program = `
      import { createClient } from '@libsql/client'
      const client = createClient({ url: 'file:' + process.argv[1], timeout: 2000 })
      for (let n = 0; n < 4; n++) {
        const transaction = await client.transaction('write')
        await new Promise((done) => setTimeout(done, 200))
        await transaction.commit()
        console.log('released')
        await new Promise((done) => setTimeout(done, 40))
      }`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', program, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let released = 0
    holder.stdout.on('data', (bytes: Buffer) => (released += bytes.toString().split('released').length - 1))
    const ended = new Promise((done) => holder.once('exit', done))
    let appended = 0
    while (released < 4) {
      await outbox.append([draft(appended + 1)])
      appended++
      await new Promise((done) => setImmediate(done))
    }
    await ended
    const copy = `${path}.copy`
    copyFileSync(path, copy)
    copyFileSync(`${path}-wal`, `${copy}-wal`)
    expect((await readOutboxFile(copy)).rows.map((row) => row.sequence)).toEqual(upTo(appended))
  })
})

describe('at the page cap', () => {
  test('old raw records fade, transitions and the newest records stay, and every sequence is held or declared', async () => {
    const outbox = await open(newPath())
    for (let round = 0; round < 120; round++) {
      for (let batch = 0; batch < 11; batch++) {
        await makeRoom(outbox)
        expect(await outbox.append(upTo(9).map((n) => draft(outbox.next + n - 1)))).not.toBe('full')
      }
      await appendMany(outbox, 1, 'transition')
    }
    await outbox.close()
    undo.length = 0
    const { rows, next } = await readOutboxFile(outbox.path)
    const declared = rows.flatMap((row) => row.body.evicted ?? [])
    const held = rows.map((row) => ({ from: row.sequence, to: row.sequence }))
    expect(mergeRanges([...held, ...declared])).toEqual([{ from: 1, to: next - 1 }])
    expect(held.some(({ from }) => declared.some((range) => from >= range.from && from <= range.to))).toBe(false)
    expect(rows.filter((row) => row.class === 'transition')).toHaveLength(120)
    const raw = rows.filter((row) => row.class === 'raw').map((row) => row.sequence)
    expect(raw.at(-1)).toBe(next - 2)
    expect(new Set(rows.map((row) => row.class))).toEqual(
      new Set(['transition', 'raw', 'halved', 'quartered', 'dropped']),
    )
    for (const row of rows) {
      const kept = (row.body.evicted ?? [])
        .filter((range) => range.why === 'thinned')
        .reduce((sum, range) => sum + range.kept, 0)
      if (row.class === 'halved' || row.class === 'quartered') expect(kept).toBe(row.body.values.length)
    }
  })

  test('a file full of transitions takes no more, does not crash, and what was given up in memory is declared', async () => {
    const outbox = await open(newPath())
    const clock = new NodeClockwork(
      { now: Date.now, monotonic: () => performance.now() },
      { offsetMs: 0 },
      { id: 's', uptimeMs: 0, reason: 'powerOn' },
    )
    const recorder = new Recorder(
      outbox,
      clock,
      createLog('silent', {}, Date.now, () => {}),
      10,
    )
    const urgent = (n: number) => recorder.urgent([['main-meter/l1.volts', n, n % 2 === 0 ? 220 : 0, 1]])
    for (let n = 0; n < 1_500; n++) {
      urgent(n)
      if (n % 50 === 0) await recorder.flush()
    }
    await recorder.flush()
    expect(outbox.share).toBeGreaterThan(0.97)
    const everything = { classes: ['transition', 'dropped'] as const, isNewestFirst: false }
    const before = (await outbox.readLane(everything, null, 1e9, 1e9)).records

    await outbox.receipted(outbox.boot, outbox.next - 1)
    await recorder.stop()
    const after = (await outbox.readLane(everything, null, 1e9, 1e9)).records
    const records = [...before, ...after]
    const dropped = records.flatMap((record) => record.body.evicted ?? [])
    const transitions = records.filter((record) => record.class === 'transition')
    expect(after.length).toBeGreaterThan(100)
    expect(dropped.reduce((sum, { from, to }) => sum + to - from + 1, 0) + transitions.length).toBe(1_500)
    const sequences = records.map(({ sequence }) => ({ from: sequence, to: sequence }))
    expect(mergeRanges([...sequences, ...dropped])).toEqual([{ from: 1, to: outbox.next - 1 }])
  })

  test('what a node evicted while it was away is exactly what the server never gets', async () => {
    const config = checkedConfig({ outbox: { megabytes: 0.25 }, collectMs: 500 })
    const outbox = await Outbox.open({ path: config.outbox.path, pageCap: config.outbox.pageCap, now: Date.now })
    await appendMany(outbox, 1_500)
    await outbox.close()
    const server = await startReceiptingBroker({ keys: { [NODE]: KEY } })
    undo.push(() => server.stop())
    const { agent } = await startLocalAgent({ ...config, server: server.url, backlogPerSecond: 5_000 })
    undo.push(() => agent.stop())
    const ledger = server.ledgerOf(agent.outbox.boot)
    await waitFor(() => ledger.highest > 1_500 && ledger.missing().length === 0, {
      what: 'everything is explained',
      withinMs: 20_000,
    })
    const absent = upTo(ledger.highest).filter((sequence) => !ledger.stored.has(sequence))
    const evicted = ledger.evicted.flatMap(({ from, to }) => upTo(to).slice(from - 1))
    expect(absent.length).toBeGreaterThan(100)
    expect(evicted.sort((a, b) => a - b)).toEqual(absent)
    expect(ledger.lost.size).toBe(0)
  })
})

describe('a file that was rolled back or cloned', () => {
  function copyOutbox(from: string, to: string): void {
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(to + suffix, { force: true })
      if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix)
    }
  }

  async function twoLives() {
    const config = checkedConfig()
    const { path } = config.outbox
    const server = await startReceiptingBroker({ keys: { [NODE]: KEY } })
    undo.push(() => server.stop())
    const online = { ...config, server: server.url }
    const first = await startLocalAgent(online)
    await waitFor(() => server.arrivals.length >= 3, { what: 'some records arrived' })
    await first.agent.stop()
    copyOutbox(path, `${path}.old`)
    const second = await startLocalAgent(online)
    const { next, boot } = second.agent.outbox
    await waitFor(() => server.ledgerOf(boot).highest > next + 3, { what: 'more arrived' })
    await second.agent.stop()
    copyOutbox(`${path}.old`, path)
    return { online, server, boot, oldNext: next }
  }

  test('the first receipt reveals it, and new records get a new boot id that a new birth announces', async () => {
    const { online, server, boot, oldNext } = await twoLives()
    const before = [...server.ledgerOf(boot).stored.values()]
    const { agent, lines } = await startLocalAgent(online)
    undo.push(() => agent.stop())
    await waitFor(() => agent.outbox.boot !== boot && agent.state === 'live', { what: 'it has a new boot id' })
    const ledger = server.ledgerOf(agent.outbox.boot)
    await waitFor(() => ledger.highest >= 3 && ledger.missing().length === 0, { what: 'new records arrive' })
    expect([...server.ledgerOf(boot).stored.values()]).toEqual(before)
    expect(server.births.at(-1)).toMatchObject({ boot: agent.outbox.boot })
    expect(lines.find((line) => line.event === 'new-boot')).toMatchObject({ why: 'rollback', was: boot, from: oldNext })
    expect(ledger.sequences()).toEqual(upTo(ledger.highest))
  })

  test('records appended offline after the rollback are not swallowed, though their sequences are taken', async () => {
    const { online, server, boot } = await twoLives()
    const highest = server.ledgerOf(boot).highest
    const offline = await startLocalAgent({ ...online, server: 'mqtt://127.0.0.1:1' })
    undo.push(() => offline.agent.stop())
    await waitFor(() => offline.agent.outbox.next > highest + 5, { what: 'it has passed what the server knows' })
    const written = await offline.agent.outbox.readLane(
      { classes: ['raw', 'transition'], isNewestFirst: false },
      null,
      1e9,
      1e4,
    )
    await offline.agent.stop()
    const { agent } = await startLocalAgent({ ...online, backlogPerSecond: 5_000 })
    undo.push(() => agent.stop())
    const arrived = () => server.arrivals.map(({ record }) => JSON.stringify(record.values))
    await waitFor(() => written.records.every((record) => arrived().includes(JSON.stringify(record.body.values))), {
      what: 'all of them arrived under some boot id',
    })
    const kept = [...server.ledgers.values()].flatMap((ledger) => [...ledger.stored.values()])
    const values = new Set(kept.map((record) => JSON.stringify(record.values)))
    expect(written.records.filter((record) => !values.has(JSON.stringify(record.body.values)))).toEqual([])
  })

  test('a conflict makes the node move what it still holds to a new boot id', async () => {
    const config = checkedConfig()
    const outbox = await Outbox.open({ path: config.outbox.path, pageCap: config.outbox.pageCap, now: Date.now })
    await outbox.append([draft(1), draft(2), draft(3)])
    const { boot } = outbox
    await outbox.close()
    const server = await startReceiptingBroker({ keys: { [NODE]: KEY } })
    undo.push(() => server.stop())
    const twin = { ...draft(9).body, v: 1 as const, boot, sequence: 2, sentAt: 1, backfill: false }
    server.ledgerOf(boot).commit(twin)
    const { agent } = await startLocalAgent({ ...config, server: server.url })
    undo.push(() => agent.stop())
    await waitFor(() => agent.outbox.boot !== boot && agent.state === 'live', { what: 'it has a new boot id' })
    const stored = () =>
      [...server.ledgers.values()].flatMap((ledger) => [...ledger.stored.values(), ...ledger.quarantined])
    const isStored = (n: number) => stored().some(({ values }) => isDeepStrictEqual(values, draft(n).body.values))
    await waitFor(() => [1, 2, 3].every(isStored), { what: 'the three records are stored or in quarantine' })
    expect(server.ledgerOf(boot).stored.get(2)).toBe(twin)
  })
})
