import { z } from 'zod'
import { instantSchema, namedSchema } from './common.ts'
import { textSchema, turnSchema } from './issues.ts'
import { reportAnswer, tokenBody, trackingSchema } from './merchant.ts'

const words = textSchema.min(1)
const token = tokenBody.shape.token

/** T14 by the merchant. */
export const ownAnswerBody = z.strictObject({ token, questionId: z.string().min(1).max(64), text: words })
/** 1 very dissatisfied … 5 very satisfied. */
export const gradeBody = z.strictObject({ token, grade: z.number().int().min(1).max(5) })
/** T25, or a new issue that repeats the old one: a standard reason within 7 days of confirming, words later. */
export const ownReopeningBody = z.strictObject({
  token,
  reason: z.string().max(30).nullable().default(null),
  text: textSchema.default(''),
})
/** What came of it: the same issue again, or a new one with its own link. */
export const reopenedAnswer = z.strictObject({ tracking: trackingSchema, fresh: reportAnswer.nullable() })
export const ownMessageBody = z.strictObject({ token, text: words })
export const ownLeaveBody = z.strictObject({ token, reason: textSchema.default('') })
/** `hide`: the agency sees neither name nor telephone any more; `erase`: both are deleted for everybody. */
export const ownContactBody = z.strictObject({ token, choice: z.enum(['hide', 'show', 'erase']) })
export const ownPhotoBody = z.strictObject({ token, id: z.string().min(1).max(64) })

/** A link for two hours to everything reported from one telephone in the last twelve months. */
export const mineLinkAnswer = z
  .strictObject({
    token: z.string(),
    path: z.string(),
    endsAt: instantSchema,
    qr: z.strictObject({ size: z.number().int(), path: z.string() }),
  })
  .meta({ id: 'MineLink' })
export type MineLink = z.infer<typeof mineLinkAnswer>
export const mineLinkBody = z.strictObject({ reportId: z.string().min(1).max(64) })

export const mineSchema = z
  .strictObject({
    at: instantSchema,
    endsAt: instantSchema,
    reports: z.array(
      z.strictObject({
        id: z.string(),
        number: z.string(),
        title: z.string(),
        state: z.string(),
        service: namedSchema,
        site: namedSchema.nullable(),
        createdAt: instantSchema,
        turn: turnSchema,
        expectedAt: instantSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'Mine' })
export type Mine = z.infer<typeof mineSchema>
export const mineOpenBody = z.strictObject({ token, reportId: z.string().min(1).max(64) })
export const mineOpenAnswer = z.strictObject({ token: z.string(), trackingPath: z.string() })
