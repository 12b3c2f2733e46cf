import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * One row for every time an issue counts in a figure: in its denominator, and perhaps its numerator. Made from the
 * issue's events, and made anew when the issue changes. `day` is the district's day number (see `dayNumber`).
 * WITHOUT ROWID: the table is its own index.
 */
export const kpiFacts = sqliteTable(
  'kpi_facts',
  {
    kpi: text('kpi').notNull(),
    day: integer('day').notNull(),
    issueId: text('issue_id').notNull(),
    /** 1, 2, … where an issue counts several times, as with dispatches. */
    occurrence: integer('occurrence').notNull(),
    serviceId: text('service_id').notNull(),
    /** '' = the desk's own, or nowhere. */
    agencyId: text('agency_id').notNull(),
    siteId: text('site_id').notNull(),
    isCounted: integer('is_counted', { mode: 'boolean' }).notNull(),
    isInNumerator: integer('is_in_numerator', { mode: 'boolean' }).notNull(),
    /** Why it is out of the denominator; '' when it is in. */
    exclusion: text('exclusion').notNull().default(''),
    /** Counted minutes of a stage time; null for rates. */
    minutes: integer('minutes'),
    /** Which bucket of the histogram those minutes lie in. */
    bucket: integer('bucket'),
    /** Of what is counted while it lasts: the day it ended; `NEVER_DAY` while it goes on; null for rates. */
    untilDay: integer('until_day'),
    /** It comes true by itself at this instant (epoch ms), and is in no sum before; null: it is true. */
    pendingAt: integer('pending_at'),
  },
  (t) => [
    primaryKey({ columns: [t.kpi, t.day, t.issueId, t.occurrence] }),
    index('kpi_facts_by_issue').on(t.issueId),
    index('kpi_facts_by_site').on(t.siteId, t.kpi, t.day),
    index('kpi_facts_pending').on(t.pendingAt).where(sql`pending_at IS NOT NULL`),
    // Holds all a quantile asks for, so that no row is looked up.
    index('kpi_facts_by_minutes')
      .on(t.kpi, t.bucket, t.day, t.minutes, t.serviceId, t.agencyId, t.siteId)
      .where(sql`bucket IS NOT NULL`),
    index('kpi_facts_lasting').on(t.kpi, t.untilDay).where(sql`until_day IS NOT NULL`),
  ],
)

/**
 * Sums of `kpi_facts`, kept in the same write: for the whole district, by service, by agency, by site, and by service
 * and agency; `*` stands for all. A `day` below 0 is a whole month (see `cellOfMonth`). WITHOUT ROWID.
 */
export const kpiDays = sqliteTable(
  'kpi_days',
  {
    kpi: text('kpi').notNull(),
    serviceId: text('service_id').notNull(),
    agencyId: text('agency_id').notNull(),
    siteId: text('site_id').notNull(),
    day: integer('day').notNull(),
    exclusion: text('exclusion').notNull(),
    /** Bucket of a stage time's histogram; -1 for rates. */
    bucket: integer('bucket').notNull(),
    numerator: integer('numerator').notNull(),
    /** Of what is counted while it lasts: how many began on the day less how many ended. */
    denominator: integer('denominator').notNull(),
    excluded: integer('excluded').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kpi, t.serviceId, t.agencyId, t.siteId, t.day, t.exclusion, t.bucket] })],
)
