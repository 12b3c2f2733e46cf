import { z } from 'zod'
import { instantSchema, namedSchema } from './common.ts'
import { factsSchema, textSchema, turnSchema } from './issues.ts'
import { supplySchema, supplySpanSchema } from './power.ts'

/** An open issue at the site that may already cover what the merchant came to say. Public: neither name nor shop. */
export const coverSchema = z
  .strictObject({
    issueId: z.string(),
    number: z.string(),
    serviceId: z.string(),
    title: z.string(),
    sinceAt: instantSchema,
    state: z.string(),
    agency: namedSchema.nullable(),
    reportCount: z.number().int(),
    expectedAt: instantSchema.nullable(),
    /** Supply around it, when a meter saw it. */
    spans: z.array(supplySpanSchema),
    isSeenByMeter: z.boolean(),
  })
  .meta({ id: 'Cover' })
export type Cover = z.infer<typeof coverSchema>

export const merchantSiteSchema = z
  .strictObject({
    at: instantSchema,
    site: namedSchema,
    services: z.array(z.strictObject({ ...namedSchema.shape, isSupplyOutage: z.boolean() })),
    covers: z.array(coverSchema),
    supply: supplySchema,
  })
  .meta({ id: 'MerchantSite' })
export type MerchantSite = z.infer<typeof merchantSiteSchema>
export const merchantSitesSchema = z.strictObject({
  district: z.strictObject({ nameZh: z.string(), nameEn: z.string() }),
  sites: z.array(z.strictObject({ ...namedSchema.shape, kind: z.string(), address: z.string() })),
})
export type MerchantSites = z.infer<typeof merchantSitesSchema>

export const reportBody = z.strictObject({
  siteId: z.string().min(1).max(64),
  serviceId: z.string().min(1).max(64),
  /** Stall or shop, as the merchant writes it. */
  place: z.string().trim().max(60).default(''),
  /** Needed for a new issue, optional when joining one. */
  text: textSchema.default(''),
  joinIssueId: z.string().max(64).nullable().default(null),
  name: z.string().trim().max(40).nullable().default(null),
  telephone: z.string().trim().max(20).nullable().default(null),
})
export type ReportBody = z.infer<typeof reportBody>

/** The link's secret is in `token`, given once; the page puts it behind `#k=`, so it never reaches a log. */
export const reportAnswer = z
  .strictObject({
    number: z.string(),
    issueNumber: z.string(),
    token: z.string(),
    trackingPath: z.string(),
    isJoined: z.boolean(),
    expectedAt: instantSchema.nullable(),
    qr: z.strictObject({ size: z.number().int(), path: z.string() }),
  })
  .meta({ id: 'ReportReceipt' })
export type ReportAnswer = z.infer<typeof reportAnswer>

export const tokenBody = z.strictObject({ token: z.string().min(10).max(100) })
export const answerBody = z.strictObject({
  token: z.string().min(10).max(100),
  answer: z.enum(['yes', 'no']),
  text: textSchema.default(''),
})

/** One step of the story in codes; the page has the words. */
export const trackingStepSchema = z.strictObject({
  at: instantSchema,
  code: z.string(),
  agency: namedSchema.nullable(),
  text: z.string().nullable(),
})
export const trackingSchema = z
  .strictObject({
    at: instantSchema,
    number: z.string(),
    issueNumber: z.string(),
    title: z.string(),
    state: z.string(),
    site: namedSchema.nullable(),
    service: namedSchema,
    agency: namedSchema.nullable(),
    place: z.string(),
    ownText: z.string(),
    isJoined: z.boolean(),
    reportCount: z.number().int(),
    facts: factsSchema,
    ownAnswer: z.strictObject({ value: z.string(), at: instantSchema.nullable() }),
    turn: turnSchema,
    expectedAt: instantSchema.nullable(),
    isProvisional: z.boolean(),
    canAnswer: z.boolean(),
    supply: supplySchema.nullable(),
    spans: z.array(supplySpanSchema),
    isSeenByMeter: z.boolean(),
    steps: z.array(trackingStepSchema),
  })
  .meta({ id: 'Tracking' })
export type Tracking = z.infer<typeof trackingSchema>
