import { and, asc, desc, eq, gt, gte, inArray, isNotNull, lte, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, services } from '../../db/schema/issues.ts'
import { open311Requests } from '../../db/schema/open311.ts'
import { agencies } from '../../db/schema/people.ts'
import { sites } from '../../db/schema/sites.ts'
import { ISSUE_STATES, type IssueState, OPEN311_STATUS, type Open311Status } from '../domain/issue.ts'
import { PRIVATE_KINDS, type PublicEvent } from '../domain/open311.ts'
import type { RequestFilter } from '../wire/open311.ts'

const master = alias(issues, 'master')

/** An issue anybody may read: neither secret nor a complaint nor a part of another, of a service offered to everybody. */
export const publicly = (isTest: boolean): SQL | undefined =>
  and(
    eq(issues.isTest, isTest),
    eq(issues.isSecret, false),
    notInArray(issues.kind, [...PRIVATE_KINDS]),
    // The plus keeps SQLite from beginning with every issue without a parent: nearly all there are.
    sql`+${issues.parentId} IS NULL`,
    eq(services.isPublic, true),
  )

/** Events the public is told of: changes of state, corrections, a later date that was granted. */
export const isPublicEvent = sql`(${issueEvents.kind} IN ('transition', 'correction') OR (${issueEvents.kind} = 'decided'
  AND json_extract(${issueEvents.body}, '$.request') = 'extension' AND json_extract(${issueEvents.body}, '$.isApproved')))`

const lastPublicAt = sql<number>`(SELECT max(at) FROM issue_events WHERE issue_id = ${issues.id} AND ${isPublicEvent})`

const states = (statuses: readonly Open311Status[]): IssueState[] =>
  ISSUE_STATES.filter((state) => statuses.includes(OPEN311_STATUS[state]))

// A box is held against what is shown: a finer place could be found out by asking often.
const shownLatitude = sql`round(coalesce(${open311Requests.latitude}, ${sites.latitude}), 3)`
const shownLongitude = sql`round(coalesce(${open311Requests.longitude}, ${sites.longitude}), 3)`

function conditions(filter: RequestFilter): SQL | undefined {
  if (filter.ids) return and(publicly(filter.isTest), inArray(issues.number, [...filter.ids]))
  const { updated, box } = filter
  return and(
    publicly(filter.isTest),
    gte(issues.receivedAt, filter.fromAt),
    lte(issues.receivedAt, filter.toAt),
    filter.codes ? inArray(issues.serviceId, [...filter.codes]) : undefined,
    filter.statuses ? inArray(issues.state, states(filter.statuses)) : undefined,
    updated && updated.fromAt !== null ? sql`${lastPublicAt} >= ${updated.fromAt}` : undefined,
    updated && updated.toAt !== null ? sql`${lastPublicAt} <= ${updated.toAt}` : undefined,
    box ? sql`${shownLatitude} BETWEEN ${box.south} AND ${box.north}` : undefined,
    box ? sql`${shownLongitude} BETWEEN ${box.west} AND ${box.east}` : undefined,
  )
}

/** `select` of what a public view is made of; add `.where()`. */
const publicRows = (db: Db) =>
  db
    .select({
      issue: issues,
      service: services,
      site: sites,
      agency: { nameZh: agencies.nameZh },
      posted: open311Requests,
      master: {
        number: master.number,
        isPublic: sql<number>`${master.isSecret} = 0 AND ${master.kind} NOT IN ('complaint', 'report')`,
      },
    })
    .from(issues)
    .innerJoin(services, eq(services.id, issues.serviceId))
    .leftJoin(sites, eq(sites.id, issues.siteId))
    .leftJoin(agencies, sql`${agencies.id} = coalesce(${issues.leadAgencyId}, ${issues.agencyId})`)
    .leftJoin(open311Requests, eq(open311Requests.issueId, issues.id))
    .leftJoin(master, eq(master.id, issues.masterId))
    .$dynamic()
export type PublicRow = Awaited<ReturnType<typeof publicRows>>[number]

/** Requests, newest first, those of one instant by their number. */
export const requestRows = (db: Db, filter: RequestFilter, limit: number, offset = 0): Promise<PublicRow[]> =>
  publicRows(db)
    .where(conditions(filter))
    .orderBy(desc(issues.receivedAt), desc(issues.number))
    .limit(limit)
    .offset(offset)

/** Requests by their issue's id, in no order. */
export const requestsOf = (db: Db, isTest: boolean, issueIds: readonly string[]): Promise<PublicRow[]> =>
  publicRows(db).where(and(publicly(isTest), inArray(issues.id, [...issueIds])))

export async function requestCount(db: Db, filter: RequestFilter): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(issues)
    .innerJoin(services, eq(services.id, issues.serviceId))
    .leftJoin(sites, eq(sites.id, issues.siteId))
    .leftJoin(open311Requests, eq(open311Requests.issueId, issues.id))
    .where(conditions(filter))
  return row?.count ?? 0
}

/** A place in the order of receipt: rows after it come next. */
export type Place = { at: number; id: string }

/** The next requests in the order of receipt, oldest first: a step through everything, by the index of receipt. */
export const requestsAfter = (
  db: Db,
  window: { fromAt: number; toAt: number },
  place: Place | null,
  limit: number,
): Promise<PublicRow[]> =>
  publicRows(db)
    .where(
      and(
        publicly(false),
        gte(issues.receivedAt, place?.at ?? window.fromAt),
        lte(issues.receivedAt, window.toAt),
        place ? or(gt(issues.receivedAt, place.at), gt(issues.id, place.id)) : undefined,
      ),
    )
    .orderBy(asc(issues.receivedAt), asc(issues.id))
    .limit(limit)

const asPublicEvent = (row: typeof issueEvents.$inferSelect): PublicEvent => ({
  id: row.id,
  at: row.at,
  kind: row.kind,
  rule: row.rule,
  toState: row.toState as IssueState | null,
  actorRole: row.actorRole,
  body: JSON.parse(row.body) as Record<string, unknown>,
})

/** Public events of issues, in their order, by issue. */
export async function publicEvents(db: Db, issueIds: readonly string[]): Promise<Map<string, PublicEvent[]>> {
  const byIssue = new Map<string, PublicEvent[]>()
  if (issueIds.length === 0) return byIssue
  const rows = await db
    .select()
    .from(issueEvents)
    .where(and(inArray(issueEvents.issueId, [...issueIds]), isPublicEvent))
    .orderBy(asc(issueEvents.id))
  for (const row of rows) byIssue.set(row.issueId, [...(byIssue.get(row.issueId) ?? []), asPublicEvent(row)])
  return byIssue
}

/** The next public events of public issues, oldest first, by the index of their instants. */
export const eventsAfter = (
  db: Db,
  isTest: boolean,
  window: { fromAt: number; toAt: number },
  place: { at: number; id: number } | null,
  limit: number,
): Promise<{ id: number; at: number; issueId: string }[]> =>
  db
    .select({ id: issueEvents.id, at: issueEvents.at, issueId: issueEvents.issueId })
    .from(issueEvents)
    .innerJoin(issues, eq(issues.id, issueEvents.issueId))
    .innerJoin(services, eq(services.id, issues.serviceId))
    .where(
      and(
        gte(issueEvents.at, place?.at ?? window.fromAt),
        lte(issueEvents.at, window.toAt),
        place ? or(gt(issueEvents.at, place.at), gt(issueEvents.id, place.id)) : undefined,
        isPublicEvent,
        publicly(isTest),
      ),
    )
    .orderBy(asc(issueEvents.at), asc(issueEvents.id))
    .limit(limit)

/** Parts of an issue that other agencies handle: when they were made, and when the agency was done with them. */
export const partsOfIssues = (db: Db, issueIds: readonly string[]) =>
  db
    .select({ parentId: issues.parentId, receivedAt: issues.receivedAt, closedAt: issues.closedAt })
    .from(issues)
    .where(and(isNotNull(issues.parentId), inArray(issues.parentId, [...issueIds])))
    .orderBy(asc(issues.receivedAt))
