import { z } from 'zod'
import { instantSchema, wordsSchema } from './common.ts'

/** A filter of a list that somebody keeps under a name. */
export const savedFilterSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    /** The query of the list's address, without `?`. */
    query: z.string(),
    createdAt: instantSchema,
  })
  .meta({ id: 'SavedFilter' })
export type SavedFilter = z.infer<typeof savedFilterSchema>
export const savedFilterListSchema = z.array(savedFilterSchema)

/** Under a name that is taken already, the new filter takes its place. */
export const newFilterBody = z.strictObject({
  name: wordsSchema.min(1).max(40),
  query: z
    .string()
    .max(500)
    .regex(/^[\w%.~*+&=-]*$/),
})
export type NewFilter = z.infer<typeof newFilterBody>
