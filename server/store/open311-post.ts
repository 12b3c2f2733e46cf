import { eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { open311Keys, open311Requests } from '../../db/schema/open311.ts'
import { sites } from '../../db/schema/sites.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { dateOn } from '../domain/calendar.ts'
import { readOpen311Date } from '../domain/open311-date.ts'
import { metresBetween, NEAR_METRES, type Point } from '../domain/open311-place.ts'
import { fitText } from '../domain/open311-text.ts'
import { type Open311Outcome, type Open311Receipt, open311Failure, type PostArguments } from '../wire/open311.ts'
import { type ExtraQuestion, serviceGuideSchema } from '../wire/services.ts'
import { type Repeatable, withIdempotency } from './idempotency.ts'
import { createIssue, type ServiceRecord, type SiteRecord } from './issue-create.ts'
import { type IssueRecord, REPORTER } from './issue-plan.ts'
import { type Lane, plainReport } from './issues.ts'
import { frozenOf, type GivenAnswers } from './merchant-frozen.ts'
import { offeredServices } from './open311-services.ts'
import { noticeOf } from './open311-view.ts'
import type { StorePorts } from './ports.ts'

const CHANNEL = 'open311'
/** Longest description, code points; `address_string` and `media_url`, UTF-16 units. */
const DESCRIPTION_MAX = 4_000
const ADDRESS_MAX = 200
const URL_MAX = 500
const MEDIA_MAX = 5

/** Who posts, and into which of the two endpoints. */
export interface Posting {
  key: { id: string; name: string }
  isTest: boolean
  repeatable: Repeatable | null
  at: number
}

interface Where {
  site: SiteRecord | null
  point: Point | null
  address: string
}

const bad = (...errors: string[]) => open311Failure(400, ...errors)

/** One issue from a posted request, with its promise frozen; or the first thing that is wrong with it. */
export async function postRequest(
  { db, writer }: StorePorts,
  lane: Lane,
  given: PostArguments,
  { key, isTest, repeatable, at }: Posting,
): Promise<Open311Outcome<Open311Receipt>> {
  if (given.serviceCode === '') return bad('service_code is required')
  const [offered] = await offeredServices(db, given.serviceCode)
  if (!offered) return open311Failure(404, `service_code not found: ${given.serviceCode}`)
  const { service } = offered
  const where = await whereOf(db, given)
  if (!where.ok) return where
  const frozen = frozenAnswers(service, given.attributes)
  if (!frozen.ok) return frozen
  const text = fitText(given.description)
  if ([...text].length > DESCRIPTION_MAX) return bad(`description is longer than ${DESCRIPTION_MAX} characters`)
  const media = mediaFault(given.mediaUrls)
  if (media) return bad(media)
  const { site, point, address } = where.value
  const report = plainReport({
    place: address,
    text,
    channel: CHANNEL,
    name: given.name.slice(0, 60),
    telephone: given.telephone.replace(/[\s-]/g, '').slice(0, 20),
    tokenHash: null,
  })
  const kept = (issue: IssueRecord): Statement[] => [
    statement(
      db.insert(open311Requests).values({
        issueId: issue.id,
        keyId: key.id,
        latitude: point?.latitude ?? null,
        longitude: point?.longitude ?? null,
        address,
        mediaUrls: JSON.stringify(given.mediaUrls),
      }),
    ),
    statement(db.update(open311Keys).set({ lastUsedAt: at }).where(eq(open311Keys.id, key.id))),
    ...(repeatable ? [withIdempotency(repeatable, 200, receiptOf(issue), at)] : []),
  ]
  const created = await lane(() =>
    createIssue(
      db,
      writer,
      {
        channel: CHANNEL,
        service,
        site,
        text: report.text || service.nameZh,
        by: REPORTER,
        // The desk sees whose program it was, and the pictures.
        body: { channel: CHANNEL, key: key.name, ...(given.mediaUrls.length ? { mediaUrls: given.mediaUrls } : {}) },
        given: point && !address ? { place: `${point.latitude}, ${point.longitude}` } : {},
        patch: { frozen: frozen.value, isTest },
        report,
        // What is only tried out troubles no agency.
        ...(isTest ? { sendTo: 'desk' as const } : {}),
        also: kept,
      },
      at,
    ),
  )
  if (!created.ok) return open311Failure(503, 'The request was not kept; send it again')
  return { ok: true, value: receiptOf(created.value.issue) }
}

/** The promise is said again in words where the service says none: a client shows it to the person. */
const receiptOf = (issue: IssueRecord): Open311Receipt => ({
  service_request_id: issue.number,
  service_notice: noticeOf(issue) ?? (issue.expectedAt === null ? null : `${dateOn(issue.expectedAt)}前答复`),
  account_id: null,
})

async function whereOf(db: Db, given: PostArguments): Promise<Open311Outcome<Where>> {
  const { lat, long, addressString, addressId } = given
  if ((lat === '') !== (long === '')) return bad('lat and long are required together')
  const point = lat === '' ? null : { latitude: Number(lat), longitude: Number(long) }
  if (point && !isOnEarth(point)) return bad('lat or long is not a WGS84 coordinate')
  if (!point && addressString === '' && addressId === '')
    return bad('a location is required: lat and long, address_string or address_id')
  const address = fitText(addressString).replaceAll('\n', ' ')
  if (address.length > ADDRESS_MAX) return bad(`address_string is longer than ${ADDRESS_MAX} characters`)
  const known = await db.select().from(sites).where(isNull(sites.closedAt))
  if (addressId === '')
    return { ok: true, value: { point, address, site: named(known, address) ?? nearest(known, point) } }
  const site = known.find(({ id }) => id === addressId)
  return site ? { ok: true, value: { point, address, site } } : bad(`address_id not found: ${addressId}`)
}

const isOnEarth = ({ latitude, longitude }: Point): boolean => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180

/** The site whose name or address stands in the address; the longest one, if several do. */
const named = (known: readonly SiteRecord[], address: string): SiteRecord | null =>
  known
    .filter(({ nameZh, address: own }) => address.includes(nameZh) || (own !== '' && address.includes(own)))
    .sort((a, b) => b.nameZh.length - a.nameZh.length)[0] ?? null

function nearest(known: readonly SiteRecord[], point: Point | null): SiteRecord | null {
  if (!point) return null
  const away = known.flatMap((site) =>
    site.latitude === null || site.longitude === null
      ? []
      : [{ site, metres: metresBetween(point, { latitude: site.latitude, longitude: site.longitude }) }],
  )
  return away.filter(({ metres }) => metres <= NEAR_METRES).sort((a, b) => a.metres - b.metres)[0]?.site ?? null
}

/** All faults of attributes together. */
function frozenAnswers(service: ServiceRecord, given: PostArguments['attributes']): Open311Outcome<string> {
  const { questions } = serviceGuideSchema.parse(JSON.parse(service.guide))
  const unknown = given.filter(({ code }) => !questions.some(({ id }) => id === code))
  const answers = given.map(({ code, values }) => {
    const question = questions.find(({ id }) => id === code)
    return { id: code, value: question?.kind === 'date' ? values.map(dateGiven) : values.map(fitText) }
  })
  const frozen = frozenOf(service, answers satisfies GivenAnswers)
  const faults = frozen.ok ? [] : (frozen.errors ?? []).map((fault) => faultWords(fault, questions))
  const all = [...unknown.map(({ code }) => `attribute[${code}] is not an attribute of ${service.id}`), ...faults]
  return frozen.ok && all.length === 0 ? { ok: true, value: frozen.value } : bad(...all)
}

/** A date may come as an instant with its zone: then its day here. */
function dateGiven(text: string): string {
  const at = readOpen311Date(text)
  return at === null ? text : dateOn(at)
}

function faultWords({ pointer, code }: { pointer: string; code: string }, questions: readonly ExtraQuestion[]): string {
  const id = pointer.replace('/answers/', '')
  const label = questions.find((question) => question.id === id)?.labelZh ?? ''
  return `attribute[${id}] ${code === 'required' ? 'is required' : 'has a wrong value'}: ${label}`
}

function mediaFault(urls: readonly string[]): string | null {
  if (urls.length > MEDIA_MAX) return `media_url is given more than ${MEDIA_MAX} times`
  const isFit = (url: string): boolean =>
    url.length <= URL_MAX && /^https?:\/\/[^\s<>"]+$/i.test(url) && URL.canParse(url)
  return urls.every(isFit) ? null : 'media_url is not an http or https address'
}
