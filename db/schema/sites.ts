import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** What feeds a place: a feeder or transformer. One feeder's loss is one interruption with all its sites. */
export const supplies = sqliteTable('supplies', {
  id: text('id').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
})

export const sites = sqliteTable(
  'sites',
  {
    id: text('id').primaryKey(),
    nameZh: text('name_zh').notNull(),
    nameEn: text('name_en').notNull(),
    kind: text('kind').notNull(),
    address: text('address').notNull().default(''),
    /** Other names people use for it, separated by spaces: recognised while the desk types. */
    aliases: text('aliases').notNull().default(''),
    supplyId: text('supply_id').references(() => supplies.id),
    merchantCount: integer('merchant_count'),
    /** WGS84, degrees; null: nobody has entered it. */
    latitude: real('latitude'),
    longitude: real('longitude'),
    createdAt: integer('created_at').notNull(),
    closedAt: integer('closed_at'),
  },
  (t) => [index('sites_by_supply').on(t.supplyId)],
)

/** Announced interruptions of supply: told to merchants before, and no alarm inside the window. Epoch ms. */
export const plannedOutages = sqliteTable(
  'planned_outages',
  {
    id: text('id').primaryKey(),
    supplyId: text('supply_id').references(() => supplies.id),
    /** Null: every site of the supply. */
    siteId: text('site_id').references(() => sites.id),
    fromAt: integer('from_at').notNull(),
    untilAt: integer('until_at').notNull(),
    reason: text('reason').notNull(),
    /** Where it was announced, and its number there: imported once. */
    source: text('source').notNull().default(''),
    sourceNumber: text('source_number'),
    createdAt: integer('created_at').notNull(),
    cancelledAt: integer('cancelled_at'),
  },
  (t) => [
    index('planned_outages_by_until').on(t.untilAt),
    uniqueIndex('planned_outages_by_source').on(t.source, t.sourceNumber),
  ],
)

/** Where a “couldn't get it done” code hangs: a window, or an item of business. The code carries this id and the time of printing. */
export const spots = sqliteTable('spots', {
  id: text('id').primaryKey(),
  /** window or item. */
  kind: text('kind').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  siteId: text('site_id').references(() => sites.id),
  agencyId: text('agency_id'),
  /** For an item: the papers it takes, one a line, so that a missing one can be named. */
  papers: text('papers').notNull().default(''),
  createdAt: integer('created_at').notNull(),
  closedAt: integer('closed_at'),
})
