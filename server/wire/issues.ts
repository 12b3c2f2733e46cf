import { z } from 'zod'
import { CLOCK_RULES } from '../domain/clock-advance.ts'
import { CHANNELS, CONFIRMED, CONSULTATIONS, EVIDENCED, ISSUE_KINDS, ISSUE_STATES, RESOLVED } from '../domain/issue.ts'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { finishSchema } from './intake-finish.ts'
import { issueBesideShape } from './issue-steps.ts'
import { sentTextSchema, textSchema } from './issue-text.ts'
import { powerEventSchema, supplySchema } from './power.ts'

/** The four facts, kept apart; `replied` by desk or agency, `resolved` by the agency, `confirmed` by the merchant, `evidenced` by a sensor. */
export const factsSchema = z
  .strictObject({
    replied: z.strictObject({ is: z.boolean(), at: instantSchema.nullable(), text: z.string().nullable() }),
    resolved: z.strictObject({ value: z.enum(RESOLVED), at: instantSchema.nullable() }),
    confirmed: z.strictObject({ value: z.enum(CONFIRMED), at: instantSchema.nullable() }),
    evidenced: z.strictObject({ value: z.enum(EVIDENCED), at: instantSchema.nullable() }),
  })
  .meta({ id: 'FourFacts' })
export type Facts = z.infer<typeof factsSchema>

/** Whose turn it is, what is missing (a code for words on the screen), and by when. */
export const turnSchema = z.strictObject({
  who: z.enum(['desk', 'agency', 'reporter', 'system', 'nobody']),
  missing: z.string(),
  byAt: instantSchema.nullable(),
})
export type Turn = z.infer<typeof turnSchema>

export const issueEventSchema = z.strictObject({
  id: z.number().int(),
  at: instantSchema,
  kind: z.string(),
  rule: z.string().nullable(),
  fromState: z.enum(ISSUE_STATES).nullable(),
  toState: z.enum(ISSUE_STATES).nullable(),
  round: z.number().int(),
  actorRole: z.string(),
  actorName: z.string().nullable(),
  agency: namedSchema.nullable(),
  body: z.record(z.string(), z.unknown()),
})
export type IssueEvent = z.infer<typeof issueEventSchema>

export const issueRowSchema = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    title: z.string(),
    state: z.enum(ISSUE_STATES),
    kind: z.enum(ISSUE_KINDS),
    channel: z.enum(CHANNELS),
    service: namedSchema,
    site: namedSchema.nullable(),
    agency: namedSchema.nullable(),
    receivedAt: instantSchema,
    clock: z.string().nullable(),
    /** The running clock counts working days (A), business minutes (B) or minutes (C). */
    rule: z.enum(CLOCK_RULES).nullable(),
    /** Its limit, in the rule's unit: working days, or minutes. */
    amount: z.number().nullable(),
    dueAt: instantSchema.nullable(),
    /** The due rests on days nobody has published yet. */
    isProvisional: z.boolean(),
    /** The handling clock stands still until then. */
    pausedUntilAt: instantSchema.nullable(),
    /** 0 calm, 1 from 50 %, 2 from 80 %, 3 late, 4 very late. */
    light: z.number().int().min(0).max(4),
    /** Counted time ÷ limit; null when no clock runs. */
    share: z.number().nullable(),
    facts: factsSchema,
    /** Merchants on this issue, the first one included. */
    reportCount: z.number().int(),
    turn: turnSchema,
    round: z.number().int(),
    returnCount: z.number().int(),
    /** 0 none, 1 reminded, 2 written notice, 3 named on the monthly list. */
    supervisionLevel: z.number().int().min(0).max(3),
    consultation: z.enum(CONSULTATIONS),
    isSecret: z.boolean(),
    /** When it entered its state. */
    sinceAt: instantSchema,
    /** What a step is decided on (If-Match). */
    version: z.number().int(),
    /** What happened last. */
    last: issueEventSchema.nullable(),
  })
  .meta({ id: 'IssueRow' })
export type IssueRow = z.infer<typeof issueRowSchema>

export const issueReportSchema = z.strictObject({
  id: z.string(),
  number: z.string(),
  place: z.string(),
  text: z.string(),
  channel: z.string(),
  createdAt: instantSchema,
  isPrimary: z.boolean(),
  answer: z.enum(CONFIRMED),
  answeredAt: instantSchema.nullable(),
  answerText: z.string().nullable(),
  /** Code of the standard reason given with “not solved”. */
  answerReason: z.string().nullable(),
  /** 1 very dissatisfied … 5 very satisfied. */
  grade: z.number().int().min(1).max(5).nullable(),
  /** Left out of the rates by two persons. */
  isExcluded: z.boolean(),
  /** The merchant left the issue; it goes on for the others. */
  hasLeft: z.boolean(),
  /** `138****5678`, or null when none was left. */
  maskedTelephone: z.string().nullable(),
})
export type IssueReport = z.infer<typeof issueReportSchema>

export const clockRunSchema = z.strictObject({
  clock: z.string(),
  round: z.number().int(),
  rule: z.string(),
  amount: z.number(),
  startedAt: instantSchema,
  dueAt: instantSchema,
  /** The due as if nothing had paused it. */
  rawDueAt: instantSchema,
  stoppedAt: instantSchema.nullable(),
  /** The transition that stopped it, or another cause as a code. */
  stoppedBy: z.string().nullable(),
  light: z.number().int(),
  /** Counted time ÷ limit, pauses out. */
  share: z.number(),
  /** True when the span touches a day after the last official calendar year. */
  isProvisional: z.boolean(),
})
export type ClockRunView = z.infer<typeof clockRunSchema>

/** Actions open to the person asking, named as the sub-resources they POST to. */
export const ISSUE_ACTIONS = [
  'dispatch',
  'answer',
  'refusal',
  'withdrawal',
  'explanation',
  'service',
  'part',
  'follow-up',
  'confirmation',
  'merge',
  'secrecy',
  'signature',
  'contact',
  'reply',
  'return',
  'question',
  'question-end',
  'extension',
  'suspension',
  'resumption',
  'correction',
  'closing',
  'exclusion',
  'reopening',
  'contradiction',
  'note',
  'attachment',
  'notice',
  'supervision',
  'referral',
] as const
export type IssueAction = (typeof ISSUE_ACTIONS)[number]

export const issueDetailSchema = z
  .strictObject({
    ...issueRowSchema.shape,
    ...issueBesideShape,
    text: z.string(),
    expectedAt: instantSchema.nullable(),
    closedAt: instantSchema.nullable(),
    master: z.strictObject({ id: z.string(), number: z.string(), title: z.string() }).nullable(),
    reports: z.array(issueReportSchema),
    events: z.array(issueEventSchema),
    clocks: z.array(clockRunSchema),
    /** The interruption it is about, and the site's supply now; the curve comes from the site's power. */
    powerEvent: powerEventSchema.nullable(),
    supply: supplySchema.nullable(),
    actions: z.array(z.enum(ISSUE_ACTIONS)),
    /** Open issues of the same service at the same site. */
    mergeable: z.array(z.strictObject({ id: z.string(), number: z.string(), title: z.string() })),
  })
  .meta({ id: 'IssueDetail' })
export type IssueDetail = z.infer<typeof issueDetailSchema>

/** What a list of issues is narrowed to first. */
export const ISSUE_SCOPES = ['open', 'late', 'very_late', 'near', 'paused', 'finished', 'all', ...ISSUE_STATES] as const

export const issueListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
  /** Open (default) and its parts; over; all; or one state. */
  state: z.enum(ISSUE_SCOPES).default('open'),
  /** Whose move it is, of what is open. */
  turn: z.enum(['desk', 'agency', 'reporter']).optional(),
  site: z.string().max(64).optional(),
  service: z.string().max(64).optional(),
  agency: z.string().max(64).optional(),
  /** Supervision level. */
  level: z.coerce.number().int().min(0).max(3).optional(),
  consultation: z.enum(CONSULTATIONS).optional(),
  /** Words, each of which the issue holds; newest first unless only open ones are asked for. */
  q: z.string().max(100).optional(),
  /** `due` (worst first, what is over last) or `received` (newest first). */
  sort: z.enum(['due', 'received']).default('due'),
})
export type IssueListQuery = z.infer<typeof issueListQuery>
export const issueListSchema = z.strictObject({ rows: z.array(issueRowSchema), next: z.string().nullable() })
export type IssueList = z.infer<typeof issueListSchema>

const words = textSchema.min(1)
export const newIssueBody = z.strictObject({
  channel: z.enum(['telephone', 'window', 'web']),
  serviceId: z.string().min(1).max(64),
  siteId: z.string().min(1).max(64).nullable(),
  place: z.string().trim().max(60).default(''),
  text: words,
  telephone: z.string().trim().max(20).nullable().default(null),
  name: z.string().trim().max(40).nullable().default(null),
  /** Since when, as the caller says; kept with the report. */
  beganAt: instantSchema.nullable().default(null),
  isSecret: z.boolean().default(false),
  /** Out of every figure: for trying things out. */
  isTest: z.boolean().default(false),
  /** Answers to the service's extra questions: words, a number, a date, or ids of options. */
  answers: z
    .array(z.strictObject({ id: z.string().max(30), value: z.array(z.string().trim().max(500)).max(12) }))
    .max(8)
    .default([]),
  finish: finishSchema.default({ kind: 'rule' }),
})
export const dispatchBody = z.strictObject({
  agencyId: z.string().min(1).max(64),
  reason: z.string().trim().max(500).default(''),
})
export const signatureBody = z.strictObject({ personInCharge: wordsSchema.min(1).max(40) })
export const contactBody = z.strictObject({
  /** Who was reached and how; or why it was impossible. */
  note: words,
  wasReached: z.boolean(),
})
export const replyBody = z.strictObject({
  text: sentTextSchema,
  resolved: z.enum(['yes', 'partly', 'planned', 'no']),
  reasonCode: wordsSchema.min(1).max(60),
  /** The promised date, demanded when `resolved` is `planned`. */
  plannedAt: instantSchema.nullable().default(null),
  /** Demanded when the sensors contradict the reply. */
  explanation: textSchema.default(''),
  /** Why a text equal to another issue's is right here; demanded when it is found to be. */
  sameTextReason: textSchema.default(''),
})
export const followUpBody = z.strictObject({ channel: z.enum(['phone_page', 'telephone', 'window']) })
export const confirmationBody = z.strictObject({
  answer: z.enum(['yes', 'no']),
  channel: z.enum(['telephone', 'window']),
  text: textSchema.default(''),
})
export const mergeBody = z.strictObject({ masterId: z.string().min(1).max(64), reason: words })
export { TEXT_MAX, textSchema } from './issue-text.ts'
