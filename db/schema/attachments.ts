import { blob, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { issues } from './issues.ts'
import { users } from './people.ts'

/** A photo or paper on an issue; the bytes lie apart, by their SHA-256. */
export const attachments = sqliteTable(
  'attachments',
  {
    id: text('id').primaryKey(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    /** The merchant's report it came with; null: from desk or agency. */
    reportId: text('report_id'),
    userId: text('user_id').references(() => users.id),
    name: text('name').notNull(),
    /** What the bytes are, not what the sender said. */
    type: text('type').notNull(),
    size: integer('size').notNull(),
    /** Cleaned of place and camera. */
    sha256: text('sha256').notNull(),
    createdAt: integer('created_at').notNull(),
    /** Hidden by a moderator, who says why; the bytes stay. */
    hiddenAt: integer('hidden_at'),
    hiddenReason: text('hidden_reason').notNull().default(''),
  },
  (t) => [index('attachments_by_issue').on(t.issueId, t.createdAt)],
)

export const attachmentBytes = sqliteTable('attachment_bytes', {
  sha256: text('sha256').primaryKey(),
  bytes: blob('bytes', { mode: 'buffer' }).notNull(),
})

/** What is told to a merchant: shown on the tracking page, and handed to a message gateway where one is set up. */
export const messages = sqliteTable(
  'messages',
  {
    id: text('id').primaryKey(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    reportId: text('report_id').notNull(),
    /** A code for words: `question`, `extension`, `suspended`, `merged`, `follow_up`, `later_promise`, … */
    code: text('code').notNull(),
    /** JSON of what the words need; neither name nor telephone. */
    body: text('body').notNull().default('{}'),
    createdAt: integer('created_at').notNull(),
    readAt: integer('read_at'),
  },
  (t) => [index('messages_by_report').on(t.reportId, t.createdAt)],
)
