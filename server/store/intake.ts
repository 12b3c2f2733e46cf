import { asc, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { contacts, issues, reports, services } from '../../db/schema/issues.ts'
import { sites, supplies } from '../../db/schema/sites.ts'
import { isProvisional } from '../domain/calendar.ts'
import { type ClockRules, limitOf, nextBusinessAt, promiseOf } from '../domain/clock.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import { type Recognised, recognise } from '../domain/recognise.ts'
import type { Named } from '../wire/common.ts'
import type { IntakePreview, PreviewBody } from '../wire/intake.ts'
import { asFired, proposeDispatch } from './catalogue-fire.ts'
import { entriesFor } from './intake-knowledge.ts'
import { similarTo } from './intake-similar.ts'
import { clockClassOf, type ServiceRecord, type SiteRecord } from './issue-create.ts'
import { repeatedIssue } from './issue-repeat.ts'
import { guideOf } from './merchant-frozen.ts'
import { plannedOutagesOf } from './outages.ts'
import type { StorePorts } from './ports.ts'
import { powerDays } from './power.ts'
import { currentRules } from './rule-book.ts'

const name = ({ id, nameZh, nameEn }: Named): Named => ({ id, nameZh, nameEn })
/** The strip shows at least this much before now, ms. */
const STRIP_MS = 36 * 60_000
const STRIP_MAX_MS = 24 * 3_600_000
/** And this much before a loss of supply. */
const BEFORE_MS = 10 * 60_000
const OTHERS = 5

/** What the caller's telephone reported before. */
interface Earlier {
  count: number
  newest: { number: string; issueId: string; title: string; siteId: string | null; place: string } | null
}

async function earlierOf(db: Db, telephone: string | null): Promise<Earlier> {
  if (telephone === null) return { count: 0, newest: null }
  const rows = await db
    .select({
      number: issues.number,
      issueId: issues.id,
      title: issues.title,
      siteId: reports.siteId,
      place: reports.place,
      count: sql<number>`count(*) OVER ()`,
    })
    .from(contacts)
    .innerJoin(reports, eq(reports.id, contacts.reportId))
    .innerJoin(issues, eq(issues.id, reports.issueId))
    .where(eq(contacts.telephone, telephone))
    .orderBy(desc(reports.createdAt))
    .limit(1)
  const [newest] = rows
  return { count: newest?.count ?? 0, newest: newest ? { ...newest, title: maskPersonal(newest.title) } : null }
}

export const createIntakeStore = ({ db }: StorePorts) => ({
  preview: (asked: PreviewBody, at: number): Promise<IntakePreview> => previewIntake(db, asked, at),
})

/** Everything the desk sees while it types: what was recognised, what is known, and how it may end. Writes nothing. */
async function previewIntake(db: Db, asked: PreviewBody, at: number): Promise<IntakePreview> {
  const [served, placed, rules] = await Promise.all([
    db.select().from(services).where(eq(services.isActive, true)).orderBy(asc(services.sortKey), asc(services.id)),
    db.select().from(sites).where(isNull(sites.closedAt)).orderBy(asc(sites.nameZh)),
    currentRules(db),
  ])
  const heard = recognise(asked.text, { sites: placed, services: served }, at)
  const telephone = (asked.telephone ?? heard.telephone)?.replace(/[\s-]/g, '') || null
  const earlier = await earlierOf(db, telephone)
  const where = whereOf(asked, heard, placed, earlier)
  const what = whatOf(asked, heard, served)
  const { site } = where
  const { service } = what
  const [line, supplied, outages, similar, entries, rule, repeatOf] = await Promise.all([
    lineOf(db, site, placed),
    supplyOf(db, site, at),
    site ? plannedOutagesOf(db, site.id, at) : [],
    site ? similarTo(db, { site, service }, at) : [],
    entriesFor(db, service, asked.text, at),
    service ? ruleOf(db, asked, service, site, at) : null,
    service ? repeatedIssue(db, { service, site, report: { telephone } }, at) : null,
  ])
  return {
    at,
    marks: heard.marks,
    who: {
      telephone,
      how: asked.telephone ? 'chosen' : heard.telephone ? 'typed' : 'none',
      earlierCount: earlier.count,
      earlier: earlier.newest && {
        number: earlier.newest.number,
        issueId: earlier.newest.issueId,
        title: earlier.newest.title,
      },
    },
    where: { ...where, site: site && name(site), ...line },
    what: {
      service: service && name(service),
      how: what.how,
      kind: service?.kind ?? '',
      isSupplyOutage: service?.isSupplyOutage ?? false,
      others: what.others,
      guide: service && guideOf(service),
    },
    since: { at: heard.since?.at ?? null, isRough: heard.since?.isRough ?? false, meterAt: supplied.lostAt },
    neighbours: heard.neighbours,
    toAsk: toAsk(heard, site, service, supplied.lostAt),
    supply: supplied.supply,
    spansFrom: supplied.from,
    spans: supplied.spans,
    outages,
    similar,
    entries,
    rule,
    promise: service && promiseFor(service, rules, at),
    repeatOf: repeatOf && { ...repeatOf, title: maskPersonal(repeatOf.title) },
    opensAt: openingAfter(rules, at),
  }
}

type Where = { site: SiteRecord | null; place: string; how: IntakePreview['where']['how']; others: Named[] }

function whereOf(asked: PreviewBody, heard: Recognised, placed: readonly SiteRecord[], { newest }: Earlier): Where {
  const siteOf = (id: string | null | undefined): SiteRecord | null => placed.find((site) => site.id === id) ?? null
  const typed = heard.siteIds.map(siteOf).filter((site) => site !== null)
  const isChosen = asked.siteId !== undefined
  const caller = typed.length === 0 ? siteOf(newest?.siteId) : null
  const site = isChosen ? siteOf(asked.siteId) : (typed[0] ?? caller)
  const isSame = site !== null && site.id === newest?.siteId
  return {
    site,
    place: heard.place ?? (isSame ? (newest?.place ?? '') : ''),
    how: isChosen ? 'chosen' : typed.length > 0 ? 'typed' : caller ? 'caller' : 'none',
    others: typed
      .filter((one) => one.id !== site?.id)
      .slice(0, OTHERS)
      .map(name),
  }
}

function whatOf(asked: PreviewBody, heard: Recognised, served: readonly ServiceRecord[]) {
  const serviceOf = (id: string | undefined): ServiceRecord | null => served.find((one) => one.id === id) ?? null
  const isChosen = asked.serviceId !== undefined
  const service = serviceOf(isChosen ? asked.serviceId : heard.serviceIds[0])
  const others = heard.serviceIds.map(serviceOf).filter((one) => one !== null && one.id !== service?.id)
  return {
    service,
    how: service === null ? ('none' as const) : isChosen ? ('chosen' as const) : ('typed' as const),
    others: others.slice(0, OTHERS).map((one) => name(one as ServiceRecord)),
  }
}

async function lineOf(db: Db, site: SiteRecord | null, placed: readonly SiteRecord[]) {
  if (!site?.supplyId) return { supplyLine: null, sameLine: [] }
  const [supply] = await db.select().from(supplies).where(eq(supplies.id, site.supplyId))
  const sameLine = placed.filter((one) => one.supplyId === site.supplyId && one.id !== site.id)
  return { supplyLine: supply ? name(supply) : null, sameLine: sameLine.slice(0, OTHERS).map(name) }
}

async function supplyOf(db: Db, site: SiteRecord | null, at: number) {
  const none = { supply: null, spans: [], from: at - STRIP_MS, lostAt: null }
  if (!site) return none
  const dayFrom = async (from: number) => (await powerDays(db, [site.id], from, at, at)).get(site.id)
  let from = at - STRIP_MS
  let day = await dayFrom(from)
  const sinceAt = day?.supply.sinceAt ?? null
  if (sinceAt !== null && sinceAt < from + BEFORE_MS && day?.supply.value === 'absent') {
    from = Math.max(sinceAt - BEFORE_MS, at - STRIP_MAX_MS)
    day = await dayFrom(from)
  }
  if (!day) return none
  const { supply, spans } = day
  const isLost = supply.value === 'absent' && supply.evidence === 'confirmed'
  return { supply, spans, from, lostAt: isLost ? supply.sinceAt : null }
}

/** What makes the difference between a new issue and one that is there already. */
function toAsk(
  heard: Recognised,
  site: SiteRecord | null,
  service: ServiceRecord | null,
  lostAt: number | null,
): IntakePreview['toAsk'] {
  return [
    ...(site ? [] : (['site'] as const)),
    ...(service ? [] : (['service'] as const)),
    ...(heard.since || lostAt !== null ? [] : (['since'] as const)),
    ...(service?.isSupplyOutage && heard.neighbours === null ? (['neighbours'] as const) : []),
  ]
}

async function ruleOf(db: Db, asked: PreviewBody, service: ServiceRecord, site: SiteRecord | null, at: number) {
  const { channel, text } = asked
  return asFired(await proposeDispatch(db, { service, site, channel, text }, at))
}

function promiseFor(service: ServiceRecord, { calendar, limits }: ClockRules, at: number): IntakePreview['promise'] {
  const clockClass = clockClassOf(service)
  const expectedAt = promiseOf(at, clockClass, calendar, limits)
  const { rule, amount } = limitOf('handle', clockClass, limits)
  return { expectedAt, clockClass, rule, amount, isProvisional: rule !== 'C' && isProvisional(expectedAt, calendar) }
}

function openingAfter({ calendar }: ClockRules, at: number): number | null {
  const next = nextBusinessAt(at, calendar)
  return next === at ? null : next
}
