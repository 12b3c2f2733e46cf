import { classed } from './power-class.ts'
import {
  PHASES,
  type Phase,
  type PowerChange,
  type PowerEvent,
  type PowerSettings,
  powerEventKey,
} from './power-event.ts'
import { initialPhase, inTimeOrder, isSame, type PhaseSample, type PhaseState, stepPhase } from './power-phase.ts'

export type DeviceSample = PhaseSample & { phase: Phase }
/** `phases` are those in use; a phase never wired is not listed and never has an event. */
export type DeviceSettings = PowerSettings & { phases: readonly Phase[] }

/** All that is remembered of a device; plain JSON. `restoredAt` bounds the end of its latest interruption. */
export type DeviceState = {
  phases: Partial<Record<Phase, PhaseState>>
  interruption: PowerEvent | null
  losses: Partial<Record<Phase, PowerEvent>>
  restoredAt: { minAt: number; maxAt: number } | null
}

export type DeviceStep = { state: DeviceState; changes: PowerChange[]; isLate: boolean }

/** A device nobody has heard of yet. */
export const initialDevice: DeviceState = { phases: {}, interruption: null, losses: {}, restoredAt: null }

/**
 * Advances a device by one sample of one phase, in time order. Dips and swells are events of their phase; an
 * interruption (phase `all`) runs while every phase in use is below, and one dead phase among others is a phase loss.
 */
export function stepDevice(state: DeviceState, sample: DeviceSample, settings: DeviceSettings): DeviceStep {
  const { phase } = sample
  if (!settings.phases.includes(phase)) return { state, changes: [], isLate: false }
  const step = stepPhase(state.phases[phase] ?? initialPhase, sample, { ...settings, phase })
  const changes = step.changes.filter(({ event }) => event.kind !== 'interruption')
  const ended = step.changes.find(({ change, event }) => event.kind === 'interruption' && change === 'closed')?.event
  const phases = { ...state.phases, [phase]: step.state }
  const whole = stepInterruption({ ...state, phases }, ended, settings)
  const lost = stepLosses(whole.state, state, ended, settings)
  return { state: lost.state, changes: [...changes, ...whole.changes, ...lost.changes], isLate: step.isLate }
}

type Part = { state: DeviceState; changes: PowerChange[] }

function deadSpell(state: DeviceState, phase: Phase): PowerEvent | null {
  return state.phases[phase]?.spells.interruption?.event ?? null
}

function stepInterruption(state: DeviceState, ended: PowerEvent | undefined, settings: DeviceSettings): Part {
  const before = state.interruption
  if (before && ended) {
    // Any phase may have come back unseen after its own last dead sample, so the earliest of those bounds the end.
    const end = { endMinAt: before.lastBadAt, endMaxAt: ended.endMaxAt ?? before.lastBadAt }
    const event = classed({ ...before, ...end }, settings)
    const restoredAt = { minAt: end.endMinAt, maxAt: end.endMaxAt }
    return { state: { ...state, interruption: null, restoredAt }, changes: [{ change: 'closed', event }] }
  }
  const spells = settings.phases.map((phase) => deadSpell(state, phase)).filter((spell) => spell !== null)
  if (spells.length === 0 || spells.length < settings.phases.length) return { state, changes: [] }
  const event = classed(joined(before, spells, settings), settings)
  return { state: { ...state, interruption: event }, changes: changeOf(before, event) }
}

/** An interruption of all phases: it starts when the last of them goes, and is as certain as the least certain of them. */
function joined(before: PowerEvent | null, spells: PowerEvent[], settings: DeviceSettings): PowerEvent {
  const least = (pick: (spell: PowerEvent) => number) => Math.min(...spells.map(pick))
  const most = (pick: (spell: PowerEvent) => number) => Math.max(...spells.map(pick))
  const startMaxAt = before?.startMaxAt ?? most((spell) => spell.startMaxAt)
  return {
    ...spells[0]!,
    key: powerEventKey(settings.deviceId, 'all', 'interruption', startMaxAt),
    phase: 'all',
    startMinAt: before?.startMinAt ?? most((spell) => spell.startMinAt),
    startMaxAt,
    lastBadAt: Math.max(
      startMaxAt,
      least((spell) => spell.lastBadAt),
    ),
    residualVolts: least((spell) => spell.residualVolts),
    badSamples: least((spell) => spell.badSamples),
    unvouchedMs: most((spell) => spell.unvouchedMs),
    isNoticed: spells.every((spell) => spell.isNoticed),
  }
}

function stepLosses(
  state: DeviceState,
  old: DeviceState,
  ended: PowerEvent | undefined,
  settings: DeviceSettings,
): Part {
  const losses = { ...state.losses }
  const changes: PowerChange[] = []
  const isNewlyDark = state.interruption !== null && old.interruption === null
  for (const phase of settings.phases) {
    const spell = ended?.phase === phase ? ended : deadSpell(state, phase)
    const step = stepLoss(losses[phase], spell, isNewlyDark ? state.interruption : null, state, settings)
    changes.push(...step)
    const last = step.at(-1)
    if (last?.change === 'closed') delete losses[phase]
    else if (last) losses[phase] = last.event
    else if (losses[phase] && spell) losses[phase] = refreshed(losses[phase], spell)
  }
  return { state: { ...state, losses }, changes }
}

function stepLoss(
  loss: PowerEvent | undefined,
  spell: PowerEvent | null,
  darkness: PowerEvent | null,
  state: DeviceState,
  settings: DeviceSettings,
): PowerChange[] {
  if (!spell) return []
  if (loss && darkness) {
    const until = { endMinAt: darkness.startMinAt, endMaxAt: darkness.startMaxAt }
    return [{ change: 'closed', event: classed({ ...loss, ...until }, settings) }]
  }
  if (!loss && (state.interruption || !isLost(spell, state, settings))) return []
  const base = loss ?? lossOf(spell, state)
  const event = classed({ ...refreshed(base, spell), ...endOf(spell) }, settings)
  const begun: PowerChange[] = loss ? [] : [{ change: 'opened', event: { ...event, endMinAt: null, endMaxAt: null } }]
  if (event.endMaxAt !== null) return [...begun, { change: 'closed', event }]
  return loss ? changeOf(loss, event) : begun
}

/** A phase is lost once another one was seen alive at a time it was known dead; silent others vouch for nothing and do not veto. */
function isLost(spell: PowerEvent, state: DeviceState, settings: DeviceSettings): boolean {
  const fromAt = Math.max(spell.startMaxAt, state.restoredAt?.maxAt ?? 0)
  if (fromAt > spell.lastBadAt) return false
  const others = settings.phases.filter((phase) => phase !== spell.phase && deadSpell(state, phase) === null)
  if (spell.endMaxAt !== null) return others.length > 0
  return others.some((phase) => {
    const other = state.phases[phase]
    if (!other || other.status === 'unknown' || other.status === 'invalid') return true
    const sinceAt = Math.max(fromAt, other.liveSinceAt ?? 0)
    return sinceAt <= spell.lastBadAt && sinceAt <= (other.lastLiveAt ?? 0)
  })
}

function lossOf(spell: PowerEvent, { restoredAt }: DeviceState): PowerEvent {
  const startMaxAt = Math.max(spell.startMaxAt, restoredAt?.maxAt ?? 0)
  return {
    ...spell,
    key: powerEventKey(spell.deviceId, spell.phase, 'phase_loss', startMaxAt),
    kind: 'phase_loss',
    startMinAt: Math.max(spell.startMinAt, restoredAt?.minAt ?? 0),
    startMaxAt,
  }
}

function refreshed(event: PowerEvent, spell: PowerEvent): PowerEvent {
  return {
    ...event,
    lastBadAt: Math.max(event.lastBadAt, spell.lastBadAt),
    residualVolts: Math.min(event.residualVolts, spell.residualVolts),
    badSamples: Math.max(event.badSamples, spell.badSamples),
    unvouchedMs: Math.max(event.unvouchedMs, spell.unvouchedMs),
    isNoticed: event.isNoticed || spell.isNoticed,
  }
}

const endOf = ({ endMinAt, endMaxAt }: PowerEvent) => ({ endMinAt, endMaxAt })

function changeOf(before: PowerEvent | null, event: PowerEvent): PowerChange[] {
  if (!before) return [{ change: 'opened', event }]
  return isSame(before, event) ? [] : [{ change: 'updated', event }]
}

/** Every event of a device's samples in any order, repetitions included, and the state they leave. */
export function foldDevice(
  samples: readonly DeviceSample[],
  settings: DeviceSettings,
): { state: DeviceState; events: PowerEvent[] } {
  let state = initialDevice
  const events = new Map<string, PowerEvent>()
  for (const sample of [...samples].sort(
    (a, b) => inTimeOrder(a, b) || PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase),
  )) {
    const step = stepDevice(state, sample, settings)
    state = step.state
    for (const { event } of step.changes) events.set(event.key, event)
  }
  return { state, events: [...events.values()].sort((a, b) => a.startMaxAt - b.startMaxAt) }
}
