import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type EdgeConfig, parseConfig } from '../../edge/config.ts'
import { buildDevices } from '../../edge/drivers/build-devices.ts'
import type { DrivenDevice } from '../../edge/drivers/driver.ts'
import { boxCondition } from '../../edge/drivers/scenario.ts'
import { createLog } from '../../edge/log.ts'

const STARTED_AT = Date.parse('2026-03-02T10:00:00+08:00')
const lines: Record<string, unknown>[] = []
const log = createLog(
  'debug',
  {},
  () => 0,
  (line) => lines.push(JSON.parse(line)),
)

function config(overrides: Record<string, unknown>): EdgeConfig {
  const result = parseConfig(
    { nodeId: 'mall-7', server: 'mqtt://localhost:1883', key: 'k', dataDir: 'd', poweredBy: 'ups', ...overrides },
    '/srv/edge',
  )
  if (!result.ok) throw new Error(result.problems.join('\n'))
  return result.config
}

const device = (options: Record<string, unknown>, overrides: Record<string, unknown> = {}): DrivenDevice =>
  buildDevices(config({ devices: [{ id: 'd', ...options }], ...overrides }), STARTED_AT, log)[0]!

const everything = (driven: DrivenDevice) => new Set(driven.declaration.metrics.map((metric) => metric.name))

/** The readings of a device, by metric, at a second of the scenario. */
async function at(driven: DrivenDevice, second: number) {
  const samples = await driven.driver.read(STARTED_AT + second * 1_000, everything(driven))
  return Object.fromEntries(samples.map(({ name, value }) => [name, value]))
}

const meter = { driver: 'sim', kind: 'meter', declaredVolts: 220, phases: ['l1', 'l2', 'l3'] }

describe('simulated devices', () => {
  test('the same seed gives the same readings and another seed others', async () => {
    const day = async (seed: number) => {
      const driven = device(meter, { simulation: { seed } })
      return Promise.all([0, 1, 2].map((second) => at(driven, second)))
    }
    expect(await day(1)).toEqual(await day(1))
    expect(await day(1)).not.toEqual(await day(2))
  })

  test('a day without happenings stays in the normal zone, with more load by day than by night', async () => {
    const driven = device(meter)
    const volts: number[] = []
    const watts: number[] = []
    for (let minute = 0; minute < 1_440; minute++) {
      const reading = await at(driven, minute * 60)
      volts.push(...['l1.volts', 'l2.volts', 'l3.volts'].map((name) => Number(reading[name])))
      watts.push(Number(reading.watts))
    }
    expect(Math.min(...volts)).toBeGreaterThan(207)
    expect(Math.max(...volts)).toBeLessThan(235)
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(watts.slice(0, 600))).toBeGreaterThan(4 * mean(watts.slice(900, 1_200)))
  })

  test('each happening strikes what it names while it lasts', async () => {
    const scenario = [
      { kind: 'dip', atMs: 10_000, durationMs: 2_000, percent: 70, phases: ['l1'] },
      { kind: 'swell', atMs: 20_000, durationMs: 2_000, percent: 120 },
      { kind: 'phase_loss', atMs: 30_000, durationMs: 2_000, phases: ['l3'] },
      { kind: 'silence', atMs: 40_000, durationMs: 2_000 },
      { kind: 'value', atMs: 50_000, durationMs: 2_000, metric: 'l2.volts', value: null },
      { kind: 'outage', atMs: 60_000, durationMs: 2_000 },
    ]
    const driven = device(meter, { simulation: { scenario } })
    const volts = async (second: number) => {
      const reading = await at(driven, second)
      return ['l1.volts', 'l2.volts', 'l3.volts'].map((name) => {
        const value = reading[name]
        return typeof value === 'number' ? Math.round(value / 22) * 10 : value
      })
    }
    expect({
      before: await volts(5),
      dip: await volts(11),
      swell: await volts(21),
      'phase loss': await volts(31),
      silence: await volts(41),
      'failed sensor': await volts(51),
      outage: await volts(61),
      after: await volts(63),
    }).toEqual({
      before: [100, 100, 100],
      dip: [70, 100, 100],
      swell: [120, 120, 120],
      'phase loss': [100, 100, 0],
      silence: [undefined, undefined, undefined],
      'failed sensor': [100, null, 100],
      outage: [0, 0, 0],
      after: [100, 100, 100],
    })
  })

  test('a meter that lives on the mains is silent in an outage, never zero', async () => {
    const driven = device(
      { ...meter, poweredBy: 'mains' },
      { simulation: { scenario: [{ kind: 'outage', atMs: 0, durationMs: 9_000 }] } },
    )
    expect(await at(driven, 1)).toEqual({})
    expect(await at(driven, 10)).toHaveProperty('watts')
  })

  test('a UPS drains on battery and charges again', async () => {
    const scenario = [{ kind: 'outage', atMs: 0, durationMs: 600_000 }]
    const driven = device({ driver: 'sim', kind: 'ups', runtimeMinutes: 20 }, { simulation: { scenario } })
    await at(driven, 0)
    expect(await at(driven, 599)).toEqual({ onBattery: true, supply: 'absent', 'battery.percent': 50.1 })
    expect(await at(driven, 1_199)).toEqual({ onBattery: false, supply: 'present', 'battery.percent': 58.4 })
  })

  test('a hall with too few windows gathers a queue, and served people are only counted up', async () => {
    const queue = { windows: 1, arrivalsPerHour: 40, serviceMinutes: 6 }
    const driven = device({ driver: 'sim', kind: 'queue', queue }, { simulation: { seed: 3 } })
    const readings: Record<string, unknown>[] = []
    for (let minute = 0; minute <= 120; minute++) readings.push(await at(driven, minute * 60))
    const served = readings.map((reading) => Number(reading.servedTotal))
    expect(served).toEqual([...served].sort((a, b) => a - b))
    expect(served.at(-1)).toBeGreaterThan(10)
    expect(Number(readings.at(-1)!.waiting)).toBeGreaterThan(5)
    expect(readings.every((reading) => reading.windowsOpen === 1 && Number(reading.serving) <= 1)).toBe(true)
  })

  test('a milestone moves when the script says so', async () => {
    const scenario = [{ kind: 'value', atMs: 5_000, metric: 'milestone', value: 'stuck' }]
    const driven = device({ driver: 'sim', kind: 'approval', milestone: 'accepted' }, { simulation: { scenario } })
    expect([await at(driven, 4), await at(driven, 6)]).toEqual([{ milestone: 'accepted' }, { milestone: 'stuck' }])
  })

  test('only a box on the mains goes dark, and it stays so while it boots', () => {
    const { scenario } = config({
      devices: [{ id: 'd', ...meter }],
      simulation: {
        scenario: [
          { kind: 'outage', atMs: 10, durationMs: 10 },
          { kind: 'network_loss', atMs: 100, everyMs: 50, durationMs: 5 },
        ],
      },
    }).simulation
    const seen = (poweredBy: 'mains' | 'ups') =>
      [9, 15, 24, 25, 102, 106, 152].map((now) => boxCondition(scenario, poweredBy, 5, now))
    expect(seen('mains')).toEqual(['up', 'dark', 'dark', 'up', 'offline', 'up', 'offline'])
    expect(seen('ups')).toEqual(['up', 'up', 'up', 'up', 'offline', 'up', 'offline'])
  })
})

describe('recordings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'))
  const file = join(folder, 'r.csv')
  writeFileSync(
    file,
    '\uFEFFat,office,volts,open\n2026-01-01T08:00:00+08:00,东,230.5,yes\n2026-01-01T00:01:00Z,东,231,no\n2026-01-01T08:00:30,东,1,no\n2026-01-01T08:00:00+08:00,西,9,no\n2026-01-01T08:02:00+08:00,东,abc,no\n2026-01-01T08:03:00+08:00,东,?,yes\n',
  )
  const recording = {
    driver: 'replay',
    file,
    columns: { volts: { metric: 'l1.volts', unit: 'V' }, open: { metric: 'isOpen', type: 'boolean' } },
    filter: { column: 'office', equals: '东' },
    declaredVolts: 230,
  }
  const until = (driven: DrivenDevice, ms: number) => driven.driver.read(STARTED_AT + ms, new Set())

  test('play at their speed from now on, with bad lines skipped and reported', async () => {
    lines.length = 0
    const driven = device({ ...recording, speed: 60 })
    expect(driven.declaration.metrics.map(({ name, periodMs }) => [name, periodMs])).toEqual([
      ['l1.volts', 2_000],
      ['isOpen', 2_000],
    ])
    expect(await until(driven, 0)).toEqual([
      { name: 'l1.volts', at: STARTED_AT, value: 230.5 },
      { name: 'isOpen', at: STARTED_AT, value: true },
    ])
    expect(await until(driven, 999)).toEqual([])
    expect(await until(driven, 60_000)).toEqual([
      { name: 'l1.volts', at: STARTED_AT + 1_000, value: 231 },
      { name: 'isOpen', at: STARTED_AT + 1_000, value: false },
      { name: 'isOpen', at: STARTED_AT + 3_000, value: true },
    ])
    expect(lines).toMatchObject([{ event: 'recording-lines-skipped', device: 'd', count: 2, first: { line: 4 } }])
  })

  test('send the original times when they are not to be restamped', async () => {
    const driven = device({ ...recording, restamp: false, speed: 1_000 })
    const values = (await until(driven, 60_000)).filter((sample) => sample.name === 'l1.volts')
    expect(values.map((sample) => sample.at)).toEqual(
      ['08:00:00', '08:01:00'].map((time) => Date.parse(`2026-01-01T${time}+08:00`)),
    )
  })

  test('begin again at their end when they loop', async () => {
    const driven = device({ ...recording, loop: true, speed: 60 })
    const times = (await until(driven, 10_000))
      .filter((sample) => sample.name === 'l1.volts')
      .map((sample) => sample.at - STARTED_AT)
    expect(times).toEqual([0, 1_000, 5_000, 6_000, 10_000])
  })

  test('a missing column is named with those that are there', () => {
    expect(() => device({ ...recording, columns: { volt: { metric: 'v' } } })).toThrow(
      'column volt is there 0 times; the columns are at, office, volts, open',
    )
  })

  const real = resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data')
  const voltage = join(real, 'voltage.csv')
  test.skipIf(!existsSync(voltage))(
    'a real mains recording plays whole and in time order (needs ../shared/data/voltage.csv)',
    async () => {
      const speed = 3_600
      const driven = device({
        driver: 'replay',
        file: voltage,
        speed,
        declaredVolts: 240,
        columns: { volts: { metric: 'l1.volts', unit: 'V' } },
      })
      const lineCount = readFileSync(voltage, 'utf8').trim().split('\n').length - 1
      const samples = []
      for (let round = 0; round < 12; round++) samples.push(...(await until(driven, 10 * 86_400_000)))
      expect(samples.length).toBe(lineCount)
      expect(samples.every(({ value }) => typeof value === 'number' && value > 220 && value < 255)).toBe(true)
      const times = samples.map((sample) => sample.at)
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect(times[0]).toBe(STARTED_AT)
      expect(times.at(-1)! - STARTED_AT).toBeLessThan((5 * 86_400_000) / speed)
    },
  )

  const counters = join(real, 'queue-counters.csv')
  test.skipIf(!existsSync(counters))(
    'real queue counters give one device per office (needs ../shared/data/queue-counters.csv)',
    async () => {
      const driven = device({
        driver: 'replay',
        file: counters,
        speed: 600,
        filter: { column: 'office', equals: 'Gohlis-Center' },
        columns: {
          waiting: { metric: 'waiting', unit: 'count' },
          windows_open: { metric: 'windowsOpen', unit: 'count' },
          served_total: { metric: 'servedTotal', type: 'counter', unit: 'count' },
        },
      })
      const samples = await until(driven, 86_400_000)
      expect(samples.filter(({ name }) => name === 'waiting').map(({ at, value }) => [at - STARTED_AT, value])).toEqual(
        [
          [0, 7],
          [5_100, 1],
          [8_200, 0],
        ],
      )
      expect(samples.filter(({ name }) => name === 'servedTotal').map(({ value }) => value)).toEqual([29, 38, 44])
    },
  )
})

describe('the configuration', () => {
  const example = () =>
    JSON.parse(readFileSync(resolve(import.meta.dirname, '..', '..', 'docs', 'edge-example.json'), 'utf8')) as Record<
      string,
      unknown
    >

  test('the example in docs/ is accepted but for its key file, and has the stated defaults', () => {
    const { keyFile, ...rest } = example()
    expect(keyFile).toBe('node.key')
    const result = parseConfig({ ...rest, key: 'k' }, '/srv/edge')
    expect(result).toMatchObject({
      ok: true,
      config: {
        keepaliveSeconds: 30,
        backlogPerSecond: 20,
        reconnect: { minMs: 1_000, maxMs: 30_000, refusedMs: 300_000 },
        outbox: { megabytes: 64, pageCap: 16_384, path: '/srv/edge/data/market-north-1.outbox.db' },
      },
    })
  })

  test('all faults are told at once, each with its place', () => {
    const raw = {
      ...example(),
      nodeId: 'No',
      key: 'k',
      server: 'localhost',
      devices: [
        { id: 'a', driver: 'sim', kind: 'meter', volts: 3 },
        { id: 'a', driver: 'modbus' },
      ],
      reconnect: { minMs: 5, maxMs: 1 },
    }
    const result = parseConfig(raw, '/')
    if (result.ok) throw new Error('it was accepted')
    expect(result.problems.map((problem) => problem.split(':')[0])).toEqual([
      'nodeId',
      'server',
      'devices.0',
      'devices.1.driver',
    ])
    expect(parseConfig({ ...example(), key: 'k', reconnect: { minMs: 5, maxMs: 1 } }, '/')).toEqual({
      ok: false,
      problems: ['key: give either key or keyFile', 'reconnect.maxMs: must not be below minMs'],
    })
  })

  test('a key file that is not there is named', () => {
    expect(parseConfig(example(), '/nowhere')).toEqual({
      ok: false,
      problems: ['keyFile: node.key cannot be read or is empty'],
    })
  })
})
