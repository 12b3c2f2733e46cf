import type { Model, Setting, SimDevice } from './sim.ts'
import { round } from './sim-meter.ts'

/** Charging from empty takes this many times as long as the battery lasts. */
const CHARGE_FACTOR = 6

/** A UPS: on battery while the mains is gone, its charge falling and rising again. */
export function upsModel(device: SimDevice, _setting: Setting, _random: () => number): Model {
  let percent = 100
  const periodMs = device.periodMs ?? 1_000
  const perSecond = 100 / (device.runtimeMinutes * 60)
  const common = { periodMs, deadband: 0, maximumSilenceMs: 60_000 }
  return {
    metrics: [
      { name: 'onBattery', type: 'boolean', unit: '1', ...common },
      { name: 'supply', type: 'text', unit: '1', ...common },
      { name: 'battery.percent', type: 'number', unit: '%', ...common, deadband: 1 },
    ],
    watches: { onBattery: { kind: 'change' }, supply: { kind: 'change' } },
    readingsAt({ stepSeconds, struck }) {
      const onBattery = struck.some((happening) => happening.kind === 'outage')
      const change = onBattery ? -perSecond : perSecond / CHARGE_FACTOR
      percent = Math.min(100, Math.max(0, percent + change * stepSeconds))
      return { onBattery, supply: onBattery ? 'absent' : 'present', 'battery.percent': round(percent, 1) }
    },
  }
}
