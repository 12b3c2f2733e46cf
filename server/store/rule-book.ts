import { sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { ruleVersions } from '../../db/schema/rules.ts'
import type { Calendar } from '../domain/calendar.ts'
import {
  type ClockRules,
  calendarFor,
  DEFAULT_HOURS,
  DEFAULT_LIMITS,
  type Hours,
  type Limits,
} from '../domain/clock.ts'
import type { CalendarBody, HoursBody, LimitsBody, RuleKind } from '../wire/rules.ts'
import { officialCalendar } from './calendar.ts'

/** What a clock run froze. */
export interface FrozenRun {
  calendarVersion: number
  hoursVersion: number
  agencyId: string | null
}

/** Every version of the rule documents, as they stand at one moment. Version 1 of each is built in. */
export interface RuleBook {
  current: ClockRules
  /** The calendar a run was counted with. Throws on a version that never was. */
  calendarOf(run: FrozenRun): Calendar
  /** The newest version number of a document. */
  versionOf(kind: RuleKind): number
  /** A document as stored; null for version 1, which is built in. */
  bodyOf(kind: RuleKind, version: number): unknown
}

const asCalendar = ({ lastOfficialYear, holidays, makeUpDays }: CalendarBody): Calendar => ({
  lastOfficialYear,
  holidays: new Set(holidays),
  makeUpDays: new Set(makeUpDays),
  openingHours: DEFAULT_HOURS.desk,
})

const builtIn = officialCalendar()

type Bodies = Map<string, unknown>
const keyOf = (kind: string, version: number): string => `${kind} ${version}`

function bookOf(bodies: Bodies, newest: ReadonlyMap<string, number>): RuleBook {
  const versionOf = (kind: RuleKind): number => newest.get(kind) ?? 1
  const bodyOf = (kind: RuleKind, version: number): unknown => {
    const body = bodies.get(keyOf(kind, version))
    if (body === undefined && version !== 1) throw new Error(`there is no version ${version} of the ${kind}`)
    return body ?? null
  }
  const calendars = new Map<number, Calendar>()
  const ofRuns = new Map<string, Calendar>()
  const calendarAt = (version: number): Calendar => {
    const known = calendars.get(version)
    if (known) return known
    const body = bodyOf('calendar', version) as CalendarBody | null
    const calendar = body ? asCalendar(body) : builtIn
    calendars.set(version, calendar)
    return calendar
  }
  const hoursAt = (version: number): Hours => (bodyOf('hours', version) as HoursBody | null) ?? DEFAULT_HOURS
  const versions = { calendar: versionOf('calendar'), limits: versionOf('limits'), hours: versionOf('hours') }
  const hours = hoursAt(versions.hours)
  return {
    current: {
      calendar: { ...calendarAt(versions.calendar), openingHours: hours.desk },
      limits: (bodyOf('limits', versions.limits) as LimitsBody | null) ?? (DEFAULT_LIMITS as Limits),
      hours,
      versions,
    },
    calendarOf: ({ calendarVersion, hoursVersion, agencyId }) => {
      const key = `${calendarVersion} ${hoursVersion} ${agencyId ?? ''}`
      const known = ofRuns.get(key)
      if (known) return known
      const calendar = calendarFor({ calendar: calendarAt(calendarVersion), hours: hoursAt(hoursVersion) }, agencyId)
      ofRuns.set(key, calendar)
      return calendar
    },
    versionOf,
    bodyOf,
  }
}

const EMPTY = bookOf(new Map(), new Map())
const books = new WeakMap<object, { newest: string; book: RuleBook }>()

/** The rule book as it stands now: one small query, and the documents once per version. */
export async function ruleBook(db: Db): Promise<RuleBook> {
  const rows = await db
    .select({ kind: ruleVersions.kind, version: sql<number>`max(${ruleVersions.version})` })
    .from(ruleVersions)
    .groupBy(ruleVersions.kind)
  if (rows.length === 0) return EMPTY
  const newest = JSON.stringify(rows)
  const known = books.get(db)
  if (known?.newest === newest) return known.book
  const all = await db.select().from(ruleVersions)
  const bodies: Bodies = new Map(all.map(({ kind, version, body }) => [keyOf(kind, version), JSON.parse(body)]))
  const book = bookOf(bodies, new Map(rows.map(({ kind, version }) => [kind, version])))
  books.set(db, { newest, book })
  return book
}

/** The rules in force now. */
export const currentRules = async (db: Db): Promise<ClockRules> => (await ruleBook(db)).current
