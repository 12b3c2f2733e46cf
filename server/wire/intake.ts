import { z } from 'zod'
import { CLOCK_RULES } from '../domain/clock-advance.ts'
import { firedSchema } from './catalogue.ts'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { textSchema } from './issue-text.ts'
import { issueRowSchema } from './issues.ts'
import { plannedOutageSchema } from './outages.ts'
import { supplySchema, supplySpanSchema } from './power.ts'
import { serviceGuideSchema } from './services.ts'

const id = z.string().min(1).max(64)

/** Channels the desk takes down by. */
export const DESK_CHANNELS = ['telephone', 'window', 'web'] as const
export type DeskChannel = (typeof DESK_CHANNELS)[number]

/** What is typed so far; what the desk chose itself outranks what is recognised. */
export const previewBody = z.strictObject({
  channel: z.enum(DESK_CHANNELS),
  text: textSchema.default(''),
  siteId: id.nullable().optional(),
  serviceId: id.optional(),
  telephone: wordsSchema.max(20).nullable().default(null),
})
export type PreviewBody = z.infer<typeof previewBody>

/** Where a pane's content comes from. */
export const HOWS = ['chosen', 'typed', 'caller', 'none'] as const

/** How an open or recently closed issue touches the one being written. */
export const RELATIONS = ['same', 'same_line', 'same_place', 'recent'] as const
export type Relation = (typeof RELATIONS)[number]

export const entryHitSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  plainWords: z.string(),
  reviewOn: z.string().nullable(),
  /** Its validity is over: nothing may be answered from it. */
  isExpired: z.boolean(),
  /** Its review date has passed. */
  isReviewDue: z.boolean(),
})
export type EntryHit = z.infer<typeof entryHitSchema>

export const previewSchema = z
  .strictObject({
    at: instantSchema,
    marks: z.array(
      z.strictObject({
        kind: z.enum(['site', 'place', 'service', 'since', 'neighbours', 'telephone']),
        from: z.number().int(),
        to: z.number().int(),
      }),
    ),
    /** Who calls: what the same telephone reported before. */
    who: z.strictObject({
      telephone: z.string().nullable(),
      how: z.enum(HOWS),
      earlierCount: z.number().int(),
      earlier: z.strictObject({ number: z.string(), issueId: z.string(), title: z.string() }).nullable(),
    }),
    where: z.strictObject({
      site: namedSchema.nullable(),
      place: z.string(),
      how: z.enum(HOWS),
      supplyLine: namedSchema.nullable(),
      /** Other sites on the same line. */
      sameLine: z.array(namedSchema),
      others: z.array(namedSchema),
    }),
    what: z.strictObject({
      service: namedSchema.nullable(),
      how: z.enum(HOWS),
      kind: z.string(),
      isSupplyOutage: z.boolean(),
      others: z.array(namedSchema),
      guide: serviceGuideSchema.nullable(),
    }),
    since: z.strictObject({
      at: instantSchema.nullable(),
      isRough: z.boolean(),
      /** When the meters say that supply was lost; null: they do not. */
      meterAt: instantSchema.nullable(),
    }),
    neighbours: z.enum(['alone', 'together']).nullable(),
    /** What is still worth asking, as codes: `site`, `service`, `since`, `neighbours`. */
    toAsk: z.array(z.enum(['site', 'service', 'since', 'neighbours'])),
    supply: supplySchema.nullable(),
    /** The site's supply from `spansFrom` until now. */
    spansFrom: instantSchema,
    spans: z.array(supplySpanSchema),
    outages: z.array(plannedOutageSchema),
    similar: z.array(
      z.strictObject({ row: issueRowSchema, relation: z.enum(RELATIONS), expectedAt: instantSchema.nullable() }),
    ),
    entries: z.array(entryHitSchema),
    /** The line that fires for a new issue; null while nobody knows what it is about. */
    rule: firedSchema.nullable(),
    promise: z
      .strictObject({
        expectedAt: instantSchema,
        clockClass: z.string(),
        rule: z.enum(CLOCK_RULES),
        /** Working days (A), business minutes (B) or minutes (C). */
        amount: z.number(),
        isProvisional: z.boolean(),
      })
      .nullable(),
    repeatOf: z.strictObject({ id: z.string(), number: z.string(), title: z.string() }).nullable(),
    /** Outside the desk's hours: when it opens again. */
    opensAt: instantSchema.nullable(),
  })
  .meta({ id: 'IntakePreview' })
export type IntakePreview = z.infer<typeof previewSchema>

/** What people call a place beside its names, separated by spaces. */
export const siteNamesSchema = z.strictObject({ ...namedSchema.shape, aliases: z.string() }).meta({ id: 'SiteNames' })
export type SiteNames = z.infer<typeof siteNamesSchema>
export const siteNamesBody = z.strictObject({ aliases: wordsSchema.max(200) })
