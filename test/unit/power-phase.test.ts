import { describe, expect, it } from 'vitest'
import {
  durationInterval,
  foldPhase,
  initialPhase,
  type PhaseSample,
  type PhaseSettings,
  type PhaseState,
  type PowerEvent,
  powerEventKey,
  stepPhase,
  thresholds,
} from '../../server/domain/power.ts'

const settings = (over: Partial<PhaseSettings> = {}): PhaseSettings => ({
  deviceId: 7,
  phase: 'l1',
  declaredVolts: 230,
  resolutionMs: 10_000,
  ...over,
})

/** `231@00 null@10 silence@20`, in seconds after an arbitrary instant. */
const BASE = 1_764_000_000_000
const at = (seconds: number) => BASE + seconds * 1_000
const series = (text: string): PhaseSample[] =>
  text.split(' ').map((part) => {
    const [value, seconds] = part.split('@') as [string, string]
    if (value === 'silence') return { at: at(Number(seconds)), volts: null, isSilence: true }
    return { at: at(Number(seconds)), volts: value === 'null' ? null : Number(value) }
  })

const seconds = (instant: number | null) => (instant === null ? null : (instant - BASE) / 1_000)
/** The outline of an event, in seconds. */
const outline = (event: PowerEvent) => {
  const { minMs, maxMs } = durationInterval(event)
  return {
    kind: event.kind,
    start: [seconds(event.startMinAt), seconds(event.startMaxAt)],
    end: [seconds(event.endMinAt), seconds(event.endMaxAt)],
    lasted: [minMs / 1_000, maxMs === null ? null : maxMs / 1_000],
    residualVolts: event.residualVolts,
  }
}
const fold = (text: string, over: Partial<PhaseSettings> = {}) => foldPhase(series(text), settings(over))

describe('a phase sampled every 10 s', () => {
  it('finds the excursion and the interruption of the golden example', () => {
    const { state, events } = fold('231@0 229@10 198@20 0@30 0@40 228@50')
    const shared = { deviceId: 7, phase: 'l1', residualVolts: 0, resolutionMs: 10_000, unvouchedMs: 0, isNoticed: true }
    expect(events).toEqual([
      {
        ...shared,
        key: powerEventKey(7, 'l1', 'voltage_dip', at(20)),
        kind: 'voltage_dip',
        startMinAt: at(10),
        startMaxAt: at(20),
        endMinAt: at(40),
        endMaxAt: at(50),
        lastBadAt: at(40),
        badSamples: 3,
        class: 'X5',
        isLong: null,
        isCounted: false,
      },
      {
        ...shared,
        key: powerEventKey(7, 'l1', 'interruption', at(30)),
        kind: 'interruption',
        startMinAt: at(20),
        startMaxAt: at(30),
        endMinAt: at(40),
        endMaxAt: at(50),
        lastBadAt: at(40),
        badSamples: 2,
        class: 'X5',
        isLong: false,
        isCounted: true,
      },
    ])
    expect(events.map((event) => durationInterval(event))).toEqual([
      { minMs: 20_000, maxMs: 40_000 },
      { minMs: 10_000, maxMs: 30_000 },
    ])
    expect(state).toMatchObject({ status: 'normal', sinceAt: at(50), lastVolts: 228 })
  })

  it('tells each change of the golden example when it happens, and nothing twice', () => {
    let state = initialPhase
    const told = series('231@0 229@10 198@20 0@30 0@40 228@50').map((sample) => {
      const step = stepPhase(state, sample, settings())
      state = step.state
      return step.changes.map(
        ({ change, event }) => `${change} ${event.kind}${event.isCounted ? '' : ' (not counted)'}`,
      )
    })
    expect(told).toEqual([
      [],
      [],
      ['opened voltage_dip'],
      ['opened interruption', 'updated voltage_dip (not counted)'],
      ['updated interruption'],
      ['closed interruption', 'closed voltage_dip (not counted)'],
    ])
  })

  it('makes one event of an outage that comes and goes at once', () => {
    expect(fold('230@0 0@10 0@20 230@30').events.map((event) => event.kind)).toEqual(['interruption'])
  })

  it('shows the excursion that an outage leaves behind at low voltage', () => {
    const { events, state } = fold('230@0 0@10 0@20 150@30 150@40 230@50')
    expect(events.map(outline)).toEqual([
      { kind: 'interruption', start: [0, 10], end: [20, 30], lasted: [10, 30], residualVolts: 0 },
      { kind: 'voltage_dip', start: [0, 10], end: [40, 50], lasted: [30, 50], residualVolts: 0 },
    ])
    expect(events[1]).toMatchObject({ isCounted: false })
    expect(state.status).toBe('normal')
  })

  it('keeps a spell of one sample and does not notice it', () => {
    const { events } = fold('230@0 180@10 230@20')
    expect(events.map(outline)).toEqual([
      { kind: 'voltage_dip', start: [0, 10], end: [10, 20], lasted: [0, 20], residualVolts: 180 },
    ])
    expect(events[0]).toMatchObject({ isNoticed: false, badSamples: 1, class: 'B1-5', isCounted: true })
  })

  it('notices two consecutive samples beyond the threshold only', () => {
    const isNoticed = (text: string) => fold(text).events[0]?.isNoticed
    expect(isNoticed('230@0 180@10 180@20 230@30')).toBe(true)
    expect(isNoticed('230@0 180@10 210@20 180@30 230@40')).toBe(false)
    expect(isNoticed('230@0 180@10 null@20 180@30 230@40')).toBe(false)
    expect(isNoticed('230@0 180@10 silence@20 180@30 230@40')).toBe(false)
  })

  it('counts invalid samples as no voltage at all', () => {
    const { state, events } = fold('230@0 null@10 null@20')
    expect(events).toEqual([])
    expect(state).toMatchObject({ status: 'invalid', sinceAt: at(10), lastValidAt: at(0) })
    expect(fold('230@0 NaN@10 -5@20').state.status).toBe('invalid')
  })

  it('bounds an event by valid samples, over invalid ones', () => {
    expect(fold('230@0 null@10 0@20 null@30 230@40').events.map(outline)).toEqual([
      { kind: 'interruption', start: [0, 20], end: [20, 40], lasted: [0, 40], residualVolts: 0 },
    ])
  })

  it('never makes an interruption out of silence', () => {
    const { state, events } = fold('230@0 230@10 silence@100')
    expect(events).toEqual([])
    expect(state).toMatchObject({ status: 'unknown', sinceAt: at(100), lastAt: at(10) })
    expect(fold('230@0 silence@100 230@7200').events).toEqual([])
  })

  it('leaves silence only by a sample', () => {
    let state: PhaseState = fold('230@0 silence@100').state
    state = stepPhase(state, { at: at(200), volts: null, isSilence: true }, settings()).state
    expect(state).toMatchObject({ status: 'unknown', sinceAt: at(100) })
    expect(stepPhase(state, { at: at(300), volts: 231 }, settings()).state.status).toBe('normal')
  })

  it('knows the end of an interruption that ended in silence only as an interval over the silence', () => {
    const running = fold('230@0 0@10 0@20 silence@100')
    expect(running.state.status).toBe('unknown')
    expect(running.events.map(outline)).toEqual([
      { kind: 'interruption', start: [0, 10], end: [null, null], lasted: [10, 20], residualVolts: 0 },
    ])
    expect(fold('230@0 0@10 0@20 silence@100 230@3600').events.map(outline)).toEqual([
      { kind: 'interruption', start: [0, 10], end: [20, 3600], lasted: [10, 3600], residualVolts: 0 },
    ])
  })

  it('leaves silence inside an interruption out of its shortest duration', () => {
    const text = '230@0 0@10 0@20 silence@100 0@620 0@630 230@640'
    expect(fold(text).events.map(outline)).toEqual([
      { kind: 'interruption', start: [0, 10], end: [630, 640], lasted: [20, 640], residualVolts: 0 },
    ])
    expect(fold(text).events[0]).toMatchObject({ unvouchedMs: 600_000, isLong: null })
  })

  it('takes a hole longer than 1.5 times the maximum silence for silence without being told', () => {
    const { events } = fold('230@0 0@10 0@101 230@110', { maximumSilenceMs: 60_000 })
    expect(events[0]).toMatchObject({ unvouchedMs: 91_000, isNoticed: false })
    expect(fold('230@0 0@10 0@100 230@110', { maximumSilenceMs: 60_000 }).events[0]).toMatchObject({
      unvouchedMs: 0,
      isNoticed: true,
    })
  })

  it('puts no lower bound on the start of an event that already ran at the first sample', () => {
    const { events } = fold('0@0 0@10 230@20')
    expect(events[0]).toMatchObject({ startMinAt: 0, startMaxAt: at(0), isLong: null, class: 'X5-5+' })
    expect(durationInterval(events[0]!)).toEqual({ minMs: 10_000, maxMs: null })
  })

  it('measures a running event up to now', () => {
    const { events } = fold('230@0 0@10 0@20')
    expect(durationInterval(events[0]!, at(500))).toEqual({ minMs: 10_000, maxMs: 500_000 })
  })

  it('calls an interruption long only when the whole interval is above three minutes', () => {
    const isLong = (lastBad: number, back: number) => fold(`230@0 0@10 0@${lastBad} 230@${back}`).events[0]?.isLong
    expect(isLong(20, 180)).toBe(false)
    expect(isLong(20, 181)).toBe(null)
    expect(isLong(190, 200)).toBe(null)
    expect(isLong(191, 200)).toBe(true)
  })

  it('reports a late sample and does nothing with it', () => {
    const { state } = fold('230@0 230@20')
    expect(stepPhase(state, { at: at(10), volts: 0 }, settings())).toEqual({ state, changes: [], isLate: true })
  })

  it('ignores an exact repetition', () => {
    const { state } = fold('230@0 0@10')
    expect(stepPhase(state, { at: at(10), volts: 0 }, settings())).toEqual({ state, changes: [], isLate: false })
  })

  it('folds unordered samples with repetitions like ordered ones', () => {
    const ordered = fold('231@0 229@10 198@20 0@30 0@40 228@50')
    expect(fold('0@40 0@30 228@50 231@0 0@30 198@20 229@10 228@50 198@20')).toEqual(ordered)
  })
})

describe.each([
  [220, 198, 202.4, 242, 237.6, 11, 15.4],
  [230, 207, 211.6, 253, 248.4, 11.5, 16.1],
])('the limits at %d V', (declaredVolts, dip, dipEnd, swell, swellEnd, gone, back) => {
  const kinds = (...volts: number[]) =>
    foldPhase(
      volts.map((value, index) => ({ at: at(index), volts: value })),
      settings({ declaredVolts }),
    ).events.map(({ kind, endMaxAt }) => `${kind}${endMaxAt === null ? ' runs' : ''}`)

  it('are those of the table', () => {
    expect(thresholds(declaredVolts)).toEqual({
      dipBelow: dip,
      dipEnd,
      swellAbove: swell,
      swellEnd,
      interruptionBelow: gone,
      interruptionEnd: back,
    })
  })

  it('start a dip strictly below 90 % and end it at 92 %', () => {
    expect(kinds(declaredVolts, dip)).toEqual([])
    expect(kinds(declaredVolts, dip - 0.1, dipEnd - 0.1)).toEqual(['voltage_dip runs'])
    expect(kinds(declaredVolts, dip - 0.1, dipEnd)).toEqual(['voltage_dip'])
  })

  it('start a swell strictly above 110 % and end it at 108 %', () => {
    expect(kinds(declaredVolts, swell)).toEqual([])
    expect(kinds(declaredVolts, swell + 0.1, swellEnd + 0.1)).toEqual(['swell runs'])
    expect(kinds(declaredVolts, swell + 0.1, swellEnd)).toEqual(['swell'])
  })

  it('start an interruption strictly below 5 % and end it at 7 %', () => {
    expect(kinds(declaredVolts, gone)).toEqual(['voltage_dip runs'])
    expect(kinds(declaredVolts, gone - 0.1, back - 0.1)).toEqual(['interruption runs'])
    expect(kinds(declaredVolts, gone - 0.1, back, dipEnd)).toEqual(['interruption', 'voltage_dip'])
  })
})

describe('the state of a phase', () => {
  it('survives a trip through JSON in the middle of an event', () => {
    const { state } = fold('230@0 198@10 0@20')
    const revived = JSON.parse(JSON.stringify(state)) as PhaseState
    expect(revived).toEqual(state)
    expect(stepPhase(revived, { at: at(30), volts: 230 }, settings()).changes).toHaveLength(2)
  })
})
