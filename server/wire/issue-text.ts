import { z } from 'zod'
import { isFilledIn } from '../domain/placeholder.ts'
import { graphemeCount } from '../domain/plain-text.ts'

export const TEXT_MAX = 2_000
/** Free text of at most 2,000 characters as a person counts them: an emoji of eight code units is one. */
export const textSchema = z
  .string()
  .trim()
  .max(16 * TEXT_MAX)
  .check(({ value, issues }) => {
    if (value.length <= TEXT_MAX || graphemeCount(value) <= TEXT_MAX) return
    issues.push({ code: 'too_big', origin: 'string', maximum: TEXT_MAX, inclusive: true, input: value })
  })

/** What is sent to somebody: not empty, and no `{…}` of a template is left to fill in. */
export const sentTextSchema = textSchema.min(1).check(({ value, issues }) => {
  if (!isFilledIn(value)) issues.push({ code: 'custom', params: { code: 'unfilled' }, input: value })
})
