import type { GuardedWriter } from '../../db/client.ts'
import { type DeviceSample, type DeviceSettings, foldDevice, type PowerEvent } from '../domain/power.ts'
import { CLOCK_QUALITY } from '../ingest/clock-quality.ts'
import {
  loadPowerEvents,
  loadVoltages,
  type StoredPowerEvent,
  supersedePowerEvent,
  upsertPowerEvents,
} from '../store/telemetry-power.ts'
import { FLAG } from '../wire/node-protocol.ts'
import type { Flush, PowerFinding } from './flush.ts'
import { type KnownDevice, type KnownMetric, pendingSamples, siteOf } from './known.ts'
import { confirmByBattery, evidenceFor } from './power-evidence.ts'
import { plainlyNormal, setPower } from './power-live.ts'
import { deviceSamples, voltageMetrics } from './power-rebuild.ts'
import { quietSpan, type Span } from './power-span.ts'

/** Samples further apart than this are looked at in windows of their own, ms. */
const WINDOW_GAP_MS = 600_000

/** Computes again what late samples have re-opened, and turns every finding of the flush into rows. */
export async function settlePower(flush: Flush, writer: GuardedWriter): Promise<void> {
  for (const [device, instants] of flush.reopened) {
    if (!device.settings) continue
    for (const window of windowsOf(instants)) await recompute(flush, writer, device, device.settings, window)
  }
  if (flush.onBattery.size > 0) await confirmByBattery(flush, writer)
  if (flush.power.size === 0) return
  const findings = [...flush.power.values()]
  flush.statements.push(
    ...upsertPowerEvents(findings.filter(({ change }) => change !== 'superseded').map((one) => rowOf(flush, one))),
    ...findings
      .filter(({ change }) => change === 'superseded')
      .map(({ event }) => supersedePowerEvent(event.key, flush.now)),
  )
  for (const finding of findings) announce(flush, finding)
}

function windowsOf(instants: readonly number[]): Span[] {
  const windows: Span[] = []
  for (const at of [...instants].sort((a, b) => a - b)) {
    const last = windows.at(-1)
    if (last && at - last.toAt <= WINDOW_GAP_MS) last.toAt = at
    else windows.push({ fromAt: at, toAt: at })
  }
  return windows
}

async function recompute(
  flush: Flush,
  writer: GuardedWriter,
  device: KnownDevice,
  settings: DeviceSettings,
  window: Span,
): Promise<void> {
  const metrics = voltageMetrics(device)
  const running = [...flush.power.values()].filter((finding) => finding.device === device).map(({ event }) => event)
  const { span, voltages, stored } = await writer.exclusive(async (client) => {
    const quiet = await quietSpan(client, metrics, plainlyNormal(settings), window, running)
    const loadFrom = Math.min(...quiet.starts.values())
    const ids = metrics.map((metric) => metric.id)
    return {
      span: quiet,
      voltages: await loadVoltages(client, ids, loadFrom, quiet.toAt),
      stored: await loadPowerEvents(client, device.id, quiet.fromAt, quiet.toAt),
    }
  })
  const isWithin = (metric: KnownMetric, at: number): boolean => at >= span.starts.get(metric)! && at <= span.toAt
  const samples = metrics.flatMap((metric) =>
    [
      ...deviceSamples(
        device,
        voltages.filter(({ metricId }) => metricId === metric.id),
      ),
      ...unstored(metric),
    ].filter(({ at }) => isWithin(metric, at)),
  )
  const { state, events } = foldDevice(samples, settings)
  const newestAt = Math.max(...metrics.map((metric) => metric.current?.effectiveAt ?? 0))
  if (span.toAt >= newestAt) setPower(device, state)
  compare(flush, device, span, events, stored)
}

/** The samples of this flush, which the file does not have yet. */
function unstored(metric: KnownMetric): DeviceSample[] {
  return pendingSamples(metric).flatMap((row): DeviceSample[] => {
    const isUnsynced = row.quality === CLOCK_QUALITY.unsynced
    if ((isUnsynced && row.isBackfill) || !metric.phase) return []
    const at = isUnsynced ? row.receivedAt : row.deviceAt
    return [{ at, volts: (row.flags & FLAG.invalid) === 0 ? row.value : null, phase: metric.phase }]
  })
}

function compare(
  flush: Flush,
  device: KnownDevice,
  span: Span,
  found: readonly PowerEvent[],
  stored: readonly StoredPowerEvent[],
): void {
  const keys = new Set(found.map((event) => event.key))
  for (const [key, finding] of flush.power)
    if (finding.device === device && !keys.has(key) && isInside(finding.event.startMaxAt, span)) flush.power.delete(key)
  for (const event of found) {
    const known = stored.find(({ id }) => id === event.key)
    if (known && isSame(known, event)) continue
    const change = event.endMaxAt !== null ? 'closed' : known ? 'updated' : 'opened'
    flush.power.set(event.key, { device, change, event, isBackfill: true })
  }
  for (const event of stored)
    if (!keys.has(event.id) && isInside(event.startMaxAt, span))
      flush.power.set(event.id, { device, change: 'superseded', event: vanished(device, event), isBackfill: true })
}

const isInside = (at: number, { fromAt, toAt }: Span): boolean => at >= fromAt && at <= toAt

function isSame(known: StoredPowerEvent, event: PowerEvent): boolean {
  return (
    known.startMinAt === event.startMinAt &&
    known.endMinAt === event.endMinAt &&
    known.endMaxAt === event.endMaxAt &&
    known.residualVolts === event.residualVolts &&
    known.class === event.class &&
    known.isNoticed === event.isNoticed
  )
}

const vanished = (device: KnownDevice, event: StoredPowerEvent): PowerFinding['event'] => ({
  key: event.id,
  deviceId: device.id,
  phase: event.phase as PowerEvent['phase'],
  kind: event.kind,
  startMaxAt: event.startMaxAt,
  endMaxAt: event.endMaxAt,
  isNoticed: event.isNoticed,
})

function rowOf(flush: Flush, { device, event, isBackfill }: PowerFinding) {
  const whole = event as PowerEvent
  const evidence = evidenceFor(flush, device, whole, isBackfill)
  return { event: whole, siteId: siteOf(device), evidence, foundAt: flush.now }
}

function announce(flush: Flush, { device, change, event, isBackfill }: PowerFinding): void {
  const { kind, phase, isNoticed } = event
  const body = { change, kind, phase, deviceId: device.id, isNoticed, isBackfill }
  flush.events.push([flush.now, 'power', event.key, siteOf(device), JSON.stringify(body)])
}
