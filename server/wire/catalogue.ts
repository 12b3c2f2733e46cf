import { z } from 'zod'
import { CONDITIONS } from '../domain/catalogue.ts'
import { CATALOGUE_FAULTS } from '../domain/catalogue-check.ts'
import { CHANNELS, ISSUE_KINDS, ISSUE_STATES } from '../domain/issue.ts'
import { instantSchema, namedSchema, SITE_KINDS, wordsSchema } from './common.ts'
import { textSchema } from './issue-text.ts'
import { ruleVersionSchema } from './rules.ts'

const id = z.string().min(1).max(64)
const ids = z.array(id).max(100)

/** When a line holds; every named condition must, an empty list and `any` ask for nothing. */
export const conditionsSchema = z.strictObject({
  kinds: z.array(z.enum(ISSUE_KINDS)).max(5).default([]),
  serviceIds: ids.default([]),
  siteIds: ids.default([]),
  siteKinds: z.array(z.enum(SITE_KINDS)).max(10).default([]),
  supplyIds: ids.default([]),
  channels: z.array(z.enum(CHANNELS)).max(10).default([]),
  hours: z.enum(['any', 'inside', 'outside']).default('any'),
  days: z.enum(['any', 'working', 'off']).default('any'),
  words: z.array(wordsSchema.min(1).max(20)).max(30).default([]),
  plannedOutage: z.enum(['any', 'yes', 'no']).default('any'),
  evidence: z.enum(['any', 'confirmed', 'none']).default('any'),
})
export const targetSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('agency'), agencyId: id, isAutomatic: z.boolean() }),
  z.strictObject({ is: z.literal('answer'), entryId: id }),
  z.strictObject({ is: z.literal('as_service'), serviceId: id }),
  z.strictObject({ is: z.literal('desk') }),
])
export const catalogueLineSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    name: wordsSchema.max(60).default(''),
    when: conditionsSchema,
    to: targetSchema,
  })
  .meta({ id: 'CatalogueLine' })
export type CatalogueLineView = z.infer<typeof catalogueLineSchema>

const lines = z.array(catalogueLineSchema).min(1).max(300)
/** The document of the rule versions of kind `catalogue`. */
export const catalogueBody = z.strictObject({ lines })
export type CatalogueBody = z.infer<typeof catalogueBody>
const reason = wordsSchema.min(1).max(500)
export const catalogueChange = z.strictObject({ lines, reason })
export const restorationBody = z.strictObject({ reason })

/** What a return taught: the agency it named, as a change to the line that sent it. */
export const suggestionSchema = z.strictObject({
  id: z.string(),
  issue: z.strictObject({ id: z.string(), number: z.string(), title: z.string() }).nullable(),
  lineId: z.string().nullable(),
  service: namedSchema,
  fromAgency: namedSchema.nullable(),
  proposedAgency: namedSchema,
  reason: z.string(),
  createdAt: instantSchema,
  /** Returns that said the same; all are decided together. */
  count: z.number().int(),
})
export type Suggestion = z.infer<typeof suggestionSchema>
export const suggestionDecision = z.strictObject({ decision: z.enum(['taken', 'dismissed']) })

export const catalogueSchema = z
  .strictObject({
    version: z.number().int(),
    versions: z.array(ruleVersionSchema),
    lines: z.array(catalogueLineSchema),
    /** How often each line sent a matter, and was overridden, in the last 180 days; by line id. */
    uses: z.record(z.string(), z.strictObject({ sent: z.number().int(), overridden: z.number().int() })),
    suggestions: z.array(suggestionSchema),
    supplies: z.array(namedSchema),
    entries: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  })
  .meta({ id: 'Catalogue' })
export type Catalogue = z.infer<typeof catalogueSchema>
export const catalogueVersionSchema = z.strictObject({ version: z.number().int(), lines: z.array(catalogueLineSchema) })
export type CatalogueVersion = z.infer<typeof catalogueVersionSchema>

export const whySchema = z.strictObject({ condition: z.enum(CONDITIONS), isMet: z.boolean() })
export const triedSchema = z.strictObject({
  /** Place in the list from 1. */
  place: z.number().int(),
  line: catalogueLineSchema,
  didMatch: z.boolean(),
  why: z.array(whySchema),
})
export type TriedView = z.infer<typeof triedSchema>
/** The line that decides, with every line looked at on the way. `version` 0: a draft. */
export const firedSchema = z
  .strictObject({
    version: z.number().int(),
    place: z.number().int(),
    line: catalogueLineSchema,
    tried: z.array(triedSchema),
    /** The last line, which takes what no other does. */
    fallback: z.strictObject({ place: z.number().int(), line: catalogueLineSchema }),
  })
  .meta({ id: 'FiredLine' })
export type FiredView = z.infer<typeof firedSchema>

export const matterSchema = z.strictObject({
  serviceId: id,
  siteId: id.nullable().default(null),
  channel: z.enum(CHANNELS).default('telephone'),
  text: textSchema.default(''),
  /** The instant it would come in, epoch ms; absent: now. */
  at: instantSchema.optional(),
})
export const dryRunBody = z.strictObject({
  /** A draft; absent: the version in force. */
  lines: lines.optional(),
  matter: matterSchema.optional(),
  /** Also look what would become of the newest issues. */
  lastCount: z.number().int().min(0).max(500).default(0),
})
const ending = z.strictObject({ lineId: z.string(), name: z.string(), to: targetSchema })
export const dryRunSchema = z
  .strictObject({
    faults: z.array(
      z.strictObject({
        code: z.enum(CATALOGUE_FAULTS),
        line: z.number().int(),
        other: z.number().int().nullable(),
      }),
    ),
    fired: firedSchema.nullable(),
    past: z.strictObject({
      looked: z.number().int(),
      /** Issues that would go elsewhere than by the version in force. */
      changed: z.array(
        z.strictObject({
          issue: z.strictObject({
            id: z.string(),
            number: z.string(),
            title: z.string(),
            state: z.enum(ISSUE_STATES),
            receivedAt: instantSchema,
          }),
          before: ending,
          after: ending,
        }),
      ),
    }),
  })
  .meta({ id: 'DryRun' })
export type DryRun = z.infer<typeof dryRunSchema>
