import { z } from 'zod'
import { PAUSE_KINDS } from '../domain/issue.ts'
import { instantSchema, namedSchema } from './common.ts'
import { factsSchema, textSchema, turnSchema } from './issues.ts'
import { supplySchema, supplySpanSchema } from './power.ts'
import { referralStatusSchema } from './referrals.ts'
import { extraQuestionSchema, serviceGuideSchema, standardReasonSchema } from './services.ts'

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

/** What can be reported, two levels deep: one with `children` under it is a group and is not reported itself. */
export const merchantServiceSchema = z.strictObject({
  ...namedSchema.shape,
  isSupplyOutage: z.boolean(),
  kind: z.string(),
  parentId: z.string().nullable(),
  ...serviceGuideSchema.pick({ promiseZh: true, promiseEn: true, stopNotice: true, riskZh: true, riskEn: true }).shape,
  questions: z.array(extraQuestionSchema),
  /** The promise of a report made now. */
  expectedAt: instantSchema,
})
export type MerchantService = z.infer<typeof merchantServiceSchema>

/** An announced interruption at the site, epoch ms. */
export const merchantOutageSchema = z.strictObject({
  id: z.string(),
  fromAt: instantSchema,
  untilAt: instantSchema,
  reason: z.string(),
})
/** Whether the desk is open now; closed, when it opens next, and whether today is a day off. */
export const deskHoursSchema = z.strictObject({
  isOpen: z.boolean(),
  isDayOff: z.boolean(),
  opensAt: instantSchema.nullable(),
})

export const merchantSiteSchema = z
  .strictObject({
    at: instantSchema,
    site: namedSchema,
    services: z.array(merchantServiceSchema),
    covers: z.array(coverSchema),
    supply: supplySchema,
    outages: z.array(merchantOutageSchema),
    desk: deskHoursSchema,
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
  /** Answers to the service's extra questions: words, a number, a date, or ids of options. */
  answers: z
    .array(z.strictObject({ id: z.string().max(30), value: z.array(z.string().trim().max(500)).max(12) }))
    .max(8)
    .default([]),
  /** The work order is kept secret: contact closed to the agency, shown to nobody else. */
  isSecret: z.boolean().default(false),
  /** The agency sees neither name nor telephone; messages go through the desk. */
  hidesContact: z.boolean().default(false),
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
  /** A standard reason with “no”; its effect decides what follows. */
  reason: z.string().max(30).nullable().default(null),
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
    /** What was told to this merchant, newest first. */
    messages: z.array(z.strictObject({ at: instantSchema, code: z.string(), body: z.record(z.string(), z.unknown()) })),
    /** What the agency waits for while its clock stands still. */
    question: z.strictObject({ id: z.string(), text: z.string(), limitAt: instantSchema }).nullable(),
    /** Why the date moved: pauses of this round, oldest first. */
    pauses: z.array(
      z.strictObject({
        kind: z.enum(PAUSE_KINDS),
        fromAt: instantSchema,
        untilAt: instantSchema,
        endedAt: instantSchema.nullable(),
        dueBeforeAt: instantSchema,
        dueAfterAt: instantSchema,
        reason: z.string(),
      }),
    ),
    /** Standard reasons of “not solved”, at most six. */
    reasons: z.array(standardReasonSchema),
    /** 1–5; null: not given. */
    grade: z.number().int().nullable(),
    canGrade: z.boolean(),
    reopening: z.enum(['one_tap', 'written', 'new_issue']).nullable(),
    /** Whether this merchant's going ends the issue, or it goes on for others. */
    leaving: z.enum(['withdraw', 'leave']).nullable(),
    hasLeft: z.boolean(),
    canSayMissed: z.boolean(),
    isMissedSaid: z.boolean(),
    /** The rung of supervision reached: 0 none, 1 reminded, 2 written notice, 3 named. */
    supervisionLevel: z.number().int(),
    contact: z.strictObject({ isGiven: z.boolean(), isHidden: z.boolean() }),
    isSecret: z.boolean(),
    photos: z.array(z.strictObject({ id: z.string(), name: z.string(), createdAt: instantSchema })),
    canAddPhoto: z.boolean(),
    referrals: z.array(
      z.strictObject({
        id: z.string(),
        party: namedSchema,
        status: referralStatusSchema,
        sentAt: instantSchema,
        limitAt: instantSchema,
        outcome: z.string(),
      }),
    ),
    promise: z.strictObject({ zh: z.string(), en: z.string() }),
    /** Why it was not accepted, and where to go instead. */
    refusal: z.strictObject({ reasonCode: z.string(), legalBasis: z.string(), whereInstead: z.string() }).nullable(),
    /** The date promised with “planned”. */
    plannedAt: instantSchema.nullable(),
    /** The earlier issue this one repeats. */
    repeatOf: z.string().nullable(),
  })
  .meta({ id: 'Tracking' })
export type Tracking = z.infer<typeof trackingSchema>
