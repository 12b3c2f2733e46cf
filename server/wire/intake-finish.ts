import { z } from 'zod'
import { wordsSchema } from './common.ts'
import { sentTextSchema } from './issue-text.ts'

const id = z.string().min(1).max(64)

/** How a conversation ends: joined to an open issue, answered from an entry, dispatched now, or as the rule says. */
export const finishSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rule') }),
  z.strictObject({ kind: z.literal('join'), issueId: id }),
  z.strictObject({
    kind: z.literal('answer'),
    text: sentTextSchema,
    entryId: id.nullable().default(null),
    /** Title of the entry to propose, when none fits. */
    proposedTitle: wordsSchema.max(120).default(''),
    /** What the desk itself claims; a plain piece of information claims nothing. */
    resolved: z.enum(['none', 'yes', 'partly', 'no']).default('none'),
  }),
  z.strictObject({
    kind: z.literal('dispatch'),
    agencyId: id,
    /** Why not as the catalogue says. */
    reason: wordsSchema.max(500).default(''),
  }),
])
export type Finish = z.infer<typeof finishSchema>
