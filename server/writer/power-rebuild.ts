import type { GuardedWriter } from '../../db/client.ts'
import { type DeviceSample, foldDevice } from '../domain/power.ts'
import { loadPowerEvents, loadVoltages, normalBefore, type Voltage } from '../store/telemetry-power.ts'
import type { KnownDevice, KnownMetric, KnownNode } from './known.ts'
import { plainlyNormal, setPower, settle } from './power-live.ts'

export const voltageMetrics = (device: KnownDevice): KnownMetric[] =>
  [...device.metrics.values()].filter((metric) => metric.phase !== null)

export function deviceSamples(device: KnownDevice, voltages: readonly Voltage[]): DeviceSample[] {
  const phases = new Map(voltageMetrics(device).map((metric) => [metric.id, metric.phase]))
  return voltages.flatMap(({ metricId, at, volts }) => {
    const phase = phases.get(metricId)
    return phase ? [{ at, volts, phase }] : []
  })
}

/** Rebuilds the state of the power rules for a node's devices from their samples since all was last normal. */
export async function rebuildPower(node: KnownNode, writer: GuardedWriter): Promise<void> {
  for (const device of node.devices.values()) {
    settle(device)
    if (device.settings) await rebuildDevice(device, device.settings, writer)
  }
}

async function rebuildDevice(
  device: KnownDevice,
  settings: NonNullable<KnownDevice['settings']>,
  writer: GuardedWriter,
) {
  const metrics = voltageMetrics(device)
  const newest = Math.max(0, ...metrics.map((metric) => metric.current?.effectiveAt ?? 0))
  if (newest === 0) return
  const normal = plainlyNormal(settings)
  const state = await writer.exclusive(async (client) => {
    const running = (await loadPowerEvents(client, device.id, newest, Number.MAX_SAFE_INTEGER)).filter(
      (event) => event.endMaxAt === null,
    )
    const sinceAt = Math.min(newest + 1, ...running.map((event) => event.startMaxAt))
    const starts = await Promise.all(metrics.map((metric) => normalBefore(client, metric.id, sinceAt, normal)))
    const fromAt = Math.min(...starts.map((at) => at ?? 0))
    const ids = metrics.map((metric) => metric.id)
    return foldDevice(
      deviceSamples(device, await loadVoltages(client, ids, fromAt, Number.MAX_SAFE_INTEGER / 2)),
      settings,
    ).state
  })
  setPower(device, state)
}
