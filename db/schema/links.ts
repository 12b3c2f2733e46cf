import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { issues, reports } from './issues.ts'
import { agencies } from './people.ts'

/**
 * Links for a short time beside the tracking links: 128 random bits, SHA-256 at rest, revocable. `mine` opens the list of
 * a merchant's own reports, found by the telephone of `report_id`; `party` lets an outside agency act on one issue.
 */
export const shortLinks = sqliteTable(
  'short_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    kind: text('kind').notNull(),
    reportId: text('report_id').references(() => reports.id),
    issueId: text('issue_id').references(() => issues.id),
    agencyId: text('agency_id').references(() => agencies.id),
    createdAt: integer('created_at').notNull(),
    /** Who made it; null: the merchant from a tracking link. */
    createdBy: text('created_by'),
    endsAt: integer('ends_at').notNull(),
    revokedAt: integer('revoked_at'),
  },
  (t) => [index('short_links_by_issue').on(t.issueId), index('short_links_by_end').on(t.endsAt)],
)
