import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { issues } from './issues.ts'
import { users } from './people.ts'

/** Keys of programs that may post through Open311: made and revoked by an administrator, shown once, hashed at rest. */
export const open311Keys = sqliteTable('open311_keys', {
  id: text('id').primaryKey(),
  /** Whose program it is. */
  name: text('name').notNull(),
  /** SHA-256 of the key. */
  keyHash: text('key_hash').notNull().unique(),
  createdBy: text('created_by').references(() => users.id),
  createdAt: integer('created_at').notNull(),
  /** When something was last posted with it. */
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
})

/** What an Open311 client said about an issue that the issue itself has no place for. */
export const open311Requests = sqliteTable('open311_requests', {
  issueId: text('issue_id')
    .primaryKey()
    .references(() => issues.id),
  keyId: text('key_id')
    .notNull()
    .references(() => open311Keys.id),
  /** WGS84, degrees, as sent. */
  latitude: real('latitude'),
  longitude: real('longitude'),
  address: text('address').notNull().default(''),
  /** JSON: addresses of pictures, as sent. */
  mediaUrls: text('media_urls').notNull().default('[]'),
})

/** Updates other systems sent, each taken once. The words are in the issue's event. */
export const open311Updates = sqliteTable(
  'open311_updates',
  {
    keyId: text('key_id')
      .notNull()
      .references(() => open311Keys.id),
    /** The sender's own id. */
    updateId: text('update_id').notNull(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    createdAt: integer('created_at').notNull(),
    /** When somebody of the desk had seen it. */
    seenAt: integer('seen_at'),
  },
  (t) => [
    primaryKey({ columns: [t.keyId, t.updateId] }),
    index('open311_updates_unseen').on(t.createdAt).where(sql`seen_at IS NULL`),
  ],
)
