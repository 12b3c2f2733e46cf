import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IngestMessage } from '../../server/ingest/port.ts'
import { BOOT, birth, OTHER_BOOT, publish, record, TEN_O_CLOCK } from '../support/node-messages.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../support/telemetry-database.ts'

const VOLTS = 'main-meter/l1.volts'
const at = (seconds: number): number => TEN_O_CLOCK + seconds * 1_000

let clock = TEN_O_CLOCK
let db: TelemetryDatabase
beforeEach(async () => {
  clock = TEN_O_CLOCK
  db = await openTelemetryDatabase(() => clock)
  await db.addSite('market')
  await db.addNode('node-1', 'market')
})
afterEach(() => db.close())

const commit = (...messages: IngestMessage[]) => db.writer.commit(messages)
const born = () => commit(publish('node-1', 'birth', birth()))
const samples = () => db.query('SELECT sequence, ix, value, text FROM samples ORDER BY sequence, ix')

describe('a birth', () => {
  it('declares devices, metrics and deadlines, and is answered with a receipt', async () => {
    const outcome = await born()
    expect(outcome).toEqual({
      receipts: [
        {
          node: 'node-1',
          isUrgent: true,
          receipt: { v: 1, boot: BOOT, connection: 'c1', upTo: 0, highest: 0, missing: [], at: TEN_O_CLOCK },
        },
      ],
      rebirths: [],
      readings: [],
      hasEvents: true,
    })
    expect(await db.query('SELECT name, unit FROM metrics ORDER BY id')).toEqual([
      { name: 'l1.volts', unit: 'V' },
      { name: 'people', unit: 'count' },
      { name: 'mode', unit: '1' },
      { name: 'isOpen', unit: '1' },
    ])
    expect(await db.query('SELECT DISTINCT due_at, fired_at FROM deadlines')).toEqual([
      { due_at: at(90), fired_at: null },
    ])
    expect(await db.query('SELECT powered_by, connection, born_at, outbox_percent FROM nodes')).toEqual([
      { powered_by: 'ups', connection: 'c1', born_at: TEN_O_CLOCK, outbox_percent: 12.5 },
    ])
  })

  it('sent again on the same connection leaves one connection row and the same ids', async () => {
    await born()
    await commit(publish('node-1', 'birth', birth({ next: 5 })))
    expect(await db.query('SELECT connection FROM connections')).toEqual([{ connection: 'c1' }])
    expect(await db.query('SELECT count(*) AS n FROM metrics')).toEqual([{ n: 4 }])
  })
})

describe('a record', () => {
  it('is stored value by value, becomes the present value and moves the deadline', async () => {
    await born()
    clock = at(10)
    const values = [
      [VOLTS, at(9), 231.4],
      ['main-meter/people', at(9), 12],
      ['main-meter/mode', at(9), '营业'],
      ['main-meter/isOpen', at(9), true],
    ] as [string, number, number | string | boolean][]
    const outcome = await commit(publish('node-1', 'data', record(1, values), at(10)))
    expect(await samples()).toEqual([
      { sequence: 1, ix: 0, value: 231.4, text: null },
      { sequence: 1, ix: 1, value: 12, text: null },
      { sequence: 1, ix: 2, value: null, text: '营业' },
      { sequence: 1, ix: 3, value: 1, text: null },
    ])
    expect(outcome.receipts.map(({ receipt }) => [receipt.upTo, receipt.highest])).toEqual([[1, 1]])
    expect(outcome.readings.map(({ siteId, at: when, value, text }) => [siteId, when, value, text])).toEqual([
      ['market', at(9), 231.4, null],
      ['market', at(9), 12, null],
      ['market', at(9), null, '营业'],
      ['market', at(9), 1, null],
    ])
    expect(await db.query('SELECT DISTINCT due_at FROM deadlines')).toEqual([{ due_at: at(100) }])
  })

  it('sent twice, in one flush and in the next, is stored once and answered each time', async () => {
    await born()
    const message = publish('node-1', 'data', record(1, [[VOLTS, at(1), 230.123456789]]))
    const first = await commit(message, message)
    const second = await commit(message)
    expect(await samples()).toEqual([{ sequence: 1, ix: 0, value: 230.123456789, text: null }])
    expect([first, second].map(({ receipts }) => receipts[0]?.receipt.error)).toEqual([undefined, undefined])
    expect(second.receipts).toHaveLength(1)
    expect(await db.query('SELECT * FROM quarantined')).toEqual([])
  })

  it('sent again with another value is a conflict: the first stays, the second is kept as bytes', async () => {
    await born()
    await commit(publish('node-1', 'data', record(1, [[VOLTS, at(1), 230]])))
    const other = record(1, [[VOLTS, at(1), 231]])
    const outcome = await commit(publish('node-1', 'data', other))
    expect(outcome.receipts[0]?.receipt.error).toBe('conflict')
    expect(await samples()).toEqual([{ sequence: 1, ix: 0, value: 230, text: null }])
    const rows = await db.query('SELECT reason, boot, sequence, bytes FROM quarantined')
    expect(rows.map((row) => [row.reason, row.boot, row.sequence])).toEqual([['conflict', BOOT, 1]])
    expect(JSON.parse(Buffer.from(rows[0]?.bytes as ArrayBuffer).toString())).toEqual(other)
  })

  it('sent again with another time is a conflict too', async () => {
    await born()
    await commit(publish('node-1', 'data', record(1, [[VOLTS, at(1), 230]])))
    const outcome = await commit(publish('node-1', 'data', record(1, [[VOLTS, at(2), 230]])))
    expect(outcome.receipts[0]?.receipt.error).toBe('conflict')
  })

  it('of an older sequence is stored and does not move the present value', async () => {
    await born()
    await commit(publish('node-1', 'data', record(2, [[VOLTS, at(2), 231]])))
    const outcome = await commit(publish('node-1', 'data', record(1, [[VOLTS, at(1), 229]])))
    expect(outcome.readings).toEqual([])
    expect(await db.query('SELECT sequence, value FROM current_values')).toEqual([{ sequence: 2, value: 231 }])
    expect(await samples()).toHaveLength(2)
  })

  it('of the past, backfilled, moves neither the present value nor a deadline', async () => {
    await born()
    clock = at(30)
    const old = record(1, [[VOLTS, at(-3_600), 229]], { backfill: true })
    const outcome = await commit(publish('node-1', 'data', old, at(30)))
    expect(outcome.readings).toEqual([])
    expect(await db.query('SELECT * FROM current_values')).toEqual([])
    expect(await db.query('SELECT DISTINCT due_at FROM deadlines')).toEqual([{ due_at: at(90) }])
    expect(await samples()).toHaveLength(1)
  })

  it('goes on where the ledger stood after a restart', async () => {
    await born()
    await commit(publish('node-1', 'data', record(1, [[VOLTS, at(1), 230]])))
    await db.reopen()
    const outcome = await commit(publish('node-1', 'data', record(3, [[VOLTS, at(3), 230]])))
    expect(outcome.receipts[0]?.receipt).toMatchObject({ upTo: 1, highest: 3, missing: [[2, 2]] })
  })

  it('of a node nobody created is kept as bytes', async () => {
    await commit(publish('stranger', 'data', record(1, [])))
    expect(await db.query('SELECT node_id, reason FROM quarantined')).toEqual([
      { node_id: 'stranger', reason: 'unknown_node' },
    ])
  })
})

describe('the gap ledger', () => {
  const gaps = () =>
    db.query('SELECT from_sequence AS a, to_sequence AS b, outcome FROM gaps ORDER BY from_sequence, to_sequence')

  it('follows the worked example: a backlog with an eviction inside it', async () => {
    await born()
    const one = (sequence: number, more = {}) =>
      publish('node-1', 'data', record(sequence, [[VOLTS, at(sequence), 230]], more))
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => one(from + n))
    const receipt = async (...messages: IngestMessage[]) => (await commit(...messages)).receipts[0]?.receipt

    expect(await receipt(...range(1, 100))).toMatchObject({ upTo: 100, missing: [] })
    expect(await receipt(one(162))).toMatchObject({ upTo: 100, highest: 162, missing: [[101, 161]] })
    const evicted = [{ from: 111, to: 120, why: 'dropped' as const, kept: 0 }]
    expect(await receipt(one(161, { evicted }))).toMatchObject({
      upTo: 100,
      missing: [
        [101, 110],
        [121, 160],
      ],
    })
    expect(await receipt(...range(101, 110))).toMatchObject({ upTo: 120, missing: [[121, 160]] })
    expect(await receipt(...range(121, 160))).toMatchObject({ upTo: 162, highest: 162, missing: [] })
    expect(await gaps()).toEqual([
      { a: 101, b: 110, outcome: 'filled' },
      { a: 111, b: 120, outcome: 'evicted' },
      { a: 121, b: 160, outcome: 'filled' },
    ])
  })

  it('closes as lost what a birth no longer holds, on this boot and on older ones', async () => {
    await born()
    await commit(publish('node-1', 'data', record(3, [])))
    const again = birth({ boot: OTHER_BOOT, connection: 'c2', next: 1, holds: [{ boot: BOOT, from: 2, to: 2 }] })
    await commit(publish('node-1', 'birth', again))
    expect(await gaps()).toEqual([
      { a: 1, b: 1, outcome: 'lost' },
      { a: 2, b: 2, outcome: 'open' },
    ])
  })
})

describe('a death', () => {
  it('of the latest connection makes the node known dead', async () => {
    await born()
    await commit(publish('node-1', 'death', { v: 1, connection: 'c1', reason: 'will' }, at(40)))
    expect(await db.query('SELECT died_at, death_reason FROM nodes')).toEqual([
      { died_at: at(40), death_reason: 'will' },
    ])
    expect(await db.query('SELECT died_at FROM connections')).toEqual([{ died_at: at(40) }])
  })

  it('of an older connection is a late will and leaves the node alive', async () => {
    await born()
    await commit(publish('node-1', 'birth', birth({ connection: 'c2' }), at(20)))
    await commit(publish('node-1', 'death', { v: 1, connection: 'c1', reason: 'will' }, at(40)))
    expect(await db.query('SELECT died_at FROM nodes')).toEqual([{ died_at: null }])
  })
})

describe('what is put aside', () => {
  it.each([
    ['an unknown metric', ['main-meter/amps', at(1), 3], 'unknown_metric', true],
    ['an unknown device', ['other/l1.volts', at(1), 3], 'unknown_device', true],
    ['text for a number', [VOLTS, at(1), 'high'], 'wrong_type', true],
    ['a number for text', ['main-meter/mode', at(1), 3], 'wrong_type', true],
    ['a billion volts', [VOLTS, at(1), 1e9], 'impossible', false],
    ['fewer than no people', ['main-meter/people', at(1), -5], 'impossible', false],
    ['a value without a time', [VOLTS, 'now', 3], 'malformed', false],
    ['nothing without the invalid flag', [VOLTS, at(1), null], 'wrong_type', true],
  ])('%s is kept under its index and spoils nothing else', async (_name, value, reason, asksRebirth) => {
    await born()
    const body = { ...record(1, []), values: [value, [VOLTS, at(2), 230]] }
    const outcome = await commit(publish('node-1', 'data', body))
    expect(await db.query('SELECT reason, boot, sequence, ix FROM quarantined')).toEqual([
      { reason, boot: BOOT, sequence: 1, ix: 0 },
    ])
    expect(await samples()).toEqual([{ sequence: 1, ix: 1, value: 230, text: null }])
    expect(outcome.rebirths).toEqual(asksRebirth ? ['node-1'] : [])
    expect(outcome.receipts[0]?.receipt).toMatchObject({ upTo: 1 })
  })

  it('asks for a rebirth at most once a minute', async () => {
    await born()
    const unknown = (sequence: number) => publish('node-1', 'data', record(sequence, [['x/y', at(1), 1]]))
    expect((await commit(unknown(1))).rebirths).toEqual(['node-1'])
    clock = at(59)
    expect((await commit(unknown(2))).rebirths).toEqual([])
    clock = at(61)
    expect((await commit(unknown(3))).rebirths).toEqual(['node-1'])
  })

  it('keeps head, length and hash of a payload that is too large', async () => {
    await born()
    await commit(publish('node-1', 'data', Buffer.alloc(70_000, 'x')))
    const [row] = await db.query('SELECT reason, size, sha256, length(bytes) AS kept FROM quarantined')
    expect(row).toMatchObject({ reason: 'too_large', size: 70_000, kept: 4_096 })
    expect(String(row?.sha256)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('counts a record whose content is refused but whose sequence is readable as committed', async () => {
    await born()
    const body = { ...record(1, []), clock: 'noon' }
    const outcome = await commit(publish('node-1', 'data', body))
    expect(outcome.receipts[0]?.receipt).toMatchObject({ upTo: 1 })
    expect(await db.query('SELECT reason, sequence FROM quarantined')).toEqual([
      { reason: 'not_a_record', sequence: 1 },
    ])
  })

  it('answers a refused birth on the newest boot it knows', async () => {
    await born()
    const outcome = await commit(publish('node-1', 'birth', { v: 1 }))
    expect(outcome.receipts[0]?.receipt).toMatchObject({ boot: BOOT, error: 'birth' })
  })
})

describe('clock quality', () => {
  const quality = () => db.query('SELECT clock_quality AS q FROM samples ORDER BY sequence')

  it.each([
    ['1970', 86_400_000, 2],
    ['three minutes ahead', at(180), 2],
    ['on time', at(-1), 0],
  ])('%s', async (_name, deviceAt, expected) => {
    await born()
    const outcome = await commit(publish('node-1', 'data', record(1, [[VOLTS, deviceAt, 230]])))
    expect(await quality()).toEqual([{ q: expected }])
    expect(outcome.readings[0]?.at).toBe(expected === 2 ? TEN_O_CLOCK : deviceAt)
  })

  it('is skewed when the median of the node is more than five seconds off', async () => {
    await born()
    for (let n = 1; n <= 3; n++) await commit(publish('node-1', 'data', record(n, [[VOLTS, at(n - 30), 230]]), at(n)))
    expect(await quality()).toEqual([{ q: 1 }, { q: 1 }, { q: 1 }])
    expect(await db.query('SELECT clock_skew_ms AS ms FROM nodes')).toEqual([{ ms: 30_000 }])
  })
})
