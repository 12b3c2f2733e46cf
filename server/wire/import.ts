import { z } from 'zod'
import { graphemeCount, plainText } from '../domain/plain-text.ts'
import { TEXT_MAX } from './issues.ts'

const words = (max: number) =>
  z
    .string()
    .transform(plainText)
    .refine((text) => graphemeCount(text) <= max, `longer than ${max} characters`)

/** One line of an import: an appeal from elsewhere, with the reply it was given. `n` is its number there. */
export const importedAppealSchema = z.object({
  n: z.union([z.number().int(), z.string().trim().min(1).max(100)]).transform(String),
  title: words(200).refine((text) => text !== '', 'empty'),
  content: words(TEXT_MAX).refine((text) => text !== '', 'empty'),
  reply: words(TEXT_MAX).nullable().default(null),
})
export type ImportedAppeal = z.infer<typeof importedAppealSchema>
