import { type AnySQLiteColumn, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { agencies, users } from './people.ts'
import { sites } from './sites.ts'

/** What can go wrong: the category of an issue, with its kind, clock class and default agency. */
export const services = sqliteTable('services', {
  id: text('id').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  kind: text('kind').notNull(),
  clockClass: text('clock_class').notNull(),
  agencyId: text('agency_id').references(() => agencies.id),
  /** The system dispatches to `agencyId` by itself; otherwise an operator does. */
  isAutoDispatched: integer('is_auto_dispatched', { mode: 'boolean' }).notNull().default(false),
  /** Confirmed readings of the site's supply bear on the resolution. */
  isSupplyOutage: integer('is_supply_outage', { mode: 'boolean' }).notNull().default(false),
  sortKey: integer('sort_key').notNull().default(0),
})

export const issues = sqliteTable(
  'issues',
  {
    id: text('id').primaryKey(),
    /** Public running number, `MC-YYYYMMDD-NNNN` by the district's calendar. */
    number: text('number').notNull().unique(),
    channel: text('channel').notNull(),
    kind: text('kind').notNull(),
    serviceId: text('service_id')
      .notNull()
      .references(() => services.id),
    siteId: text('site_id').references(() => sites.id),
    title: text('title').notNull(),
    text: text('text').notNull(),
    state: text('state').notNull(),
    round: integer('round').notNull().default(1),
    /** Grows by one with every change: the strong ETag. */
    version: integer('version').notNull().default(1),
    agencyId: text('agency_id').references(() => agencies.id),
    leadAgencyId: text('lead_agency_id').references(() => agencies.id),
    masterId: text('master_id').references((): AnySQLiteColumn => issues.id),
    receivedAt: integer('received_at').notNull(),
    /** The handling promise shown at submission. */
    expectedAt: integer('expected_at'),
    /** Due of the running clock; exists to be searched. */
    clock: text('clock'),
    clockStartedAt: integer('clock_started_at'),
    dueAt: integer('due_at'),
    repliedAt: integer('replied_at'),
    replyText: text('reply_text'),
    resolved: text('resolved').notNull().default('none'),
    resolvedAt: integer('resolved_at'),
    confirmed: text('confirmed').notNull().default('not_asked'),
    confirmedAt: integer('confirmed_at'),
    evidenced: text('evidenced').notNull().default('none'),
    evidencedAt: integer('evidenced_at'),
    /** The interruption this issue is about: `power_events.id`. One issue per interruption. */
    powerEventId: text('power_event_id'),
    closedAt: integer('closed_at'),
    subscriberCount: integer('subscriber_count').notNull().default(0),
    returnCount: integer('return_count').notNull().default(0),
    transferCount: integer('transfer_count').notNull().default(0),
    reworkCount: integer('rework_count').notNull().default(0),
    reopenCount: integer('reopen_count').notNull().default(0),
    /** Where an imported issue came from and its number there: imported once. */
    source: text('source'),
    sourceNumber: text('source_number'),
  },
  (t) => [
    index('issues_by_received').on(t.receivedAt, t.id),
    index('issues_by_state').on(t.state, t.receivedAt),
    index('issues_by_due').on(t.dueAt),
    index('issues_by_site').on(t.siteId, t.receivedAt),
    index('issues_by_agency').on(t.agencyId, t.state),
    index('issues_by_master').on(t.masterId),
    uniqueIndex('issues_by_power_event').on(t.powerEventId),
    uniqueIndex('issues_by_source').on(t.source, t.sourceNumber),
  ],
)

/** Append-only: what happened to an issue, in order; every change of state has its row here. */
export const issueEvents = sqliteTable(
  'issue_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    at: integer('at').notNull(),
    /** `transition`, `joined`, `evidence`, `answer`, … */
    kind: text('kind').notNull(),
    rule: text('rule'),
    fromState: text('from_state'),
    toState: text('to_state'),
    round: integer('round').notNull().default(1),
    actorRole: text('actor_role').notNull(),
    actorId: text('actor_id').references(() => users.id),
    agencyId: text('agency_id').references(() => agencies.id),
    /** JSON; holds neither name nor telephone. */
    body: text('body').notNull().default('{}'),
  },
  (t) => [index('issue_events_by_issue').on(t.issueId, t.id)],
)

/** One run of one stage clock; the rule that was in force is frozen here. Instants in epoch ms. */
export const clockRuns = sqliteTable(
  'clock_runs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    clock: text('clock').notNull(),
    round: integer('round').notNull(),
    rule: text('rule').notNull(),
    amount: integer('amount').notNull(),
    calendarVersion: text('calendar_version').notNull(),
    startedAt: integer('started_at').notNull(),
    dueAt: integer('due_at').notNull(),
    stoppedAt: integer('stopped_at'),
  },
  (t) => [index('clock_runs_by_issue').on(t.issueId)],
)

/** One merchant's own word on an issue: the first report of an issue, or one that joined it. */
export const reports = sqliteTable(
  'reports',
  {
    id: text('id').primaryKey(),
    /** The issue's number, then this report's place in it: `MC-20261010-0037-02`. */
    number: text('number').notNull().unique(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    siteId: text('site_id').references(() => sites.id),
    /** Stall or shop inside the site, as the merchant writes it. */
    place: text('place').notNull().default(''),
    text: text('text').notNull().default(''),
    channel: text('channel').notNull(),
    /** The reporter's answer decides the state of the issue; the others' answers are counted. */
    isPrimary: integer('is_primary', { mode: 'boolean' }).notNull(),
    answer: text('answer').notNull().default('not_asked'),
    answeredAt: integer('answered_at'),
    answerText: text('answer_text'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('reports_by_issue').on(t.issueId, t.createdAt)],
)

/** Contact data apart from everything else, so that deletion empties this row and leaves the log whole. */
export const contacts = sqliteTable('contacts', {
  reportId: text('report_id')
    .primaryKey()
    .references(() => reports.id),
  name: text('name'),
  telephone: text('telephone'),
  isHiddenFromAgency: integer('is_hidden_from_agency', { mode: 'boolean' }).notNull().default(false),
  createdAt: integer('created_at').notNull(),
})

/** Private tracking links: 128 random bits, SHA-256 at rest, one report each, revocable, never signs in. */
export const trackingTokens = sqliteTable('tracking_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  reportId: text('report_id')
    .notNull()
    .references(() => reports.id),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
})
