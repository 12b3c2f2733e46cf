/** Opening hours as [from, to) in minutes of the local day, in order and apart. */
export type OpeningHours = readonly (readonly [fromMinute: number, toMinute: number])[]

/**
 * The official working-day calendar. `holidays` are days off by notice, `makeUpDays` weekend days that work (调休);
 * both `YYYY-MM-DD`. After `lastOfficialYear` Monday to Friday count, provisionally.
 */
export type Calendar = {
  lastOfficialYear: number
  holidays: ReadonlySet<string>
  makeUpDays: ReadonlySet<string>
  openingHours: OpeningHours
}

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/** Asia/Shanghai is +08:00 all year: no daylight saving since 1991. */
export const SHANGHAI_OFFSET_MS = 8 * 60 * MINUTE_MS

/** Hall hours unless a window or agency has its own: 09:00–12:00 and 13:30–17:30. */
export const DEFAULT_OPENING_HOURS: OpeningHours = [
  [9 * 60, 12 * 60],
  [13 * 60 + 30, 17 * 60 + 30],
]

/** Number of the local day an instant (epoch ms) lies in; day 0 is 1970-01-01 in Shanghai. */
export function dayNumber(at: number): number {
  return Math.floor((at + SHANGHAI_OFFSET_MS) / DAY_MS)
}

/** The instant (epoch ms) at which a local day begins. */
export function startOfDay(day: number): number {
  return day * DAY_MS - SHANGHAI_OFFSET_MS
}

/** The local calendar date of an instant, `YYYY-MM-DD`. */
export function dateOn(at: number): string {
  return new Date(at + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10)
}

const worked = new WeakMap<Calendar, Map<number, boolean>>()

function isWorked(day: number, calendar: Calendar): boolean {
  const on = dateOn(startOfDay(day))
  if (calendar.makeUpDays.has(on)) return true
  if (calendar.holidays.has(on)) return false
  const daysSinceMonday = (((day + 3) % 7) + 7) % 7
  return daysSinceMonday < 5
}

/**
 * Whether the local day of an instant (epoch ms) is worked: make-up days are, holidays are not, else Monday to Friday.
 * A calendar is never changed, so what was found of a day is remembered.
 */
export function isWorkingDay(at: number, calendar: Calendar): boolean {
  const day = dayNumber(at)
  let days = worked.get(calendar)
  if (!days) {
    days = new Map()
    worked.set(calendar, days)
  }
  const known = days.get(day)
  if (known !== undefined) return known
  const isWorking = isWorked(day, calendar)
  days.set(day, isWorking)
  return isWorking
}

/** Start (epoch ms) of the first working day after the local day of an instant. Throws on a calendar without working days. */
export function nextWorkingDay(at: number, calendar: Calendar): number {
  const today = dayNumber(at)
  for (let day = today + 1; day <= today + 400; day++) {
    if (isWorkingDay(startOfDay(day), calendar)) return startOfDay(day)
  }
  throw new Error('the calendar has no working day within 400 days')
}

/** Whether a due rests on days nobody has published yet: it lies after the last official year. */
export function isProvisional(dueAt: number, calendar: Calendar): boolean {
  return Number(dateOn(dueAt).slice(0, 4)) > calendar.lastOfficialYear
}
