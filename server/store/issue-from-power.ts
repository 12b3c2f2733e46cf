import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import { devices, powerEvents } from '../../db/schema/telemetry.ts'
import { dateOn, SHANGHAI_OFFSET_MS } from '../domain/calendar.ts'
import { deviceName } from './device-name.ts'
import { isCovering } from './issue-covering.ts'
import { createIssue, type ServiceRecord, siteOf } from './issue-create.ts'
import { interruptionBody } from './issue-evidence.ts'
import { isOpenState } from './issue-list.ts'
import { planOf } from './issue-load.ts'
import { commit } from './issue-moves.ts'
import { type Mover, planEvent } from './issue-plan.ts'
import { namedIssues } from './issue-view.ts'
import type { Lane } from './issues.ts'
import type { StorePorts } from './ports.ts'

const EDGE: Mover = { actor: 'edge', userId: null, agencyId: null }

interface Found {
  id: string
  siteId: string
  startMinAt: number
  startMaxAt: number
  residualVolts: number | null
  deviceName: string
  nodeId: string
}

/**
 * Confirmed, noticed interruptions that no issue tells of yet. One that arrived with a backlog after it was over makes
 * no issue: arriving late is no news.
 */
async function untold(db: Db): Promise<Found[]> {
  return db
    .select({
      id: powerEvents.id,
      siteId: sql<string>`${powerEvents.siteId}`,
      startMinAt: powerEvents.startMinAt,
      startMaxAt: powerEvents.startMaxAt,
      residualVolts: powerEvents.residualVolts,
      deviceName,
      nodeId: devices.nodeId,
    })
    .from(powerEvents)
    .innerJoin(devices, eq(devices.id, powerEvents.deviceId))
    .where(
      and(
        eq(powerEvents.kind, 'interruption'),
        eq(powerEvents.isNoticed, true),
        eq(powerEvents.evidence, 'confirmed'),
        isNull(powerEvents.supersededAt),
        sql`${powerEvents.siteId} IS NOT NULL`,
        sql`(${powerEvents.endMaxAt} IS NULL OR coalesce(json_extract(${powerEvents.evidenceBody}, '$.isBackfill'), 0) = 0)`,
        sql`NOT EXISTS (SELECT 1 FROM issues i WHERE i.power_event_id = ${powerEvents.id})`,
        sql`NOT EXISTS (SELECT 1 FROM issues i JOIN issue_events e ON e.issue_id = i.id WHERE i.site_id = ${powerEvents.siteId}
          AND e.kind = 'evidence' AND json_extract(e.body, '$.powerEventId') = ${powerEvents.id})`,
      ),
    )
    .orderBy(asc(powerEvents.startMaxAt))
}

/** Tells every new interruption: on the open issue of its site, or as a new one. Gives how many it told. */
export async function tellInterruptions(ports: StorePorts, lane: Lane, at: number): Promise<number> {
  if ((await untold(ports.db)).length === 0) return 0
  // Looked up again in the lane: who came before may have told them.
  return lane(() => tellAll(ports, at))
}

async function tellAll(ports: StorePorts, at: number): Promise<number> {
  const { db } = ports
  const found = await untold(db)
  const [service] = await db
    .select()
    .from(services)
    .where(eq(services.isSupplyOutage, true))
    .orderBy(asc(services.sortKey), asc(services.id))
    .limit(1)
  if (!service) return 0
  let told = 0
  for (const event of found) {
    const attached = await attach(ports, event, at)
    if (attached === 'told' || (attached === 'no_issue' && (await draft(ports, event, service, at)))) told++
  }
  return told
}

/** Adds an interruption to the site's open issue. `moved`: somebody changed it meanwhile, the next tick finds it anew. */
async function attach(ports: StorePorts, event: Found, at: number): Promise<'told' | 'moved' | 'no_issue'> {
  const { db } = ports
  const rows = await namedIssues(db)
    .where(and(eq(services.isSupplyOutage, true), sql`issues.site_id = ${event.siteId}`, isOpenState))
    .orderBy(sql`issues.received_at`)
  const found = rows.find(({ issue }) => isCovering(issue))
  if (!found) return 'no_issue'
  const { issue } = found
  const plan = await planOf(db, found)
  const patch = issue.powerEventId === null ? { powerEventId: event.id } : {}
  const told = planEvent(plan, 'evidence', EDGE, at, interruptionBody(event), patch)
  return (await commit(ports, { plan: told }, at)) === null ? 'told' : 'moved'
}

async function draft(ports: StorePorts, event: Found, service: ServiceRecord, at: number): Promise<boolean> {
  const { db, writer } = ports
  const site = await siteOf(db, event.siteId)
  if (!site) return false
  const created = await createIssue(
    db,
    writer,
    {
      channel: 'edge',
      service,
      site,
      title: `${site.nameZh}停电`,
      text: textOf(event),
      by: EDGE,
      given: { nodeId: event.nodeId, readings: event.id, beganAt: event.startMaxAt },
      body: {
        nodeId: event.nodeId,
        device: event.deviceName,
        powerEventId: event.id,
        startMinAt: event.startMinAt,
        startMaxAt: event.startMaxAt,
        residualVolts: event.residualVolts,
      },
      powerEventId: event.id,
      events: [{ kind: 'evidence', body: interruptionBody(event) }],
      report: null,
    },
    at,
  )
  return created.ok
}

const wallTime = (at: number): string =>
  `${dateOn(at)} ${new Date(at + SHANGHAI_OFFSET_MS).toISOString().slice(11, 19)}`

function textOf({ deviceName, startMaxAt, residualVolts }: Found): string {
  const lowest = residualVolts === null ? '' : `，最低${Math.round(residualVolts)} V`
  return `电表${deviceName}从${wallTime(startMaxAt)}起各相都没有电压${lowest}。`
}
