import { z } from 'zod'
import { ENTRY_SCOPES, ENTRY_STATUSES } from '../domain/knowledge.ts'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { textSchema } from './issue-text.ts'
import { markedSchema, QUERY_MAX } from './search.ts'

/** A day of the district's calendar, `YYYY-MM-DD`. */
export const dateSchema = z.iso.date()

const id = z.string().min(1).max(64)

export const entryRowSchema = z
  .strictObject({
    /** `K-0412`. */
    id: z.string(),
    title: markedSchema,
    /** 百姓话: what is said to the merchant. */
    plainWords: markedSchema,
    /** In a search, the piece of the body that was found. */
    found: markedSchema.nullable(),
    service: namedSchema.nullable(),
    agency: namedSchema.nullable(),
    status: z.enum(ENTRY_STATUSES),
    validUntilOn: z.string().nullable(),
    reviewOn: z.string().nullable(),
    /** Its validity is over: nothing may be answered from it. */
    isExpired: z.boolean(),
    /** Its review date has passed. */
    isReviewDue: z.boolean(),
    /** Answers given from it, and those of them that came back: dissatisfied or reopened. */
    useCount: z.number().int(),
    comeBackCount: z.number().int(),
    changedAt: instantSchema,
    version: z.number().int(),
  })
  .meta({ id: 'EntryRow' })
export type EntryRow = z.infer<typeof entryRowSchema>

/** What a person writes of an entry. */
export const entryWordsShape = {
  title: wordsSchema.min(1).max(120),
  plainWords: textSchema.min(1),
  body: wordsSchema.max(10_000).default(''),
  legalBasis: wordsSchema.max(500).default(''),
  duties: wordsSchema.max(1_000).default(''),
  serviceId: id.nullable().default(null),
  agencyId: id.nullable().default(null),
  validUntilOn: dateSchema.nullable().default(null),
  reviewOn: dateSchema.nullable().default(null),
}
/** A new entry; it waits as proposed until it is published. */
export const newEntryBody = z.strictObject({
  ...entryWordsShape,
  /** The issue it came from. */
  sourceIssueId: id.nullable().default(null),
})
export type NewEntry = z.infer<typeof newEntryBody>
export const entryBody = z.strictObject({ ...entryWordsShape, reason: wordsSchema.max(200).default('') })
export type EntryWords = z.infer<typeof entryBody>

/** Publishes an entry, or says of a published one that it still holds: with the day of its next review. */
export const publicationBody = z.strictObject({ reviewOn: dateSchema.nullable().default(null) })
export const retirementBody = z.strictObject({ reason: wordsSchema.min(1).max(200) })

/** A wording as it was, until somebody changed it. */
export const entryVersionSchema = z.strictObject({
  version: z.number().int(),
  title: z.string(),
  plainWords: z.string(),
  body: z.string(),
  legalBasis: z.string(),
  duties: z.string(),
  status: z.enum(ENTRY_STATUSES),
  validUntilOn: z.string().nullable(),
  reviewOn: z.string().nullable(),
  /** Who ended it, when and why. */
  changedBy: z.string().nullable(),
  changedAt: instantSchema,
  reason: z.string(),
})
export type EntryVersion = z.infer<typeof entryVersionSchema>

export const entryDetailSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    plainWords: z.string(),
    body: z.string(),
    legalBasis: z.string(),
    duties: z.string(),
    service: namedSchema.nullable(),
    agency: namedSchema.nullable(),
    status: z.enum(ENTRY_STATUSES),
    validUntilOn: z.string().nullable(),
    reviewOn: z.string().nullable(),
    isExpired: z.boolean(),
    isReviewDue: z.boolean(),
    useCount: z.number().int(),
    comeBackCount: z.number().int(),
    /** Where it was proposed; null: not from an issue, or from one the viewer may not see. */
    sourceIssue: z.strictObject({ id: z.string(), number: z.string() }).nullable(),
    createdBy: z.string().nullable(),
    createdAt: instantSchema,
    changedAt: instantSchema,
    version: z.number().int(),
    /** Newest first. */
    versions: z.array(entryVersionSchema),
    /** What the person asking may do with it now. */
    actions: z.array(z.enum(['edit', 'publication', 'retirement'])),
    /** What is missing before it can be published, as names of fields. */
    missing: z.array(z.enum(['agencyId', 'legalBasis', 'reviewOn', 'validUntilOn'])),
  })
  .meta({ id: 'EntryDetail' })
export type EntryDetail = z.infer<typeof entryDetailSchema>

export const entryQuery = z.strictObject({
  scope: z.enum(ENTRY_SCOPES).default('published'),
  q: z.string().max(QUERY_MAX).default(''),
  service: z.string().max(64).optional(),
  agency: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export type EntryQuery = z.infer<typeof entryQuery>

export const entryListSchema = z
  .strictObject({
    rows: z.array(entryRowSchema),
    next: z.string().nullable(),
    /** Of all entries, whatever the query. Proposals are counted for those who may see them. */
    counts: z.strictObject({
      published: z.number().int(),
      stale: z.number().int(),
      expired: z.number().int(),
      proposed: z.number().int(),
    }),
    /** The person asking may write new entries. */
    mayAdd: z.boolean(),
  })
  .meta({ id: 'EntryList' })
export type EntryList = z.infer<typeof entryListSchema>

/** One line of an import. Services and agencies by id or by their Chinese name. */
export const importedEntrySchema = z.object({
  /** Its number in the file it comes from: imported once. */
  n: z.union([z.number().int(), z.string().trim().min(1).max(120)]).transform(String),
  title: entryWordsShape.title,
  plainWords: entryWordsShape.plainWords,
  body: entryWordsShape.body,
  legalBasis: entryWordsShape.legalBasis,
  duties: entryWordsShape.duties,
  service: z.string().trim().max(100).default(''),
  agency: z.string().trim().max(100).default(''),
  validUntilOn: z.union([z.literal('').transform(() => null), dateSchema.nullable()]).default(null),
  reviewOn: z.union([z.literal('').transform(() => null), dateSchema.nullable()]).default(null),
})
export type ImportedEntry = z.infer<typeof importedEntrySchema>
