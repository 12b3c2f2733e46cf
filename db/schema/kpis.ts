import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * One row for every time an issue counts in a figure: in its denominator, and perhaps its numerator. Made from the
 * issue's events, and made anew when the issue changes. `day` is the district's day number (see `dayNumber`).
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
    agencyId: text('agency_id').notNull(),
    siteId: text('site_id').notNull(),
    isCounted: integer('is_counted', { mode: 'boolean' }).notNull(),
    isInNumerator: integer('is_in_numerator', { mode: 'boolean' }).notNull(),
    /** Why it is out of the denominator; '' when it is in. */
    exclusion: text('exclusion').notNull().default(''),
    /** Counted working minutes of a stage time; null for rates. */
    minutes: integer('minutes'),
  },
  (t) => [primaryKey({ columns: [t.kpi, t.day, t.issueId, t.occurrence] }), index('kpi_facts_by_issue').on(t.issueId)],
)

/** Sums of `kpi_facts` by day, service, agency and site, kept in the same write. */
export const kpiDays = sqliteTable(
  'kpi_days',
  {
    kpi: text('kpi').notNull(),
    day: integer('day').notNull(),
    serviceId: text('service_id').notNull(),
    agencyId: text('agency_id').notNull(),
    siteId: text('site_id').notNull(),
    exclusion: text('exclusion').notNull(),
    numerator: integer('numerator').notNull(),
    denominator: integer('denominator').notNull(),
    excluded: integer('excluded').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kpi, t.day, t.serviceId, t.agencyId, t.siteId, t.exclusion] })],
)
