import { type Calendar, DEFAULT_OPENING_HOURS, isProvisional, isWorkingDay } from '../../server/domain/calendar.ts'
import type { CalendarRules } from '../../server/wire/rules.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { dateOn, endOfDate } from '../lib/time.ts'

/** The official calendar in force, once it is read; call it inside a component. */
export function useCalendar(): () => Calendar | undefined {
  const shown = useSnapshot<CalendarRules>(
    () => '/rules/calendar',
    ({ kind }) => kind === 'directory',
  )
  return () => (shown.state.value ? calendarFrom(shown.state.value) : undefined)
}

export const calendarFrom = ({ body }: Pick<CalendarRules, 'body'>): Calendar => ({
  lastOfficialYear: body.lastOfficialYear,
  holidays: new Set(body.holidays),
  makeUpDays: new Set(body.makeUpDays),
  openingHours: DEFAULT_OPENING_HOURS,
})

const DAY_MS = 86_400_000

/** What a picked date (`YYYY-MM-DD`) is: worked, off with the working days around it, or provisional; null while nothing can be said. */
export function dayKind(on: string, calendar: Calendar | undefined) {
  const at = endOfDate(on)
  if (!calendar || at === null) return null
  if (isWorkingDay(at, calendar)) return { isOff: false, isProvisional: isProvisional(at, calendar) } as const
  return { isOff: true, before: nearest(at, -DAY_MS, calendar), after: nearest(at, DAY_MS, calendar) } as const
}

function nearest(at: number, stepMs: number, calendar: Calendar): string {
  let day = at
  for (let n = 0; n < 30 && !isWorkingDay(day, calendar); n++) day += stepMs
  return dateOn(day)
}
