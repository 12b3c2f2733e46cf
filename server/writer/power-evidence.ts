import type { GuardedWriter } from '../../db/client.ts'
import type { PowerEvent } from '../domain/power.ts'
import { evidenceOfEvent } from '../domain/supply.ts'
import { confirmByUps, type EventEvidence, loadUnconfirmed } from '../store/telemetry-power.ts'
import type { Flush } from './flush.ts'
import { type KnownDevice, type KnownMetric, siteOf } from './known.ts'

/** What an event rests on: what its device lives on, or a UPS at the same site that says it runs on battery. */
export function evidenceFor(flush: Flush, device: KnownDevice, event: PowerEvent, isBackfill: boolean): EventEvidence {
  const poweredBy = device.poweredBy ?? device.node.poweredBy
  const own = evidenceOfEvent(event, poweredBy)
  const ups = own === 'confirmed' || event.kind !== 'interruption' ? null : upsOnBattery(flush, device, event)
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

/** A UPS's own word counts while it is fresh and was said before the event was over. */
function upsOnBattery(flush: Flush, device: KnownDevice, event: PowerEvent): KnownMetric | null {
  const siteId = siteOf(device)
  for (const node of flush.known.values()) {
    for (const metric of node.metrics.values()) {
      if (!metric.isOnBatteryFlag || metric.current?.value !== 1) continue
      if (node !== device.node && (siteId === null || siteOf(metric.device) !== siteId)) continue
      const isFresh = (metric.deadline?.dueAt ?? 0) >= flush.now
      if (isFresh && (event.endMaxAt === null || metric.current.effectiveAt <= event.endMaxAt)) return metric
    }
  }
  return null
}

/** A UPS that turns to battery confirms the interruption that runs at its site. */
export async function confirmByBattery(flush: Flush, writer: GuardedWriter): Promise<void> {
  for (const ups of flush.onBattery) {
    const siteId = siteOf(ups.device)
    if (siteId === null) continue
    for (const { id, deviceId, phase, isNoticed } of await writer.exclusive((client) =>
      loadUnconfirmed(client, siteId),
    )) {
      if (flush.power.has(id)) continue
      flush.statements.push(confirmByUps(id, ups.id))
      const body = { change: 'updated', kind: 'interruption', phase, deviceId, isNoticed, isBackfill: false }
      flush.events.push([flush.now, 'power', id, siteId, JSON.stringify(body)])
    }
  }
}
