import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { services } from './issues.ts'
import { agencies, users } from './people.ts'

/** What the desk may answer from. Dates are the district's, `YYYY-MM-DD`. */
export const knowledgeEntries = sqliteTable(
  'knowledge_entries',
  {
    /** `K-0412`. */
    id: text('id').primaryKey(),
    /** The key of the search index. */
    serial: integer('serial').notNull().unique(),
    title: text('title').notNull(),
    /** 百姓话: what is said to the merchant. */
    plainWords: text('plain_words').notNull(),
    body: text('body').notNull().default(''),
    legalBasis: text('legal_basis').notNull().default(''),
    /** Who must do what. */
    duties: text('duties').notNull().default(''),
    serviceId: text('service_id').references(() => services.id),
    agencyId: text('agency_id').references(() => agencies.id),
    validUntilOn: text('valid_until_on'),
    reviewOn: text('review_on'),
    /** proposed, published or retired. */
    status: text('status').notNull(),
    version: integer('version').notNull().default(1),
    sourceIssueId: text('source_issue_id'),
    /** Where an imported entry came from and its number there: imported once. */
    source: text('source'),
    sourceNumber: text('source_number'),
    createdBy: text('created_by').references(() => users.id),
    createdAt: integer('created_at').notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (t) => [
    index('knowledge_by_service').on(t.serviceId, t.status),
    index('knowledge_by_review').on(t.status, t.reviewOn),
    index('knowledge_by_validity').on(t.status, t.validUntilOn),
    uniqueIndex('knowledge_by_source').on(t.source, t.sourceNumber),
    index('knowledge_by_agency').on(t.agencyId, t.status),
  ],
)

/** Earlier wordings of an entry, so that an answer given from one can be read as it was. */
export const knowledgeVersions = sqliteTable(
  'knowledge_versions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    entryId: text('entry_id')
      .notNull()
      .references(() => knowledgeEntries.id),
    version: integer('version').notNull(),
    /** JSON of the entry as it was. */
    body: text('body').notNull(),
    changedBy: text('changed_by').references(() => users.id),
    changedAt: integer('changed_at').notNull(),
  },
  (t) => [index('knowledge_versions_by_entry').on(t.entryId, t.version)],
)

/** An operator's own collection, beside the shared knowledge; nobody else reads it. */
export const notes = sqliteTable(
  'notes',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    text: text('text').notNull(),
    entryId: text('entry_id'),
    issueId: text('issue_id'),
    createdAt: integer('created_at').notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (t) => [index('notes_by_user').on(t.userId, t.changedAt)],
)

/** Wordings of replies, questions and explanations; `{…}` placeholders must be filled before sending. */
export const templates = sqliteTable(
  'templates',
  {
    id: text('id').primaryKey(),
    serviceId: text('service_id').references(() => services.id),
    /** reply, answer, question, return, not_accepted, explanation. */
    purpose: text('purpose').notNull(),
    /** For a reply: yes, partly, planned, no; else null. */
    outcome: text('outcome'),
    title: text('title').notNull(),
    text: text('text').notNull(),
    smsText: text('sms_text').notNull().default(''),
    isActive: integer('is_active', { mode: 'boolean' }).notNull().default(true),
    sortKey: integer('sort_key').notNull().default(0),
    version: integer('version').notNull().default(1),
    changedAt: integer('changed_at').notNull(),
  },
  (t) => [index('templates_by_purpose').on(t.purpose, t.serviceId)],
)

/** A filter of a list that somebody keeps under a name. */
export const savedFilters = sqliteTable(
  'saved_filters',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    name: text('name').notNull(),
    /** The query string, without `?`. */
    query: text('query').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('saved_filters_by_user').on(t.userId)],
)
