import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IngestMessage } from '../../server/ingest/port.ts'
import type { Birth, WireValue } from '../../server/wire/node-protocol.ts'
import { birth, meter, publish, record, TEN_O_CLOCK } from '../support/node-messages.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../support/telemetry-database.ts'

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
const born = (overrides: Partial<Birth> = {}, node = 'node-1', receivedAt = TEN_O_CLOCK) =>
  commit(publish(node, 'birth', birth(overrides), receivedAt))
const mains: Pick<Birth, 'poweredBy' | 'devices'> = { poweredBy: 'mains', devices: [{ ...meter, poweredBy: 'mains' }] }

/** One voltage at a second after ten, as its own record; live when it is received a second later. */
const volts = (sequence: number, seconds: number, value: number, backfill = false): IngestMessage => {
  const values: WireValue[] = [['main-meter/l1.volts', at(seconds), value]]
  return publish('node-1', 'data', record(sequence, values, { backfill }), backfill ? clock : at(seconds + 1))
}
async function live(sequence: number, seconds: number, value: number) {
  clock = at(seconds + 1)
  return commit(volts(sequence, seconds, value))
}

const EVENTS = `SELECT kind, phase, start_min_at, start_max_at, end_min_at, end_max_at, residual_volts, class, evidence, is_noticed
  FROM power_events WHERE superseded_at IS NULL ORDER BY start_max_at, kind`
async function events() {
  const seconds = (value: unknown) => (value === null ? null : (Number(value) - TEN_O_CLOCK) / 1_000)
  return (await db.query(EVENTS)).map((row) => ({
    kind: row.kind,
    start: [seconds(row.start_min_at), seconds(row.start_max_at)],
    end: [seconds(row.end_min_at), seconds(row.end_max_at)],
    volts: row.residual_volts,
    class: row.class,
    evidence: row.evidence,
    isNoticed: row.is_noticed === 1,
  }))
}

/** 230 V declared: normal, a dip, two dead samples, normal. */
const GOLDEN: [number, number][] = [
  [0, 231],
  [10, 229],
  [20, 198],
  [30, 0],
  [40, 0],
  [50, 228],
]
const GOLDEN_EVENTS = [
  {
    kind: 'voltage_dip',
    start: [10, 20],
    end: [40, 50],
    volts: 0,
    class: 'X5',
    evidence: 'confirmed',
    isNoticed: true,
  },
  {
    kind: 'interruption',
    start: [20, 30],
    end: [40, 50],
    volts: 0,
    class: 'X5',
    evidence: 'confirmed',
    isNoticed: true,
  },
]

describe('power events from live samples', () => {
  it('are the golden example: an excursion of 20 to 40 s and in it an interruption of 10 to 30 s', async () => {
    await born()
    for (const [n, [seconds, value]] of GOLDEN.entries()) await live(n + 1, seconds, value)
    expect(await events()).toEqual(GOLDEN_EVENTS)
  })

  it('go on after a restart in the middle', async () => {
    await born()
    for (const [n, [seconds, value]] of GOLDEN.entries()) {
      await live(n + 1, seconds, value)
      await db.reopen()
    }
    expect(await events()).toEqual(GOLDEN_EVENTS)
  })

  it('tell open screens when an event opens and when it closes', async () => {
    await born()
    for (const [n, [seconds, value]] of GOLDEN.entries()) await live(n + 1, seconds, value)
    const rows = await db.query("SELECT site_id, body FROM live_events WHERE kind = 'power' ORDER BY id")
    const told = rows.map((row) => ({ site: row.site_id, ...JSON.parse(String(row.body)) }))
    expect(new Set(told.map(({ site }) => site))).toEqual(new Set(['market']))
    const changes = told.filter(({ kind }) => kind === 'interruption').map(({ change }) => change)
    expect([changes[0], changes.at(-1)]).toEqual(['opened', 'closed'])
  })

  it('of a meter that lives on the supply it measures rest on nothing', async () => {
    await born(mains)
    for (const [n, [seconds, value]] of GOLDEN.entries()) await live(n + 1, seconds, value)
    expect((await events()).map(({ kind, evidence }) => [kind, evidence])).toEqual([
      ['voltage_dip', 'confirmed'],
      ['interruption', 'unknown'],
    ])
  })

  it('are confirmed by a UPS at the site that turns to battery, before or after', async () => {
    await db.addNode('ups-1', 'market')
    const ups = {
      id: 'ups',
      driver: 'sim',
      poweredBy: 'ups' as const,
      metrics: [{ ...meter.metrics[3]!, name: 'onBattery' }],
    }
    await born(mains)
    await born({ devices: [ups] }, 'ups-1')
    const flag = (sequence: number, seconds: number, isOn: boolean) =>
      commit(publish('ups-1', 'data', record(sequence, [['ups/onBattery', at(seconds), isOn]]), at(seconds)))
    await live(1, 0, 230)
    await flag(1, 1, false)
    await live(2, 10, 0)
    expect((await events()).map(({ kind, evidence }) => [kind, evidence])).toEqual([['interruption', 'unknown']])
    await flag(2, 12, true)
    expect((await events()).map(({ kind, evidence }) => [kind, evidence])).toEqual([['interruption', 'confirmed']])
    await live(3, 20, 230)
    await live(4, 30, 0)
    expect((await events()).map(({ evidence }) => evidence)).toEqual(['confirmed', 'confirmed'])
  })
})

describe('power events from a backlog', () => {
  it('are those that live samples would have given, in whatever order it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(
          GOLDEN.map((_, n) => n),
          { minLength: GOLDEN.length },
        ),
        fc.integer({ min: 1, max: 3 }),
        async (order, size) => {
          const fresh = await openTelemetryDatabase(() => clock)
          try {
            await fresh.addSite('market')
            await fresh.addNode('node-1', 'market')
            clock = at(600)
            await fresh.writer.commit([publish('node-1', 'birth', birth(), clock)])
            for (let from = 0; from < order.length; from += size) {
              const part = order.slice(from, from + size)
              await fresh.writer.commit(part.map((n) => volts(n + 1, GOLDEN[n]![0], GOLDEN[n]![1], true)))
            }
            const kept = db
            db = fresh
            const found = await events()
            db = kept
            expect(found).toEqual(GOLDEN_EVENTS)
          } finally {
            await fresh.close()
          }
        },
      ),
      { numRuns: 12, seed: 7 },
    )
  })

  it('replace what was concluded without them, and leave it on record', async () => {
    await born()
    await live(1, 0, 231)
    await live(3, 40, 0)
    await live(4, 50, 0)
    await live(5, 60, 231)
    expect((await events()).map(({ start, end }) => [start, end])).toEqual([
      [
        [0, 40],
        [50, 60],
      ],
    ])
    clock = at(70)
    await commit(volts(2, 20, 0, true))
    expect((await events()).map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ['interruption', [0, 20], [50, 60]],
    ])
    expect(await db.query('SELECT count(*) AS n FROM power_events WHERE superseded_at IS NOT NULL')).toEqual([{ n: 1 }])
  })

  it('do not disturb the outage that runs now', async () => {
    await born()
    await live(2, 100, 231)
    await live(3, 110, 0)
    clock = at(115)
    await commit(volts(1, 20, 0, true))
    await live(4, 120, 0)
    await live(5, 130, 231)
    const found = (await events()).filter(({ kind }) => kind === 'interruption')
    expect(found.map(({ start, end }) => [start, end])).toEqual([
      [
        [-TEN_O_CLOCK / 1_000, 20],
        [20, 100],
      ],
      [
        [100, 110],
        [120, 130],
      ],
    ])
  })
})

describe('the return of a node', () => {
  const verdicts = () => db.query('SELECT connection, verdict FROM connections ORDER BY id')
  const start = (id: string, uptimeMs: number, reason: 'powerOn' | 'watchdog' = 'powerOn') => ({ id, uptimeMs, reason })

  it.each([
    ['with a cold start', start('s2', 60_000), 'supply_lost'],
    ['whose uptime went on', start('s1', 900_000), 'network_only'],
    ['after its watchdog', start('s2', 60_000, 'watchdog'), 'nothing_proved'],
  ])('fed by the mains, %s', async (_name, started, verdict) => {
    await born({ ...mains, start: start('s1', 1_000) })
    await live(1, 10, 230)
    clock = at(900)
    await born({ ...mains, connection: 'c2', next: 2, start: started }, 'node-1', clock)
    expect(await verdicts()).toEqual([
      { connection: 'c1', verdict: null },
      { connection: 'c2', verdict },
    ])
  })

  it('that lives on a UPS proves nothing about the mains', async () => {
    await born({ start: start('s1', 1_000) })
    clock = at(900)
    await born({ connection: 'c2', start: start('s2', 60_000) }, 'node-1', clock)
    expect((await verdicts()).at(-1)).toEqual({ connection: 'c2', verdict: 'own_power' })
  })

  it('counts its silence from its own last words, not from the will the broker sent for it', async () => {
    await born({ ...mains, start: start('s1', 1_000) })
    await live(1, 10, 230)
    clock = at(60)
    await commit(publish('node-1', 'death', { v: 1, connection: 'c1', reason: 'will' }, clock))
    expect(await db.query('SELECT last_seen_at, died_at FROM nodes')).toEqual([
      { last_seen_at: at(11), died_at: at(60) },
    ])
    clock = at(120)
    await born({ ...mains, connection: 'c2', next: 2, start: start('s2', 90_000) }, 'node-1', clock)
    expect((await verdicts()).at(-1)).toEqual({ connection: 'c2', verdict: 'supply_lost' })
  })

  it('with a cold start confirms the interruption its meter could only suspect', async () => {
    await born({ ...mains, start: start('s1', 1_000) })
    await live(1, 10, 230)
    await live(2, 20, 0)
    expect((await events()).map(({ evidence }) => evidence)).toEqual(['unknown'])
    clock = at(900)
    await born({ ...mains, connection: 'c2', next: 3, start: start('s2', 60_000) }, 'node-1', clock)
    expect((await events()).map(({ evidence }) => evidence)).toEqual(['confirmed'])
  })
})
