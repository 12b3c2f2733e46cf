import { CLOCK_CLASSES, type Limits } from './clock-promise.ts'

/** The official days of one year: days off by notice, and weekend days that are worked. Dates `YYYY-MM-DD`. */
export type CalendarYear = { year: number; holidays: readonly string[]; makeUpDays: readonly string[] }

/** A whole calendar as it is stored. */
export type CalendarDays = { lastOfficialYear: number; holidays: readonly string[]; makeUpDays: readonly string[] }

/** What is wrong with days somebody typed or imported; `date` where one date is at fault. */
export type CalendarFault = {
  code: 'both' | 'not_weekend' | 'other_year' | 'year_missing' | 'no_holidays' | 'too_few_working_days'
  date: string | null
  year: number
}

const FIRST_YEAR = 2022
const LEAST_WORKING_DAYS = 200

const weekdayOf = (on: string): number => new Date(`${on}T00:00:00Z`).getUTCDay()
const isWeekend = (on: string): boolean => weekdayOf(on) % 6 === 0
const yearOf = (on: string): number => Number(on.slice(0, 4))

function workingDays(year: number, holidays: ReadonlySet<string>, makeUpDays: ReadonlySet<string>): number {
  let count = 0
  for (let at = Date.UTC(year, 0, 1); new Date(at).getUTCFullYear() === year; at += 86_400_000) {
    const on = new Date(at).toISOString().slice(0, 10)
    if (makeUpDays.has(on) || (!isWeekend(on) && !holidays.has(on))) count++
  }
  return count
}

/** Faults of a whole calendar: days twice, make-up days that are no weekend days, years without their notice. */
export function calendarFaults({ lastOfficialYear, holidays, makeUpDays }: CalendarDays): CalendarFault[] {
  const [off, worked] = [new Set(holidays), new Set(makeUpDays)]
  const faults: CalendarFault[] = []
  for (const date of worked) {
    if (off.has(date)) faults.push({ code: 'both', date, year: yearOf(date) })
    if (!isWeekend(date)) faults.push({ code: 'not_weekend', date, year: yearOf(date) })
  }
  for (const date of [...off, ...worked])
    if (yearOf(date) < FIRST_YEAR || yearOf(date) > lastOfficialYear)
      faults.push({ code: 'other_year', date, year: yearOf(date) })
  for (let year = FIRST_YEAR; year <= lastOfficialYear; year++) {
    if (![...off].some((on) => yearOf(on) === year)) faults.push({ code: 'year_missing', date: null, year })
    else if (workingDays(year, off, worked) < LEAST_WORKING_DAYS)
      faults.push({ code: 'too_few_working_days', date: null, year })
  }
  return faults
}

/**
 * The calendar with one year put in the place of what it said of that year. Days off that fall on a weekend are left
 * out: they are off anyway. Faults when the year does not follow the years there are, or lists days of another year.
 */
export function withYear(
  calendar: CalendarDays,
  { year, holidays, makeUpDays }: CalendarYear,
): { ok: true; calendar: CalendarDays } | { ok: false; faults: CalendarFault[] } {
  const faults: CalendarFault[] = []
  for (let missing = calendar.lastOfficialYear + 1; missing < year; missing++)
    faults.push({ code: 'year_missing', date: null, year: missing })
  for (const date of [...holidays, ...makeUpDays])
    if (yearOf(date) !== year) faults.push({ code: 'other_year', date, year: yearOf(date) })
  if (holidays.length === 0) faults.push({ code: 'no_holidays', date: null, year })
  const others = (days: readonly string[]) => days.filter((on) => yearOf(on) !== year)
  const merged: CalendarDays = {
    lastOfficialYear: Math.max(calendar.lastOfficialYear, year),
    holidays: [...new Set([...others(calendar.holidays), ...holidays.filter((on) => !isWeekend(on))])].sort(),
    makeUpDays: [...new Set([...others(calendar.makeUpDays), ...makeUpDays])].sort(),
  }
  const all = [...faults, ...(faults.length ? [] : calendarFaults(merged))]
  return all.length ? { ok: false, faults: all } : { ok: true, calendar: merged }
}

/** Classes of the built-in services that a set of limits leaves without a handling limit. */
export const classesWithoutLimit = (limits: Pick<Limits, 'handle'>): string[] =>
  CLOCK_CLASSES.filter((name) => limits.handle[name] === undefined)
