import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { issues } from './issues.ts'
import { agencies, users } from './people.ts'

/** A reminder or written notice to an agency; one per rung and round, sent in the receiver's working time. */
export const notices = sqliteTable(
  'notices',
  {
    id: text('id').primaryKey(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    round: integer('round').notNull(),
    /** reminder, sign_overdue, written, listed, manual. */
    rung: text('rung').notNull(),
    agencyId: text('agency_id').references(() => agencies.id),
    /** The agency one level up, when it gets a copy. */
    copiedToId: text('copied_to_id').references(() => agencies.id),
    /** JSON: due, used share and counters when it was written. */
    body: text('body').notNull().default('{}'),
    createdBy: text('created_by').references(() => users.id),
    createdAt: integer('created_at').notNull(),
    /** Leaves not before this, in the receiver's working time. */
    sendAt: integer('send_at').notNull(),
    sentAt: integer('sent_at'),
    readBy: text('read_by').references(() => users.id),
    readAt: integer('read_at'),
  },
  (t) => [
    uniqueIndex('notices_once').on(t.issueId, t.round, t.rung).where(sql`rung <> 'manual'`),
    index('notices_unsent').on(t.sendAt).where(sql`sent_at IS NULL`),
    index('notices_by_agency').on(t.agencyId, t.sentAt),
    index('notices_by_copy').on(t.copiedToId, t.sentAt).where(sql`copied_to_id IS NOT NULL`),
    index('notices_by_sent').on(t.sentAt).where(sql`sent_at IS NOT NULL`),
    index('notices_by_issue').on(t.issueId, t.createdAt),
    index('notices_unread').on(t.agencyId, t.sentAt).where(sql`read_at IS NULL`),
  ],
)

/** Issues drawn for a call-back by the desk's supervisors: was anybody pressed to withdraw? */
export const callBacks = sqliteTable(
  'call_backs',
  {
    id: text('id').primaryKey(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    /** withdrawn, merged or not_accepted. */
    cause: text('cause').notNull(),
    /** `YYYY-MM` of the drawing. */
    month: text('month').notNull(),
    drawnAt: integer('drawn_at').notNull(),
    /** no_pressure, pressure or unreachable. */
    outcome: text('outcome'),
    note: text('note').notNull().default(''),
    calledBy: text('called_by').references(() => users.id),
    calledAt: integer('called_at'),
  },
  (t) => [
    uniqueIndex('call_backs_once').on(t.issueId),
    index('call_backs_by_month').on(t.month, t.calledAt),
    index('call_backs_by_call').on(t.calledAt).where(sql`called_at IS NOT NULL`),
    index('call_backs_to_make').on(t.month).where(sql`outcome IS NULL OR outcome = 'unreachable'`),
  ],
)

/** 会诊: a recurring or hard matter with a lead agency, a date, a treatment plan, and a strike-off. */
export const consultations = sqliteTable(
  'consultations',
  {
    id: text('id').primaryKey(),
    title: text('title').notNull(),
    /** service|site|agency of the cluster it came from; unique while it is not struck off. */
    cluster: text('cluster').notNull(),
    serviceId: text('service_id'),
    siteId: text('site_id'),
    agencyId: text('agency_id'),
    /** Why it was listed, as codes. */
    reasons: text('reasons').notNull().default(''),
    /** listed, planned or struck_off. */
    status: text('status').notNull(),
    leadAgencyId: text('lead_agency_id').references(() => agencies.id),
    /** The date of the plan, `YYYY-MM-DD`. */
    dueOn: text('due_on'),
    plan: text('plan').notNull().default(''),
    entryId: text('entry_id'),
    version: integer('version').notNull().default(1),
    createdBy: text('created_by').references(() => users.id),
    createdAt: integer('created_at').notNull(),
    plannedAt: integer('planned_at'),
    struckOffAt: integer('struck_off_at'),
    struckOffBy: text('struck_off_by').references(() => users.id),
    strikeOffReason: text('strike_off_reason').notNull().default(''),
  },
  (t) => [
    index('consultations_by_status').on(t.status, t.createdAt),
    uniqueIndex('consultations_running').on(t.cluster).where(sql`status <> 'struck_off'`),
  ],
)

export const consultationIssues = sqliteTable(
  'consultation_issues',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    consultationId: text('consultation_id')
      .notNull()
      .references(() => consultations.id),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    addedAt: integer('added_at').notNull(),
  },
  (t) => [
    uniqueIndex('consultation_issues_once').on(t.consultationId, t.issueId),
    index('consultation_issues_by_issue').on(t.issueId),
  ],
)

/** One drawing a month, with what it was drawn by: anybody can draw it again and compare. */
export const callBackDraws = sqliteTable('call_back_draws', {
  /** `YYYY-MM` whose ended issues it is about. */
  month: text('month').primaryKey(),
  /** Hexadecimal; decides the order of the draw. */
  seed: text('seed').notNull(),
  /** Issues that could be drawn, and how many were. */
  populationCount: integer('population_count').notNull(),
  drawnCount: integer('drawn_count').notNull(),
  drawnAt: integer('drawn_at').notNull(),
})

/** Every reply, answer and explanation by its normalised fingerprint: equal ones on different issues are found by the index. */
export const replyPrints = sqliteTable(
  'reply_prints',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** SHA-256; empty for a text too short to compare. */
    print: text('print').notNull(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    agencyId: text('agency_id'),
    round: integer('round').notNull(),
    repliedAt: integer('replied_at').notNull(),
    /** Why an equal text is right here, when one was sent all the same. */
    reason: text('reason').notNull().default(''),
    /** The other issue with the same text, when this one was sent. */
    sameAsId: text('same_as_id'),
    /** Share of the handling limit used up when it was sent, in thousandths; null: no such clock ran. */
    sharePermille: integer('share_permille'),
  },
  (t) => [
    index('reply_prints_by_print').on(t.print, t.repliedAt),
    index('reply_prints_by_issue').on(t.issueId, t.repliedAt),
    index('reply_prints_same').on(t.repliedAt).where(sql`same_as_id IS NOT NULL`),
    index('reply_prints_last_moment').on(t.repliedAt).where(sql`share_permille BETWEEN 950 AND 1000`),
  ],
)

/** Outside parties that help where no agency may: banks, schools, guarantors. */
export const thirdParties = sqliteTable('third_parties', {
  id: text('id').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  /** Services it is matched with, comma-separated ids. */
  serviceIds: text('service_ids').notNull().default(''),
  telephone: text('telephone'),
  note: text('note').notNull().default(''),
  isActive: integer('is_active', { mode: 'boolean' }).notNull().default(true),
  createdAt: integer('created_at').notNull(),
})

/** One hand-over to a third party, with the merchant's consent, tracked until an outcome. */
export const referrals = sqliteTable(
  'referrals',
  {
    id: text('id').primaryKey(),
    issueId: text('issue_id')
      .notNull()
      .references(() => issues.id),
    thirdPartyId: text('third_party_id')
      .notNull()
      .references(() => thirdParties.id),
    consentAt: integer('consent_at').notNull(),
    consentChannel: text('consent_channel').notNull(),
    /** What was passed on. */
    text: text('text').notNull(),
    sentBy: text('sent_by').references(() => users.id),
    sentAt: integer('sent_at').notNull(),
    limitAt: integer('limit_at').notNull(),
    /** sent, accepted, declined, helped, not_helped or lapsed. */
    status: text('status').notNull(),
    outcome: text('outcome').notNull().default(''),
    outcomeAt: integer('outcome_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [index('referrals_by_issue').on(t.issueId), index('referrals_by_status').on(t.status, t.limitAt)],
)
