import {
  type DeviceSettings,
  type DeviceState,
  initialDevice,
  inTimeOrder,
  type PowerChange,
  type PowerSettings,
  stepDevice,
  thresholds,
} from '../domain/power.ts'
import type { NormalRange } from '../store/telemetry-power.ts'
import type { Flush } from './flush.ts'
import type { KnownDevice, KnownMetric } from './known.ts'

/** Voltages at which no event of any kind runs or begins. */
export function plainlyNormal({ declaredVolts }: PowerSettings): NormalRange {
  const limits = thresholds(declaredVolts)
  return { lowVolts: limits.dipEnd, highVolts: limits.swellEnd }
}

export interface VoltageSample {
  metric: KnownMetric
  /** Effective time, epoch ms. */
  at: number
  /** Null when the sensor said that it failed. */
  volts: number | null
  isBackfill: boolean
  /** The device's time is not believed: a late sample then says nothing about when. */
  isUndated: boolean
}

/** What the power rules need to know of a device; null when it has no declared voltage or no phase in use. */
function settingsOf(device: KnownDevice): DeviceSettings | null {
  if (device.declaredVolts === null || device.phases.length === 0) return null
  const metrics = [...device.metrics.values()].filter((metric) => metric.phase !== null)
  if (metrics.length === 0) return null
  return {
    deviceId: device.id,
    declaredVolts: device.declaredVolts,
    resolutionMs: Math.max(...metrics.map((metric) => metric.periodMs)),
    maximumSilenceMs: Math.max(...metrics.map((metric) => metric.maximumSilenceMs)),
    phases: device.phases,
  }
}

/**
 * Takes the voltages of one record into the power rules. Live ones step the state; one that is backfilled, or older than
 * the state, only marks the window whose events are then computed again from the stored samples.
 */
export function stepPower(flush: Flush, samples: readonly VoltageSample[]): void {
  for (const { metric, at, isBackfill, isUndated } of samples)
    if (isBackfill && !isUndated) reopen(flush, metric.device, at)
  const live = samples.filter(({ isBackfill }) => !isBackfill)
  for (const device of new Set(live.map(({ metric }) => metric.device)))
    stepVoltages(
      flush,
      device,
      live.filter(({ metric }) => metric.device === device),
    )
}

function stepVoltages(flush: Flush, device: KnownDevice, samples: VoltageSample[]): void {
  if (!device.settings) return
  if (samples.every(({ metric, at, volts }) => isUneventful(device, metric, at, volts))) {
    for (const { metric, at, volts } of samples) metric.calm = { at, volts }
    return
  }
  catchUp(flush, device)
  // At one instant in the order of the rules' own fold: whatever order they come in, the same events follow.
  for (const { metric, at, volts } of samples.sort(inFoldOrder)) step(flush, metric, at, volts)
}

const inFoldOrder = (one: VoltageSample, other: VoltageSample): number =>
  inTimeOrder(one, other) || one.metric.name.localeCompare(other.metric.name)

/**
 * True for a normal voltage soon after a normal one, on a device where nothing runs: the rules would only move their
 * instants on. Such samples are nearly all there are, so only the last of a run is put through the rules.
 */
function isUneventful(device: KnownDevice, metric: KnownMetric, at: number, volts: number | null): boolean {
  const { settings, power, normal } = device
  if (!settings || !power || !normal || volts === null || volts < normal.lowVolts || volts > normal.highVolts)
    return false
  if (power.interruption !== null || metric.phase === null) return false
  const state = power.phases[metric.phase]
  if (state?.status !== 'normal' || state.lastAt === null) return false
  const sinceMs = at - (metric.calm?.at ?? state.lastAt)
  return sinceMs >= 0 && sinceMs <= 1.5 * (settings.maximumSilenceMs ?? 0)
}

/** Puts the uneventful samples that were held back through the rules. */
export function catchUp(flush: Flush, device: KnownDevice): void {
  const calm = [...device.metrics.values()].filter((metric) => metric.calm !== null)
  if (calm.length === 0) return
  for (const metric of calm.sort((a, b) => a.calm!.at - b.calm!.at)) {
    const { at, volts } = metric.calm!
    metric.calm = null
    step(flush, metric, at, volts)
  }
}

function step(flush: Flush, { device, phase }: KnownMetric, at: number, volts: number | null): void {
  if (!device.settings || !phase) return
  const stepped = stepDevice(device.power ?? initialDevice, { at, volts, phase }, device.settings)
  if (stepped.isLate) reopen(flush, device, at)
  device.power = stepped.state
  for (const change of stepped.changes) noteChange(flush, device, change)
}

/** Says to the rules that nobody vouches for a device from `at` on: a deadline passed, or its node is known dead. */
export function stepSilence(flush: Flush, device: KnownDevice, at: number): void {
  const { settings } = device
  if (!settings) return
  catchUp(flush, device)
  for (const phase of settings.phases) {
    const stepped = stepDevice(device.power ?? initialDevice, { at, volts: null, phase, isSilence: true }, settings)
    device.power = stepped.state
    for (const change of stepped.changes) noteChange(flush, device, change)
  }
}

/** Takes over what a device declares. */
export function settle(device: KnownDevice): void {
  device.settings = settingsOf(device)
  device.normal = device.settings ? plainlyNormal(device.settings) : null
}

/** Replaces the state of the rules by one computed from the stored samples. */
export function setPower(device: KnownDevice, state: DeviceState | null): void {
  device.power = state
  for (const metric of device.metrics.values()) metric.calm = null
}

function reopen(flush: Flush, device: KnownDevice, at: number): void {
  const instants = flush.reopened.get(device)
  if (instants) instants.push(at)
  else flush.reopened.set(device, [at])
}

/** The last word of a flush on an event; one that was opened in it and only changed since is still new. */
function noteChange(flush: Flush, device: KnownDevice, { change, event }: PowerChange): void {
  const before = flush.power.get(event.key)?.change
  const said = before === 'opened' && change === 'updated' ? before : change
  flush.power.set(event.key, { device, change: said, event, isBackfill: false })
}
