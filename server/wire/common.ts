import { z } from 'zod'

/** Epoch milliseconds, UTC. */
export const instantSchema = z.number().int()
/** A thing's name in both languages. */
export const namedSchema = z.strictObject({ id: z.string(), nameZh: z.string(), nameEn: z.string() })
export type Named = z.infer<typeof namedSchema>

export const SITE_KINDS = ['mall', 'market', 'street', 'hall', 'park', 'factory', 'other'] as const
export type SiteKind = (typeof SITE_KINDS)[number]

export const cursorQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
