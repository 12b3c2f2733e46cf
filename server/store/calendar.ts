import chineseDays from 'chinese-days'
import { type Calendar, DAY_MS, DEFAULT_OPENING_HOURS } from '../domain/calendar.ts'

const FIRST_YEAR = 2022
/** The package says a made-up "workday" for later years without a warning, so it is never asked beyond this one. */
const LAST_OFFICIAL_YEAR = 2026

/** Frozen on each clock run, so that a later calendar touches later runs only. */
export const CALENDAR_VERSION = `cn-${LAST_OFFICIAL_YEAR}`

/** The official calendar of China from State Council notices, by way of chinese-days (MIT). */
export function officialCalendar(): Calendar {
  const holidays = new Set<string>()
  const makeUpDays = new Set<string>()
  for (let at = Date.UTC(FIRST_YEAR, 0, 1); at < Date.UTC(LAST_OFFICIAL_YEAR + 1, 0, 1); at += DAY_MS) {
    const day = new Date(at)
    // The package reads dates in the process's zone; local noon is the same date in all of them.
    const works = chineseDays.isWorkday(new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), 12))
    const isWeekend = day.getUTCDay() % 6 === 0
    if (works && isWeekend) makeUpDays.add(day.toISOString().slice(0, 10))
    if (!works && !isWeekend) holidays.add(day.toISOString().slice(0, 10))
  }
  return { lastOfficialYear: LAST_OFFICIAL_YEAR, holidays, makeUpDays, openingHours: DEFAULT_OPENING_HOURS }
}

/** The calendar every clock of this process counts on. */
export const CALENDAR: Calendar = officialCalendar()
