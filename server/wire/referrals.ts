import { z } from 'zod'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { textSchema } from './issue-text.ts'

export const REFERRAL_STATUSES = ['sent', 'accepted', 'declined', 'helped', 'not_helped', 'lapsed'] as const
export const referralStatusSchema = z.enum(REFERRAL_STATUSES)
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number]

/** A bank, school or guarantor that may help where no agency can; matched by service. */
export const thirdPartySchema = z
  .strictObject({
    ...namedSchema.shape,
    serviceIds: z.array(z.string()),
    telephone: z.string().nullable(),
    note: z.string(),
    isActive: z.boolean(),
  })
  .meta({ id: 'ThirdParty' })
export type ThirdParty = z.infer<typeof thirdPartySchema>

export const thirdPartyBody = z.strictObject({
  nameZh: wordsSchema.min(1).max(60),
  nameEn: wordsSchema.max(120).default(''),
  serviceIds: z.array(z.string().max(64)).max(50).default([]),
  telephone: z.string().trim().max(20).nullable().default(null),
  note: wordsSchema.max(300).default(''),
  isActive: z.boolean().default(true),
})
export type ThirdPartyBody = z.infer<typeof thirdPartyBody>

/** A hand-over: only with the merchant's consent, and saying how and when it was given. */
export const referralBody = z.strictObject({
  thirdPartyId: z.string().min(1).max(64),
  consentChannel: z.enum(['telephone', 'window', 'web', 'phone_page']),
  consentAt: instantSchema,
  /** What is passed on. */
  text: textSchema.min(1),
  /** Until when an outcome is expected, in days. */
  days: z.number().int().min(1).max(60).default(14),
})
/** What came of it. An end (declined, helped, not helped) says in words what happened. */
export const referralStepBody = z.strictObject({
  status: z.enum(['accepted', 'declined', 'helped', 'not_helped']),
  outcome: textSchema.default(''),
})
export const referralSchema = z
  .strictObject({
    id: z.string(),
    issueId: z.string(),
    issueNumber: z.string(),
    party: namedSchema,
    consentAt: instantSchema,
    consentChannel: z.string(),
    text: z.string(),
    sentBy: z.string().nullable(),
    sentAt: instantSchema,
    limitAt: instantSchema,
    status: referralStatusSchema,
    outcome: z.string(),
    outcomeAt: instantSchema.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Referral' })
export type Referral = z.infer<typeof referralSchema>
