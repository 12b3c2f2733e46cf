import { DAY_MS, SHANGHAI_OFFSET_MS } from './calendar.ts'

/** Longest span of a list of requests (GeoReport v2, GET Service Requests), ms. */
export const SPAN_MAX_MS = 90 * DAY_MS

/** An instant (epoch ms) on the district's wall clock, to the second: `2026-03-02T09:12:00+08:00`. */
export const open311Date = (at: number): string =>
  `${new Date(Math.floor(at / 1_000) * 1_000 + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`

const DATE = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(?:Z|([+-])(\d{2}):(\d{2}))$/

/**
 * The second (epoch ms) a W3C date with seconds and zone names; null for anything else, a day that does not exist and a
 * missing zone included. A space before the zone is a `+` that a query lost.
 */
export function readOpen311Date(text: string): number | null {
  const found = DATE.exec(text.trim().replace(/ (?=\d{2}:\d{2}$)/, '+'))
  if (!found) return null
  const [, day = '', time = '', sign, hours = '0', minutes = '0'] = found
  const wall = Date.parse(`${day}T${time}Z`)
  // An engine may take 30 February for 2 March.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 19) !== `${day}T${time}`) return null
  if (Number(hours) > 14 || Number(minutes) > 59) return null
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000
  return wall - (sign === '-' ? -offset : offset)
}

/** A window of instants (epoch ms), both ends included. */
export type Span = { fromAt: number; toAt: number }

/**
 * The window a list is about: at most 90 days, by default the last 90, with one bound 90 days from or up to it. `null`
 * when it is longer or reversed. Bounds are whole seconds; the end holds its whole second.
 */
export function spanOf(startAt: number | null, endAt: number | null, now: number): Span | null {
  const end = endAt ?? (startAt === null ? now : startAt + SPAN_MAX_MS)
  const start = startAt ?? end - SPAN_MAX_MS
  if (start > end || end - start > SPAN_MAX_MS) return null
  return { fromAt: start, toAt: endAt === null ? end : end + 999 }
}
