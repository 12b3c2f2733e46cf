import type { Statement } from '../../db/writer.ts'
import type { KpiFact } from '../domain/kpi.ts'
import type { KpiSum } from '../domain/kpi-sums.ts'

/** Rows of one statement: SQLite takes 32,766 parameters. */
const ROWS_AT_ONCE = 1_000

function chunks<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = []
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) parts.push(rows.slice(from, from + ROWS_AT_ONCE))
  return parts
}
const places = (columns: number, rows: number): string =>
  Array.from({ length: rows }, () => `(${'?,'.repeat(columns).slice(0, -1)})`).join(',')

/** Takes facts away, by their keys. */
export const removals = (facts: readonly KpiFact[]): Statement[] =>
  chunks([...new Set(facts.map(({ issueId }) => issueId))]).map((ids) => ({
    sql: 'DELETE FROM kpi_facts WHERE issue_id IN (SELECT value FROM json_each(?))',
    args: [JSON.stringify(ids)],
  }))

/** Puts facts in. */
export const factRows = (facts: readonly KpiFact[]): Statement[] =>
  chunks(facts).map((rows) => ({
    sql: FACTS_INTO.replace('?', places(14, rows.length)),
    args: rows.flatMap((f) => [
      f.kpi,
      f.day,
      f.issueId,
      f.occurrence,
      f.serviceId,
      f.agencyId,
      f.siteId,
      f.isCounted ? 1 : 0,
      f.isInNumerator ? 1 : 0,
      f.exclusion,
      f.minutes,
      f.bucket,
      f.untilDay,
      f.pendingAt,
    ]),
  }))

const FACTS_INTO = `INSERT INTO kpi_facts (kpi, day, issue_id, occurrence, service_id, agency_id, site_id, is_counted,
  is_in_numerator, exclusion, minutes, bucket, until_day, pending_at) VALUES ?`

/** Adds changes to the sums. */
export const sumRows = (sums: readonly KpiSum[]): Statement[] =>
  chunks(sums).map((rows) => ({
    sql: SUMS_INTO.replace('?', places(10, rows.length)),
    args: rows.flatMap((s) => [
      s.kpi,
      s.serviceId,
      s.agencyId,
      s.siteId,
      s.day,
      s.exclusion,
      s.bucket,
      s.numerator,
      s.denominator,
      s.excluded,
    ]),
  }))

const SUMS_INTO = `INSERT INTO kpi_days (kpi, service_id, agency_id, site_id, day, exclusion, bucket, numerator, denominator,
  excluded) VALUES ? ON CONFLICT (kpi, service_id, agency_id, site_id, day, exclusion, bucket) DO UPDATE SET
  numerator = numerator + excluded.numerator, denominator = denominator + excluded.denominator,
  excluded = kpi_days.excluded + excluded.excluded`
