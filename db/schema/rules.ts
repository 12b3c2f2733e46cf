import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './people.ts'

/**
 * Versioned documents that decide about issues: `calendar`, `limits`, `hours`, `catalogue`. A version is never changed
 * once written; a clock run names the versions it was counted with.
 */
export const ruleVersions = sqliteTable(
  'rule_versions',
  {
    kind: text('kind').notNull(),
    version: integer('version').notNull(),
    /** JSON, see `server/wire/rules.ts`. */
    body: text('body').notNull(),
    reason: text('reason').notNull().default(''),
    createdBy: text('created_by').references(() => users.id),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.version] })],
)

/** What a return teaches: the proposed agency as a change to the catalogue, until somebody decides. */
export const catalogueSuggestions = sqliteTable(
  'catalogue_suggestions',
  {
    id: text('id').primaryKey(),
    issueId: text('issue_id').notNull(),
    lineId: text('line_id'),
    serviceId: text('service_id').notNull(),
    fromAgencyId: text('from_agency_id'),
    proposedAgencyId: text('proposed_agency_id').notNull(),
    reason: text('reason').notNull().default(''),
    createdAt: integer('created_at').notNull(),
    /** taken or dismissed. */
    decision: text('decision'),
    decidedBy: text('decided_by').references(() => users.id),
    decidedAt: integer('decided_at'),
  },
  (t) => [index('catalogue_suggestions_by_created').on(t.createdAt)],
)
