import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { RATES, WITH_OVERDUE } from '../domain/kpi.ts'
import { cellOfMonth, isWhole, monthOf, monthOfCell, type Period } from '../domain/kpi-period.ts'
import { ALL, isSummed } from '../domain/kpi-sums.ts'

/** What is looked at: a service, an agency, a site; `*` for all. */
export interface Choice {
  serviceId: string
  agencyId: string
  siteId: string
}
export const choiceOf = (query: { service?: string; agency?: string; site?: string }): Choice => ({
  serviceId: query.service ?? ALL,
  agencyId: query.agency ?? ALL,
  siteId: query.site ?? ALL,
})

export const listOf = (values: readonly string[]): SQL =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )

/** Narrows facts to a choice. */
export const chosen = ({ serviceId, agencyId, siteId }: Choice): SQL => sql`
  ${siteId === ALL ? sql`TRUE` : sql`site_id = ${siteId}`}
  AND ${serviceId === ALL ? sql`TRUE` : sql`service_id = ${serviceId}`}
  AND ${agencyId === ALL ? sql`TRUE` : sql`agency_id = ${agencyId}`}`

/**
 * The cells of a choice as a FROM clause with kpi, agency_id, day, exclusion, bucket, numerator, denominator, excluded.
 * Sums are kept for what is asked for most; a site together with a service or agency is added up from the site's facts.
 */
export function cells(choice: Choice, kpis: readonly string[]): SQL {
  const { serviceId, agencyId, siteId } = choice
  const named = sql`kpi IN (${listOf(kpis)})`
  if (isSummed(choice))
    return sql`(SELECT * FROM kpi_days WHERE ${named} AND service_id = ${serviceId} AND agency_id = ${agencyId}
      AND site_id = ${siteId})`
  return sql`(SELECT kpi, agency_id, day, exclusion, coalesce(bucket, -1) AS bucket, is_in_numerator AS numerator,
      is_counted AS denominator, 1 - is_counted AS excluded
      FROM kpi_facts WHERE ${chosen(choice)} AND ${named} AND pending_at IS NULL
    UNION ALL SELECT kpi, agency_id, until_day, exclusion, -1, 0, -1, 0
      FROM kpi_facts WHERE ${chosen(choice)} AND ${named} AND pending_at IS NULL AND until_day < 1000000)`
}

export interface Sum {
  numerator: number
  denominator: number
  excluded: number
}
export interface MonthSum extends Sum {
  kpi: string
  exclusion: string
  month: string
  inPeriod: number
  inCompared: number
}

const between = ({ fromDay, toDay }: Period): SQL => sql`day BETWEEN ${fromDay} AND ${toDay}`

/** The places of the sums of a period: whole months where it is made of them and sums are kept, else days. */
export const placesOf = (choice: Choice, period: Period, today: number): SQL =>
  isSummed(choice) && isWhole(period, today)
    ? sql`day BETWEEN ${cellOfMonth(monthOf(period.toDay))} AND ${cellOfMonth(monthOf(period.fromDay))}`
    : between(period)

/** What is read together: the period, what it is held against, and the months since January. */
export interface Periods {
  period: Period
  compared: Period | null
  trend: Period
  /** The running day. */
  today: number
}

/** The sums of all rates by month, over what any of the periods needs. */
export function monthSums(db: Db, choice: Choice, periods: Periods): Promise<MonthSum[]> {
  const { period, compared, trend, today } = periods
  const all = [period, trend, ...(compared ? [compared] : [])]
  const span = { fromDay: Math.min(...all.map(({ fromDay }) => fromDay)), toDay: period.toDay }
  return isSummed(choice) && all.every((one) => isWhole(one, today))
    ? wholeMonths(db, choice, span, periods)
    : daysByMonth(db, choice, span, periods)
}

async function wholeMonths(db: Db, choice: Choice, span: Period, { period, compared }: Periods): Promise<MonthSum[]> {
  const rows = await db.all<Omit<MonthSum, 'month' | 'inPeriod' | 'inCompared'> & { cell: number }>(sql`
    SELECT kpi, exclusion, day AS cell, sum(numerator) AS numerator, sum(denominator) AS denominator,
      sum(excluded) AS excluded FROM ${cells(choice, RATES)}
    WHERE day BETWEEN ${cellOfMonth(monthOf(span.toDay))} AND ${cellOfMonth(monthOf(span.fromDay))}
    GROUP BY kpi, exclusion, day`)
  const isIn = (month: string, one: Period | null): number =>
    one !== null && month >= monthOf(one.fromDay) && month <= monthOf(one.toDay) ? 1 : 0
  return rows.map(({ cell, ...sum }) => {
    const month = monthOfCell(cell)
    return { ...sum, month, inPeriod: isIn(month, period), inCompared: isIn(month, compared) }
  })
}

const daysByMonth = (db: Db, choice: Choice, span: Period, { period, compared }: Periods): Promise<MonthSum[]> =>
  db.all<MonthSum>(sql`SELECT kpi, exclusion, strftime('%Y-%m', day * 86400, 'unixepoch') AS month,
      ${between(period)} AS inPeriod, ${compared ? between(compared) : sql`0`} AS inCompared,
      sum(numerator) AS numerator, sum(denominator) AS denominator, sum(excluded) AS excluded
    FROM ${cells(choice, RATES)} WHERE ${between(span)}
    GROUP BY kpi, exclusion, month, inPeriod, inCompared`)

/** What is open and past its due at the end of each day asked for: everything that began by then less what ended. */
export async function overdueAt(
  db: Db,
  choice: Choice,
  days: readonly number[],
): Promise<(kpi: string, day: number) => number> {
  const names = WITH_OVERDUE.map((kpi) => `overdue:${kpi}`)
  const marks = [...new Set(days)].sort((a, b) => a - b)
  const mark = sql.join(
    marks.map((day) => sql`WHEN day <= ${day} THEN ${day}`),
    sql` `,
  )
  const rows = await db.all<{ kpi: string; mark: number; change: number }>(sql`
    SELECT kpi, CASE ${mark} END AS mark, sum(denominator) AS change FROM ${cells(choice, names)}
    WHERE day BETWEEN 0 AND ${marks.at(-1) ?? 0} GROUP BY kpi, mark`)
  return (kpi, day) =>
    rows.filter((row) => row.kpi === `overdue:${kpi}` && row.mark <= day).reduce((sum, { change }) => sum + change, 0)
}

export interface AgencySum extends Sum {
  kpi: string
  agencyId: string
}

/** Sums of some figures for every agency, over a period; of what is overdue, over all days to its end. */
export async function agencySums(
  db: Db,
  choice: Choice,
  kpis: readonly string[],
  period: Period,
): Promise<AgencySum[]> {
  const { serviceId, agencyId, siteId } = choice
  const of = agencyId === ALL ? sql`SELECT id FROM agencies` : sql`${agencyId}`
  const from =
    siteId === ALL
      ? sql`(SELECT * FROM kpi_days WHERE kpi IN (${listOf(kpis)}) AND service_id = ${serviceId}
          AND agency_id IN (${of}) AND site_id = ${ALL})`
      : cells(choice, kpis)
  return db.all<AgencySum>(sql`SELECT kpi, agency_id AS agencyId, sum(numerator) AS numerator,
      sum(denominator) AS denominator, sum(excluded) AS excluded
    FROM ${from} WHERE day BETWEEN ${period.fromDay} AND ${period.toDay} GROUP BY kpi, agency_id`)
}

/** The site with most of a figure's numerator in a period. */
export async function mostAt(db: Db, choice: Choice, kpi: string, period: Period) {
  if (choice.siteId !== ALL || choice.serviceId !== ALL || choice.agencyId !== ALL) return null
  const rows = await db.all<{ id: string; nameZh: string; nameEn: string; count: number }>(sql`
    SELECT s.id AS id, s.name_zh AS nameZh, s.name_en AS nameEn, sum(k.numerator) AS count
    FROM sites s JOIN kpi_days k ON k.kpi = ${kpi} AND k.service_id = ${ALL} AND k.agency_id = ${ALL} AND k.site_id = s.id
      AND k.day BETWEEN ${period.fromDay} AND ${period.toDay}
    GROUP BY s.id HAVING sum(k.numerator) > 0 ORDER BY count DESC, s.id LIMIT 1`)
  return rows[0] ?? null
}

/** The last day of a month, as far as a period goes. */
export const endOfMonth = (month: string, { toDay }: Period): number => {
  let day = toDay
  while (monthOf(day) > month) day = Date.parse(`${monthOf(day)}-01T00:00:00Z`) / 86_400_000 - 1
  return day
}
