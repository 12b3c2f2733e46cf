import { z } from 'zod'
import { ISSUE_KINDS } from '../domain/issue.ts'
import { namedSchema, wordsSchema } from './common.ts'

const line = (max: number) => wordsSchema.max(max)

/** A question of one service beside the usual ones; frozen on the issue with its answer. */
export const extraQuestionSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,29}$/),
  kind: z.enum(['text', 'number', 'date', 'one', 'many']),
  labelZh: line(60).min(1),
  labelEn: line(120).min(1),
  /** For `one` and `many`. */
  options: z
    .array(z.strictObject({ id: z.string().max(30), labelZh: line(40), labelEn: line(80) }))
    .max(12)
    .default([]),
  isRequired: z.boolean().default(false),
})
export type ExtraQuestion = z.infer<typeof extraQuestionSchema>

/** What follows from a standard reason given with “not solved”. */
export const REASON_EFFECTS = ['rehandle', 'reexplain', 'count_only'] as const
export const standardReasonSchema = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{0,29}$/),
  labelZh: line(30).min(1),
  labelEn: line(60).min(1),
  effect: z.enum(REASON_EFFECTS),
})
export type StandardReason = z.infer<typeof standardReasonSchema>

/** What a service tells and asks before the form, and offers after the reply. */
export const serviceGuideSchema = z.strictObject({
  /** What will be done and when; frozen on the issue. */
  promiseZh: line(200).default(''),
  promiseEn: line(400).default(''),
  /** The matter belongs elsewhere: the form is not shown. */
  stopNotice: z
    .strictObject({ textZh: line(200), textEn: line(400), whereZh: line(120), whereEn: line(240) })
    .nullable()
    .default(null),
  /** Danger first: what to do before reporting. */
  riskZh: line(200).default(''),
  riskEn: line(400).default(''),
  questions: z.array(extraQuestionSchema).max(8).default([]),
  /** At most six; empty: the usual ones. */
  reasons: z.array(standardReasonSchema).max(6).default([]),
})
export type ServiceGuide = z.infer<typeof serviceGuideSchema>

/** The reasons of services without their own. */
export const USUAL_REASONS: readonly StandardReason[] = [
  { code: 'not_done', labelZh: '根本没办', labelEn: 'Nothing was done', effect: 'rehandle' },
  { code: 'half_done', labelZh: '只办了一半', labelEn: 'Only half was done', effect: 'rehandle' },
  { code: 'came_back', labelZh: '好了又坏', labelEn: 'It came back', effect: 'rehandle' },
  { code: 'not_understood', labelZh: '没听明白', labelEn: 'I do not understand the reply', effect: 'reexplain' },
  { code: 'too_slow', labelZh: '办是办了，太慢', labelEn: 'Done, but too slowly', effect: 'count_only' },
]

export const serviceSchema = z
  .strictObject({
    ...namedSchema.shape,
    kind: z.string(),
    clockClass: z.string(),
    agency: namedSchema.nullable(),
    isAutoDispatched: z.boolean(),
    isSupplyOutage: z.boolean(),
    parentId: z.string().nullable(),
    isPublic: z.boolean(),
    isActive: z.boolean(),
    keywords: z.string(),
    holdMinutes: z.number().int(),
    isReferable: z.boolean(),
    guide: serviceGuideSchema,
  })
  .meta({ id: 'Service' })
export type Service = z.infer<typeof serviceSchema>

/** What the settings change about a service, but for who gets it: that is the catalogue's. */
export const serviceSettings = z.strictObject({
  nameZh: line(20).min(1),
  nameEn: line(40).min(1),
  kind: z.enum(ISSUE_KINDS),
  clockClass: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
  parentId: z.string().max(64).nullable(),
  isPublic: z.boolean(),
  isActive: z.boolean(),
  keywords: line(400),
  holdMinutes: z.number().int().min(0).max(1_440),
  isReferable: z.boolean(),
  guide: serviceGuideSchema,
})
export type ServiceSettings = z.infer<typeof serviceSettings>
