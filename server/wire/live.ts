import { z } from 'zod'
import { instantSchema } from './common.ts'

/** Kinds of the durable event log. An event says what changed; the screen asks for it anew. */
export const LIVE_KINDS = ['issue', 'power', 'node', 'site', 'directory', 'setup', 'supervision', 'knowledge'] as const
export type LiveKind = (typeof LIVE_KINDS)[number]

/** `data:` of a durable event; its `id:` is the sequence of the log and `event:` its kind. */
export const liveEventSchema = z.strictObject({
  at: instantSchema,
  subjectId: z.string(),
  siteId: z.string().nullable(),
  body: z.record(z.string(), z.unknown()),
})
export type LiveEvent = z.infer<typeof liveEventSchema>

/** `event: reading`, without id: newest values of watched metrics, [metricId, at, value or text], coalesced to 4 a second. */
export const readingsSchema = z.strictObject({
  at: instantSchema,
  values: z.array(z.tuple([z.number().int(), instantSchema, z.union([z.number(), z.string(), z.null()])])),
})
export type Readings = z.infer<typeof readingsSchema>

/** `event: beat` every 4 s without id: the server's clock, and proof that the stream lives. */
export const beatSchema = z.strictObject({ at: instantSchema })

export const streamQuery = z.strictObject({
  /** The newest event id the page already has. */
  after: z.coerce.number().int().min(0).optional(),
  /** Site or node whose readings the page shows. */
  site: z.string().max(64).optional(),
  node: z.string().max(64).optional(),
  /** `1`: the page shows the counters of all queues. */
  queues: z.literal('1').optional(),
})
