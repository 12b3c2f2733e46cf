import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DeviceSample,
  durationInterval,
  foldDevice,
  foldPhase,
  initialDevice,
  initialPhase,
  PHASES,
  type PhaseSample,
  type PhaseSettings,
  type PowerEvent,
  stepDevice,
  stepPhase,
} from '../../server/domain/power.ts'

const settings: PhaseSettings = { deviceId: 1, phase: 'l1', declaredVolts: 230, resolutionMs: 1_000 }

const volts = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0, max: 300, noNaN: true }) },
  { weight: 3, arbitrary: fc.constantFrom(0, 11.4, 11.5, 16.1, 16.2, 206.9, 207, 211.6, 230, 248.4, 253, 253.1) },
  { weight: 1, arbitrary: fc.constant(null) },
)
/** Samples at different instants, in time order. */
const phaseSamples: fc.Arbitrary<PhaseSample[]> = fc
  .array(fc.record({ gapMs: fc.integer({ min: 1, max: 90_000 }), volts }), { maxLength: 60 })
  .map((steps) => {
    let at = 1_764_000_000_000
    return steps.map(({ gapMs, volts }) => {
      at += gapMs
      return { at, volts }
    })
  })
const deviceSamples: fc.Arbitrary<DeviceSample[]> = fc
  .tuple(phaseSamples, fc.infiniteStream(fc.nat(2)))
  .map(([samples, turns]) => samples.map((sample) => ({ ...sample, phase: PHASES[turns.next().value as number]! })))
const shuffledWithRepeats = <T>(samples: T[]) =>
  fc
    .tuple(fc.shuffledSubarray(samples, { minLength: samples.length }), fc.subarray(samples))
    .map(([all, again]) => [...all, ...again])

/** The rule read literally: walk the valid samples, one spell at a time. */
function literalInterruptions(samples: PhaseSample[]) {
  const valid = samples.filter((sample): sample is { at: number; volts: number } => sample.volts !== null)
  const found: { start: [number, number]; end: [number | null, number | null]; residualVolts: number }[] = []
  for (let index = 0; index < valid.length; index++) {
    if (valid[index]!.volts >= 11.5) continue
    const first = index
    while (index < valid.length && valid[index]!.volts < 16.1) index++
    const spell = valid.slice(first, index)
    const after = valid[index]
    found.push({
      start: [valid[first - 1]?.at ?? 0, valid[first]!.at],
      end: after ? [spell.at(-1)!.at, after.at] : [null, null],
      residualVolts: Math.min(...spell.map((sample) => sample.volts)),
    })
  }
  return found
}

const boundsOf = (event: PowerEvent) => ({
  start: [event.startMinAt, event.startMaxAt],
  end: [event.endMinAt, event.endMaxAt],
  residualVolts: event.residualVolts,
})

describe('the voltage events of any series', () => {
  it('are the interruptions a literal reading of the rule finds', () => {
    fc.assert(
      fc.property(phaseSamples, (samples) => {
        const events = foldPhase(samples, settings).events.filter((event) => event.kind === 'interruption')
        expect(events.map(boundsOf)).toEqual(literalInterruptions(samples))
      }),
    )
  })

  it('are the same whatever the order and the repetitions of the samples', () => {
    fc.assert(
      fc.property(
        phaseSamples.chain((samples) => fc.tuple(fc.constant(samples), shuffledWithRepeats(samples))),
        ([samples, shuffled]) => {
          expect(foldPhase(shuffled, settings)).toEqual(foldPhase(samples, settings))
        },
      ),
    )
    fc.assert(
      fc.property(
        deviceSamples.chain((samples) => fc.tuple(fc.constant(samples), shuffledWithRepeats(samples))),
        ([samples, shuffled]) => {
          const device = { ...settings, phases: PHASES }
          expect(foldDevice(shuffled, device)).toEqual(foldDevice(samples, device))
        },
      ),
    )
  })

  it('have ordered bounds, a shortest duration within the longest, and do not overlap within a kind', () => {
    fc.assert(
      fc.property(phaseSamples, (samples) => {
        const { events } = foldPhase(samples, settings)
        for (const event of events) {
          expect(event.startMinAt).toBeLessThan(event.startMaxAt)
          if (event.endMinAt !== null && event.endMaxAt !== null) {
            expect(event.startMaxAt).toBeLessThanOrEqual(event.endMinAt)
            expect(event.endMinAt).toBeLessThan(event.endMaxAt)
          }
          const { minMs, maxMs } = durationInterval(event)
          expect(minMs).toBeGreaterThanOrEqual(0)
          if (maxMs !== null) expect(maxMs).toBeGreaterThanOrEqual(minMs)
        }
        for (const kind of ['interruption', 'voltage_dip', 'swell']) {
          const ofKind = events.filter((event) => event.kind === kind)
          for (const [index, event] of ofKind.entries())
            if (index > 0) expect(ofKind[index - 1]!.endMaxAt).toBeLessThanOrEqual(event.startMaxAt)
        }
      }),
    )
  })

  it('are opened once, closed at most once, and never touched by silence', () => {
    fc.assert(
      fc.property(phaseSamples, fc.infiniteStream(fc.boolean()), (samples, silences) => {
        let state = initialPhase
        const told = new Map<string, string[]>()
        for (const sample of samples) {
          if (silences.next().value) {
            const silent = stepPhase(state, { at: sample.at, volts: null, isSilence: true }, settings)
            expect(silent.changes).toEqual([])
            expect(silent.state.status === 'unknown' || silent.state === state).toBe(true)
            state = silent.state
          }
          const step = stepPhase(state, sample, settings)
          state = step.state
          for (const { change, event } of step.changes) told.set(event.key, [...(told.get(event.key) ?? []), change])
        }
        for (const changes of told.values()) expect(changes.join(' ')).toMatch(/^opened( updated)*( closed)?$/)
      }),
    )
  })

  it('never leave a device interrupted and one of its phases lost at once, nor interrupted by silence', () => {
    const device = { ...settings, phases: PHASES }
    fc.assert(
      fc.property(deviceSamples, (samples) => {
        let state = initialDevice
        for (const sample of samples) {
          const step = stepDevice(state, sample, device)
          state = step.state
          const dead = PHASES.filter((phase) => state.phases[phase]?.spells.interruption)
          expect(state.interruption !== null).toBe(dead.length === PHASES.length)
          if (state.interruption) expect(state.losses).toEqual({})
          for (const phase of Object.keys(state.losses)) expect(dead).toContain(phase)
        }
      }),
    )
  })
})
