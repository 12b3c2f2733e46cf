import type { MetricDeclaration, Phase } from '../../server/wire/node-protocol.ts'
import type { Watch } from '../domain/report.ts'
import { normal } from './random.ts'
import type { Model, Moment, Setting, SimDevice } from './sim.ts'
import type { Happening } from './sim-options.ts'

const DEFAULT_VOLTS = 220

/** A mains meter: voltage per phase that sags as the district's load rises, and watts after the place's business hours. */
export function meterModel(device: SimDevice, setting: Setting, random: () => number): Model {
  const phases: readonly Phase[] = device.phases ?? ['l1']
  const declared = device.declaredVolts ?? DEFAULT_VOLTS
  const drift = new Map<Phase, number>(phases.map((phase) => [phase, 0]))
  let bustle = 0
  const periodMs = device.periodMs ?? 1_000
  const volts = (phase: Phase, moment: Moment) => {
    const wandered = (drift.get(phase) ?? 0) * 0.98 + 0.0006 * normal(random)
    drift.set(phase, wandered)
    const share = struckShare(phase, moment.struck, setting)
    if (share === 0) return 0
    const usual = 1.02 - 0.022 * dailyLoad(moment.hour, 7, 22) + wandered + 0.0008 * normal(random)
    return round((share ?? usual) * declared * (share === null ? 1 : 1 + 0.002 * normal(random)), 1)
  }
  return {
    metrics: [
      ...phases.map((phase) => voltsMetric(phase, declared, periodMs)),
      {
        name: 'watts',
        type: 'number',
        unit: 'W',
        periodMs,
        deadband: Math.max(20, 0.03 * device.load.peakWatts),
        maximumSilenceMs: 60_000,
      },
    ],
    watches:
      device.declaredVolts === undefined
        ? {}
        : Object.fromEntries(phases.map((phase) => [`${phase}.volts`, watch(declared)])),
    readingsAt(moment) {
      // A meter that lives on the supply it measures cannot report that it is gone.
      if (setting.poweredBy === 'mains' && moment.struck.some((happening) => happening.kind === 'outage')) return null
      const read = phases.map((phase) => [`${phase}.volts`, volts(phase, moment)] as const)
      bustle = bustle * 0.95 + 0.05 * normal(random)
      const { baseWatts, peakWatts, opensAt, closesAt } = device.load
      const wanted = baseWatts + (peakWatts - baseWatts) * dailyLoad(moment.hour, opensAt, closesAt)
      const supplied = read.filter(([, value]) => value > 0.5 * declared).length / phases.length
      return { ...Object.fromEntries(read), watts: Math.max(0, Math.round(wanted * (1 + 0.3 * bustle) * supplied)) }
    },
  }
}

const watch = (declaredVolts: number): Watch => ({ kind: 'voltage', declaredVolts })

const voltsMetric = (phase: Phase, declared: number, periodMs: number): MetricDeclaration => ({
  name: `${phase}.volts`,
  type: 'number',
  unit: 'V',
  periodMs,
  deadband: round(0.005 * declared, 2),
  maximumSilenceMs: 60_000,
})

/** The share of the declared voltage a happening forces on a phase, or null. */
function struckShare(phase: Phase, struck: readonly Happening[], setting: Setting): number | null {
  let share: number | null = null
  for (const happening of struck) {
    if (happening.kind === 'outage' && setting.poweredBy !== 'mains') return 0
    if (happening.kind === 'phase_loss' && happening.phases.includes(phase)) return 0
    if (happening.kind !== 'dip' && happening.kind !== 'swell') continue
    if (happening.phases === undefined || happening.phases.includes(phase)) share = happening.percent / 100
  }
  return share
}

/** 0 at night, 1 in business, with an hour's slope before opening and after closing. */
export function dailyLoad(hour: number, opensAt: number, closesAt: number): number {
  const rising = Math.min(1, Math.max(0, hour - opensAt + 1))
  const falling = Math.min(1, Math.max(0, closesAt + 1 - hour))
  return Math.min(rising, falling)
}

export function round(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}
