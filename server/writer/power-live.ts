import { type DeviceSettings, initialDevice, type PowerChange, stepDevice } from '../domain/power.ts'
import { FLAG } from '../wire/node-protocol.ts'
import type { Flush } from './flush.ts'
import type { KnownDevice, KnownMetric } from './known.ts'

export interface VoltageSample {
  /** Effective time, epoch ms. */
  at: number
  volts: number | null
  flags: number
  isBackfill: boolean
  /** The device's time is not believed: a late sample then says nothing about when. */
  isUndated: boolean
}

/** What the power rules need to know of a device; null when it has no declared voltage or no phase in use. */
export function settingsOf(device: KnownDevice): DeviceSettings | null {
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
 * Takes a voltage into the power rules. A live one steps the state; one that is backfilled, or older than the state,
 * only marks the window whose events are then computed again from the stored samples.
 */
export function stepPower(flush: Flush, metric: KnownMetric, sample: VoltageSample): void {
  const { device, phase } = metric
  const settings = device.settings
  if (!settings || !phase) return
  if (sample.isBackfill) {
    if (!sample.isUndated) reopen(flush, device, sample.at)
    return
  }
  const volts = (sample.flags & FLAG.invalid) === 0 ? sample.volts : null
  const step = stepDevice(device.power ?? initialDevice, { at: sample.at, volts, phase }, settings)
  if (step.isLate) reopen(flush, device, sample.at)
  device.power = step.state
  for (const change of step.changes) noteChange(flush, device, change, false)
}

/** Says to the rules that nobody vouches for a device from `at` on: a deadline passed, or its node is known dead. */
export function stepSilence(flush: Flush, device: KnownDevice, at: number): void {
  const { settings } = device
  if (!settings) return
  for (const phase of settings.phases) {
    const step = stepDevice(device.power ?? initialDevice, { at, volts: null, phase, isSilence: true }, settings)
    device.power = step.state
    for (const change of step.changes) noteChange(flush, device, change, false)
  }
}

function reopen(flush: Flush, device: KnownDevice, at: number): void {
  const instants = flush.reopened.get(device)
  if (instants) instants.push(at)
  else flush.reopened.set(device, [at])
}

/** The last word of a flush on an event; an event opened and closed within it was still opened. */
export function noteChange(
  flush: Flush,
  device: KnownDevice,
  { change, event }: PowerChange,
  isBackfill: boolean,
): void {
  flush.power.set(event.key, { device, change, event, isBackfill })
}
