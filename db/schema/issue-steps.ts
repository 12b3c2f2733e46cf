import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { issues } from './issues.ts'
import { agencies, users } from './people.ts'

/** Why a handling clock stood still, or got a later due. One row each, frozen when it ends. Instants in epoch ms. */
export const pauses = sqliteTable(
  'pauses',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    round: integer('round').notNull(),
    kind: text('kind').notNull(),
    fromAt: integer('from_at').notNull(),
    untilAt: integer('until_at').notNull(),
    endedAt: integer('ended_at'),
    dueBeforeAt: integer('due_before_at').notNull(),
    dueAfterAt: integer('due_after_at').notNull(),
    reason: text('reason').notNull().default(''),
    legalBasis: text('legal_basis').notNull().default(''),
    requestedBy: text('requested_by').references(() => users.id),
    approvedBy: text('approved_by').references(() => users.id),
    reporterToldAt: integer('reporter_told_at'),
  },
  (t) => [index('pauses_by_issue').on(t.issueId, t.fromAt)],
)

/** What needs a second person: an extension, a suspension, a closing without the reporter, an answer left out of a rate. */
export const issueRequests = sqliteTable(
  'issue_requests',
  {
    id: text('id').primaryKey(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    kind: text('kind').notNull(),
    /** JSON: what is asked for: new date, reason, legal basis. */
    body: text('body').notNull(),
    agencyId: text('agency_id').references(() => agencies.id),
    requestedBy: text('requested_by').references(() => users.id),
    requestedAt: integer('requested_at').notNull(),
    /** open, approved, refused, withdrawn or lapsed. */
    status: text('status').notNull().default('open'),
    decidedBy: text('decided_by').references(() => users.id),
    decidedAt: integer('decided_at'),
    decision: text('decision').notNull().default(''),
  },
  (t) => [
    index('issue_requests_by_issue').on(t.issueId, t.requestedAt),
    index('issue_requests_open').on(t.requestedAt).where(sql`status = 'open'`),
  ],
)

/** What an agency asks a merchant while the clock stands still. */
export const questions = sqliteTable(
  'questions',
  {
    id: text('id').primaryKey(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    /** Null: whoever on the issue answers first. */
    reportId: text('report_id'),
    text: text('text').notNull(),
    askedBy: text('asked_by').references(() => users.id),
    askedAt: integer('asked_at').notNull(),
    limitAt: integer('limit_at').notNull(),
    answer: text('answer'),
    /** answered, dropped or not_received. */
    outcome: text('outcome'),
    endedAt: integer('ended_at'),
  },
  (t) => [index('questions_by_issue').on(t.issueId, t.askedAt)],
)
