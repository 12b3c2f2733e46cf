import { z } from 'zod'
import { CLUSTER_REASONS } from '../domain/consultation.ts'
import { ISSUE_STATES } from '../domain/issue.ts'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { textSchema } from './issue-text.ts'
import { dateSchema } from './rules.ts'

export const CONSULTATION_STATUSES = ['listed', 'planned', 'struck_off'] as const
export type ConsultationStatus = (typeof CONSULTATION_STATUSES)[number]

/** 会诊: a recurring or hard matter with its issues, a lead agency, a date, a plan, and a strike-off. */
export const consultationSchema = z
  .strictObject({
    id: z.string(),
    /** Name of the matter in Chinese; service, site and agency name it in both languages. */
    title: z.string(),
    service: namedSchema.nullable(),
    site: namedSchema.nullable(),
    agency: namedSchema.nullable(),
    reasons: z.array(z.enum(CLUSTER_REASONS)),
    status: z.enum(CONSULTATION_STATUSES),
    leadAgency: namedSchema.nullable(),
    /** The district's date by which the plan is done. */
    dueOn: z.string().nullable(),
    /** Planned, and the date is over. */
    isLate: z.boolean(),
    plan: z.string(),
    /** The knowledge entry the plan became. */
    entry: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
    version: z.number().int(),
    createdAt: instantSchema,
    plannedAt: instantSchema.nullable(),
    struckOffAt: instantSchema.nullable(),
    struckOffBy: z.string().nullable(),
    strikeOffReason: z.string(),
    /** Newest first, at most 50; an officer's own only. */
    issues: z.array(
      z.strictObject({
        id: z.string(),
        number: z.string(),
        title: z.string(),
        state: z.enum(ISSUE_STATES),
        agency: namedSchema.nullable(),
        receivedAt: instantSchema,
        returnCount: z.number().int(),
        reworkCount: z.number().int(),
        transferCount: z.number().int(),
        isRepeat: z.boolean(),
      }),
    ),
    issueCount: z.number().int(),
  })
  .meta({ id: 'Consultation' })
export type ConsultationView = z.infer<typeof consultationSchema>

/** The two ledgers, not yet planned and planned, and what was struck off in the last 180 days. */
export const consultationsSchema = z.strictObject({
  listed: z.array(consultationSchema),
  planned: z.array(consultationSchema),
  struckOff: z.array(consultationSchema),
})
export type Consultations = z.infer<typeof consultationsSchema>

/** How many matters were found on demand, and how many issues joined them. */
export const clusteringSchema = z.strictObject({ consultations: z.number().int(), issues: z.number().int() })

/** Issues a supervisor puts before the consultation. */
export const newConsultationBody = z.strictObject({ issueIds: z.array(z.string().min(1).max(64)).min(1).max(50) })
export const consultationPlanBody = z.strictObject({
  leadAgencyId: z.string().min(1).max(64),
  dueOn: dateSchema,
  plan: textSchema.min(1),
})
export const strikeOffBody = z.strictObject({ reason: textSchema.min(1) })
/** The plan as a knowledge entry, proposed for publication. */
export const consultationEntryBody = z.strictObject({
  title: wordsSchema.min(1).max(120),
  /** 百姓话: what merchants are told. */
  plainWords: textSchema.min(1),
  legalBasis: wordsSchema.max(200).default(''),
})
