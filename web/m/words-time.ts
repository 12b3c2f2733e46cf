import { clockTime, dateOn, dayParts, dayStart, durationParts } from '../lib/time.ts'
import type { CommonWords } from './words-zh.ts'

const DAY_MS = 86_400_000

/** `44分钟`, `1小时40分`, `2天3小时`: how long something of `ms` lasted. */
export function lastingWords(w: CommonWords, ms: number): string {
  const { hours, minutes } = durationParts(ms)
  if (hours >= 24) return w.days(Math.floor(hours / 24), hours % 24)
  if (hours > 0) return w.hours(hours, minutes)
  return minutes > 0 ? w.minutes(minutes) : w.moment
}

/** `已44分钟`, or `刚刚` within the first minute: how long something that goes on has lasted. */
export const lastedWords = (w: CommonWords, ms: number): string =>
  ms < 60_000 ? w.justNow : w.lasted(lastingWords(w, ms))

function dateWords(w: CommonWords, at: number, now: number): string {
  const { year, month, day } = dayParts(at)
  return w.date(year === dayParts(now).year ? null : year, month, day)
}

/** An instant as said at `now`: the time today, `昨天09:14`, else `10月8日09:14`, with the year if it is another one. */
export function instantWords(w: CommonWords, at: number, now: number): string {
  const time = clockTime(at)
  const days = Math.round((dayStart(at) - dayStart(now)) / DAY_MS)
  if (days === 0) return time
  if (days === -1) return w.yesterday(time)
  if (days === 1) return w.tomorrow(time)
  return w.dateTime(dateWords(w, at, now), time)
}

/** As `instantWords`, but of another day than today, yesterday or tomorrow only the date. */
export const roughInstantWords = (w: CommonWords, at: number, now: number): string =>
  Math.abs(dayStart(at) - dayStart(now)) > DAY_MS ? dateWords(w, at, now) : instantWords(w, at, now)

/** A limit: `11:14前`; one at midnight of a later day is `10月24日前`, for the day itself is not in it. */
export function deadlineWords(w: CommonWords, at: number, now: number): string {
  const isMidnight = dayStart(at) === at && dateOn(at) !== dateOn(now)
  return w.before(isMidnight ? dateWords(w, at, now) : instantWords(w, at, now))
}
