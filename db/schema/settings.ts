import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Single values of the installation: `district` (JSON name, language, time zone), written by the first-run page. */
export const settings = sqliteTable('settings', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
  changedAt: integer('changed_at').notNull(),
})

/** One row, moved by the writer every 10 s and read back through a fresh connection: a difference is data loss. */
export const heartbeats = sqliteTable('heartbeats', {
  id: integer('id').primaryKey(),
  beatAt: integer('beat_at').notNull(),
})

/** Answers of POSTs that carried an Idempotency-Key, kept 24 h, written in the transaction they answer for. */
export const idempotencyKeys = sqliteTable('idempotency_keys', {
  /** SHA-256 of actor, route and key. */
  key: text('key').primaryKey(),
  bodyHash: text('body_hash').notNull(),
  status: integer('status').notNull(),
  answer: text('answer').notNull(),
  createdAt: integer('created_at').notNull(),
})
