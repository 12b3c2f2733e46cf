import { z } from 'zod'
import { instantSchema, wordsSchema } from './common.ts'

/** Why somebody looks at contact data; the reason goes into the audit log. */
export const contactViewBody = z.strictObject({
  reportId: z.string().min(1).max(64),
  reason: z.enum(['call_reporter', 'visit', 'identity_check', 'reporter_asked']),
})
export type ContactReason = z.infer<typeof contactViewBody>['reason']
/** One merchant's own data, unmasked. */
export const contactViewSchema = z.strictObject({
  name: z.string().nullable(),
  telephone: z.string().nullable(),
  /** What the merchant wrote, as it was written. */
  text: z.string(),
  place: z.string(),
})
export type ContactView = z.infer<typeof contactViewSchema>

const months = z.number().int().min(1).max(600)
/** Calendar months after the last closing. */
export const retentionPolicySchema = z.strictObject({
  contactMonths: months,
  refusedMonths: months,
  handledMonths: months,
})
export const retentionPolicyBody = z.strictObject({
  ...retentionPolicySchema.shape,
  reason: wordsSchema.min(1).max(200),
})
/** What a run removes, or would. */
export const retentionCountsSchema = z.strictObject({
  /** Merchants whose name and telephone go. */
  contacts: z.number().int(),
  /** Issues of which only ids, instants, states and counters stay. */
  refusedIssues: z.number().int(),
  handledIssues: z.number().int(),
  /** Photos and papers that go with them. */
  attachments: z.number().int(),
})
export type RetentionCounts = z.infer<typeof retentionCountsSchema>
export const retentionRunSchema = z.strictObject({
  id: z.number().int(),
  at: instantSchema,
  by: z.string().nullable(),
  isDryRun: z.boolean(),
  counts: retentionCountsSchema,
})
export const retentionSchema = z.strictObject({
  policy: retentionPolicySchema,
  runs: z.array(retentionRunSchema),
})
export type Retention = z.infer<typeof retentionSchema>
export const retentionRunBody = z.strictObject({ isDryRun: z.boolean() })
