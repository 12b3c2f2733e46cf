import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publishBytes } from '../../bench/mqtt-bytes.ts'
import { queriesOver } from '../../db/drizzle.ts'
import { createStore } from '../../server/store/store.ts'
import { type Birth, type DeviceDeclaration, type MetricDeclaration, topicOf } from '../../server/wire/node-protocol.ts'
import { nodeDetailSchema } from '../../server/wire/nodes.ts'
import { BOOT, birth, meter, OTHER_BOOT, record } from '../support/node-messages.ts'
import { PUBACK, type RawMqtt, sayConnect } from '../support/raw-mqtt.ts'
import { type RunningBroker, runBroker } from '../support/running-broker.ts'
import { keyOf } from '../support/telemetry-database.ts'
import { waitFor } from '../support/wait-for.ts'

const VOLTS = 'main-meter/l1.volts'
const now = Date.now()

let running: RunningBroker
let raw: RawMqtt
let id = 0
beforeEach(async () => {
  running = await runBroker({ caps: { messagesPerSecond: 10_000 } })
  await running.db.addNode('node-1')
  raw = (await sayConnect(running.broker.port, { clientId: 'node-1', username: 'node-1', password: keyOf('node-1') }))
    .raw
  id = 0
  await send('birth', JSON.stringify(birth()))
})
afterEach(async () => {
  raw.end()
  await running.stop()
})

/** Publishes and waits for the PUBACK. */
async function send(channel: 'birth' | 'data' | 'death', payload: string | Buffer): Promise<void> {
  id++
  raw.send(publishBytes({ topic: topicOf('node-1', channel), payload, id }))
  const expected = id
  await waitFor(() => raw.received.filter(({ head }) => head === PUBACK).length === expected, {
    what: `PUBACK ${expected}`,
    everyMs: 5,
  })
}

const EVERYTHING = { boot: BOOT, from: 1, to: Number.MAX_SAFE_INTEGER }
const ADMINISTRATOR = { id: 'sun', role: 'administrator', agencyId: null } as const
const withTimes = (times: Partial<MetricDeclaration>): DeviceDeclaration => ({
  ...meter,
  metrics: [{ ...meter.metrics[0]!, ...times }],
})

const whole = JSON.stringify(record(1, [[VOLTS, now, 230]]))
const withValues = (values: string): string => whole.replace(/"values":\[.*\]\}$/, `"values":[${values}]}`)
const nested = `${'['.repeat(30_000)}${']'.repeat(30_000)}`

/** What is sent, what is put aside for it, and what of it is stored: [ix, value, clock quality]. */
const CASES: [string, string | Buffer, string[], unknown[][]][] = [
  ['nothing at all', '', ['not_json'], []],
  ['broken JSON', '{"v":1,', ['not_json'], []],
  ['truncated JSON', whole.slice(0, -20), ['not_json'], []],
  ['JSON that is no object', '[1,2,3]', ['not_a_record'], []],
  ['JSON of another kind', '{"temperature":21}', ['not_a_record'], []],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80]), ['not_json'], []],
  ['protobuf junk', Buffer.from([0x08, 0x96, 0x01, 0x12, 0x07, 0x74]), ['not_json'], []],
  ['60,000 brackets', nested, ['not_a_record'], []],
  ['256 kB', Buffer.alloc(262_144, 'a'), ['too_large'], []],
  ['NaN as JavaScript writes it', withValues(`["${VOLTS}",${now},NaN]`), ['not_json'], []],
  ['infinity by overflow', withValues(`["${VOLTS}",${now},1e999]`), ['malformed'], []],
  [
    '501 values',
    withValues(Array.from({ length: 501 }, () => `["${VOLTS}",${now},230]`).join()),
    ['too_many_values'],
    [],
  ],
  ['a sequence of zero', whole.replace('"sequence":1', '"sequence":0'), ['not_a_record'], []],
  ['a boot that is none', whole.replace('9f2c41d07a6be853', 'reboot'), ['not_a_record'], []],
  ['an unknown metric', withValues(`["main-meter/amps",${now},3]`), ['unknown_metric'], []],
  ['a billion volts', withValues(`["${VOLTS}",${now},1e9]`), ['impossible'], []],
  ['a queue of −5', withValues(`["main-meter/people",${now},-5]`), ['impossible'], []],
  ['a text of 257 characters', withValues(`["main-meter/mode",${now},"${'长'.repeat(257)}"]`), ['wrong_type'], []],
  ['a sample of 1970', withValues(`["${VOLTS}",86400000,230]`), [], [[0, 230, 2]]],
  ['a sample of 2099', withValues(`["${VOLTS}",4070908800000,230]`), [], [[0, 230, 2]]],
  ['a sample from before the epoch', withValues(`["${VOLTS}",-9007199254740991,230]`), [], [[0, 230, 2]]],
  ['the smallest number there is', withValues(`["${VOLTS}",${now},-5e-324]`), [], [[0, -5e-324, 0]]],
  ['a failed sensor', withValues(`["${VOLTS}",${now},null,2]`), [], [[0, null, 0]]],
  [
    'a number of more digits than a row has room for',
    withValues(`["${VOLTS}",${now},-1.2345678901234567e-6]`),
    [],
    [[0, -1.2345678901234567e-6, 0]],
  ],
  ['a value of 60,000 brackets', withValues(nested), ['malformed'], []],
  ['flags of the future', withValues(`["${VOLTS}",${now},230,4096]`), [], [[0, 230, 0]]],
]

describe('poison', () => {
  it.each(CASES)(
    '%s is acknowledged, and the good message behind it is stored',
    async (_name, payload, reasons, stored) => {
      await send('data', payload)
      await send('data', JSON.stringify(record(2, [[VOLTS, now, 231.5]])))
      expect(
        (await running.db.query('SELECT reason FROM quarantined ORDER BY id')).map(({ reason }) => reason),
      ).toEqual(reasons)
      const rows = await running.db.query(
        'SELECT sequence, ix, value, clock_quality AS q FROM samples ORDER BY sequence',
      )
      expect(rows.map((row) => [row.sequence, row.ix, row.value, row.q])).toEqual([
        ...stored.map((row) => [1, ...row]),
        [2, 0, 231.5, 0],
      ])
      expect(raw.isClosed()).toBe(false)
      expect(await running.db.query('SELECT * FROM power_events')).toEqual([])
    },
  )

  it('of 1,001 bad messages in a row is all kept, and the node still served', async () => {
    for (let n = 0; n < 1_001; n++) {
      id++
      raw.send(publishBytes({ topic: topicOf('node-1', 'data'), payload: `bad ${n}`, id }))
    }
    await send('data', JSON.stringify(record(1, [[VOLTS, now, 230]])))
    expect(await running.db.query('SELECT count(*) AS n FROM quarantined')).toEqual([{ n: 1_001 }])
    expect(await running.db.query('SELECT count(*) AS n FROM samples')).toEqual([{ n: 1 }])
  })

  it('in a text is stored readable, and no conflict when it comes again', async () => {
    const half = JSON.stringify(record(1, [['main-meter/mode', now, 'half \ud83d, whole 😀, none \0, end']]))
    await send('data', half)
    await send('data', half)
    await send('birth', JSON.stringify(birth({ devices: [{ ...meter, displayName: '\udc00\ud800' }] })))
    expect(await running.db.query('SELECT text FROM samples')).toEqual([
      { text: 'half \ufffd, whole 😀, none \ufffd, end' },
    ])
    expect(await running.db.query('SELECT text FROM current_values')).toHaveLength(1)
    expect(await running.db.query('SELECT display_name FROM devices')).toEqual([{ display_name: '\ufffd\ufffd' }])
    expect(await running.db.query('SELECT * FROM quarantined')).toEqual([])
  })

  it.each([
    ['an uptime', { start: { id: 's1', uptimeMs: 1e16, reason: 'powerOn' } }, ['bad_birth']],
    ['a silence', { devices: [withTimes({ maximumSilenceMs: Number.MAX_SAFE_INTEGER })] }, ['bad_birth']],
    ['a period', { devices: [withTimes({ periodMs: Number.MAX_SAFE_INTEGER })] }, ['bad_birth']],
    ['a number of held records', { holds: [EVERYTHING, { ...EVERYTHING, boot: OTHER_BOOT }] }, []],
  ] as [string, Partial<Birth>, string[]][])(
    'as %s beyond every safe integer leaves the pages and the next start whole',
    async (_what, declared, reasons) => {
      await send('birth', JSON.stringify(birth({ connection: 'c2', ...declared })))
      for (const boot of [BOOT, OTHER_BOOT])
        await send('data', JSON.stringify(record(Number.MAX_SAFE_INTEGER, [[VOLTS, now, 230]], { boot })))
      const store = createStore({ db: queriesOver(running.db.reader), writer: running.db.writer })
      const later = Date.now() + 60_000
      expect(nodeDetailSchema.parse(await store.nodes.detail('node-1', later)).openGaps).toEqual({
        count: 2,
        records: Number.MAX_SAFE_INTEGER,
      })
      expect((await store.overview.read(ADMINISTRATOR, later)).nodes.total).toBe(1)
      await running.db.reopen()
      expect((await running.db.writer.silence(later + 86_400_000)).nodes).toEqual(['node-1'])
      expect(
        (await running.db.query('SELECT reason FROM quarantined ORDER BY id')).map(({ reason }) => reason),
      ).toEqual(reasons)
    },
  )

  it('as a birth or a death changes nothing', async () => {
    await send('birth', '{"v":1}')
    await send('birth', Buffer.alloc(70_000, '{'))
    await send('death', '{"v":1,"connection":5}')
    await send('data', JSON.stringify(record(1, [[VOLTS, now, 230]])))
    expect((await running.db.query('SELECT reason FROM quarantined ORDER BY id')).map(({ reason }) => reason)).toEqual([
      'bad_birth',
      'too_large',
      'bad_death',
    ])
    expect(await running.db.query('SELECT died_at FROM nodes')).toEqual([{ died_at: null }])
  })
})
