import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The durable event log the screens follow. Append-only; pruned by age, the stream then answers `reset`. */
export const liveEvents = sqliteTable(
  'live_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    kind: text('kind').notNull(),
    /** What changed, so that a reader can ask for it: issue, site, node or report id. */
    subjectId: text('subject_id').notNull(),
    siteId: text('site_id'),
    body: text('body').notNull().default('{}'),
  },
  (t) => [index('live_events_by_at').on(t.at)],
)
