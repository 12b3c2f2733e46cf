import { z } from 'zod'
import { EVIDENCED, ISSUE_STATES, RESOLVED } from '../domain/issue.ts'
import { HOLDERS } from '../domain/review.ts'
import { instantSchema, namedSchema } from './common.ts'
import { issueBesideShape, pauseSchema } from './issue-steps.ts'
import { issueEventSchema } from './issues.ts'

/** Time in one pair of hands. */
export const holderTotalSchema = z.strictObject({
  holder: z.enum(HOLDERS),
  wallMs: z.number().int(),
  /** Opening minutes of whoever held it. */
  workingMinutes: z.number().int(),
  stepCount: z.number().int(),
})
export type HolderTotalView = z.infer<typeof holderTotalSchema>

/** One stay in one state. */
export const reviewStepSchema = z.strictObject({
  /** The event that began it. */
  id: z.number().int(),
  state: z.enum(ISSUE_STATES),
  round: z.number().int(),
  /** Who had to move: desk, agency, reporter, or nobody (a third party, or the end). */
  holder: z.enum(HOLDERS),
  agency: namedSchema.nullable(),
  /** T1 … T25. */
  rule: z.string().nullable(),
  actorRole: z.string(),
  actorName: z.string().nullable(),
  /** What the move that began it carried. */
  body: z.record(z.string(), z.unknown()),
  fromAt: instantSchema,
  /** Null while it lasts, and for a final state. */
  toAt: instantSchema.nullable(),
  wallMs: z.number().int(),
  workingMinutes: z.number().int(),
  /** Wall time of it in which the handling clock stood still. */
  pausedMs: z.number().int(),
  pauses: z.array(pauseSchema),
  /** Clocks whose run ended in this step, or runs still: the limit, the due, and how it ended. */
  clocks: z.array(
    z.strictObject({
      clock: z.string(),
      /** A working days, B business minutes, C minutes. */
      rule: z.string(),
      amount: z.number(),
      startedAt: instantSchema,
      dueAt: instantSchema,
      rawDueAt: instantSchema,
      stoppedAt: instantSchema.nullable(),
      /** It ended after its due, or runs past it. */
      isLate: z.boolean(),
      isProvisional: z.boolean(),
    }),
  ),
  /** What happened meanwhile: notices, questions, evidence, joined merchants, notes. */
  events: z.array(issueEventSchema),
  /** Notices that left in this step. */
  notices: issueBesideShape.notices,
})
export type ReviewStepView = z.infer<typeof reviewStepSchema>

/** One round, the first handling or a later one, with how it came out. */
export const reviewRoundSchema = z.strictObject({
  round: z.number().int(),
  fromAt: instantSchema,
  toAt: instantSchema.nullable(),
  /** What was promised in this round as it stood at its first reply, or stands now; null where nothing is recorded. */
  expectedAt: instantSchema.nullable(),
  repliedAt: instantSchema.nullable(),
  resolved: z.enum(RESOLVED),
  totals: z.array(holderTotalSchema),
})
export type ReviewRound = z.infer<typeof reviewRoundSchema>

/** 复盘: an issue from first contact to last follow-up. `GET /issues/{id}/review`. */
export const reviewSchema = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    title: z.string(),
    state: z.enum(ISSUE_STATES),
    service: namedSchema,
    site: namedSchema.nullable(),
    receivedAt: instantSchema,
    /** When it finished; null while somebody has to move. */
    endedAt: instantSchema.nullable(),
    /** The instant open steps are counted to. */
    asOfAt: instantSchema,
    steps: z.array(reviewStepSchema),
    rounds: z.array(reviewRoundSchema),
    /** All rounds together, in the order desk, agency, reporter, nobody. */
    totals: z.array(holderTotalSchema),
    /** What the sensors said, newest last. */
    evidence: z.array(z.strictObject({ at: instantSchema, value: z.enum(EVIDENCED), claim: z.string() })),
    returnCount: z.number().int(),
    transferCount: z.number().int(),
    reworkCount: z.number().int(),
    reopenCount: z.number().int(),
    /** The level of supervision it reached, 0–3. */
    supervisionLevel: z.number().int(),
  })
  .meta({ id: 'IssueReview' })
export type IssueReview = z.infer<typeof reviewSchema>
