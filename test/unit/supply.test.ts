import { describe, expect, it } from 'vitest'
import { type DeviceSample, foldDevice, initialDevice, type Phase, stepDevice } from '../../server/domain/power.ts'
import {
  evidenceOfEvent,
  type Meter,
  probableOutage,
  type Supply,
  siteSupply,
  supplyOf,
} from '../../server/domain/supply.ts'

/** `230,230,0@30`: phases polled together, in seconds from 0. */
const meter = (text: string, over: Partial<Meter> = {}): Meter => {
  const samples: DeviceSample[] = text.split(' ').flatMap((poll) => {
    const [values, seconds] = poll.split('@') as [string, string]
    return values.split(',').map((value, index) => ({
      phase: `l${index + 1}` as Phase,
      at: Number(seconds) * 1_000,
      volts: value === 'x' || value === 's' ? null : Number(value),
      isSilence: value === 's',
    }))
  })
  const phases = [...new Set(samples.map(({ phase }) => phase))]
  const settings = { deviceId: 1, declaredVolts: 230, resolutionMs: 10_000, phases }
  const { state } = foldDevice(samples, settings)
  const dueAt = Object.fromEntries(phases.map((phase) => [phase, (state.phases[phase]?.lastAt ?? 0) + 90_000]))
  return { poweredBy: 'battery', phases, state, dueAt, diedAt: null, ...over }
}
const NOW = 100_000
const supply = (value: Supply['value'], reason: Supply['reason'], seconds: number | null): Supply => ({
  value,
  sinceAt: seconds === null ? null : seconds * 1_000,
  evidence: value === 'unknown' ? 'unknown' : 'confirmed',
  reason,
})

describe('the supply a meter vouches for', () => {
  it('is present since its first live sample', () => {
    expect(supplyOf(meter('230@10 229@60'), NOW)).toEqual(supply('present', 'meter_present', 10))
  })

  it('is present at low voltage too', () => {
    expect(supplyOf(meter('230@10 150@60'), NOW)).toEqual(supply('present', 'meter_present', 10))
  })

  it.each(['battery', 'ups', 'otherFeeder'] as const)('is absent at 0 V when the device lives on %s', (poweredBy) => {
    expect(supplyOf(meter('230@10 0@60 0@70', { poweredBy }), NOW)).toEqual(supply('absent', 'meter_zero', 60))
  })

  it.each(['mains', null] as const)('is unknown at 0 V when the device lives on %s', (poweredBy) => {
    expect(supplyOf(meter('230@10 0@60', { poweredBy }), NOW)).toEqual(supply('unknown', 'zero_on_mains', 60))
  })

  it('is present with a lost phase when the device lives on another one', () => {
    expect(supplyOf(meter('230,230,230@10 230,0,230@60', { poweredBy: 'mains' }), NOW)).toEqual(
      supply('present', 'phase_lost', 10),
    )
  })

  it('is present again since the sample after the interruption', () => {
    expect(supplyOf(meter('230@10 0@20 0@30 230@60'), NOW)).toEqual(supply('present', 'meter_present', 60))
  })

  it('is present only since the silence ended', () => {
    expect(supplyOf(meter('230@10 s@40 230@60'), NOW)).toEqual(supply('present', 'meter_present', 60))
  })

  it('is unknown once the deadline has passed, from the deadline on', () => {
    const silent = meter('230@10')
    expect(supplyOf(silent, 100_000)).toEqual(supply('present', 'meter_present', 10))
    expect(supplyOf(silent, 100_001)).toEqual(supply('unknown', 'silent', 100))
    expect(supplyOf(meter('230@10 s@40'), NOW)).toEqual(supply('unknown', 'silent', 40))
  })

  it('is unknown and not absent when silence falls into an interruption', () => {
    expect(supplyOf(meter('230@10 0@20 s@40'), NOW)).toEqual(supply('unknown', 'silent', 40))
    expect(supplyOf(meter('230@10 0@20'), 110_001)).toEqual(supply('unknown', 'silent', 110))
  })

  it('is unknown when the other phases of a dead one are silent', () => {
    expect(supplyOf(meter('230,230@10 0,s@60'), NOW)).toEqual(supply('unknown', 'silent', 60))
  })

  it('is unknown since the last phase that was lost', () => {
    expect(supplyOf(meter('230,230@10 s,230@40 s,s@60'), NOW)).toEqual(supply('unknown', 'silent', 60))
  })

  it('is unknown when the sensor fails', () => {
    expect(supplyOf(meter('230@10 x@60 x@70'), NOW)).toEqual(supply('unknown', 'sensor_invalid', 60))
  })

  it('is unknown from the end of the connection on', () => {
    expect(supplyOf(meter('230@10 230@60', { diedAt: 65_000 }), NOW)).toEqual(supply('unknown', 'known_dead', 65))
  })

  it('is unknown without phases or without any sample', () => {
    const none: Meter = { poweredBy: 'mains', phases: [], state: null, dueAt: {}, diedAt: null }
    expect(supplyOf(none, NOW)).toEqual(supply('unknown', 'no_meter', null))
    expect(supplyOf({ ...none, phases: ['l1'] }, NOW)).toEqual(supply('unknown', 'no_data', null))
    const state = stepDevice(
      initialDevice,
      { phase: 'l1', at: 5, volts: null, isSilence: true },
      { deviceId: 1, declaredVolts: 230, resolutionMs: 1, phases: ['l1'] },
    ).state
    expect(supplyOf({ ...none, phases: ['l1'], state }, NOW)).toEqual(supply('unknown', 'no_data', null))
  })
})

describe('the supply a UPS vouches for', () => {
  const ups = (isOnBattery: boolean, dueAt = 190_000): Meter => ({
    poweredBy: 'ups',
    phases: [],
    state: null,
    dueAt: {},
    diedAt: null,
    ups: { isOnBattery, sinceAt: 50_000, dueAt },
  })

  it('is absent on battery and present on mains', () => {
    expect(supplyOf(ups(true), NOW)).toEqual(supply('absent', 'ups_on_battery', 50))
    expect(supplyOf(ups(false), NOW)).toEqual(supply('present', 'ups_on_mains', 50))
  })

  it('is unknown when its last reading is stale', () => {
    expect(supplyOf(ups(true, 90_000), NOW)).toEqual(supply('unknown', 'silent', 90))
  })

  it('is unknown on battery while its own input shows voltage', () => {
    expect(supplyOf({ ...meter('230@10 230@60'), ups: ups(true).ups }, NOW)).toEqual(
      supply('unknown', 'meter_disagrees', 50),
    )
  })

  it('is absent by its input voltage even if it does not say so yet', () => {
    expect(supplyOf({ ...meter('230@10 0@60'), ups: ups(false).ups }, NOW)).toEqual(supply('absent', 'meter_zero', 60))
  })
})

describe('the supply of a site', () => {
  const present = supply('present', 'meter_present', 10)
  const absent = supply('absent', 'meter_zero', 60)
  const silent = supply('unknown', 'silent', 40)

  it('is the worst that its meters confirm', () => {
    expect(siteSupply([present, absent, silent])).toEqual(absent)
    expect(siteSupply([absent, supply('absent', 'meter_zero', 30)])).toEqual(supply('absent', 'meter_zero', 30))
    expect(siteSupply([silent, present])).toEqual(present)
    expect(siteSupply([present, supply('present', 'meter_present', 20)])).toEqual(
      supply('present', 'meter_present', 20),
    )
  })

  it('is unknown when nothing vouches for it', () => {
    expect(siteSupply([silent, supply('unknown', 'known_dead', 50)])).toEqual(supply('unknown', 'known_dead', 50))
    expect(siteSupply([])).toEqual(supply('unknown', 'no_meter', null))
  })

  it('does not take the word of a UPS on battery against a meter that sees voltage', () => {
    expect(siteSupply([supply('absent', 'ups_on_battery', 50), present])).toEqual(present)
    expect(siteSupply([supply('absent', 'ups_on_battery', 50), silent])).toEqual(supply('absent', 'ups_on_battery', 50))
  })

  it('is probably absent when its nodes fell silent together, unless a meter confirms otherwise', () => {
    const probable = probableOutage(
      [
        ...['a', 'b', 'c'].map((nodeId) => ({
          nodeId,
          poweredBy: 'mains' as const,
          lastSeenAt: 10_000,
          maximumSilenceMs: 60_000,
          dueAt: 100_000,
          diedAt: null,
        })),
        { nodeId: 'd', poweredBy: 'ups', lastSeenAt: 195_000, maximumSilenceMs: 60_000, dueAt: 290_000, diedAt: null },
      ],
      200_000,
    )
    expect(siteSupply([silent], probable)).toEqual({
      value: 'absent',
      sinceAt: 70_000,
      evidence: 'probable',
      reason: 'nodes_silent_together',
    })
    expect(siteSupply([silent, present], probable)).toEqual(present)
    expect(siteSupply([silent], { ...probable, isProbable: false })).toEqual(silent)
  })
})

describe('the evidence of an event', () => {
  it('is unknown for an outage that a device reports of its own supply', () => {
    expect(evidenceOfEvent({ kind: 'interruption' }, 'mains')).toBe('unknown')
    expect(evidenceOfEvent({ kind: 'interruption' }, null)).toBe('unknown')
    expect(evidenceOfEvent({ kind: 'interruption' }, 'ups')).toBe('confirmed')
    expect(evidenceOfEvent({ kind: 'voltage_dip' }, 'mains')).toBe('confirmed')
    expect(evidenceOfEvent({ kind: 'phase_loss' }, 'mains')).toBe('confirmed')
  })
})
