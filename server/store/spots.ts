import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, services } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { sites, spots } from '../../db/schema/sites.ts'
import { statement } from '../../db/writer.ts'
import { promiseOf } from '../domain/clock.ts'
import { plainText } from '../domain/plain-text.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { MerchantSpot, Obstacle, Spot, SpotBody, SpotReportBody } from '../wire/spots.ts'
import { type Repeatable, withIdempotency } from './idempotency.ts'
import { clockClassOf, createIssue, siteOf } from './issue-create.ts'
import { REPORTER } from './issue-plan.ts'
import { type Lane, unknownReference } from './issues.ts'
import { liveEvent } from './live.ts'
import { frozenOf } from './merchant-frozen.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import { currentRules } from './rule-book.ts'

/** The class of services a spot's reports belong to. */
const CLASS = 'couldnt_get_it_done'

/** What stopped somebody, as the desk reads it in the issue's title. */
const STOPPED: Readonly<Record<Obstacle, string>> = {
  not_accepted: '不给受理',
  overdue: '过了期限没办',
  extra_papers: '多要材料',
  sent_elsewhere: '推到别处',
  attitude: '态度不好',
}

/** What a phone is told of a report from a spot. */
export interface SpotReceipt {
  number: string
  issueNumber: string
  expectedAt: number | null
}

export function createSpotStore({ db, writer }: StorePorts, lane: Lane) {
  const told = (id: string, at: number) => liveEvent({ at, kind: 'directory', subjectId: id })
  const one = async (id: string): Promise<Spot | null> => (await spotsOf(db, id))[0] ?? null

  async function fault(body: SpotBody): Promise<Outcome<never> | null> {
    if (body.siteId !== null && !(await siteOf(db, body.siteId)))
      return unknownReference('/siteId', 'There is no such site.')
    if (body.agencyId === null) return null
    const [agency] = await db.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, body.agencyId))
    return agency ? null : unknownReference('/agencyId', 'There is no such agency.')
  }
  const rowOf = ({ papers, isClosed: _, ...body }: SpotBody) => ({ ...body, papers: papers.join('\n') })

  return {
    list: (): Promise<Spot[]> => spotsOf(db),
    one,
    async add(body: SpotBody, at: number): Promise<Outcome<Spot>> {
      const wrong = await fault(body)
      if (wrong) return wrong
      const id = newId(at)
      await writer.write([statement(db.insert(spots).values({ id, ...rowOf(body), createdAt: at })), told(id, at)])
      return done((await one(id))!)
    },
    async change(id: string, body: SpotBody, at: number): Promise<Outcome<Spot>> {
      const wrong = await fault(body)
      if (wrong) return wrong
      const row = { ...rowOf(body), closedAt: body.isClosed ? at : null }
      const outcome = await writer.write([
        statement(db.update(spots).set(row).where(eq(spots.id, id)), 1),
        told(id, at),
      ])
      return outcome.ok ? done((await one(id))!) : refused('not_found')
    },

    /** What the phone shows; null for a code that was taken down. */
    async shown(id: string, now: number): Promise<MerchantSpot | null> {
      const [spot, service, rules] = await Promise.all([one(id), serviceOfSpots(db), currentRules(db)])
      if (!spot || spot.isClosed || !service) return null
      const { nameZh, nameEn, kind, site, papers } = spot
      const expectedAt = promiseOf(now, clockClassOf(service), rules.calendar, rules.limits)
      return { at: now, id, nameZh, nameEn, kind, site, papers, expectedAt }
    },

    /** T1 from a spot: three taps, nobody's name. `keeping` holds the answer for a repeated request. */
    async report(
      id: string,
      body: SpotReportBody & { tokenHash: string },
      keeping: { repeatable: Repeatable | null; answerOf(receipt: SpotReceipt): unknown },
      at: number,
    ): Promise<Outcome<SpotReceipt>> {
      const [spot, service] = await Promise.all([one(id), serviceOfSpots(db)])
      if (!spot || spot.isClosed || !service) return refused('not_found')
      const site = spot.site ? await siteOf(db, spot.site.id) : null
      const { obstacle, printedAt, tokenHash } = body
      const [paper, own] = [obstacle === 'extra_papers' ? plainText(body.paper) : '', plainText(body.text)]
      const stopped = paper === '' ? STOPPED[obstacle] : `${STOPPED[obstacle]}：${paper}`
      const frozen = frozenOf(service, [])
      const created = await lane(() =>
        createIssue(
          db,
          writer,
          {
            channel: 'phone_page',
            service,
            site,
            title: `${spot.nameZh}：${STOPPED[obstacle]}`,
            text: [`${spot.nameZh}，${stopped}`, own].filter(Boolean).join('\n'),
            by: REPORTER,
            body: { channel: 'phone_page', spotId: id, spot: spot.nameZh, obstacle, paper, printedAt },
            patch: { spotId: id, obstacle, ...(frozen.ok ? { frozen: frozen.value } : {}) },
            report: {
              ...{ place: spot.nameZh, text: own, channel: 'phone_page', name: null, tokenHash },
              telephone: body.telephone?.replace(/[\s-]/g, '') || null,
            },
            also: (issue, report) => {
              if (!keeping.repeatable) return []
              const receipt = { number: report!.number, issueNumber: issue.number, expectedAt: issue.expectedAt }
              return [withIdempotency(keeping.repeatable, 201, keeping.answerOf(receipt), at)]
            },
          },
          at,
        ),
      )
      if (!created.ok) return created
      const { issue, report } = created.value
      return done({ number: report!.number, issueNumber: issue.number, expectedAt: issue.expectedAt })
    },
  }
}

/** The service of “couldn't get it done”; null where the district has none. */
async function serviceOfSpots(db: Db) {
  const [service] = await db
    .select()
    .from(services)
    .where(and(eq(services.clockClass, CLASS), eq(services.isActive, true)))
    .orderBy(asc(services.sortKey), asc(services.id))
    .limit(1)
  return service ?? null
}

async function spotsOf(db: Db, id?: string): Promise<Spot[]> {
  const counts = db
    .select({ spotId: issues.spotId, count: sql<number>`count(*)`.as('count') })
    .from(issues)
    .where(id === undefined ? isNotNull(issues.spotId) : eq(issues.spotId, id))
    .groupBy(issues.spotId)
    .as('counts')
  const rows = await db
    .select({
      spot: spots,
      site: { id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn },
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
      count: counts.count,
    })
    .from(spots)
    .leftJoin(sites, eq(sites.id, spots.siteId))
    .leftJoin(agencies, eq(agencies.id, spots.agencyId))
    .leftJoin(counts, eq(counts.spotId, spots.id))
    .where(id === undefined ? undefined : eq(spots.id, id))
    .orderBy(asc(spots.nameZh), asc(spots.id))
  return rows.map(({ spot, site, agency, count }) => ({
    ...{ id: spot.id, nameZh: spot.nameZh, nameEn: spot.nameEn, kind: spot.kind as Spot['kind'] },
    site: site?.id ? site : null,
    agency: agency?.id ? agency : null,
    papers: spot.papers === '' ? [] : spot.papers.split('\n'),
    isClosed: spot.closedAt !== null,
    reportCount: count ?? 0,
  }))
}
