import { z } from 'zod'
import { plainText } from '../domain/plain-text.ts'

/** Epoch milliseconds, UTC. */
export const instantSchema = z.number().int()
/** Words a person types into one field, without control and direction characters; add the lengths. */
export const wordsSchema = z.string().overwrite(plainText)
/** A thing's name in both languages. */
export const namedSchema = z.strictObject({ id: z.string(), nameZh: z.string(), nameEn: z.string() })
export type Named = z.infer<typeof namedSchema>

export const SITE_KINDS = ['mall', 'market', 'street', 'hall', 'park', 'factory', 'other'] as const
export type SiteKind = (typeof SITE_KINDS)[number]

export const cursorQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
