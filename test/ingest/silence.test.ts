import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IngestMessage } from '../../server/ingest/port.ts'
import type { PowerSource } from '../../server/wire/node-protocol.ts'
import { birth, meter, publish, record, TEN_O_CLOCK } from '../support/node-messages.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../support/telemetry-database.ts'

const at = (seconds: number): number => TEN_O_CLOCK + seconds * 1_000
const VOLTS = 'main-meter/l1.volts'

let clock = TEN_O_CLOCK
let db: TelemetryDatabase
beforeEach(async () => {
  clock = TEN_O_CLOCK
  db = await openTelemetryDatabase(() => clock)
  await db.addSite('market', 'line-1')
  await db.addNode('node-1', 'market')
})
afterEach(() => db.close())

const commit = (...messages: IngestMessage[]) => db.writer.commit(messages)
const oneMetric = { ...meter, metrics: meter.metrics.slice(0, 1) }
const born = (node = 'node-1', poweredBy: PowerSource = 'ups') =>
  commit(publish(node, 'birth', birth({ poweredBy, devices: [{ ...oneMetric, poweredBy }] }), clock))
const heard = (sequence: number, node = 'node-1') =>
  commit(publish(node, 'data', record(sequence, [[VOLTS, clock, 230]]), clock))
const told = async (kind: string) =>
  (await db.query('SELECT subject_id, body FROM live_events WHERE kind = ? ORDER BY id', [kind])).map((row) => [
    row.subject_id,
    JSON.parse(String(row.body)).change,
  ])

describe('silence', () => {
  it('is a fact at 1.5 times the maximum silence, once', async () => {
    await born()
    await heard(1)
    expect(await db.writer.silence(at(90))).toEqual({ metricIds: [], nodes: [], hasEvents: false })
    expect(await db.writer.silence(at(90) + 1)).toEqual({ metricIds: [1], nodes: ['node-1'], hasEvents: true })
    expect(await db.writer.silence(at(91))).toEqual({ metricIds: [], nodes: [], hasEvents: false })
    expect(await told('node')).toEqual([
      ['node-1', 'born'],
      ['node-1', 'silent'],
    ])
  })

  it('ends with the next sample, in its own transaction', async () => {
    await born()
    await heard(1)
    await db.writer.silence(at(91))
    clock = at(100)
    expect((await heard(2)).hasEvents).toBe(true)
    expect((await told('node')).at(-1)).toEqual(['node-1', 'heard'])
    expect(await db.query('SELECT due_at, fired_at FROM deadlines')).toEqual([{ due_at: at(190), fired_at: null }])
  })

  it('counts from our own start after a restart: nobody is silent because we were away', async () => {
    await born()
    await heard(1)
    clock = at(600)
    await db.reopen()
    expect(await db.writer.silence(at(601))).toMatchObject({ metricIds: [] })
    expect(await db.writer.silence(at(691))).toMatchObject({ nodes: ['node-1'] })
  })

  it('of one metric among others does not make the node silent', async () => {
    await commit(publish('node-1', 'birth', birth()))
    clock = at(60)
    await heard(1)
    expect(await db.writer.silence(at(91))).toMatchObject({ metricIds: [2, 3, 4], nodes: [] })
  })

  it('of one node is no outage', async () => {
    await born('node-1', 'mains')
    await heard(1)
    await db.writer.silence(at(200))
    expect(await told('power')).toEqual([])
    expect(await db.query('SELECT * FROM power_events')).toEqual([])
  })

  it('of all three mains-fed nodes beside a UPS that still talks is a probable outage', async () => {
    for (const id of ['node-2', 'node-3', 'ups-1']) await db.addNode(id, 'market')
    for (const id of ['node-1', 'node-2', 'node-3']) await born(id, 'mains')
    await born('ups-1', 'ups')
    for (const id of ['node-1', 'node-2', 'node-3']) await heard(1, id)
    clock = at(80)
    await heard(1, 'ups-1')
    expect((await db.writer.silence(at(91))).nodes).toEqual(['node-1', 'node-2', 'node-3'])
    expect(await told('power')).toEqual([['market', 'probableOutage']])
  })

  it('inside an interruption leaves it open and vouched for by nobody', async () => {
    await born()
    await heard(1)
    clock = at(10)
    await commit(publish('node-1', 'data', record(2, [[VOLTS, clock, 0]]), clock))
    await db.writer.silence(at(100))
    expect(await db.query('SELECT kind, end_max_at FROM power_events')).toEqual([
      { kind: 'interruption', end_max_at: null },
    ])
  })
})
