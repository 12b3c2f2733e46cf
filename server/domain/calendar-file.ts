import type { CalendarYear } from './calendar-year.ts'

type Day = { date: string; isOffDay: boolean }

const isDay = (day: unknown): day is Day =>
  typeof day === 'object' &&
  day !== null &&
  /^\d{4}-\d{2}-\d{2}$/.test(String((day as Day).date)) &&
  typeof (day as Day).isOffDay === 'boolean'

/** A year as holiday-cn publishes it, one JSON file each (`year`, `days` with `date` and `isOffDay`); null when it is none. */
export function holidayCn(file: unknown): CalendarYear | null {
  const { year, days } = (file ?? {}) as { year?: unknown; days?: unknown }
  if (!Number.isInteger(year) || !Array.isArray(days) || !days.every(isDay)) return null
  const own = days.filter(({ date }) => date.startsWith(`${String(year)}-`))
  return {
    year: year as number,
    holidays: own.filter(({ isOffDay }) => isOffDay).map(({ date }) => date),
    makeUpDays: own.filter(({ isOffDay }) => !isOffDay).map(({ date }) => date),
  }
}
