import { z } from 'zod'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'

/** The longest an announced interruption may last, ms. */
export const OUTAGE_MAX_MS = 31 * 86_400_000

const id = z.string().min(1).max(64)

/** An announced interruption of one site's supply, or of a whole line's (`site` null). */
export const plannedOutageSchema = z
  .strictObject({
    id: z.string(),
    site: namedSchema.nullable(),
    supply: namedSchema.nullable(),
    fromAt: instantSchema,
    untilAt: instantSchema,
    reason: z.string(),
    source: z.string(),
    sourceNumber: z.string().nullable(),
    createdAt: instantSchema,
    cancelledAt: instantSchema.nullable(),
  })
  .meta({ id: 'PlannedOutage' })
export type PlannedOutage = z.infer<typeof plannedOutageSchema>

export const newOutageBody = z.strictObject({
  siteId: id.nullable().default(null),
  supplyId: id.nullable().default(null),
  fromAt: instantSchema,
  untilAt: instantSchema,
  reason: wordsSchema.min(1).max(200),
  source: wordsSchema.max(60).default(''),
  sourceNumber: wordsSchema.max(60).nullable().default(null),
})
export type NewOutage = z.infer<typeof newOutageBody>

export const outageQuery = z.strictObject({
  /** Only what touches this site. */
  site: id.optional(),
  /** `coming` (default): not over and not cancelled. */
  when: z.enum(['coming', 'all']).default('coming'),
})
export const outageListSchema = z.strictObject({
  outages: z.array(plannedOutageSchema),
  /** Lines one may be announced for. */
  supplies: z.array(namedSchema),
})
export type OutageList = z.infer<typeof outageListSchema>

/** A file of outages as text: a heading, then one a line. */
export const outageImportBody = z.strictObject({ csv: z.string().max(80_000), source: wordsSchema.min(1).max(60) })
export const outageImportSchema = z.strictObject({
  added: z.number().int(),
  known: z.number().int(),
  bad: z.array(z.strictObject({ line: z.number().int(), why: z.string() })),
})
export type OutageImport = z.infer<typeof outageImportSchema>
