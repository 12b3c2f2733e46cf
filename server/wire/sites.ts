import { z } from 'zod'
import { CHANNELS } from '../domain/issue.ts'
import { instantSchema, namedSchema, SITE_KINDS, wordsSchema } from './common.ts'
import { issueRowSchema } from './issues.ts'
import { nodeRowSchema } from './nodes.ts'
import { supplySchema, supplySpanSchema } from './power.ts'

export const siteSchema = z
  .strictObject({
    ...namedSchema.shape,
    kind: z.enum(SITE_KINDS),
    address: z.string(),
    supplyLine: namedSchema.nullable(),
    merchantCount: z.number().int().nullable(),
  })
  .meta({ id: 'Site' })
export type Site = z.infer<typeof siteSchema>

/** One site's day: supply now, the strip since local midnight, and today's dips. */
export const siteDaySchema = z
  .strictObject({
    site: siteSchema,
    supply: supplySchema,
    spans: z.array(supplySpanSchema),
    dips: z.array(z.strictObject({ at: instantSchema, volts: z.number().nullable() })),
    interruptionCount: z.number().int(),
    interruptedMs: z.number(),
    nodeCount: z.number().int(),
    issue: z
      .strictObject({
        id: z.string(),
        number: z.string(),
        title: z.string(),
        state: z.string(),
        channel: z.enum(CHANNELS),
        agency: namedSchema.nullable(),
        reportCount: z.number().int(),
      })
      .nullable(),
  })
  .meta({ id: 'SiteDay' })
export type SiteDay = z.infer<typeof siteDaySchema>

export const siteDetailSchema = z
  .strictObject({
    ...siteDaySchema.shape,
    nodes: z.array(nodeRowSchema),
    openIssues: z.array(issueRowSchema),
    recentIssues: z.array(issueRowSchema),
    /** Other sites on the same supply line. */
    neighbours: z.array(z.strictObject({ site: siteSchema, supply: supplySchema })),
    /** Address merchants scan: opens `/m/` with this site chosen; and its QR code. */
    reportPath: z.string(),
    qr: z.strictObject({ size: z.number().int(), path: z.string() }),
  })
  .meta({ id: 'SiteDetail' })
export type SiteDetail = z.infer<typeof siteDetailSchema>

export const newSiteBody = z.strictObject({
  nameZh: wordsSchema.min(1).max(40),
  nameEn: wordsSchema.min(1).max(80),
  kind: z.enum(SITE_KINDS),
  address: wordsSchema.max(120).default(''),
  merchantCount: z.number().int().min(0).max(100_000).nullable().default(null),
  supplyLine: wordsSchema.max(60).nullable().default(null),
})
export const powerQuery = z.strictObject({
  /** Epoch ms; default the last 24 hours. */
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
})
