import { type Calendar, DEFAULT_OPENING_HOURS, type OpeningHours } from './calendar.ts'
import { DEFAULT_LIMITS, type Limits } from './clock-promise.ts'

/** Opening hours that differ from the desk's, by agency id. */
export type Hours = { desk: OpeningHours; byAgency: Readonly<Record<string, OpeningHours>> }

/** The hours of a new installation: version 1. */
export const DEFAULT_HOURS: Hours = { desk: DEFAULT_OPENING_HOURS, byAgency: {} }

/** The versions of the rule documents a clock run was counted with. */
export type RuleVersions = { calendar: number; limits: number; hours: number }

/** Everything clocks count by, as one set of versions. `calendar.openingHours` are the desk's. */
export type ClockRules = { calendar: Calendar; limits: Limits; hours: Hours; versions: RuleVersions }

/** The calendar with the opening hours of an agency; of the desk for null and for agencies without their own. */
export function calendarFor({ calendar, hours }: Pick<ClockRules, 'calendar' | 'hours'>, agencyId: string | null) {
  const openingHours = (agencyId === null ? undefined : hours.byAgency[agencyId]) ?? hours.desk
  return openingHours === calendar.openingHours ? calendar : { ...calendar, openingHours }
}

/** Rules that no district has changed, over a calendar. */
export const rulesOver = (calendar: Calendar): ClockRules => ({
  calendar,
  limits: DEFAULT_LIMITS,
  hours: { desk: calendar.openingHours, byAgency: {} },
  versions: { calendar: 1, limits: 1, hours: 1 },
})
