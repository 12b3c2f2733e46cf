/** The district's offset from UTC: Asia/Shanghai has had no summer time since 1991. The browser's zone is never used. */
const DISTRICT_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

const shifted = (at: number): Date => new Date(at + DISTRICT_OFFSET_MS)
const two = (n: number): string => String(n).padStart(2, '0')

/** `10:02` in the district. */
export const clockTime = (at: number): string => `${two(shifted(at).getUTCHours())}:${two(shifted(at).getUTCMinutes())}`
/** `10:02:31` in the district. */
export const clockSeconds = (at: number): string => `${clockTime(at)}:${two(shifted(at).getUTCSeconds())}`
/** `2026-10-10` in the district. */
export const dateOn = (at: number): string => shifted(at).toISOString().slice(0, 10)
/** Last second of the district's day `on` (`2026-10-10`), epoch ms; null when it is no date. */
export function endOfDate(on: string): number | null {
  const startAt = Date.parse(`${on}T00:00:00+08:00`)
  return Number.isNaN(startAt) ? null : startAt + DAY_MS - 1_000
}
/** Midnight of the district's day `at` lies in, epoch ms. */
export const dayStart = (at: number): number =>
  Math.floor((at + DISTRICT_OFFSET_MS) / DAY_MS) * DAY_MS - DISTRICT_OFFSET_MS
/** Month, day, year and weekday (0 = Sunday) of the district's day. */
export function dayParts(at: number): { year: number; month: number; day: number; weekday: number } {
  const d = shifted(at)
  return { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate(), weekday: d.getUTCDay() }
}
/** Whole hours and minutes of a duration, and the seconds left. */
export function durationParts(ms: number): { hours: number; minutes: number; seconds: number } {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  return { hours: Math.floor(seconds / 3_600), minutes: Math.floor((seconds % 3_600) / 60), seconds: seconds % 60 }
}
/** `2026-10-10T11:52` in the district, for a field of date and time. */
export const toLocal = (at: number): string => `${dateOn(at)}T${clockTime(at)}`
/** The instant of a field of date and time, read in the district; null when it is none. */
export function fromLocal(text: string): number | null {
  const at = Date.parse(`${text}:00+08:00`)
  return Number.isNaN(at) ? null : at
}
