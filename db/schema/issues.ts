import { sql } from 'drizzle-orm'
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
  /** Services are two levels deep: the group this one stands in. */
  parentId: text('parent_id').references((): AnySQLiteColumn => services.id),
  /** Offered to merchants; the desk may take down any that is active. */
  isPublic: integer('is_public', { mode: 'boolean' }).notNull().default(true),
  isActive: integer('is_active', { mode: 'boolean' }).notNull().default(true),
  /** Words people use for it, separated by spaces: recognised while the desk types. */
  keywords: text('keywords').notNull().default(''),
  /** JSON, see `serviceGuideSchema`: stop-notice, risk notice, extra questions, promise text, reasons of “not solved”. */
  guide: text('guide').notNull().default('{}'),
  /** Supply must be back this long before a reply may say so. */
  holdMinutes: integer('hold_minutes').notNull().default(0),
  /** What lies outside an agency's power: offered for referral to a third party. */
  isReferable: integer('is_referable', { mode: 'boolean' }).notNull().default(false),
})

export const issues = sqliteTable(
  'issues',
  {
    id: text('id').primaryKey(),
    /** Grows by one with every issue and never changes: the key of the search index. */
    serial: integer('serial').unique(),
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
    /** Stalls and shops of its merchants, separated by spaces: for the search. */
    places: text('places').notNull().default(''),
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
    /** Light 2 of the running clock from here on, light 4 after `very_late_at`; exist to be searched. */
    urgentAt: integer('urgent_at'),
    veryLateAt: integer('very_late_at'),
    /** When a timer moves the issue on by itself (T14–T17, T20, T24); null: none does. */
    timerAt: integer('timer_at'),
    /** When the supervision ladder looks at it next; null: never. */
    ladderAt: integer('ladder_at'),
    /** When nothing waited for anybody any more; null while something does. */
    finishedAt: integer('finished_at'),
    /** When it entered its state. */
    sinceAt: integer('since_at').notNull().default(0),
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
    supervisionLevel: integer('supervision_level').notNull().default(0),
    consultation: text('consultation').notNull().default('none'),
    /** Contact data closed to the agency, never public; asked for by the reporter or set by the desk. */
    isSecret: integer('is_secret', { mode: 'boolean' }).notNull().default(false),
    /** Out of every figure. */
    isTest: integer('is_test', { mode: 'boolean' }).notNull().default(false),
    /** A part of another issue, handled by another agency; one level, at most ten. */
    parentId: text('parent_id').references((): AnySQLiteColumn => issues.id),
    /** The earlier issue this one repeats: same service, same site or reporter, within 90 days after its reply. */
    repeatOfId: text('repeat_of_id').references((): AnySQLiteColumn => issues.id),
    personInCharge: text('person_in_charge'),
    /** First human contact is due, and was made. */
    contactDueAt: integer('contact_due_at'),
    contactedAt: integer('contacted_at'),
    /** The date promised with `resolved = planned`. */
    plannedAt: integer('planned_at'),
    /** The knowledge entry a direct answer was given from. */
    entryId: text('entry_id'),
    /** Where a “couldn't get it done” code was scanned, and what stopped the person. */
    spotId: text('spot_id'),
    obstacle: text('obstacle'),
    /** JSON, frozen at receipt: promise text, extra questions and their answers. */
    frozen: text('frozen').notNull().default('{}'),
    /** Texts and contact data are gone; ids, instants, states and counters stay. */
    erasedAt: integer('erased_at'),
  },
  (t) => [
    index('issues_by_received').on(t.receivedAt, t.id),
    index('issues_by_state').on(t.state, t.receivedAt, t.id),
    index('issues_by_site').on(t.siteId, t.receivedAt, t.id),
    index('issues_by_agency').on(t.agencyId, t.receivedAt, t.id),
    index('issues_by_lead').on(t.leadAgencyId, t.receivedAt, t.id),
    index('issues_by_service').on(t.serviceId, t.receivedAt, t.id),
    // The highest running number of a day in one step, however many there are.
    index('issues_by_day_number').on(sql`substr(number, 1, 12)`, sql`cast(substr(number, 13) AS integer)`),
    index('issues_by_master').on(t.masterId),
    index('issues_by_parent').on(t.parentId),
    // Holds every column the list is filtered by, so that any combination is answered without opening an issue.
    index('issues_open_by_due')
      .on(
        t.dueAt,
        t.id,
        t.finishedAt,
        t.serial,
        t.state,
        t.agencyId,
        t.leadAgencyId,
        t.siteId,
        t.serviceId,
        t.supervisionLevel,
        t.consultation,
        t.isSecret,
        t.receivedAt,
        t.urgentAt,
        t.veryLateAt,
      )
      .where(sql`finished_at IS NULL`),
    index('issues_by_level').on(t.supervisionLevel, t.receivedAt, t.id).where(sql`supervision_level > 0`),
    index('issues_open_by_urgent').on(t.urgentAt).where(sql`finished_at IS NULL`),
    index('issues_open_by_agency').on(t.agencyId, t.dueAt, t.id).where(sql`finished_at IS NULL`),
    index('issues_open_by_site').on(t.siteId, t.dueAt, t.id).where(sql`finished_at IS NULL`),
    index('issues_open_by_service').on(t.serviceId, t.dueAt, t.id).where(sql`finished_at IS NULL`),
    index('issues_open_by_state').on(t.state, t.dueAt, t.id).where(sql`finished_at IS NULL`),
    index('issues_ended_by_site').on(t.siteId, t.finishedAt).where(sql`finished_at IS NOT NULL`),
    index('issues_by_entry').on(t.entryId, t.round).where(sql`entry_id IS NOT NULL`),
    index('issues_by_timer').on(t.timerAt).where(sql`timer_at IS NOT NULL`),
    index('issues_by_ladder').on(t.ladderAt).where(sql`ladder_at IS NOT NULL`),
    // What has a term: finished issues whose texts are still there.
    index('issues_kept').on(t.state, t.finishedAt).where(sql`finished_at IS NOT NULL AND erased_at IS NULL`),
    index('issues_in_consultation').on(t.consultation, t.receivedAt).where(sql`consultation <> 'none'`),
    index('issues_supervised')
      .on(t.supervisionLevel, t.dueAt)
      .where(sql`finished_at IS NULL AND supervision_level > 0`),
    index('issues_contradicted').on(t.evidencedAt).where(sql`evidenced = 'contradicts'`),
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
  (t) => [
    index('issue_events_by_issue').on(t.issueId, t.id),
    index('issue_events_by_at').on(t.at),
    /** Ends without an answer, and what came back: for call-backs and for supervision. */
    index('issue_events_of_note').on(t.at).where(sql`rule IN ('T4', 'T5', 'T6', 'T19', 'T25')`),
  ],
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
    /** Versions of the calendar, limits and hours it was counted with; see `rule_versions`. */
    calendarVersion: integer('calendar_version').notNull(),
    limitsVersion: integer('limits_version').notNull().default(1),
    hoursVersion: integer('hours_version').notNull().default(1),
    startedAt: integer('started_at').notNull(),
    dueAt: integer('due_at').notNull(),
    /** The due as if nothing had paused it. */
    rawDueAt: integer('raw_due_at').notNull().default(0),
    /** Its span touches a day nobody has published yet. */
    isProvisional: integer('is_provisional', { mode: 'boolean' }).notNull().default(false),
    stoppedAt: integer('stopped_at'),
    /** The transition that stopped it, or `service_changed`, `supply_returned`. */
    stoppedBy: text('stopped_by'),
    /** Whose time it is; null: the desk's. */
    agencyId: text('agency_id').references(() => agencies.id),
  },
  (t) => [
    index('clock_runs_by_issue').on(t.issueId),
    index('clock_runs_provisional').on(t.isProvisional).where(sql`is_provisional = 1 AND stopped_at IS NULL`),
  ],
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
    /** Code of the standard reason given with “not solved”. */
    answerReason: text('answer_reason'),
    /** 1 very dissatisfied … 5 very satisfied: the second, optional question. */
    grade: integer('grade'),
    gradedAt: integer('graded_at'),
    /** Taken out of the rates by two persons. */
    excludedAt: integer('excluded_at'),
    /** The merchant left the issue; it goes on for the others. */
    leftAt: integer('left_at'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    index('reports_by_issue').on(t.issueId, t.createdAt),
    index('reports_by_site').on(t.siteId, t.createdAt),
    /** Subscribers who say that it is not solved. */
    index('reports_not_solved').on(t.answeredAt).where(sql`answer = 'no' AND is_primary = 0`),
  ],
)

/** Contact data apart from everything else, so that deletion empties this row and leaves the log whole. */
export const contacts = sqliteTable(
  'contacts',
  {
    reportId: text('report_id')
      .primaryKey()
      .references(() => reports.id),
    name: text('name'),
    telephone: text('telephone'),
    isHiddenFromAgency: integer('is_hidden_from_agency', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at').notNull(),
    /** Emptied by its retention, or because the merchant asked. */
    erasedAt: integer('erased_at'),
  },
  (t) => [
    index('contacts_by_telephone').on(t.telephone),
    index('contacts_kept').on(t.createdAt).where(sql`erased_at IS NULL`),
  ],
)

/** Private tracking links: 128 random bits, SHA-256 at rest, one report each, revocable, never signs in. */
export const trackingTokens = sqliteTable('tracking_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  reportId: text('report_id')
    .notNull()
    .references(() => reports.id),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
})
