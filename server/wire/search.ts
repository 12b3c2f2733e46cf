import { z } from 'zod'
import { ISSUE_STATES } from '../domain/issue.ts'
import { instantSchema, namedSchema } from './common.ts'
import { issueRowSchema } from './issues.ts'

/** Longest query, in UTF-16 units. */
export const QUERY_MAX = 100

/** A text with the pieces of it that were searched for: [from, to) in UTF-16 units, in order and apart. */
export const markedSchema = z.strictObject({
  text: z.string(),
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
})
export type Marked = z.infer<typeof markedSchema>

export const SEARCH_KINDS = ['issues', 'knowledge', 'sites', 'all'] as const
export const searchQuery = z.strictObject({
  q: z.string().max(QUERY_MAX).default(''),
  kind: z.enum(SEARCH_KINDS).default('all'),
  /** Of each kind. */
  limit: z.coerce.number().int().min(1).max(50).default(8),
})
export type SearchQuery = z.infer<typeof searchQuery>

export const issueHitSchema = z.strictObject({
  id: z.string(),
  number: z.string(),
  title: markedSchema,
  state: z.enum(ISSUE_STATES),
  site: namedSchema.nullable(),
  receivedAt: instantSchema,
  /** Where it was found when not by its title: in the text, a stall or the reply. */
  snippet: markedSchema.nullable(),
})
export type IssueHit = z.infer<typeof issueHitSchema>

export const knowledgeHitSchema = z.strictObject({
  id: z.string(),
  title: markedSchema,
  snippet: markedSchema.nullable(),
  agency: namedSchema.nullable(),
  reviewOn: z.string().nullable(),
  /** Its review date has passed. */
  isReviewDue: z.boolean(),
  /** Its validity is over: nothing may be answered from it. */
  isExpired: z.boolean(),
})
export type KnowledgeHit = z.infer<typeof knowledgeHitSchema>

export const siteHitSchema = z.strictObject({ ...namedSchema.shape, address: z.string() })
export type SiteHit = z.infer<typeof siteHitSchema>

export const searchSchema = z
  .strictObject({
    /** Newest first; the one whose number was typed before all. */
    issues: z.array(issueHitSchema),
    knowledge: z.array(knowledgeHitSchema),
    sites: z.array(siteHitSchema),
    /** Kinds of which there are more. */
    more: z.array(z.enum(['issues', 'knowledge', 'sites'])),
  })
  .meta({ id: 'SearchHits' })
export type SearchHits = z.infer<typeof searchSchema>

/** Why an issue is like the one being looked at. */
export const SIMILARITIES = ['same_site', 'same_supply', 'same_words'] as const
export type Similarity = (typeof SIMILARITIES)[number]

export const similarQuery = z.strictObject({
  site: z.string().max(64).optional(),
  service: z.string().max(64).optional(),
  supply: z.string().max(64).optional(),
  q: z.string().max(2_000).default(''),
  /** The issue that is compared, itself left out. */
  not: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
})
export type SimilarQuery = z.infer<typeof similarQuery>

export const similarSchema = z
  .array(
    z.strictObject({
      row: issueRowSchema,
      why: z.array(z.enum(SIMILARITIES)),
      /** Pairs of characters and words that both texts hold, as a share of the shorter one: 0–1. */
      share: z.number(),
      /** When the last word on a closed one was said; null while it is open. */
      closedAt: instantSchema.nullable(),
    }),
  )
  .meta({ id: 'SimilarIssues' })
export type SimilarIssues = z.infer<typeof similarSchema>
