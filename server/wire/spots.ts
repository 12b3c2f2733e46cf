import { z } from 'zod'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { textSchema } from './issue-text.ts'

export const SPOT_KINDS = ['window', 'item'] as const
/** What stopped somebody at a window. */
export const OBSTACLES = ['not_accepted', 'overdue', 'extra_papers', 'sent_elsewhere', 'attitude'] as const
export type Obstacle = (typeof OBSTACLES)[number]

/** Where a “couldn't get it done” code hangs: a window, or an item of business. */
export const spotSchema = z
  .strictObject({
    ...namedSchema.shape,
    kind: z.enum(SPOT_KINDS),
    site: namedSchema.nullable(),
    agency: namedSchema.nullable(),
    /** The papers an item takes. */
    papers: z.array(z.string()),
    isClosed: z.boolean(),
    reportCount: z.number().int(),
  })
  .meta({ id: 'Spot' })
export type Spot = z.infer<typeof spotSchema>

export const spotBody = z.strictObject({
  kind: z.enum(SPOT_KINDS),
  nameZh: wordsSchema.min(1).max(60),
  nameEn: wordsSchema.max(120).default(''),
  siteId: z.string().max(64).nullable().default(null),
  agencyId: z.string().max(64).nullable().default(null),
  papers: z.array(wordsSchema.min(1).max(60)).max(30).default([]),
  isClosed: z.boolean().default(false),
})
export type SpotBody = z.infer<typeof spotBody>

/** A spot as it is printed: the code carries its id and the time of printing, and nobody's data. */
export const spotPosterSchema = z.strictObject({
  spot: spotSchema,
  printedAt: instantSchema,
  path: z.string(),
  qr: z.strictObject({ size: z.number().int(), path: z.string() }),
})
export type SpotPoster = z.infer<typeof spotPosterSchema>

/** What the phone shows of a spot. */
export const merchantSpotSchema = z
  .strictObject({
    at: instantSchema,
    ...namedSchema.shape,
    kind: z.enum(SPOT_KINDS),
    site: namedSchema.nullable(),
    papers: z.array(z.string()),
    /** When an answer is promised for a report made now. */
    expectedAt: instantSchema,
  })
  .meta({ id: 'MerchantSpot' })
export type MerchantSpot = z.infer<typeof merchantSpotSchema>

/** Three taps: what stopped you, words if you like, a telephone if you like. */
export const spotReportBody = z.strictObject({
  obstacle: z.enum(OBSTACLES),
  /** With `extra_papers`: the paper asked for, of the item's list or in own words. */
  paper: wordsSchema.max(120).default(''),
  text: textSchema.default(''),
  telephone: z.string().trim().max(20).nullable().default(null),
  /** When the code was printed, from the code itself. */
  printedAt: instantSchema.nullable().default(null),
})
export type SpotReportBody = z.infer<typeof spotReportBody>
