import { and, desc, eq, sql } from 'drizzle-orm'
import { clockRuns } from '../../db/schema/issues.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { ruleVersions } from '../../db/schema/rules.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { type CalendarFault, calendarFaults, classesWithoutLimit, withYear } from '../domain/calendar-year.ts'
import { DEFAULT_HOURS, DEFAULT_LIMITS } from '../domain/clock.ts'
import { done, type Fault, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import type {
  CalendarBody,
  CalendarRules,
  CalendarYearChange,
  HoursBody,
  HoursRules,
  LimitsBody,
  LimitsRules,
  RuleKind,
} from '../wire/rules.ts'
import { auditEntry } from './audit-entry.ts'
import { officialCalendar } from './calendar.ts'
import { recountProvisional } from './issue-recount.ts'
import { liveEvent } from './live.ts'
import type { StorePorts } from './ports.ts'
import { ruleBook } from './rule-book.ts'

/** Who changes a document, on which version, and why. */
export interface RuleChange {
  version: number
  reason: string
  userId: string
  role: string
  at: number
}

const builtInCalendar = (): CalendarBody => {
  const { lastOfficialYear, holidays, makeUpDays } = officialCalendar()
  return { lastOfficialYear, holidays: [...holidays].sort(), makeUpDays: [...makeUpDays].sort() }
}
const asHours = (): HoursBody => ({
  desk: DEFAULT_HOURS.desk.map(([from, to]): [number, number] => [from, to]),
  byAgency: {},
})
const asLimits = (): LimitsBody => ({ ...DEFAULT_LIMITS, handle: { ...DEFAULT_LIMITS.handle } })

const faultOf = ({ code, date, year }: CalendarFault): Fault => ({
  pointer: date ? `/body/${date}` : `/body/${year}`,
  code,
  detail: FAULT_WORDS[code](date ?? String(year)),
})
const FAULT_WORDS: Record<CalendarFault['code'], (about: string) => string> = {
  both: (on) => `${on}既放假又上班，只能是一样 · ${on} is both off and worked`,
  not_weekend: (on) => `${on}本来就上班，不用调休 · ${on} is no weekend day, so it cannot be a make-up day`,
  other_year: (on) => `${on}不在这一年 · ${on} lies in another year`,
  year_missing: (year) =>
    `${year}年的放假安排还没有，先收${year}年 · the notice of ${year} is missing: import it first`,
  no_holidays: (year) => `${year}年一天假都没有，多半没收全 · ${year} has no holidays at all`,
  too_few_working_days: (year) => `${year}年上班不到200天，请再核对 · ${year} has fewer than 200 working days`,
}

export function createRulesStore(ports: StorePorts) {
  const { db, writer } = ports

  async function versionsOf(kind: RuleKind): Promise<CalendarRules['versions']> {
    const rows = await db
      .select({ row: ruleVersions, by: users.name })
      .from(ruleVersions)
      .leftJoin(users, eq(users.id, ruleVersions.createdBy))
      .where(eq(ruleVersions.kind, kind))
      .orderBy(desc(ruleVersions.version))
    const first = { version: 1, reason: '', createdBy: null, createdAt: null }
    return [
      ...rows.map(({ row: { version, reason, createdAt }, by }) => ({ version, reason, createdBy: by, createdAt })),
      first,
    ]
  }

  async function current(kind: RuleKind): Promise<{ version: number; body: unknown }> {
    const book = await ruleBook(db)
    const version = book.versionOf(kind)
    return { version, body: book.bodyOf(kind, version) }
  }

  /** Writes the next version; refused as stale when somebody wrote one meanwhile. */
  async function put(kind: RuleKind, body: unknown, change: RuleChange): Promise<Refused | null> {
    const { version } = await current(kind)
    if (version !== change.version) return refused('stale', { version })
    const outcome = await writer.write([
      nextVersion(kind, version + 1, body, change),
      auditEntry({
        at: change.at,
        actorId: change.userId || null,
        actorRole: change.role,
        action: 'rules.changed',
        subjectId: kind,
        body: { version: version + 1, reason: change.reason },
      }),
      liveEvent({ at: change.at, kind: 'directory', subjectId: `rules/${kind}`, siteId: null }),
    ])
    return outcome.ok ? null : refused('stale', { version: (await current(kind)).version })
  }

  const nextVersion = (kind: RuleKind, version: number, body: unknown, change: RuleChange): Statement =>
    statement(
      db
        .insert(ruleVersions)
        .values({
          kind,
          version,
          body: JSON.stringify(body),
          reason: change.reason,
          createdBy: change.userId || null,
          createdAt: change.at,
        })
        .onConflictDoNothing(),
      1,
    )

  async function calendar(): Promise<CalendarRules> {
    const { version, body } = await current('calendar')
    const [row] = await db
      .select({ count: sql<number>`count(*)` })
      .from(clockRuns)
      .where(and(sql`is_provisional = 1`, sql`stopped_at IS NULL`))
    return {
      version,
      versions: await versionsOf('calendar'),
      body: (body as CalendarBody | null) ?? builtInCalendar(),
      provisionalCount: row?.count ?? 0,
    }
  }

  async function putCalendar(body: CalendarBody, change: RuleChange): Promise<Outcome<CalendarRules>> {
    const faults = calendarFaults(body)
    if (faults.length) return refused('invalid', { errors: faults.slice(0, 20).map(faultOf) })
    const failure = await put('calendar', body, change)
    return failure ?? done(await calendar())
  }

  async function limits(): Promise<LimitsRules> {
    const { version, body } = await current('limits')
    return { version, versions: await versionsOf('limits'), body: (body as LimitsBody | null) ?? asLimits() }
  }

  async function hours(): Promise<HoursRules> {
    const { version, body } = await current('hours')
    return { version, versions: await versionsOf('hours'), body: (body as HoursBody | null) ?? asHours() }
  }

  return {
    calendar,
    putCalendar,
    limits,
    hours,
    /** One official year, as its notice says; open provisional dues are counted anew by the recount job. */
    async putYear(year: CalendarYearChange, change: RuleChange): Promise<Outcome<CalendarRules>> {
      const merged = withYear((await calendar()).body, year)
      if (!merged.ok) return refused('invalid', { errors: merged.faults.slice(0, 20).map(faultOf) })
      const { lastOfficialYear, holidays, makeUpDays } = merged.calendar
      return putCalendar({ lastOfficialYear, holidays: [...holidays], makeUpDays: [...makeUpDays] }, change)
    },
    /** Limits for runs that start from now on; running ones keep theirs. */
    async putLimits(body: LimitsBody, change: RuleChange): Promise<Outcome<LimitsRules>> {
      const missing = classesWithoutLimit(body)
      if (missing.length)
        return refused('invalid', {
          errors: missing.map((name) => ({
            pointer: `/body/handle/${name}`,
            code: 'required',
            detail: '这一类没有办理时限，没有时限的诉求不收 · this class has no handling limit',
          })),
        })
      const failure = await put('limits', body, change)
      return failure ?? done(await limits())
    },
    async putHours(body: HoursBody, change: RuleChange): Promise<Outcome<HoursRules>> {
      const known = new Set((await db.select({ id: agencies.id }).from(agencies)).map(({ id }) => id))
      const strange = Object.keys(body.byAgency).filter((id) => !known.has(id))
      if (strange.length)
        return refused('unknown_reference', {
          errors: strange.map((id) => ({
            pointer: `/body/byAgency/${id}`,
            code: 'unknown',
            detail: 'There is no such agency.',
          })),
        })
      const failure = await put('hours', body, change)
      return failure ?? done(await hours())
    },
    /** Counts provisional dues anew under the newest calendar; gives how many issues changed. */
    recount: (at: number): Promise<number> => recountProvisional(ports, at),
  }
}
