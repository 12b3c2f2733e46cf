import type { MetricDeclaration } from '../../server/wire/node-protocol.ts'
import type { Model, Setting, SimDevice } from './sim.ts'
import { dailyLoad } from './sim-meter.ts'

/** A hall: people come at random, more at mid-morning and mid-afternoon, and each open window serves one at a time. */
export function queueModel(device: SimDevice, _setting: Setting, random: () => number): Model {
  const { windows, arrivalsPerHour, serviceMinutes, opensAt, closesAt } = device.queue
  const periodMs = device.periodMs ?? 5_000
  let waiting = 0
  let serving = 0
  let servedTotal = 0
  const chance = (perHour: number, seconds: number) => random() < 1 - Math.exp((-perHour * seconds) / 3600)

  function pass(seconds: number, hour: number, windowsOpen: number): void {
    for (let at = 0; at < seconds; at += 1) {
      const step = Math.min(1, seconds - at)
      for (let window = serving; window > 0; window--) {
        if (!chance(60 / serviceMinutes, step)) continue
        serving--
        servedTotal++
      }
      if (chance(arrivalsPerHour * crowd(hour, opensAt, closesAt), step)) waiting++
      while (waiting > 0 && serving < windowsOpen) {
        waiting--
        serving++
      }
    }
  }

  return {
    metrics: [
      count('waiting', periodMs),
      count('serving', periodMs),
      count('windowsOpen', periodMs),
      { ...count('servedTotal', periodMs), type: 'counter' },
    ],
    watches: {},
    readingsAt({ hour, stepSeconds }) {
      const windowsOpen = Math.ceil(windows * dailyLoad(hour, opensAt, closesAt))
      pass(Math.min(stepSeconds, 3_600), hour, windowsOpen)
      return { waiting, serving, windowsOpen, servedTotal }
    },
  }
}

const count = (name: string, periodMs: number): MetricDeclaration => ({
  name,
  type: 'number',
  unit: 'count',
  periodMs,
  deadband: 0,
  maximumSilenceMs: Math.max(60_000, 3 * periodMs),
})

/** Share of the busiest hour's arrivals: peaks at ten and at three, and a quarter of them outside the peaks. */
function crowd(hour: number, opensAt: number, closesAt: number): number {
  const peak = (at: number) => Math.exp(-((hour - at) ** 2) / 2)
  return dailyLoad(hour, opensAt, closesAt) * Math.min(1, 0.25 + peak(10) + 0.8 * peak(15))
}
