import { and, asc, eq, inArray, isNull, like, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, reports, services } from '../../db/schema/issues.ts'
import { users } from '../../db/schema/people.ts'
import { settings } from '../../db/schema/settings.ts'
import { sites } from '../../db/schema/sites.ts'
import { currentValues, deadlines, devices, metrics, nodes } from '../../db/schema/telemetry.ts'
import { dateOn, dayNumber, isProvisional, isWorkingDay, startOfDay } from '../domain/calendar.ts'
import type { Day, Overview, QueueNow } from '../wire/overview.ts'
import { CALENDAR } from './calendar.ts'
import { deviceName } from './device-name.ts'
import { isOpenState, issueCounts } from './issue-list.ts'
import { createLiveStore } from './live.ts'
import { nodeCounts } from './nodes.ts'
import type { StorePorts } from './ports.ts'
import { siteDays } from './sites.ts'
import { seenBy, type Viewer } from './viewer.ts'

/** The local day of an instant by the official calendar. */
export function dayOf(now: number): Day {
  const startAt = startOfDay(dayNumber(now))
  const on = dateOn(now)
  return {
    on,
    weekday: new Date(`${on}T00:00:00Z`).getUTCDay(),
    isWorkingDay: isWorkingDay(now, CALENDAR),
    isMakeUpDay: CALENDAR.makeUpDays.has(on),
    isProvisional: isProvisional(now, CALENDAR),
    startAt,
  }
}

export function createOverviewStore({ db, writer }: StorePorts) {
  const live = createLiveStore(db, writer)
  return {
    /** Everything the first screen shows, read after the event id it joins the stream at. */
    async read(viewer: Viewer, now: number): Promise<Overview> {
      const { newest } = await live.range()
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
        day: dayOf(now),
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

const QUEUE_METRICS = { waiting: 'waiting', windowsOpen: 'windowsOpen', servedTotal: 'servedTotal' } as const

/** Queues as their counters report them: devices with a metric `waiting`. */
async function queuesNow(db: Db, now: number): Promise<QueueNow[]> {
  const rows = await db
    .select({
      deviceId: devices.id,
      device: deviceName,
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
    const { prefix, field } = partsOf(row.metric)
    const key = `${row.deviceId} ${prefix}`
    const name = prefix === '' ? row.device : prefix
    const queue = queues.get(key) ?? {
      deviceId: row.deviceId,
      name,
      site: row.site,
      waiting: null,
      windowsOpen: null,
      servedTotal: null,
      at: null,
      isStale: false,
    }
    const value = row.value === null ? null : Math.round(row.value)
    const isStale = field === 'waiting' ? row.value === null || (row.dueAt !== null && row.dueAt < now) : queue.isStale
    queues.set(key, { ...queue, [field]: value, at: Math.max(queue.at ?? 0, row.at ?? 0) || null, isStale })
  }
  return [...queues.values()]
    .filter((queue) => rows.some((row) => row.deviceId === queue.deviceId && partsOf(row.metric).field === 'waiting'))
    .sort((a, b) => Number(a.isStale) - Number(b.isStale) || (b.waiting ?? 0) - (a.waiting ?? 0))
}

const queueMetric = () =>
  or(
    inArray(metrics.name, Object.keys(QUEUE_METRICS)),
    ...Object.keys(QUEUE_METRICS).map((name) => like(metrics.name, `%.${name}`)),
  )

/** `office-3.waiting` is the queue office-3 of its device; `waiting` the device's only one. */
function partsOf(metric: string): { prefix: string; field: keyof typeof QUEUE_METRICS } {
  const at = metric.lastIndexOf('.')
  return { prefix: metric.slice(0, Math.max(at, 0)), field: metric.slice(at + 1) as keyof typeof QUEUE_METRICS }
}

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
