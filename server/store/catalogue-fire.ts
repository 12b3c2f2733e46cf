import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { sites } from '../../db/schema/sites.ts'
import { isWorkingDay } from '../domain/calendar.ts'
import {
  asksSupply,
  type CatalogueFacts,
  type CatalogueLine,
  type Fired,
  fire,
  firstCatalogue,
} from '../domain/catalogue.ts'
import { nextBusinessAt } from '../domain/clock.ts'
import type { Given } from '../domain/issue-given.ts'
import type { CatalogueBody, FiredView } from '../wire/catalogue.ts'
import { plannedAt } from './outages.ts'
import { suppliesNow } from './power.ts'
import { ruleBook } from './rule-book.ts'

/** A version of the catalogue; version 1 follows the services' own agencies until somebody writes the next. */
export interface CatalogueAt {
  version: number
  lines: CatalogueLine[]
}

/** A matter as the catalogue looks at it. */
export interface Matter {
  service: { id: string; kind: string; parentId: string | null }
  site: { id: string; kind: string; supplyId: string | null } | null
  channel: string
  text: string
}

/** What the catalogue says about a matter: the line that fires, of which version, and what was tried. */
export interface Proposal extends Fired {
  version: number
  /** The whole list, in order. */
  lines: readonly CatalogueLine[]
}

async function builtIn(db: Db): Promise<CatalogueLine[]> {
  const [served, bureaus] = await Promise.all([
    db.select().from(services).orderBy(asc(services.sortKey), asc(services.id)),
    db.select().from(agencies).where(eq(agencies.isServiceBureau, true)).orderBy(asc(agencies.id)).limit(1),
  ])
  return firstCatalogue(served, bureaus[0] ?? null)
}

/** One version of the catalogue; null where there is none. */
export async function catalogueAt(db: Db, version: number): Promise<CatalogueAt | null> {
  const book = await ruleBook(db)
  if (version < 1 || version > book.versionOf('catalogue')) return null
  const body = book.bodyOf('catalogue', version) as CatalogueBody | null
  return { version, lines: body?.lines ?? (await builtIn(db)) }
}

/** The catalogue in force. */
export async function catalogueNow(db: Db): Promise<CatalogueAt> {
  const book = await ruleBook(db)
  return (await catalogueAt(db, book.versionOf('catalogue')))!
}

/** What is known of a matter at an instant; supply is asked only where a line asks for it. */
export async function factsAt(
  db: Db,
  lines: readonly CatalogueLine[],
  { service, site, channel, text }: Matter,
  at: number,
): Promise<CatalogueFacts> {
  const { current } = await ruleBook(db)
  const asks = asksSupply(lines)
  const [planned, supply] = await Promise.all([
    site && asks.plannedOutage ? plannedAt(db, site.id, at) : null,
    site && asks.evidence ? suppliesNow(db, [site.id], at) : null,
  ])
  const now = site && supply?.get(site.id)
  return {
    kind: service.kind,
    serviceId: service.id,
    parentServiceId: service.parentId,
    siteId: site?.id ?? null,
    siteKind: site?.kind ?? null,
    supplyId: site?.supplyId ?? null,
    channel,
    isInsideHours: nextBusinessAt(at, current.calendar) === at,
    isWorkingDay: isWorkingDay(at, current.calendar),
    text,
    hasPlannedOutage: planned !== null,
    isEvidenceConfirmed: now ? now.value === 'absent' && now.evidence === 'confirmed' : false,
  }
}

/** The group each service stands in. */
export async function parentsOf(db: Db): Promise<(serviceId: string) => string | null> {
  const rows = await db.select({ id: services.id, parentId: services.parentId }).from(services)
  const parents = new Map(rows.map(({ id, parentId }) => [id, parentId]))
  return (serviceId) => parents.get(serviceId) ?? null
}

/** The line of the catalogue in force that fires for a matter at an instant (epoch ms). */
export async function proposeDispatch(db: Db, matter: Matter, at: number): Promise<Proposal> {
  const { version, lines } = await catalogueNow(db)
  const sendsOn = lines.some(({ to }) => to.is === 'as_service')
  const [facts, parentOf] = await Promise.all([factsAt(db, lines, matter, at), sendsOn ? parentsOf(db) : () => null])
  return { version, lines, ...fire(lines, facts, parentOf) }
}

/** The proposal with the place of every line, for a screen. */
export function asFired({ version, lines, line, tried }: Proposal): FiredView {
  const placeOf = ({ id }: CatalogueLine): number => lines.findIndex((one) => one.id === id) + 1
  return {
    version,
    place: placeOf(line),
    line: line as FiredView['line'],
    tried: tried.map((each) => ({ ...each, place: placeOf(each.line), line: each.line as FiredView['line'] })),
    fallback: { place: lines.length, line: lines.at(-1) as FiredView['line'] },
  }
}

/** What a dispatch by a person carries: the line that says so, or why another agency; and what its event keeps. */
export function dispatchGiven(
  { version, line }: Pick<Proposal, 'version' | 'line'>,
  agencyId: string,
  reason: string,
): { given: Given; body: Record<string, unknown> } {
  const isByLine = line.to.is === 'agency' ? line.to.agencyId === agencyId : line.to.is === 'desk'
  const byLine = { catalogueLineId: line.id, catalogueVersion: version }
  if (isByLine) return { given: byLine, body: byLine }
  return { given: { overrideReason: reason }, body: { overriddenLineId: line.id, catalogueVersion: version } }
}

/** A dispatch by a person, on an issue as it stands: the line that fires for it now, or an override. */
export async function catalogueGiven(
  db: Db,
  issue: { siteId: string | null; channel: string; text: string },
  service: Matter['service'],
  agencyId: string,
  reason: string,
  at: number,
): Promise<{ given: Given; body: Record<string, unknown> }> {
  const [site] =
    issue.siteId === null
      ? []
      : await db
          .select()
          .from(sites)
          .where(and(eq(sites.id, issue.siteId), isNull(sites.closedAt)))
  const { channel, text } = issue
  return dispatchGiven(await proposeDispatch(db, { service, site: site ?? null, channel, text }, at), agencyId, reason)
}
