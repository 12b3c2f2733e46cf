import { and, asc, eq, inArray, isNull, like, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, reports, services } from '../../db/schema/issues.ts'
import { users } from '../../db/schema/people.ts'
import { settings } from '../../db/schema/settings.ts'
import { sites } from '../../db/schema/sites.ts'
import { currentValues, deadlines, devices, metrics, nodes } from '../../db/schema/telemetry.ts'
import { type Calendar, dateOn, dayNumber, isProvisional, isWorkingDay, startOfDay } from '../domain/calendar.ts'
import { QUEUE_COUNTERS, queueCounterOf } from '../domain/queue.ts'
import type { Day, Overview, QueueNow } from '../wire/overview.ts'
import { deviceName } from './device-name.ts'
import { isOpenState, issueCounts } from './issue-list.ts'
import { createLiveStore } from './live.ts'
import { nodeCounts } from './nodes.ts'
import type { StorePorts } from './ports.ts'
import { currentRules } from './rule-book.ts'
import { siteDays } from './sites.ts'
import { seenBy, type Viewer } from './viewer.ts'

/** The local day of an instant by the official calendar. */
export function dayOf(now: number, calendar: Calendar): Day {
  const startAt = startOfDay(dayNumber(now))
  const on = dateOn(now)
  return {
    on,
    weekday: new Date(`${on}T00:00:00Z`).getUTCDay(),
    isWorkingDay: isWorkingDay(now, calendar),
    isMakeUpDay: calendar.makeUpDays.has(on),
    isProvisional: isProvisional(now, calendar),
    startAt,
  }
}

export function createOverviewStore({ db, writer }: StorePorts) {
  const live = createLiveStore(db, writer)
  return {
    /** Everything the first screen shows, read after the event id it joins the stream at. */
    async read(viewer: Viewer, now: number): Promise<Overview> {
      const [{ newest }, { calendar }] = await Promise.all([live.range(), currentRules(db)])
      const [listed, told, queues, counts, fleet, setup] = await Promise.all([
        siteDays(db, viewer, now),
        merchantsTold(db, viewer),
        queuesNow(db, now),
        issueCounts(db, viewer, now),
        nodeCounts(db, now),
        setupOf(db),
      ])
      return {
        at: now,
        eventId: newest,
        day: dayOf(now, calendar),
        sites: listed,
        merchantsTold: told,
        queues,
        issues: counts,
        nodes: fleet,
        setup: { ...setup, hasSite: listed.length > 0, hasNode: fleet.total > 0 },
      }
    },
  }
}

/** Merchants on open issues about a supply. */
async function merchantsTold(db: Db, viewer: Viewer): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(issues)
    .innerJoin(services, eq(services.id, issues.serviceId))
    .innerJoin(reports, eq(reports.issueId, issues.id))
    .where(and(seenBy(viewer), isOpenState, eq(services.isSupplyOutage, true)))
  return row?.count ?? 0
}

/** Queues as their counters report them: devices with a metric `waiting`. */
async function queuesNow(db: Db, now: number): Promise<QueueNow[]> {
  const rows = await db
    .select({
      deviceId: devices.id,
      device: deviceName,
      metricId: metrics.id,
      metric: metrics.name,
      value: currentValues.value,
      at: currentValues.effectiveAt,
      dueAt: deadlines.dueAt,
      site: { id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn },
    })
    .from(metrics)
    .innerJoin(devices, eq(devices.id, metrics.deviceId))
    .innerJoin(nodes, eq(nodes.id, devices.nodeId))
    .innerJoin(sites, eq(sites.id, sql`coalesce(${devices.siteId}, ${nodes.siteId})`))
    .leftJoin(currentValues, eq(currentValues.metricId, metrics.id))
    .leftJoin(deadlines, eq(deadlines.metricId, metrics.id))
    .where(and(isNull(nodes.revokedAt), queueMetric()))
    .orderBy(asc(devices.id), asc(metrics.id))
  const queues = new Map<string, QueueNow>()
  for (const row of rows) {
    const counted = queueCounterOf(row.metric)
    if (!counted) continue
    const { queue: own, counter } = counted
    const key = `${row.deviceId} ${own}`
    const name = own === '' ? row.device : own
    const queue = queues.get(key) ?? {
      deviceId: row.deviceId,
      name,
      site: row.site,
      waiting: null,
      windowsOpen: null,
      servedTotal: null,
      metricIds: { waiting: null, windowsOpen: null, servedTotal: null },
      at: null,
      isStale: false,
    }
    const value = row.value === null ? null : Math.round(row.value)
    const isSilent = row.value === null || (row.dueAt !== null && row.dueAt < now)
    queues.set(key, {
      ...queue,
      [counter]: value,
      metricIds: { ...queue.metricIds, [counter]: row.metricId },
      at: Math.max(queue.at ?? 0, row.at ?? 0) || null,
      isStale: counter === 'waiting' ? isSilent : queue.isStale,
    })
  }
  return [...queues.values()]
    .filter(({ metricIds }) => metricIds.waiting !== null)
    .sort((a, b) => Number(a.isStale) - Number(b.isStale) || (b.waiting ?? 0) - (a.waiting ?? 0))
}

const queueMetric = () =>
  or(inArray(metrics.name, QUEUE_COUNTERS), ...QUEUE_COUNTERS.map((name) => like(metrics.name, `%.${name}`)))

async function setupOf(db: Db): Promise<{ hasDistrict: boolean; hasColleague: boolean; hasServices: boolean }> {
  const [row] = await db
    .select({
      district: sql<number>`(SELECT count(*) FROM ${settings} WHERE key = 'district')`,
      people: sql<number>`(SELECT count(*) FROM ${users} WHERE disabled_at IS NULL)`,
      services: sql<number>`(SELECT count(*) FROM ${services} WHERE agency_id IS NOT NULL)`,
    })
    .from(sql`(SELECT 1)`)
  return {
    hasDistrict: (row?.district ?? 0) > 0,
    hasColleague: (row?.people ?? 0) > 1,
    hasServices: (row?.services ?? 0) > 0,
  }
}
