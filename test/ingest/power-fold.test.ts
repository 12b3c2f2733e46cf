import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeviceSample, foldDevice } from '../../server/domain/power.ts'
import type { IngestMessage } from '../../server/ingest/port.ts'
import { type Birth, PHASES, type WireValue } from '../../server/wire/node-protocol.ts'
import { birth, meter, publish, record, TEN_O_CLOCK } from '../support/node-messages.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../support/telemetry-database.ts'

/** Each run has a database of its own. */
const RUNS = 20

let clock = TEN_O_CLOCK

describe('power events of three phases', () => {
  const three: Birth['devices'][number] = {
    ...meter,
    phases: ['l1', 'l2', 'l3'],
    metrics: (['l1', 'l2', 'l3'] as const).map((phase) => ({ ...meter.metrics[0]!, name: `${phase}.volts` })),
  }
  const level = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(230, 231, 228.5) },
    { weight: 3, arbitrary: fc.constantFrom(0, 5, 100, 205, 209, 250, 255) },
  )

  const settings = { deviceId: 1, declaredVolts: 230, resolutionMs: 10_000, maximumSilenceMs: 60_000, phases: PHASES }
  type Step = { at: number; volts: [number, number, number]; isLate: boolean; rank: number }
  const day = fc
    .array(
      fc.record({
        seconds: fc.constantFrom(1, 10, 10, 30, 95, 200),
        volts: fc.tuple(level, level, level),
        isLate: fc.boolean(),
        rank: fc.nat(),
      }),
      { minLength: 10, maxLength: 40 },
    )
    .map((steps) => {
      let now = TEN_O_CLOCK
      return steps.map(({ seconds, ...rest }): Step => {
        now += seconds * 1_000
        return { at: now, ...rest }
      })
    })
  const samplesOf = (steps: readonly Step[]): DeviceSample[] =>
    steps.flatMap(({ at: when, volts: values }) => PHASES.map((phase, ix) => ({ at: when, volts: values[ix]!, phase })))
  const messageOf = (step: Step, sequence: number, backfill: boolean): IngestMessage => {
    const readings = PHASES.map((phase, ix): WireValue => [`main-meter/${phase}.volts`, step.at, step.volts[ix]!])
    return publish('node-1', 'data', record(sequence, readings, { backfill }), backfill ? clock : step.at)
  }
  async function found(fresh: TelemetryDatabase) {
    return fresh.query(`SELECT id, start_min_at, end_min_at, end_max_at, residual_volts, is_noticed FROM power_events
      WHERE superseded_at IS NULL ORDER BY id`)
  }
  const expected = (steps: readonly Step[]) =>
    foldDevice(samplesOf(steps), settings)
      .events.map((event) => ({
        id: event.key,
        start_min_at: event.startMinAt,
        end_min_at: event.endMinAt,
        end_max_at: event.endMaxAt,
        residual_volts: event.residualVolts,
        is_noticed: event.isNoticed ? 1 : 0,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  async function onFresh(work: (fresh: TelemetryDatabase) => Promise<void>): Promise<void> {
    const fresh = await openTelemetryDatabase(() => clock)
    try {
      await fresh.addNode('node-1')
      clock = TEN_O_CLOCK
      await fresh.writer.commit([publish('node-1', 'birth', birth({ devices: [three] }))])
      await work(fresh)
    } finally {
      await fresh.close()
    }
  }

  it('that come live, one record at a time, are what folding all samples at once gives', async () => {
    await fc.assert(
      fc.asyncProperty(day, (steps) =>
        onFresh(async (fresh) => {
          for (const [n, one] of steps.entries()) {
            clock = one.at
            await fresh.writer.commit([messageOf(one, n + 1, false)])
          }
          expect(await found(fresh)).toEqual(expected(steps))
        }),
      ),
      { numRuns: RUNS, seed: 11 },
    )
  })

  it('of which some come late and in any order are in the end the same', async () => {
    await fc.assert(
      fc.asyncProperty(day, fc.integer({ min: 1, max: 4 }), (steps, size) =>
        onFresh(async (fresh) => {
          const numbered = steps.map((one, n) => ({ one, sequence: n + 1 }))
          for (const { one, sequence } of numbered.filter(({ one: { isLate } }) => !isLate)) {
            clock = one.at
            await fresh.writer.commit([messageOf(one, sequence, false)])
          }
          const late = numbered.filter(({ one: { isLate } }) => isLate).sort((a, b) => a.one.rank - b.one.rank)
          clock = steps.at(-1)!.at + 60_000
          for (let from = 0; from < late.length; from += size)
            await fresh.writer.commit(
              late.slice(from, from + size).map(({ one, sequence }) => messageOf(one, sequence, true)),
            )
          expect(await found(fresh)).toEqual(expected(steps))
        }),
      ),
      { numRuns: RUNS, seed: 12 },
    )
  })
})
