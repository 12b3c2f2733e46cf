import { OPEN311_STATUSES, type Open311Status } from '../domain/issue.ts'
import { readOpen311Date, type Span, spanOf } from '../domain/open311-date.ts'
import { type Open311Outcome, open311Failure, type PostArguments } from '../wire/open311.ts'

/** What both a query and a form body are: an argument that is empty counts as absent. */
export const argument = (from: URLSearchParams, name: string): string => from.get(name)?.trim() ?? ''

export const isExtended = (from: URLSearchParams): boolean => argument(from, 'extensions') === 'true'

/** A comma list; null when absent. */
export function listArgument(from: URLSearchParams, name: string): string[] | null {
  const items = argument(from, name)
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  return items.length > 0 ? items : null
}

const good = <T>(value: T): Open311Outcome<T> => ({ ok: true, value })
const bad = (error: string) => open311Failure(400, error)

/** A date with its zone, epoch ms; null when absent. */
export function dateArgument(from: URLSearchParams, name: string): Open311Outcome<number | null> {
  const text = argument(from, name)
  if (text === '') return good(null)
  const at = readOpen311Date(text)
  return at === null ? bad(`${name} is not a date with time and zone, as 2026-03-02T09:12:00+08:00`) : good(at)
}

/** The window of a list: never clipped, so that nobody takes a part for the whole. */
export function spanArgument(from: URLSearchParams, now: number): Open311Outcome<Span> {
  const [start, end] = [dateArgument(from, 'start_date'), dateArgument(from, 'end_date')]
  if (!start.ok) return start
  if (!end.ok) return end
  const span = spanOf(start.value, end.value, now)
  return span ? good(span) : bad('start_date and end_date are reversed or more than 90 days apart')
}

/** A window of any length, for the bulk file and the feed; without bounds from the beginning until now. */
export function windowArgument(from: URLSearchParams, now: number): Open311Outcome<Span> {
  const [start, end] = [dateArgument(from, 'start_date'), dateArgument(from, 'end_date')]
  if (!start.ok) return start
  if (!end.ok) return end
  const span = { fromAt: start.value ?? 0, toAt: end.value === null ? now : end.value + 999 }
  return span.fromAt <= span.toAt ? good(span) : bad('start_date is after end_date')
}

export function statusArgument(from: URLSearchParams): Open311Outcome<Open311Status[] | null> {
  const given = listArgument(from, 'status')
  const known = (status: string): status is Open311Status => (OPEN311_STATUSES as readonly string[]).includes(status)
  if (!given) return good(null)
  return given.every(known) ? good(given) : bad('status is open, closed or both')
}

export type Box = { west: number; south: number; east: number; north: number }

export function boxArgument(from: URLSearchParams): Open311Outcome<Box | null> {
  const text = argument(from, 'bbox')
  if (text === '') return good(null)
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN, ...rest] = text
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const isFit = [west, south, east, north].every(Number.isFinite) && west <= east && south <= north && rest.length === 0
  return isFit ? good({ west, south, east, north }) : bad('bbox is west,south,east,north')
}

const PAGE_SIZE = 50
const PAGE_SIZE_MAX = 500

export type Page = { page: number; size: number }

export function pageArgument(from: URLSearchParams): Open311Outcome<Page> {
  const [page, size] = [argument(from, 'page') || '1', argument(from, 'page_size') || String(PAGE_SIZE)]
  if (!/^[1-9]\d{0,8}$/.test(page)) return bad('page is a number from 1')
  if (!/^[1-9]\d{0,8}$/.test(size) || Number(size) > PAGE_SIZE_MAX) return bad(`page_size is 1 to ${PAGE_SIZE_MAX}`)
  return good({ page: Number(page), size: Number(size) })
}

const ATTRIBUTE = /^attribute\[([^[\]]+)\](?:\[\])?$/

/** The arguments of a posted request. */
export function postArguments(form: URLSearchParams): PostArguments {
  const attributes = new Map<string, string[]>()
  for (const [name, value] of form) {
    const code = ATTRIBUTE.exec(name)?.[1]
    if (code !== undefined && value !== '') attributes.set(code, [...(attributes.get(code) ?? []), value])
  }
  const text = (name: string): string => argument(form, name)
  return {
    serviceCode: text('service_code'),
    lat: text('lat'),
    long: text('long'),
    addressString: text('address_string'),
    addressId: text('address_id'),
    attributes: [...attributes].map(([code, values]) => ({ code, values })),
    description: form.get('description') ?? '',
    name: personName(text('last_name'), text('first_name')),
    telephone: text('phone'),
    mediaUrls: form
      .getAll('media_url')
      .map((url) => url.trim())
      .filter((url) => url !== ''),
  }
}

/** A Chinese name has its family name first and no space. */
const personName = (last: string, first: string): string =>
  /\p{Script=Han}/u.test(last + first) ? last + first : [first, last].filter(Boolean).join(' ')
