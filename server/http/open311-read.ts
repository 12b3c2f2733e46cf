import { open311Date } from '../domain/open311-date.ts'
import { type Open311Outcome, open311Failure, type RequestFilter } from '../wire/open311.ts'
import {
  argument,
  boxArgument,
  dateArgument,
  isExtended,
  listArgument,
  pageArgument,
  spanArgument,
  statusArgument,
} from './open311-arguments.ts'
import { answer, districtOf, failure, type Open311Call } from './open311-call.ts'
import { originOf } from './qr.ts'

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2'
const FORMATS = ['text/xml', 'application/json']
/** Longest list without pages. */
const LISTED_MAX = 1_000
/** Where an installation that was never set up says it last changed. */
const BEGINNING = Date.UTC(2026, 0, 1)

/** Where we are and how to get a key; answered even while open data is off. */
export async function discovery({ c, deps, format }: Open311Call): Promise<Response> {
  const { openData, settings } = deps.store
  const [told, changedAt, district] = await Promise.all([openData.read(), openData.changedAt(), settings.district()])
  // Before the change it names, so that it lies in the past even for who reads it at once.
  const changeset = open311Date((changedAt ?? BEGINNING) - 1_000)
  const origin = originOf(c, deps)
  const endpoint = (path: string, type: string) => ({
    specification: SPECIFICATION,
    url: `${origin}${path}`,
    changeset,
    type,
    formats: FORMATS,
  })
  const name = district?.nameZh ?? ''
  return answer(format, 'discovery', {
    changeset,
    contact: told.contact || `${name}便民热线12345`,
    key_service: told.keyService || `向${name || '本区'}系统管理员申请 · ask the administrator`,
    endpoints: [endpoint('/open311/v2', 'production'), endpoint('/open311/test/v2', 'test')],
  })
}

export const serviceList = async ({ deps, format }: Open311Call): Promise<Response> =>
  answer(format, 'services', await deps.store.open311.services())

export async function serviceDefinition({ deps, format, name }: Open311Call): Promise<Response> {
  const attributes = await deps.store.open311.definition(name)
  if (!attributes) return failure(format, open311Failure(404, `service_code not found: ${name}`))
  return answer(format, 'service_definition', { service_code: name, attributes })
}

/** Every posted request has its id at once: there are no tokens. */
export const token = async ({ format, name }: Open311Call): Promise<Response> =>
  failure(format, open311Failure(404, `token not found: ${name}`))

export async function oneRequest(call: Open311Call): Promise<Response> {
  const { deps, format, name, isTest, query } = call
  const filter = { isTest, ids: [name], codes: null, statuses: null, fromAt: 0, toAt: 0 }
  const page = { limit: 1, offset: 0, isExtended: isExtended(query) }
  const found = await deps.store.open311.requests(filter, page, await districtOf(call))
  // A private request is answered word for word like an unknown one.
  if (found.length === 0) return failure(format, open311Failure(404, `service_request_id not found: ${name}`))
  return answer(format, 'service_requests', found)
}

export async function requestList(call: Open311Call): Promise<Response> {
  const { deps, format, query, isTest } = call
  const ids = listArgument(query, 'service_request_id')
  const filter = ids ? { ok: true as const, value: byIds(isTest, ids) } : filterOf(call)
  if (!filter.ok) return failure(format, filter)
  const district = await districtOf(call)
  if (ids || !isExtended(query)) {
    const page = { limit: LISTED_MAX, offset: 0, isExtended: isExtended(query) }
    return answer(format, 'service_requests', await deps.store.open311.requests(filter.value, page, district))
  }
  return pageOfRequests(call, filter.value, district)
}

const byIds = (isTest: boolean, ids: readonly string[]): RequestFilter => ({
  isTest,
  ids: ids.slice(0, LISTED_MAX),
  codes: null,
  statuses: null,
  fromAt: 0,
  toAt: 0,
})

function filterOf({ query, isTest, at }: Open311Call): Open311Outcome<RequestFilter> {
  const [span, statuses] = [spanArgument(query, at), statusArgument(query)]
  if (!span.ok) return span
  if (!statuses.ok) return statuses
  const usual = { isTest, ids: null, codes: listArgument(query, 'service_code'), ...span.value }
  const filter: RequestFilter = { ...usual, statuses: statuses.value }
  if (!isExtended(query)) return { ok: true, value: filter }
  const [after, before] = [dateArgument(query, 'updated_after'), dateArgument(query, 'updated_before')]
  const box = boxArgument(query)
  if (!after.ok) return after
  if (!before.ok) return before
  if (!box.ok) return box
  const updated = { fromAt: after.value, toAt: before.value === null ? null : before.value + 999 }
  return { ok: true, value: { ...filter, updated, box: box.value } }
}

async function pageOfRequests(call: Open311Call, filter: RequestFilter, district: string): Promise<Response> {
  const { deps, format, query } = call
  const asked = pageArgument(query)
  if (!asked.ok) return failure(format, asked)
  const { page, size } = asked.value
  const wanted = { limit: size, offset: (page - 1) * size, isExtended: true }
  const [found, count] = await Promise.all([
    deps.store.open311.requests(filter, wanted, district),
    deps.store.open311.count(filter),
  ])
  const last = Math.max(1, Math.ceil(count / size))
  return answer(format, 'service_requests', found, { Link: linksOf(call, filter, asked.value, last) })
}

/** Links to the other pages. They hold the window: what comes in meanwhile pushes nothing onto the next page. */
function linksOf(
  { c, deps, query }: Open311Call,
  filter: RequestFilter,
  { page, size }: { page: number; size: number },
  last: number,
): string {
  const to = (number: number, rel: string): string => {
    const asked = new URLSearchParams([...query].filter(([, value]) => value.trim() !== ''))
    asked.set('start_date', argument(query, 'start_date') || open311Date(filter.fromAt))
    asked.set('end_date', argument(query, 'end_date') || open311Date(filter.toAt))
    asked.set('page', String(number))
    asked.set('page_size', String(size))
    return `<${originOf(c, deps)}${c.req.path}?${asked}>; rel="${rel}"`
  }
  return [
    to(1, 'first'),
    ...(page > 1 ? [to(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next')] : []),
    to(last, 'last'),
  ].join(', ')
}
