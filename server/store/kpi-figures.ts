import { sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { agencies } from '../../db/schema/people.ts'
import { dayNumber } from '../domain/calendar.ts'
import { basisOf, EXCLUSIONS, RATES, type Rate, WITH_OVERDUE } from '../domain/kpi.ts'
import {
  type Comparison,
  comparedWith,
  monthBefore,
  monthsOf,
  onOf,
  type Period,
  trendOf,
} from '../domain/kpi-period.ts'
import { ALL } from '../domain/kpi-sums.ts'
import { saidOf, verdictOf, wilson } from '../domain/wilson.ts'
import type { AgencyFigure, Counted, Figure, Kpis } from '../wire/kpis.ts'
import {
  agencySums,
  type Choice,
  endOfMonth,
  type MonthSum,
  monthSums,
  mostAt,
  overdueAt,
  type Sum,
} from './kpi-cells.ts'
import { cutOffOf } from './kpi-follow.ts'
import { stageTimes } from './kpi-stages.ts'

/** Numerator and denominator with the interval, where there is enough to say one. */
export function counted(numerator: number, denominator: number): Counted {
  const said = saidOf(numerator, denominator)
  const interval = said.is === 'rate' ? wilson(numerator, denominator) : null
  return { numerator, denominator, low: interval?.low ?? null, high: interval?.high ?? null }
}

const isWithOverdue = (kpi: Rate): boolean => (WITH_OVERDUE as readonly Rate[]).includes(kpi)

interface Read {
  sums: readonly MonthSum[]
  overdue: (kpi: string, day: number) => number
  period: Period
  compared: Period | null
  trend: Period
}

function add(sums: readonly Sum[]): Sum {
  const sum = { numerator: 0, denominator: 0, excluded: 0 }
  for (const one of sums) {
    sum.numerator += one.numerator
    sum.denominator += one.denominator
    sum.excluded += one.excluded
  }
  return sum
}

function figureOf(kpi: Rate, { sums, overdue, period, compared, trend }: Read): Figure {
  const own = sums.filter((sum) => sum.kpi === kpi)
  const lasting = (day: number): number => (isWithOverdue(kpi) ? overdue(kpi, day) : 0)
  const countedOver = (part: readonly MonthSum[], endDay: number): Counted => {
    const { numerator, denominator } = add(part)
    return counted(numerator, denominator + lasting(endDay))
  }
  const inPeriod = own.filter((sum) => sum.inPeriod === 1)
  const total = countedOver(inPeriod, period.toDay)
  return {
    kpi,
    basis: basisOf(kpi),
    ...total,
    is: saidOf(total.numerator, total.denominator).is,
    overdue: lasting(period.toDay),
    excluded: EXCLUSIONS.flatMap((reason) => {
      const { excluded } = add(inPeriod.filter(({ exclusion }) => exclusion === reason))
      return excluded > 0 ? [{ reason, count: excluded }] : []
    }),
    months: monthsOf(trend).map((month) => ({
      month,
      ...countedOver(
        own.filter((sum) => sum.month === month),
        endOfMonth(month, trend),
      ),
    })),
    compare: compared
      ? countedOver(
          own.filter((sum) => sum.inCompared === 1),
          compared.toDay,
        )
      : null,
  }
}

/** Grades that are all the best one are worth a look from here up. */
const FULL_MARKS_FROM = 20
const BY_AGENCY = ['handle_agency', 'handle_agency.raw', 'last_moment', 'grade_five'] as const
const OVERDUE_BY_AGENCY = ['overdue:handle_agency', 'overdue:handle_agency.raw'] as const

/** Every figure of a period and choice, with what it is compared with, as far as events are counted by `now` (epoch ms). */
export async function readKpis(
  db: Db,
  choice: Choice,
  period: Period,
  comparison: Comparison,
  now: number,
): Promise<Kpis> {
  const compared = comparedWith(period, comparison)
  // Months that have not come yet say nothing.
  const endDay = Math.max(period.fromDay, Math.min(period.toDay, dayNumber(now)))
  const trend = trendOf({ ...period, toDay: endDay })
  const ends = [
    period.toDay,
    ...(compared ? [compared.toDay] : []),
    ...monthsOf(trend).map((m) => endOfMonth(m, trend)),
  ]
  const periods = { period, compared, trend, today: dayNumber(now) }
  // One connection answers one query at a time: asking together saves the waits between them.
  const [sums, overdue, stages, cutOff, repeats, byAgency] = await Promise.all([
    monthSums(db, choice, periods),
    overdueAt(db, choice, ends),
    stageTimes(db, choice, periods),
    cutOffOf(db, now),
    mostAt(db, choice, 'repeat', period),
    // The table tells agencies apart, so it stays whole whichever is looked at.
    agencyRows(db, { ...choice, agencyId: ALL }, period),
  ])
  const read: Read = { sums, overdue, period, compared, trend }
  const figures = RATES.map((kpi) => figureOf(kpi, read))
  const received = figures.find(({ kpi }) => kpi === 'received')
  const { count, ...site } = repeats ?? { count: 0 }
  return {
    at: now,
    cutOffAt: cutOff.at,
    waiting: cutOff.waiting,
    from: onOf(period.fromDay),
    to: onOf(period.toDay),
    compare: compared && { from: onOf(compared.fromDay), to: onOf(compared.toDay) },
    received: received?.denominator ?? 0,
    tests: received?.excluded.find(({ reason }) => reason === 'test')?.count ?? 0,
    figures: figures.filter(({ kpi }) => kpi !== 'received'),
    stages,
    byAgency: byAgency.table,
    beside: {
      ...byAgency.beside,
      repeats: 'id' in site ? { of: site, count } : null,
    },
  }
}

async function agencyRows(db: Db, choice: Choice, period: Period) {
  const [names, sums, lasting] = await Promise.all([
    db.select({ id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn }).from(agencies),
    agencySums(db, choice, BY_AGENCY, period),
    agencySums(db, choice, OVERDUE_BY_AGENCY, { fromDay: 0, toDay: period.toDay }),
  ])
  const of = (kpi: string, agencyId?: string): Sum =>
    add(sums.filter((sum) => sum.kpi === kpi && (agencyId === undefined || sum.agencyId === agencyId)))
  const overdueOf = (kpi: string, agencyId?: string): number =>
    add(lasting.filter((sum) => sum.kpi === `overdue:${kpi}` && (agencyId === undefined || sum.agencyId === agencyId)))
      .denominator
  const rate = (kpi: string, agencyId?: string): Counted => {
    const { numerator, denominator } = of(kpi, agencyId)
    return counted(numerator, denominator + overdueOf(kpi, agencyId))
  }
  const district = rate('handle_agency')
  const line = district.denominator > 0 ? district.numerator / district.denominator : null
  const rows: AgencyFigure[] = names
    .map((agency) => {
      const own = rate('handle_agency', agency.id)
      const verdict = verdictOf(own.numerator, own.denominator, line)
      return { agency, ...own, raw: rate('handle_agency.raw', agency.id), verdict }
    })
    .filter(({ denominator }) => denominator > 0)
    .sort((a, b) => b.denominator - a.denominator || (a.agency.id < b.agency.id ? -1 : 1))
  const lastMoment = names
    .map((agency) => ({ of: agency, count: of('last_moment', agency.id).numerator }))
    .sort((a, b) => b.count - a.count)[0]
  const fullMarks = names
    .map((agency) => ({ of: agency, ...of('grade_five', agency.id) }))
    .filter(({ numerator, denominator }) => denominator >= FULL_MARKS_FROM && numerator === denominator)
    .map(({ of: agency, denominator }) => ({ of: agency, count: denominator }))
  return {
    table: { district, raw: rate('handle_agency.raw'), rows },
    beside: { lastMoment: lastMoment && lastMoment.count > 0 ? lastMoment : null, fullMarks },
  }
}

/** The period where none is named: the last whole month if an issue came in it, else the running one. */
export async function usualPeriod(db: Db, now: number): Promise<Period> {
  const last = monthBefore(now, 1)
  const [row] = await db.all<{ count: number }>(sql`SELECT coalesce(sum(denominator), 0) AS count FROM kpi_days
    WHERE kpi = 'received' AND service_id = '*' AND agency_id = '*' AND site_id = '*'
      AND day BETWEEN ${last.fromDay} AND ${last.toDay}`)
  return (row?.count ?? 0) > 0 ? last : monthBefore(now, 0)
}
