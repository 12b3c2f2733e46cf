import { and, asc, eq, gt, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, services } from '../../db/schema/issues.ts'
import { plannedOutages, sites } from '../../db/schema/sites.ts'
import { dayNumber, isWorkingDay, MINUTE_MS, startOfDay } from '../domain/calendar.ts'
import { advance, type ClockRules, calendarFor, promiseOf } from '../domain/clock.ts'
import type { Cover, MerchantService, MerchantSite } from '../wire/merchant.ts'
import { isCovering } from './issue-covering.ts'
import { clockClassOf, publicTitle, type ServiceRecord, type SiteRecord, siteOf } from './issue-create.ts'
import { interruptionOf } from './issue-evidence.ts'
import { isOpenState } from './issue-list.ts'
import { besides, type NamedIssue, namedIssues } from './issue-view.ts'
import { guideOf } from './merchant-frozen.ts'
import { powerDays } from './power.ts'
import { currentRules } from './rule-book.ts'

/** Kinds that are nobody's business but the reporter's: never shown to others who stand at the same place. */
const PRIVATE_KINDS: readonly string[] = ['complaint', 'report']
const isPublic = ({ issue }: NamedIssue): boolean => !issue.isSecret && !PRIVATE_KINDS.includes(issue.kind)

/** Open issues at a site that others may see and join, and for a supply those of its line's other sites. */
export async function coveringIssues(db: Db, site: { id: string; supplyId: string | null }): Promise<NamedIssue[]> {
  const sameLine = site.supplyId
    ? db.select({ id: sites.id }).from(sites).where(eq(sites.supplyId, site.supplyId))
    : null
  const rows = await namedIssues(db)
    .where(
      and(
        isOpenState,
        or(
          eq(issues.siteId, site.id),
          sameLine ? and(inArray(issues.siteId, sameLine), eq(services.isSupplyOutage, true)) : undefined,
        ),
      ),
    )
    .orderBy(services.isSupplyOutage, asc(issues.receivedAt), asc(issues.number))
  return rows.filter((found) => isCovering(found.issue) && isPublic(found)).sort(outagesFirst)
}
const outagesFirst = (a: NamedIssue, b: NamedIssue): number =>
  Number(b.service.isSupplyOutage) - Number(a.service.isSupplyOutage)

/** Everything a merchant sees before the form: what can be reported, what is open, announced and closed here. */
export async function merchantSite(db: Db, id: string, now: number): Promise<MerchantSite | null> {
  const site = await siteOf(db, id)
  if (!site || site.closedAt !== null) return null
  const [served, covering, rules, outages] = await Promise.all([
    db
      .select()
      .from(services)
      .where(and(eq(services.isPublic, true), eq(services.isActive, true)))
      .orderBy(asc(services.sortKey), asc(services.id)),
    coveringIssues(db, site),
    currentRules(db),
    outagesAt(db, site, now),
  ])
  const placeIds = [...new Set([id, ...covering.flatMap(({ issue }) => (issue.siteId ? [issue.siteId] : []))])]
  const days = await powerDays(db, placeIds, startOfDay(dayNumber(now)), now, now)
  const beside = await besides(
    db,
    covering.map(({ issue }) => issue.id),
  )
  return {
    at: now,
    site: { id: site.id, nameZh: site.nameZh, nameEn: site.nameEn },
    services: served.map((service) => asService(service, rules, now)),
    covers: await Promise.all(covering.map((found) => coverOf(db, found, { days, beside }, now))),
    supply: days.get(id)!.supply,
    outages,
    desk: deskAt(rules, now),
  }
}

function asService(service: ServiceRecord, rules: ClockRules, now: number): MerchantService {
  const { promiseZh, promiseEn, stopNotice, riskZh, riskEn, questions } = guideOf(service)
  return {
    ...{ id: service.id, nameZh: service.nameZh, nameEn: service.nameEn },
    ...{ isSupplyOutage: service.isSupplyOutage, kind: service.kind, parentId: service.parentId },
    ...{ promiseZh, promiseEn, stopNotice, riskZh, riskEn, questions },
    expectedAt: promiseOf(now, clockClassOf(service), rules.calendar, rules.limits),
  }
}

type Around = { days: Awaited<ReturnType<typeof powerDays>>; beside: Awaited<ReturnType<typeof besides>> }
async function coverOf(db: Db, found: NamedIssue, { days, beside }: Around, now: number): Promise<Cover> {
  const { issue, service } = found
  const seen = service.isSupplyOutage ? await interruptionOf(db, issue, now) : null
  return {
    issueId: issue.id,
    number: issue.number,
    serviceId: service.id,
    title: publicTitle(service, found.site),
    sinceAt: seen?.startMaxAt ?? issue.receivedAt,
    state: issue.state,
    agency: found.agency?.id ? found.agency : null,
    reportCount: beside.reportCounts.get(issue.id) ?? 0,
    expectedAt: issue.expectedAt,
    spans: seen ? (days.get(issue.siteId ?? '')?.spans ?? []) : [],
    isSeenByMeter: seen !== null,
  }
}

const WEEK_MS = 7 * 86_400_000
/** Announced interruptions at a site that run, or begin within a week. */
async function outagesAt(db: Db, site: SiteRecord, now: number): Promise<MerchantSite['outages']> {
  const onLine = and(isNull(plannedOutages.siteId), eq(plannedOutages.supplyId, site.supplyId ?? ''))
  const rows = await db
    .select()
    .from(plannedOutages)
    .where(
      and(
        gt(plannedOutages.untilAt, now),
        lt(plannedOutages.fromAt, now + WEEK_MS),
        isNull(plannedOutages.cancelledAt),
        or(eq(plannedOutages.siteId, site.id), site.supplyId === null ? undefined : onLine),
      ),
    )
    .orderBy(asc(plannedOutages.fromAt))
    .limit(5)
  return rows.map(({ id, fromAt, untilAt, reason }) => ({ id, fromAt, untilAt, reason }))
}

/** Whether the desk is open at `now`, and when it opens next. */
export function deskAt(rules: ClockRules, now: number): MerchantSite['desk'] {
  const calendar = calendarFor(rules, null)
  const minute = Math.floor((now - startOfDay(dayNumber(now))) / MINUTE_MS)
  const isDayOff = !isWorkingDay(now, calendar)
  const isOpen = !isDayOff && calendar.openingHours.some(([from, to]) => minute >= from && minute < to)
  return { isOpen, isDayOff, opensAt: isOpen ? null : advance(now, 1, 'B', calendar) - MINUTE_MS }
}
