import { z } from 'zod'
import { instantSchema } from './common.ts'

/** RFC 9457 problem. `instance` is the request id a person can read out; `type` is a stable URN `urn:mingchuang:problem:…`. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    /** What the issue allows instead, on a refused transition. */
    allowed: z.array(z.string()).optional(),
    /** The version that stands now, on a stale edit. */
    version: z.number().int().optional(),
    /** Who changed it last, when, and in which state it stands now. */
    by: z.strictObject({ name: z.string().nullable(), at: instantSchema, state: z.string() }).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problemSchema>
