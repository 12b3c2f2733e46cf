import { z } from 'zod'
import { RUNGS } from '../domain/ladder.ts'
import { instantSchema, namedSchema } from './common.ts'
import { textSchema } from './issue-text.ts'
import { issueRowSchema } from './issues.ts'

/** A notice climbs by itself, or a supervisor writes it by hand. */
export const NOTICE_RUNGS = [...RUNGS, 'manual'] as const
export type NoticeRung = (typeof NOTICE_RUNGS)[number]

const issueName = z.strictObject({ id: z.string(), number: z.string(), title: z.string() })

export const noticeSchema = z
  .strictObject({
    id: z.string(),
    rung: z.enum(NOTICE_RUNGS),
    round: z.number().int(),
    issue: issueName,
    /** Null: the desk. */
    agency: namedSchema.nullable(),
    copiedTo: namedSchema.nullable(),
    /** The due it is about; null on what a supervisor wrote by hand for an issue without a clock. */
    dueAt: instantSchema.nullable(),
    /** What a supervisor wrote; '' on what left by itself. */
    text: z.string(),
    sendAt: instantSchema,
    sentAt: instantSchema.nullable(),
    readBy: z.string().nullable(),
    readAt: instantSchema.nullable(),
    /** The person asking may acknowledge it: it went to their own agency, or to the desk. */
    isForMe: z.boolean(),
  })
  .meta({ id: 'Notice' })
export type Notice = z.infer<typeof noticeSchema>

export const noticesSchema = z.strictObject({
  /** Sent to the person's own agency or desk, and not read there; for the rail. */
  unreadCount: z.number().int(),
  /** Newest first. */
  rows: z.array(noticeSchema),
})
export type Notices = z.infer<typeof noticesSchema>
export const noticesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `1`: only what nobody has read yet. */
  unread: z.literal('1').optional(),
})

/** A reminder by hand; it leaves in the receiver's working time unless the class is urgent. */
export const manualNoticeBody = z.strictObject({
  text: textSchema.min(1),
  /** A copy goes one level up. */
  isCopied: z.boolean().default(false),
})

/** The lists of the supervisor's page, in its order. */
export const SUPERVISION_LISTS = [
  'late',
  'sign_overdue',
  'nearly_late',
  'rungs',
  'contradictions',
  'not_solved',
  'came_back',
  'identical',
  'last_moment',
] as const
export type SupervisionList = (typeof SUPERVISION_LISTS)[number]

/** An issue on a list, with the reason it stands there. */
export const supervisionRowSchema = z.strictObject({
  /** Unique on its list. */
  id: z.string(),
  issue: issueRowSchema,
  /** When the reason arose: the due, the signature's due, the reply, the answer. */
  at: instantSchema,
  /** The issue with the same reply. */
  other: issueName.nullable(),
  /** What somebody said: the reporter, the agency, or why equal words are right. */
  text: z.string(),
  /** Share of the limit used when it was replied, or hours from the reply to its coming back; else null. */
  amount: z.number().nullable(),
  notices: z.array(
    z.strictObject({
      id: z.string(),
      rung: z.enum(NOTICE_RUNGS),
      sendAt: instantSchema,
      sentAt: instantSchema.nullable(),
      readAt: instantSchema.nullable(),
      readBy: z.string().nullable(),
    }),
  ),
})
export type SupervisionRow = z.infer<typeof supervisionRowSchema>

export const supervisionListSchema = z.strictObject({
  list: z.enum(SUPERVISION_LISTS),
  /** At most 1,000 are counted; `isMore` says that there are more. */
  count: z.number().int(),
  isMore: z.boolean(),
  rows: z.array(supervisionRowSchema),
})
export type SupervisionListView = z.infer<typeof supervisionListSchema>

/** The open late and nearly late issues of one agency, the worst agency first. */
export const agencyLoadSchema = z.strictObject({
  /** Null: the desk. */
  agency: namedSchema.nullable(),
  late: z.number().int(),
  nearlyLate: z.number().int(),
  signOverdue: z.number().int(),
  /** The earliest due among them. */
  oldestDueAt: instantSchema.nullable(),
})
export type AgencyLoad = z.infer<typeof agencyLoadSchema>

export const supervisionSchema = z
  .strictObject({
    asOfAt: instantSchema,
    agencies: z.array(agencyLoadSchema),
    lists: z.array(supervisionListSchema),
  })
  .meta({ id: 'Supervision' })
export type Supervision = z.infer<typeof supervisionSchema>
export const supervisionQuery = z.strictObject({
  /** One list only, with up to `limit` rows. */
  list: z.enum(SUPERVISION_LISTS).optional(),
  agency: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** Why an issue ended without an answer, and may be in the draw. */
export const CALL_BACK_CAUSES = ['withdrawn', 'merged', 'not_accepted'] as const
export const CALL_BACK_OUTCOMES = ['no_pressure', 'pressure', 'unreachable'] as const
export type CallBackOutcome = (typeof CALL_BACK_OUTCOMES)[number]

export const callBackSchema = z
  .strictObject({
    id: z.string(),
    /** `YYYY-MM` whose ended issues were drawn from. */
    month: z.string(),
    cause: z.enum(CALL_BACK_CAUSES),
    issue: z.strictObject({ ...issueName.shape, version: z.number().int(), state: z.string() }),
    agency: namedSchema.nullable(),
    /** The reason given when it ended. */
    reason: z.string(),
    drawnAt: instantSchema,
    outcome: z.enum(CALL_BACK_OUTCOMES).nullable(),
    note: z.string(),
    calledBy: z.string().nullable(),
    calledAt: instantSchema.nullable(),
    /** The finding gives reason to reopen, and it has not been reopened. */
    isReopeningOffered: z.boolean(),
  })
  .meta({ id: 'CallBack' })
export type CallBack = z.infer<typeof callBackSchema>

/** One month's draw: with the seed and the issues of the month it can be drawn again. */
export const callBackDrawSchema = z.strictObject({
  month: z.string(),
  seed: z.string(),
  populationCount: z.number().int(),
  drawnCount: z.number().int(),
  drawnAt: instantSchema,
})
export const callBacksSchema = z.strictObject({
  /** To make, oldest first, then those made in the last 90 days, newest first. */
  rows: z.array(callBackSchema),
  openCount: z.number().int(),
  draws: z.array(callBackDrawSchema),
})
export type CallBacks = z.infer<typeof callBacksSchema>
export const callBackOutcomeBody = z.strictObject({
  outcome: z.enum(CALL_BACK_OUTCOMES),
  /** What was said; demanded where pressure was found. */
  note: textSchema.default(''),
})
