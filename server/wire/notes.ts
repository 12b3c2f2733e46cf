import { z } from 'zod'
import { instantSchema } from './common.ts'
import { textSchema } from './issue-text.ts'
import { QUERY_MAX } from './search.ts'

const id = z.string().min(1).max(64)

/** A note of one's own: nobody else reads it. */
export const noteSchema = z
  .strictObject({
    id: z.string(),
    text: z.string(),
    entry: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
    issue: z.strictObject({ id: z.string(), number: z.string() }).nullable(),
    createdAt: instantSchema,
    changedAt: instantSchema,
  })
  .meta({ id: 'Note' })
export type Note = z.infer<typeof noteSchema>
export const noteListSchema = z.array(noteSchema)

/** A new note; without a text, the words of the entry or the issue it is taken from. */
export const newNoteBody = z.strictObject({
  text: textSchema.default(''),
  entryId: id.nullable().default(null),
  issueId: id.nullable().default(null),
})
export type NewNote = z.infer<typeof newNoteBody>
export const ownNoteBody = z.strictObject({ text: textSchema.min(1) })
export const noteQuery = z.strictObject({ q: z.string().max(QUERY_MAX).default('') })
