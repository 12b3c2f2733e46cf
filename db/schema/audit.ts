import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Who did or looked at what, beside issues' own events. Each row is sealed with the hash of the one before. */
export const auditLog = sqliteTable(
  'audit_log',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    actorId: text('actor_id'),
    actorRole: text('actor_role').notNull(),
    /** `contact.viewed`, `user.added`, `rule.changed`, `retention.run`, … */
    action: text('action').notNull(),
    subjectId: text('subject_id').notNull(),
    /** JSON; holds neither secrets nor contact data. */
    body: text('body').notNull().default('{}'),
    /** SHA-256 over the previous row's hash and this row; null until the sealing job has run. */
    hash: text('hash'),
  },
  (t) => [index('audit_log_by_subject').on(t.subjectId, t.id), index('audit_log_by_actor').on(t.actorId, t.id)],
)

/** What a retention job removed, or would have removed. */
export const retentionRuns = sqliteTable('retention_runs', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  actorId: text('actor_id'),
  isDryRun: integer('is_dry_run', { mode: 'boolean' }).notNull(),
  /** JSON: rows by policy. */
  counts: text('counts').notNull(),
})
