import type { PowerEvent } from '../domain/power.ts'
import { evidenceOfEvent } from '../domain/supply.ts'
import type { EventEvidence } from '../store/telemetry-power.ts'
import type { KnownDevice, KnownMetric } from './known.ts'

const ON_BATTERY = /(^|\.)onBattery$/

/** What an event rests on: what its device lives on, or a UPS at the same node that says it runs on battery. */
export function evidenceFor(device: KnownDevice, event: PowerEvent, now: number, isBackfill: boolean): EventEvidence {
  const poweredBy = device.poweredBy ?? device.node.poweredBy
  const own = evidenceOfEvent(event, poweredBy)
  const ups = own === 'confirmed' || event.kind !== 'interruption' ? null : upsOnBattery(device, event, now)
  return {
    grade: ups ? 'confirmed' : own,
    body: {
      reason: ups ? 'ups_on_battery' : own === 'confirmed' ? 'meter_independent' : 'zero_on_mains',
      poweredBy,
      upsMetricId: ups?.id ?? null,
      badSamples: event.badSamples,
      unvouchedMs: event.unvouchedMs,
      lastBadAt: event.lastBadAt,
      isLong: event.isLong,
      isCounted: event.isCounted,
      isBackfill,
    },
  }
}

/** A UPS's own word counts while it is fresh and was said in the time of the event. */
function upsOnBattery(device: KnownDevice, event: PowerEvent, now: number): KnownMetric | null {
  for (const metric of device.node.metrics.values()) {
    if (metric.type !== 'boolean' || !ON_BATTERY.test(metric.name) || metric.current?.value !== 1) continue
    const isFresh = (metric.deadline?.dueAt ?? 0) >= now
    if (isFresh && (event.endMaxAt === null || metric.current.effectiveAt <= event.endMaxAt)) return metric
  }
  return null
}
