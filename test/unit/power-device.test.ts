import { describe, expect, it } from 'vitest'
import {
  type DeviceSample,
  type DeviceSettings,
  type DeviceState,
  durationInterval,
  foldDevice,
  initialDevice,
  type Phase,
  type PowerEvent,
  stepDevice,
} from '../../server/domain/power.ts'

const three: DeviceSettings = { deviceId: 3, declaredVolts: 220, resolutionMs: 10_000, phases: ['l1', 'l2', 'l3'] }
const single: DeviceSettings = { ...three, phases: ['l1'] }

const BASE = 1_764_000_000_000
const at = (seconds: number) => BASE + seconds * 1_000
/** `220,220,0@30`: the three phases polled together at second 30; `-` is a phase not polled, `x` invalid, `s` silent. */
const polls = (text: string): DeviceSample[] =>
  text.split(' ').flatMap((poll) => {
    const [values, seconds] = poll.split('@') as [string, string]
    return values.split(',').flatMap((value, index) => {
      const phase = `l${index + 1}` as Phase
      if (value === '-') return []
      if (value === 's') return [{ phase, at: at(Number(seconds)), volts: null, isSilence: true }]
      return [{ phase, at: at(Number(seconds)), volts: value === 'x' ? null : Number(value) }]
    })
  })
const seconds = (instant: number | null) => (instant === null ? null : (instant - BASE) / 1_000)
const outline = (event: PowerEvent) =>
  `${event.kind} ${event.phase} (${seconds(event.startMinAt)},${seconds(event.startMaxAt)}] to ` +
  `(${seconds(event.endMinAt)},${seconds(event.endMaxAt)}]${event.isNoticed ? '' : ' unnoticed'}`
const found = (text: string, settings = three) => foldDevice(polls(text), settings).events.map(outline)

describe('a device with one phase', () => {
  it('is interrupted as its phase is', () => {
    const { events } = foldDevice(polls('220@0 0@10 0@20 220@30'), single)
    expect(events.map(outline)).toEqual(['interruption all (0,10] to (20,30]'])
    expect(durationInterval(events[0]!)).toEqual({ minMs: 10_000, maxMs: 30_000 })
    expect(events[0]).toMatchObject({ key: `3:all:interruption:${at(10)}`, class: 'X5', isLong: false, badSamples: 2 })
  })

  it('never has an event on a phase that is not in use', () => {
    expect(found('220,0,0@0 220,0,0@10', single)).toEqual([])
  })
})

const isWhole = (line: string): boolean => line.startsWith('interruption')

describe('a device with three phases', () => {
  it('is interrupted when all phases are below and back when any recovers', () => {
    expect(found('220,220,220@0 0,0,0@10 0,0,0@20 220,220,220@30')).toEqual(['interruption all (0,10] to (20,30]'])
  })

  it('calls one dead phase among live ones a phase loss', () => {
    expect(found('220,220,220@0 220,0,220@10 220,0,220@20 220,220,220@30')).toEqual(['phase_loss l2 (0,10] to (20,30]'])
  })

  it('keeps a phase loss of one sample and does not notice it', () => {
    expect(found('220,220,220@0 0,220,220@10 220,220,220@20')).toEqual(['phase_loss l1 (0,10] to (10,20] unnoticed'])
  })

  it('describes a phase loss like any event', () => {
    const { events } = foldDevice(polls('220,220,220@0 220,9,220@10 220,3,220@20 220,220,220@30'), three)
    expect(events).toMatchObject([
      { key: `3:l2:phase_loss:${at(10)}`, badSamples: 2, residualVolts: 3, class: 'X5', isLong: null, isCounted: true },
    ])
  })

  it('turns a phase loss into an interruption when the others follow', () => {
    expect(found('220,220,220@0 0,220,220@10 0,0,220@20 0,0,0@30 0,0,0@40 220,220,220@50')).toEqual([
      'phase_loss l1 (0,10] to (20,30]',
      'phase_loss l2 (10,20] to (20,30]',
      'interruption all (20,30] to (40,50]',
    ])
  })

  it('leaves a phase loss behind when one phase stays dead', () => {
    expect(found('220,220,220@0 0,0,0@10 0,0,0@20 220,220,0@30 220,220,0@40 220,220,220@50')).toEqual([
      'interruption all (0,10] to (20,30]',
      'phase_loss l3 (20,30] to (40,50]',
    ])
  })

  it('does not take phases polled some milliseconds apart for lost one after the other', () => {
    const samples: DeviceSample[] = [0, 10, 20, 30].flatMap((second, round) =>
      (['l1', 'l2', 'l3'] as const).map((phase, index) => ({
        phase,
        at: at(second) + index * 40,
        volts: round === 1 || round === 2 ? 0 : 220,
      })),
    )
    const { events } = foldDevice(samples, three)
    expect(events.map((event) => `${event.kind} ${event.phase}`)).toEqual(['interruption all'])
    expect(events[0]).toMatchObject({ startMinAt: at(0) + 80, startMaxAt: at(10) + 80, endMaxAt: at(30) })
  })

  it('waits for a live phase to speak before it calls another one lost', () => {
    expect(found('220,220,220@0 0,-,-@10 0,-,-@20')).toEqual([])
    expect(found('220,220,220@0 0,-,-@10 0,-,-@20 -,220,-@25')).toEqual(['phase_loss l1 (0,10] to (null,null]'])
  })

  it('calls a dead phase lost when the others have fallen silent, and makes no interruption of it', () => {
    expect(found('220,220,220@0 0,-,-@10 0,-,-@20 -,s,s@100')).toEqual(['phase_loss l1 (0,10] to (null,null]'])
  })

  it('gives dips and swells to the phase they happen on', () => {
    expect(found('220,220,220@0 190,220,250@10 190,220,250@20 220,220,220@30')).toEqual([
      'swell l3 (0,10] to (20,30]',
      'voltage_dip l1 (0,10] to (20,30]',
    ])
  })

  it('is not interrupted when one phase comes back in the record in which the last live one goes', () => {
    expect(found('220,220,220@0 0,0,220@10 0,0,220@20 220,220,0@30 220,220,0@40').filter(isWhole)).toEqual([])
    expect(found('220,220,220@0 0,0,220@10 0,0,0@20 220,220,0@30').filter(isWhole)).toEqual([
      'interruption all (10,20] to (20,30] unnoticed',
    ])
  })

  it('is not interrupted while one phase is invalid', () => {
    expect(found('220,220,220@0 0,0,x@10 0,0,x@20')).toEqual([
      'phase_loss l1 (0,10] to (null,null]',
      'phase_loss l2 (0,10] to (null,null]',
    ])
  })

  it('goes on with an event after its state made a trip through JSON', () => {
    const { state } = foldDevice(polls('220,220,220@0 0,0,0@10 0,0,0@20'), three)
    const revived = JSON.parse(JSON.stringify(state)) as DeviceState
    expect(revived).toEqual(state)
    const step = stepDevice(revived, { phase: 'l2', at: at(30), volts: 220 }, three)
    expect(step.changes.map(({ change, event }) => `${change} ${outline(event)}`)).toEqual([
      'closed interruption all (0,10] to (20,30]',
    ])
  })

  it('tells the caller of a late sample and changes nothing', () => {
    const { state } = foldDevice(polls('220,220,220@0 220,220,220@20'), three)
    const step = stepDevice(state, { phase: 'l1', at: at(10), volts: 0 }, three)
    expect(step).toEqual({ state, changes: [], isLate: true })
    expect(initialDevice.phases).toEqual({})
  })
})
