import { createRequire } from 'node:module'
import { type Calendar, DEFAULT_OPENING_HOURS } from '../domain/calendar.ts'

const FIRST_YEAR = 2022
const LAST_OFFICIAL_YEAR = 2026

/** Dates as keys. The package's own functions shift them by a day where the process runs west of Greenwich. */
const notices: Record<'holidays' | 'workdays', Readonly<Record<string, string>>> = createRequire(import.meta.url)(
  'chinese-days/dist/chinese-days.json',
)

const isWeekend = (on: string): boolean => new Date(`${on}T00:00:00Z`).getUTCDay() % 6 === 0
const isOfficial = (on: string): boolean =>
  Number(on.slice(0, 4)) >= FIRST_YEAR && Number(on.slice(0, 4)) <= LAST_OFFICIAL_YEAR

/** The official calendar of China from State Council notices, by way of chinese-days (MIT). */
export function officialCalendar(): Calendar {
  const { holidays, workdays } = notices
  return {
    lastOfficialYear: LAST_OFFICIAL_YEAR,
    holidays: new Set(Object.keys(holidays).filter((on) => isOfficial(on) && !isWeekend(on))),
    makeUpDays: new Set(Object.keys(workdays).filter((on) => isOfficial(on) && isWeekend(on))),
    openingHours: DEFAULT_OPENING_HOURS,
  }
}
