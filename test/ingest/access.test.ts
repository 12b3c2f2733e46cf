import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Connect, publishBytes, subscribeBytes } from '../../bench/mqtt-bytes.ts'
import { topicOf } from '../../server/wire/node-protocol.ts'
import { birth, publish, record } from '../support/node-messages.ts'
import { CONNACK, connectRaw, PUBACK, type RawMqtt, SUBACK, sayConnect } from '../support/raw-mqtt.ts'
import { type RunningBroker, runBroker } from '../support/running-broker.ts'
import { keyOf } from '../support/telemetry-database.ts'
import { waitFor } from '../support/wait-for.ts'

let running: RunningBroker
const open: RawMqtt[] = []
beforeEach(async () => {
  running = await runBroker()
  await running.db.addNode('victim')
  await running.db.addNode('other')
})
afterEach(async () => {
  for (const raw of open.splice(0)) raw.end()
  await running.stop()
})

const claim = (node: string, overrides: Partial<Connect> = {}): Connect => ({
  clientId: node,
  username: node,
  password: keyOf(node),
  ...overrides,
})
const will = (node: string) => ({
  topic: topicOf(node, 'death'),
  payload: JSON.stringify({ v: 1, connection: 'c1', reason: 'will' }),
})

async function say(connect: Connect): Promise<{ raw: RawMqtt; code: number | null }> {
  const answer = await sayConnect(running.broker.port, connect)
  open.push(answer.raw)
  return answer
}
async function accepted(node: string, overrides: Partial<Connect> = {}): Promise<RawMqtt> {
  const { raw, code } = await say(claim(node, overrides))
  expect(code).toBe(0)
  return raw
}
const messages = (node: string) => ({
  birth: publishBytes({ topic: topicOf(node, 'birth'), payload: publish(node, 'birth', birth()).payload, id: 1 }),
  data: (sequence: number) =>
    publishBytes({
      topic: topicOf(node, 'data'),
      payload: publish(node, 'data', record(sequence, [['main-meter/l1.volts', Date.now(), 230]])).payload,
      id: sequence + 1,
    }),
})

describe('a CONNECT', () => {
  it.each<[string, Partial<Connect>]>([
    ['with a wrong key', { password: 'guessed' }],
    ['without a key', { password: undefined }],
    ['of a node nobody created', { clientId: 'stranger', username: 'stranger' }],
    ['under the name of another', { clientId: 'victim', username: 'other', password: keyOf('other') }],
    ['with an empty client id', { clientId: '' }],
    ['that wants a session kept', { isClean: false }],
    ['with a keepalive below 10 s', { keepaliveS: 5 }],
    ['with a will for another node', { will: will('victim') }],
    ['with a retained will', { will: { ...will('other'), retain: true } }],
    ['with a will of QoS 0', { will: { ...will('other'), qos: 0 } }],
  ])('%s is refused', async (_name, overrides) => {
    const { raw, code } = await say(claim('other', overrides))
    expect(code).toBe(5)
    await raw.closed()
  })

  it('with the right key and its own will is accepted', async () => {
    await accepted('other', { will: will('other') })
  })

  it('with a keepalive above 120 s, or none at all, is refused', async () => {
    for (const keepaliveS of [0, 121]) {
      const { raw } = await say(claim('other', { keepaliveS }))
      await raw.closed()
      expect(raw.received.find(({ head }) => head === CONNACK)?.body[1]).not.toBe(0)
    }
  })

  it('under the name of a connected node with a wrong key leaves that one connected and its will unsent', async () => {
    const victim = await accepted('victim', { will: will('victim') })
    victim.send(messages('victim').birth)
    await victim.packet(PUBACK)
    const { code } = await say(claim('victim', { password: 'guessed' }))
    expect(code).toBe(5)
    victim.send(messages('victim').data(1))
    await waitFor(() => victim.received.filter(({ head }) => head === PUBACK).length === 2, { what: 'a PUBACK' })
    expect(victim.isClosed()).toBe(false)
    expect(await running.db.query('SELECT id, died_at FROM nodes ORDER BY id')).toEqual([
      { id: 'other', died_at: null },
      { id: 'victim', died_at: null },
    ])
  })

  it('with the right key takes over, and four in a minute are noticed as two boxes with one key', async () => {
    for (let n = 0; n < 5; n++) await accepted('victim')
    expect(running.notices.filter((notice) => notice === 'shared_key victim')).toHaveLength(1)
  })
})

describe('a publish', () => {
  it.each([
    ['as another node', { topic: topicOf('victim', 'data') }],
    ['to its own receipts', { topic: topicOf('other', 'receipt') }],
    ['to $SYS', { topic: '$SYS/x' }],
    ['to a topic nobody knows', { topic: 'mc/1/other/anything' }],
    ['with a wildcard', { topic: 'mc/1/+/data' }],
    ['with a NUL in the topic', { topic: 'mc/1/other/data\0' }],
    ['with invalid UTF-8 in the topic', { topic: Buffer.from([0x6d, 0x63, 0xff, 0xfe]) }],
    ['with a topic of 101 levels', { topic: Array.from({ length: 101 }, () => 'a').join('/') }],
    ['with a topic of 65,535 bytes', { topic: 'a'.repeat(65_535) }],
    ['that is to be retained', { topic: topicOf('other', 'data'), retain: true }],
    ['of QoS 2', { topic: topicOf('other', 'data'), qos: 2 }],
  ])('%s closes the connection and stores nothing', async (_name, overrides) => {
    const raw = await accepted('other')
    raw.send(publishBytes({ payload: JSON.stringify(record(1, [])), id: 9, ...overrides }))
    await raw.closed()
    expect(raw.received.map(({ head }) => head)).toEqual([CONNACK])
    expect(await running.db.query('SELECT count(*) AS n FROM boots')).toEqual([{ n: 0 }])
  })
})

describe('a subscription', () => {
  it.each([
    ['everything', '#'],
    ['all receipts', 'mc/1/+/receipt'],
    ["another node's receipts", topicOf('victim', 'receipt')],
    ['$SYS', '$SYS/#'],
    ['a shared subscription', `$share/g/${topicOf('other', 'receipt')}`],
    ['its own data', topicOf('other', 'data')],
  ])('to %s is refused, beside its own that is granted', async (_name, topic) => {
    const raw = await accepted('other')
    raw.send(subscribeBytes([topic, topicOf('other', 'cmd')], 7))
    const { body } = await raw.packet(SUBACK)
    expect([...body]).toEqual([0, 7, 0x80, 1])
  })

  it('never shows a node what another one sends or is sent', async () => {
    const [one, two] = [await accepted('other'), await accepted('victim')]
    one.send(subscribeBytes([topicOf('other', 'receipt'), topicOf('other', 'cmd')], 7))
    await one.packet(SUBACK)
    two.send(subscribeBytes([topicOf('victim', 'receipt')], 7))
    two.send(messages('victim').birth)
    await waitFor(() => two.received.some(({ head }) => head >> 4 === 3), { what: 'a receipt for the victim' })
    expect(one.received.map(({ head }) => head)).toEqual([CONNACK, SUBACK])
  })
})

describe('a socket', () => {
  it('whose header announces 256 MB is closed while the length arrives', async () => {
    const raw = await accepted('other')
    raw.send(Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f]))
    await raw.closed()
    expect(running.notices).toContain('packet_too_large')
  })

  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a TLS hello', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])],
    ['random bytes', Buffer.concat([Buffer.from([0x10, 0x05]), randomBytes(200)])],
  ])('that speaks %s is closed, and the next node is served', async (_name, bytes) => {
    const raw = await connectRaw(running.broker.port)
    open.push(raw)
    raw.send(bytes)
    await raw.closed()
    await accepted('other')
  })
})

describe('caps', () => {
  it('close a socket that says nothing', async () => {
    const own = await runBroker({ caps: { connectWithinMs: 100 } })
    const raw = await connectRaw(own.broker.port)
    await raw.closed()
    await own.stop()
  })

  it('let only so many sockets wait', async () => {
    const own = await runBroker({ caps: { waitingSockets: 2 } })
    const raws = await Promise.all([1, 2, 3].map(() => connectRaw(own.broker.port)))
    await waitFor(() => raws.filter((raw) => raw.isClosed()).length === 1, { what: 'one of three is closed' })
    for (const raw of raws) raw.end()
    await own.stop()
  })

  it('refuse the eleventh failed CONNECT of an address in a minute, and no node with its key before', async () => {
    const own = await runBroker({ caps: { countsLoopback: true } })
    await own.db.addNode('other')
    const codes: (number | null)[] = []
    const tries = [...Array.from({ length: 3 }, () => keyOf('other')), ...Array.from({ length: 11 }, () => 'guessed')]
    for (const password of tries) {
      const { raw, code } = await sayConnect(own.broker.port, claim('other', { password }))
      codes.push(code)
      raw.end()
    }
    expect(codes).toEqual([0, 0, 0, ...Array.from({ length: 10 }, () => 5), null])
    await own.stop()
  })

  it('slow a node above its rate down and lose nothing of it', async () => {
    const own = await runBroker({ caps: { messagesPerSecond: 50 } })
    await own.db.addNode('other')
    const { raw } = await sayConnect(own.broker.port, claim('other'))
    raw.send(messages('other').birth)
    const startedAt = performance.now()
    for (let sequence = 1; sequence <= 100; sequence++) raw.send(messages('other').data(sequence))
    await waitFor(() => raw.received.filter(({ head }) => head === PUBACK).length === 101, { what: 'all PUBACKs' })
    expect(performance.now() - startedAt).toBeGreaterThan(900)
    expect(await own.db.query('SELECT count(*) AS n FROM samples')).toEqual([{ n: 100 }])
    raw.end()
    await own.stop()
  })
})
