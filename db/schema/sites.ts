import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
    supplyId: text('supply_id').references(() => supplies.id),
    merchantCount: integer('merchant_count'),
    createdAt: integer('created_at').notNull(),
    closedAt: integer('closed_at'),
  },
  (t) => [index('sites_by_supply').on(t.supplyId)],
)
