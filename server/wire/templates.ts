import { z } from 'zod'
import { TEMPLATE_OUTCOMES, TEMPLATE_PURPOSES } from '../domain/knowledge.ts'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { textSchema } from './issue-text.ts'
import { QUERY_MAX } from './search.ts'

const id = z.string().min(1).max(64)

export const templateSchema = z
  .strictObject({
    id: z.string(),
    service: namedSchema.nullable(),
    purpose: z.enum(TEMPLATE_PURPOSES),
    outcome: z.enum(TEMPLATE_OUTCOMES).nullable(),
    title: z.string(),
    text: z.string(),
    /** What is sent as a short message instead; empty: the text itself. */
    smsText: z.string(),
    isActive: z.boolean(),
    /** Smaller ones come first. */
    sortKey: z.number().int(),
    /** Names in `{…}` of both texts: each must be filled in before it is sent. */
    placeholders: z.array(z.string()),
    changedAt: instantSchema,
    version: z.number().int(),
  })
  .meta({ id: 'Template' })
export type Template = z.infer<typeof templateSchema>

export const templateBody = z.strictObject({
  /** Null: for every service. */
  serviceId: id.nullable().default(null),
  purpose: z.enum(TEMPLATE_PURPOSES),
  outcome: z.enum(TEMPLATE_OUTCOMES).nullable().default(null),
  title: wordsSchema.min(1).max(60),
  text: textSchema.min(1),
  /** Two short messages of Chinese text at most. */
  smsText: wordsSchema.max(134).default(''),
  isActive: z.boolean().default(true),
  sortKey: z.number().int().min(0).max(9_999).default(0),
})
export type TemplateWords = z.infer<typeof templateBody>

export const templateQuery = z.strictObject({
  purpose: z.enum(TEMPLATE_PURPOSES).optional(),
  /** Those of the service, and those for every service. */
  service: z.string().max(64).optional(),
  outcome: z.enum(TEMPLATE_OUTCOMES).optional(),
  q: z.string().max(QUERY_MAX).default(''),
  /** `1`: also what is switched off. */
  all: z.literal('1').optional(),
})
export type TemplateQuery = z.infer<typeof templateQuery>
export const templateListSchema = z.strictObject({
  templates: z.array(templateSchema),
  /** The person asking may change them. */
  mayManage: z.boolean(),
})
export type TemplateList = z.infer<typeof templateListSchema>
