import { z } from 'zod'
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
