import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { sites, supplies } from '../../db/schema/sites.ts'
import { nodes } from '../../db/schema/telemetry.ts'
import { statement, type Writer } from '../../db/writer.ts'
import { dayNumber, startOfDay } from '../domain/calendar.ts'
import { polyphaseSpells } from '../domain/power-polyphase.ts'
import type { SiteKind } from '../wire/common.ts'
import type { PowerEvent, SitePower } from '../wire/power.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { Site, SiteDay, SiteDetail } from '../wire/sites.ts'
import { issueRows, openIssuesBySite } from './issue-list.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import { nodeRows } from './nodes.ts'
import type { StorePorts } from './ports.ts'
import { powerDays, type SitePowerDay, suppliesNow } from './power.ts'
import { asWire } from './power-events.ts'
import { loadFleet } from './power-meters.ts'
import { voltageSeries } from './power-series.ts'
import { seenBy, type Viewer } from './viewer.ts'

export interface NewSite {
  nameZh: string
  nameEn: string
  kind: SiteKind
  address: string
  merchantCount: number | null
  supplyLine: string | null
}

/** What the site page shows, but for the codes to print, which need the page's own address. */
export type SiteView = Omit<SiteDetail, 'reportPath' | 'qr'>

const RECENT = 10
/** Longest stretch of voltages one answer covers, ms. */
const POWER_WINDOW_MAX_MS = 31 * 86_400_000

/** Open sites, or those named. */
export async function siteList(db: Db, ids: readonly string[] | null = null): Promise<Site[]> {
  const rows = await db
    .select({ site: sites, supply: supplies })
    .from(sites)
    .leftJoin(supplies, eq(supplies.id, sites.supplyId))
    .where(and(isNull(sites.closedAt), ids ? inArray(sites.id, [...ids]) : undefined))
    .orderBy(asc(sites.nameZh), asc(sites.id))
  return rows.map(({ site, supply }) => ({
    id: site.id,
    nameZh: site.nameZh,
    nameEn: site.nameEn,
    kind: site.kind as SiteKind,
    address: site.address,
    supplyLine: supply,
    merchantCount: site.merchantCount,
  }))
}

/** Every site's day, worst first: without power, then unknown, then with trouble today, then the rest. */
export async function siteDays(db: Db, viewer: Viewer, now: number, ids: readonly string[] | null = null) {
  const listed = await siteList(db, ids)
  const siteIds = listed.map(({ id }) => id)
  const [days, counts, covering] = await Promise.all([
    powerDays(db, siteIds, startOfDay(dayNumber(now)), now, now),
    nodeCountBySite(db),
    openIssuesBySite(db, viewer, siteIds),
  ])
  return listed
    .map((site) => siteDay(site, days.get(site.id)!, counts.get(site.id) ?? 0, covering.get(site.id) ?? null))
    .sort((a, b) => badness(b) - badness(a) || (a.supply.sinceAt ?? 0) - (b.supply.sinceAt ?? 0))
}

function siteDay(site: Site, day: SitePowerDay, nodeCount: number, issue: SiteDay['issue']): SiteDay {
  const dips = day.events.filter((event) => event.kind === 'voltage_dip' && event.isCounted)
  return {
    site,
    supply: day.supply,
    spans: day.spans,
    dips: polyphaseSpells(dips),
    interruptionCount: day.interruptionCount,
    interruptedMs: day.interruptedMs,
    nodeCount,
    issue,
  }
}

function badness({ supply, nodeCount, dips, interruptionCount }: SiteDay): number {
  if (supply.value === 'absent') return 4
  if (supply.value === 'unknown') return nodeCount > 0 ? 3 : 0
  return interruptionCount > 0 ? 2 : dips.length > 0 ? 1 : 0.5
}

async function nodeCountBySite(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .select({ siteId: nodes.siteId, count: sql<number>`count(*)` })
    .from(nodes)
    .where(isNull(nodes.revokedAt))
    .groupBy(nodes.siteId)
  return new Map(rows.flatMap(({ siteId, count }) => (siteId === null ? [] : [[siteId, count] as const])))
}

export function createSiteStore({ db, writer }: StorePorts) {
  return {
    days: (viewer: Viewer, now: number): Promise<SiteDay[]> => siteDays(db, viewer, now),
    async detail(id: string, viewer: Viewer, now: number): Promise<SiteView | null> {
      const [day] = await siteDays(db, viewer, now, [id])
      if (!day) return null
      const [siteNodes, openIssues, recentIssues, neighbours] = await Promise.all([
        nodeRows(db, now, { siteId: id }),
        issueRows(db, viewer, now, { state: 'open', site: id, sort: 'due', limit: 50 }),
        issueRows(db, viewer, now, { state: 'finished', site: id, sort: 'received', limit: RECENT }),
        neighboursOf(db, day.site, now),
      ])
      return {
        ...day,
        nodes: siteNodes,
        openIssues: openIssues.rows,
        recentIssues: recentIssues.rows,
        neighbours,
      }
    },
    /** Voltages, events and the strip of a window; refused when it ends before it begins or is longer than 31 days. */
    async power(
      id: string,
      asked: { from?: number; to?: number },
      viewer: Viewer,
      now: number,
    ): Promise<Outcome<SitePower>> {
      if ((await siteList(db, [id])).length === 0) return refused('not_found')
      const to = Math.min(asked.to ?? now, now)
      const from = asked.from ?? to - 86_400_000
      if (from >= to || to - from > POWER_WINDOW_MAX_MS)
        return refused('bad_parameter', {
          errors: [{ pointer: 'from', code: 'wrong_window', detail: 'A window has 1 ms to 31 days.' }],
        })
      const [days, fleet] = await Promise.all([powerDays(db, [id], from, to, now), loadFleet(db, [id])])
      const { bucketMs, series } = await voltageSeries(
        db,
        fleet.meters.filter((device) => device.siteId === id),
        from,
        to,
      )
      const { events, spans } = days.get(id)!
      const counted = await ownIssues(db, viewer, events.filter((event) => event.isCounted).map(asWire))
      return done({ from, to, bucketMs, series, events: counted, spans })
    },
    add: (values: NewSite, at: number): Promise<Outcome<Site>> => addSite(db, writer, values, at),
  }
}

/** The events without the issues that are not the viewer's to see. */
async function ownIssues(db: Db, viewer: Viewer, events: readonly PowerEvent[]): Promise<PowerEvent[]> {
  const ids = events.flatMap(({ issueId }) => issueId ?? [])
  const seen = ids.length
    ? await db
        .select({ id: issues.id })
        .from(issues)
        .where(and(inArray(issues.id, ids), seenBy(viewer)))
    : []
  const own = new Set(seen.map(({ id }) => id))
  return events.map((event) => ({
    ...event,
    issueId: event.issueId !== null && own.has(event.issueId) ? event.issueId : null,
  }))
}

async function neighboursOf(db: Db, site: Site, now: number): Promise<SiteDetail['neighbours']> {
  if (!site.supplyLine) return []
  const rows = await db
    .select({ id: sites.id })
    .from(sites)
    .where(and(eq(sites.supplyId, site.supplyLine.id), isNull(sites.closedAt)))
  const ids = rows.map(({ id }) => id).filter((id) => id !== site.id)
  if (ids.length === 0) return []
  const [others, supplied] = await Promise.all([siteList(db, ids), suppliesNow(db, ids, now)])
  return others.map((other) => ({ site: other, supply: supplied.get(other.id)! }))
}

async function addSite(db: Db, writer: Writer, values: NewSite, at: number): Promise<Outcome<Site>> {
  const { supplyLine, ...rest } = values
  const id = newId(at)
  const lineId = newId(at)
  const line = supplyLine === null ? null : sql<string>`(SELECT id FROM supplies WHERE name_zh = ${supplyLine})`
  const outcome = await writer.write([
    ...(supplyLine === null
      ? []
      : [
          {
            sql: 'INSERT INTO supplies (id, name_zh, name_en) SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM supplies WHERE name_zh = ?)',
            args: [lineId, supplyLine, supplyLine, supplyLine],
          },
        ]),
    {
      ...statement(db.insert(sites).values({ ...rest, id, supplyId: line, createdAt: at })),
      expectRows: 1,
    },
    liveEvent({ at, kind: 'site', subjectId: id, siteId: id }),
  ])
  if (!outcome.ok) return refused('changed_meanwhile')
  return done((await siteList(db, [id]))[0]!)
}
