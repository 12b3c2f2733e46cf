import type { Model, Setting, SimDevice } from './sim.ts'

/** An approval whose milestone moves only when the script says so. */
export function approvalModel(device: SimDevice, _setting: Setting, _random: () => number): Model {
  const periodMs = device.periodMs ?? 10_000
  return {
    metrics: [
      {
        name: 'milestone',
        type: 'text',
        unit: '1',
        periodMs,
        deadband: 0,
        maximumSilenceMs: Math.max(60_000, 3 * periodMs),
      },
    ],
    watches: {},
    readingsAt: () => ({ milestone: device.milestone }),
  }
}
