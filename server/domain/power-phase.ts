import { classed } from './power-class.ts'
import {
  type Phase,
  type PhaseStatus,
  type PowerChange,
  type PowerEvent,
  type PowerSettings,
  powerEventKey,
  type Thresholds,
  thresholds,
  UNBOUNDED_START_AT,
} from './power-event.ts'

/** One reading of a phase: `at` is its effective time (epoch ms), `volts` null when invalid; `isSilence` marks a deadline or death. */
export type PhaseSample = { at: number; volts: number | null; isSilence?: boolean }

export type PhaseSettings = PowerSettings & { phase: Phase }

const SPELLS = ['interruption', 'voltage_dip', 'swell'] as const
type SpellKind = (typeof SPELLS)[number]

/** A running excursion: `run` counts consecutive samples beyond the start threshold, `isShown` says it was handed out. */
type Spell = { event: PowerEvent; run: number; isShown: boolean }

/** All that is remembered of a phase; plain JSON. `sinceAt` is the first sample (or deadline) of `status`. */
export type PhaseState = {
  status: PhaseStatus
  sinceAt: number | null
  lastAt: number | null
  lastVolts: number | null
  lastValidAt: number | null
  /** First and last sample of the present or latest stretch that was no interruption. */
  liveSinceAt: number | null
  lastLiveAt: number | null
  /** First sample after the latest hole: since then every sample is vouched for. */
  vouchedSinceAt: number | null
  spells: Record<SpellKind, Spell | null>
}

/** `isLate` = older than what the state has seen: nothing was done, the window must be computed again from stored samples. */
export type PhaseStep = { state: PhaseState; changes: PowerChange[]; isLate: boolean }

/** A phase nobody has heard of yet. */
export const initialPhase: PhaseState = {
  status: 'unknown',
  sinceAt: null,
  lastAt: null,
  lastVolts: null,
  lastValidAt: null,
  liveSinceAt: null,
  lastLiveAt: null,
  vouchedSinceAt: null,
  spells: { interruption: null, voltage_dip: null, swell: null },
}

/** Advances a phase by one sample in time order; an exact repetition changes nothing. */
export function stepPhase(state: PhaseState, sample: PhaseSample, settings: PhaseSettings): PhaseStep {
  const volts = sample.volts !== null && Number.isFinite(sample.volts) && sample.volts >= 0 ? sample.volts : null
  const ageMs = state.lastAt === null ? 1 : sample.at - state.lastAt
  if (ageMs < 0) return { state, changes: [], isLate: !sample.isSilence }
  if (sample.isSilence) return { state: unvouched(state, 'unknown', sample.at), changes: [], isLate: false }
  if (ageMs === 0 && volts === state.lastVolts) return { state, changes: [], isLate: false }
  if (volts === null) {
    const invalid = unvouched(state, 'invalid', sample.at)
    return { state: { ...invalid, lastAt: sample.at, lastVolts: null }, changes: [], isLate: false }
  }
  return stepVolts(state, sample.at, volts, settings)
}

/** Whether the time before `at` is a hole: the phase was silent or invalid, or the step exceeds 1.5 × maximum silence. */
function isHole(state: PhaseState, at: number, settings: PowerSettings): boolean {
  if (state.status === 'unknown' || state.status === 'invalid') return true
  const limitMs = settings.maximumSilenceMs ? 1.5 * settings.maximumSilenceMs : Number.POSITIVE_INFINITY
  return state.lastAt !== null && at - state.lastAt > limitMs
}

function unvouched(state: PhaseState, status: 'unknown' | 'invalid', at: number): PhaseState {
  const spells = { ...state.spells }
  for (const kind of SPELLS) {
    const spell = spells[kind]
    if (spell) spells[kind] = { ...spell, run: 0 }
  }
  return { ...state, status, sinceAt: state.status === status ? state.sinceAt : at, spells }
}

type Moment = { at: number; volts: number; lastValidAt: number | null; holeMs: number; isDead: boolean }

function stepVolts(state: PhaseState, at: number, volts: number, settings: PhaseSettings): PhaseStep {
  const limits = thresholds(settings.declaredVolts)
  const wasHole = isHole(state, at, settings)
  const holeMs = wasHole && state.lastValidAt !== null ? at - state.lastValidAt : 0
  const moment: Moment = { at, volts, lastValidAt: state.lastValidAt, holeMs, isDead: false }
  const spells = { ...state.spells }
  const changes: PowerChange[] = []
  for (const kind of SPELLS) {
    const step = stepSpell(state.spells[kind], kind, moment, limits, settings)
    spells[kind] = step.spell
    changes.push(...step.changes)
    if (kind === 'interruption') moment.isDead = step.spell !== null
  }
  const status = statusOf(spells)
  const wasLive = state.lastLiveAt !== null && state.spells.interruption === null
  return {
    state: {
      status,
      sinceAt: state.status === status ? state.sinceAt : at,
      lastAt: at,
      lastVolts: volts,
      lastValidAt: at,
      liveSinceAt: moment.isDead || wasLive ? state.liveSinceAt : at,
      lastLiveAt: moment.isDead ? state.lastLiveAt : at,
      vouchedSinceAt: wasHole ? at : state.vouchedSinceAt,
      spells,
    },
    changes,
    isLate: false,
  }
}

function statusOf(spells: PhaseState['spells']): PhaseStatus {
  if (spells.interruption) return 'interruption'
  if (spells.voltage_dip) return 'dip'
  return spells.swell ? 'swell' : 'normal'
}

function begins(kind: SpellKind, volts: number, limits: Thresholds): boolean {
  if (kind === 'interruption') return volts < limits.interruptionBelow
  return kind === 'voltage_dip' ? volts < limits.dipBelow : volts > limits.swellAbove
}

function ends(kind: SpellKind, volts: number, limits: Thresholds): boolean {
  if (kind === 'interruption') return volts >= limits.interruptionEnd
  return kind === 'voltage_dip' ? volts >= limits.dipEnd : volts <= limits.swellEnd
}

type SpellStep = { spell: Spell | null; changes: PowerChange[] }

function stepSpell(
  spell: Spell | null,
  kind: SpellKind,
  moment: Moment,
  limits: Thresholds,
  settings: PhaseSettings,
): SpellStep {
  const isBeyond = begins(kind, moment.volts, limits)
  if (!spell) return isBeyond ? shown(null, opened(kind, moment, settings), moment, settings) : { spell, changes: [] }
  if (ends(kind, moment.volts, limits)) return closed(spell, moment.at, settings)
  return shown(spell, continued(spell, moment, isBeyond), moment, settings)
}

function opened(kind: SpellKind, moment: Moment, settings: PhaseSettings): Spell {
  const { deviceId, phase, resolutionMs } = settings
  const event: PowerEvent = {
    key: powerEventKey(deviceId, phase, kind, moment.at),
    deviceId,
    kind,
    phase,
    startMinAt: moment.lastValidAt ?? UNBOUNDED_START_AT,
    startMaxAt: moment.at,
    endMinAt: null,
    endMaxAt: null,
    lastBadAt: moment.at,
    residualVolts: moment.volts,
    badSamples: 1,
    unvouchedMs: 0,
    resolutionMs,
    class: null,
    isLong: null,
    isNoticed: false,
    isCounted: true,
  }
  return { event, run: 1, isShown: false }
}

function continued({ event, run, isShown }: Spell, moment: Moment, isBeyond: boolean): Spell {
  const consecutive = isBeyond ? (moment.holeMs > 0 ? 1 : run + 1) : 0
  const worse = event.kind === 'swell' ? Math.max : Math.min
  return {
    event: {
      ...event,
      lastBadAt: moment.at,
      residualVolts: worse(event.residualVolts, moment.volts),
      badSamples: event.badSamples + 1,
      unvouchedMs: event.unvouchedMs + moment.holeMs,
      isNoticed: event.isNoticed || consecutive >= 2,
    },
    run: consecutive,
    isShown,
  }
}

/** Hands a running spell out. A dip is held back while all of it is an interruption: a plain outage is one event. */
function shown(before: Spell | null, after: Spell, moment: Moment, settings: PhaseSettings): SpellStep {
  const isDip = after.event.kind === 'voltage_dip'
  const isCounted = after.event.isCounted && !(isDip && moment.isDead)
  const event = classed({ ...after.event, isCounted }, settings)
  const isShown = after.isShown || !(isDip && moment.isDead)
  const spell = { ...after, event, isShown }
  if (!isShown) return { spell, changes: [] }
  if (!after.isShown) return { spell, changes: [{ change: 'opened', event }] }
  return { spell, changes: before && isSame(before.event, event) ? [] : [{ change: 'updated', event }] }
}

function closed({ event, isShown }: Spell, at: number, settings: PhaseSettings): SpellStep {
  const done = classed({ ...event, endMinAt: event.lastBadAt, endMaxAt: at }, settings)
  return { spell: null, changes: isShown ? [{ change: 'closed', event: done }] : [] }
}

/** Whether a person would see no difference between two versions of an event. */
export function isSame(one: PowerEvent, other: PowerEvent): boolean {
  const seen = ['residualVolts', 'class', 'isLong', 'isNoticed', 'isCounted', 'endMaxAt'] as const
  return seen.every((field) => one[field] === other[field])
}

/** Every event of a series of samples in any order, repetitions included: the same answer as stepping them in time order. */
export function foldPhase(
  samples: readonly PhaseSample[],
  settings: PhaseSettings,
): { state: PhaseState; events: PowerEvent[] } {
  let state = initialPhase
  const events = new Map<string, PowerEvent>()
  for (const sample of [...samples].sort(inTimeOrder)) {
    const step = stepPhase(state, sample, settings)
    state = step.state
    for (const { event } of step.changes) events.set(event.key, event)
  }
  return { state, events: [...events.values()].sort((a, b) => a.startMaxAt - b.startMaxAt) }
}

/**
 * Time order, the same for any shuffle. At one instant the higher voltage comes first: a phase that comes back while
 * another goes never makes all of them dead. Invalid and silent samples come last.
 */
export function inTimeOrder(one: PhaseSample, other: PhaseSample): number {
  return one.at - other.at || rank(one) - rank(other) || 0
}

function rank({ volts, isSilence }: PhaseSample): number {
  return isSilence ? Number.MAX_VALUE : volts === null ? Number.MAX_SAFE_INTEGER : -volts
}
