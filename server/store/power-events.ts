import { and, asc, eq, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { devices, powerEvents } from '../../db/schema/telemetry.ts'
import { durationInterval } from '../domain/power.ts'
import type { PowerEvent } from '../wire/power.ts'
import { deviceName } from './device-name.ts'

/** A power event as people are shown it, and where it happened. */
export interface SitedPowerEvent extends PowerEvent {
  siteId: string | null
  /** False for a dip that became an interruption. */
  isCounted: boolean
}

type Record = typeof powerEvents.$inferSelect

function shown(event: Record, deviceName: string, issueId: string | null, now: number): SitedPowerEvent {
  const body = JSON.parse(event.evidenceBody) as { lastBadAt?: number; unvouchedMs?: number; isCounted?: boolean }
  const { minMs, maxMs } = durationInterval({ ...event, ...body }, now)
  return {
    id: event.id,
    siteId: event.siteId,
    deviceId: event.deviceId,
    deviceName,
    phase: event.phase,
    kind: event.kind as PowerEvent['kind'],
    startMinAt: event.startMinAt,
    startMaxAt: event.startMaxAt,
    endMinAt: event.endMinAt,
    endMaxAt: event.endMaxAt,
    minMs,
    maxMs,
    residualVolts: event.residualVolts,
    resolutionMs: event.resolutionMs,
    class: event.class,
    isNoticed: event.isNoticed,
    evidence: event.evidence as PowerEvent['evidence'],
    revision: event.revision,
    issueId,
    isCounted: body.isCounted ?? true,
  }
}

const columns = { event: powerEvents, deviceName, issueId: issues.id }

/** Events that touch [from, to] (epoch ms), oldest first; superseded ones are left out. */
export async function powerEventsOf(
  db: Db,
  siteIds: readonly string[] | null,
  from: number,
  to: number,
  now: number,
): Promise<SitedPowerEvent[]> {
  const rows = await db
    .select(columns)
    .from(powerEvents)
    .innerJoin(devices, eq(devices.id, powerEvents.deviceId))
    .leftJoin(issues, eq(issues.powerEventId, powerEvents.id))
    .where(
      and(
        siteIds ? inArray(powerEvents.siteId, [...siteIds]) : undefined,
        lte(powerEvents.startMaxAt, to),
        or(isNull(powerEvents.endMaxAt), gte(powerEvents.endMaxAt, from)),
        isNull(powerEvents.supersededAt),
      ),
    )
    .orderBy(asc(powerEvents.startMaxAt), asc(powerEvents.id))
  return rows.map(({ event, deviceName, issueId }) => shown(event, deviceName, issueId, now))
}

/** One event, superseded or not; null when there is none of that id. */
export async function powerEvent(db: Db, id: string, now: number): Promise<SitedPowerEvent | null> {
  const [row] = await db
    .select(columns)
    .from(powerEvents)
    .innerJoin(devices, eq(devices.id, powerEvents.deviceId))
    .leftJoin(issues, eq(issues.powerEventId, powerEvents.id))
    .where(eq(powerEvents.id, id))
  return row ? shown(row.event, row.deviceName, row.issueId, now) : null
}

/** The event without what only this side needs. */
export function asWire({ siteId: _, isCounted: __, ...event }: SitedPowerEvent): PowerEvent {
  return event
}

/** Whether the meter of a running event still speaks: none of its device's voltages is past its deadline. */
export async function isStale(db: Db, deviceId: number, now: number): Promise<boolean> {
  const [row] = await db.all<{ due: number | null; died: number | null }>(sql`
    SELECT max(l.due_at) AS due, max(CASE WHEN n.died_at >= coalesce(n.born_at, 0) THEN n.died_at END) AS died
    FROM devices d JOIN nodes n ON n.id = d.node_id
    LEFT JOIN metrics m ON m.device_id = d.id AND m.unit = 'V' LEFT JOIN deadlines l ON l.metric_id = m.id
    WHERE d.id = ${deviceId}`)
  return row === undefined || row.died !== null || (row.due !== null && row.due < now)
}
