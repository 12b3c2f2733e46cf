import { z } from 'zod'
import { PAUSE_KINDS } from '../domain/issue.ts'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { sentTextSchema, textSchema } from './issue-text.ts'

const id = z.string().min(1).max(64)
const words = textSchema.min(1)
const basis = wordsSchema.min(1).max(200)

/** Who asked for something the reporter alone may ask for, how and when. */
const asked = {
  askedChannel: z.enum(['telephone', 'window', 'web', 'phone_page']).nullable().default(null),
  askedAt: instantSchema.nullable().default(null),
}

/** T2: answered without an agency, from a knowledge entry or with a new one proposed. */
export const directAnswerBody = z.strictObject({
  text: sentTextSchema,
  entryId: id.nullable().default(null),
  /** Title of the entry to propose, when none fits. */
  proposedTitle: wordsSchema.max(120).default(''),
  /** What the desk itself claims; a plain piece of information claims nothing. */
  resolved: z.enum(['none', 'yes', 'partly', 'no']).default('none'),
  /** Why a text equal to another issue's is right here; demanded when it is found to be. */
  sameTextReason: textSchema.default(''),
})
/** T4. */
export const refusalBody = z.strictObject({
  reasonCode: z.enum(['court', 'arbitration', 'discipline', 'review', 'petition', 'emergency', 'not_ours', 'unlawful']),
  legalBasis: basis,
  whereInstead: sentTextSchema,
})
/** T6 by the desk, on the reporter's word; an issue of a meter without merchants needs nobody's. */
export const withdrawalBody = z.strictObject({ reason: words, ...asked })
/** T8. */
export const returnBody = z.strictObject({
  reasonCode: z.enum(['not_our_duty', 'wrong_place', 'needs_another_lead', 'unclear', 'duplicate']),
  reason: words,
  proposedAgencyId: id,
  legalBasis: basis,
})
/** T11; the limit is at most 5 days of wall time. */
export const questionBody = z.strictObject({
  text: sentTextSchema,
  reportId: id.nullable().default(null),
  channel: z.enum(['phone_page', 'telephone', 'window']),
  /** 1–5 days. */
  days: z.number().int().min(1).max(5).default(5),
})
/** T14 by agency or desk: the answer as it was told, or the question is dropped. */
export const questionEndBody = z.strictObject({ answer: textSchema.default(''), isDropped: z.boolean().default(false) })
/** An extension or suspension asked for before the due; decided by somebody else. */
export const laterDateBody = z.strictObject({
  /** The later due, or the end of the suspension. */
  untilAt: instantSchema,
  reason: words,
  legalBasis: basis,
  /** The reporter was told: without that the promise does not move, and the request is refused. */
  isReporterTold: z.literal(true),
})
/** T15. */
export const resumptionBody = z.strictObject({ note: textSchema.default('') })
/** A correction added to a reply; the reply stays. */
export const correctionBody = z.strictObject({ text: sentTextSchema })
/** T22. */
export const explanationBody = z.strictObject({ text: sentTextSchema, sameTextReason: textSchema.default('') })
/** T23, proposed by one person and decided by another; and an answer left out of the rates. */
export const closingBody = z.strictObject({ reason: words, legalBasis: basis, isReporterTold: z.literal(true) })
export const exclusionBody = z.strictObject({ reportId: id, reason: words })
/** T25 by desk or supervisor. */
export const reopeningBody = z.strictObject({ reason: words })
/** T19 by a supervisor on contradicting evidence. */
export const contradictionBody = z.strictObject({ reason: words })
/** A part for another agency: a child issue of the same service or another one. */
export const partBody = z.strictObject({ agencyId: id, serviceId: id.nullable().default(null), text: words })
/** Another service for an open issue: the handling clock is counted anew from its start, pauses kept. */
export const serviceChangeBody = z.strictObject({ serviceId: id, reason: words })
export const secrecyBody = z.strictObject({ isSecret: z.boolean(), reason: words })
export const noteBody = z.strictObject({ text: words })
export const supervisionBody = z.strictObject({ level: z.number().int().min(0).max(3), reason: words })
/** A supervisor's decision on a request. */
export const decisionBody = z.strictObject({ isApproved: z.boolean(), reason: textSchema.default('') })

/** The same step on several issues; each with its version, each with its own event and its own outcome. */
export const bulkBody = z.strictObject({
  action: z.enum(['dispatch', 'signature', 'notice']),
  issues: z
    .array(z.strictObject({ id, version: z.number().int() }))
    .min(1)
    .max(100),
  body: z.record(z.string(), z.unknown()),
})
export const bulkAnswer = z.strictObject({
  results: z.array(z.strictObject({ id: z.string(), number: z.string().nullable(), problem: z.string().nullable() })),
})

export const REQUEST_KINDS = ['extension', 'suspension', 'closing', 'exclusion'] as const
export const REQUEST_STATUSES = ['open', 'approved', 'refused', 'withdrawn', 'lapsed'] as const
export const issueRequestSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(REQUEST_KINDS),
    untilAt: instantSchema.nullable(),
    reason: z.string(),
    legalBasis: z.string(),
    reportId: z.string().nullable(),
    agency: namedSchema.nullable(),
    requestedBy: z.string().nullable(),
    requestedById: z.string().nullable(),
    requestedAt: instantSchema,
    status: z.enum(REQUEST_STATUSES),
    decidedBy: z.string().nullable(),
    decidedAt: instantSchema.nullable(),
    decision: z.string(),
  })
  .meta({ id: 'IssueRequest' })
export type IssueRequest = z.infer<typeof issueRequestSchema>

/** Requests that wait for a second person, oldest first, each with its issue. */
export const requestListQuery = z.strictObject({
  status: z.enum(['open', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})
export const requestListSchema = z.strictObject({
  rows: z.array(
    z.strictObject({
      ...issueRequestSchema.shape,
      issue: z.strictObject({
        id: z.string(),
        number: z.string(),
        title: z.string(),
        state: z.string(),
        dueAt: instantSchema.nullable(),
      }),
    }),
  ),
})
export type RequestList = z.infer<typeof requestListSchema>

export const pauseSchema = z.strictObject({
  kind: z.enum(PAUSE_KINDS),
  round: z.number().int(),
  fromAt: instantSchema,
  untilAt: instantSchema,
  endedAt: instantSchema.nullable(),
  dueBeforeAt: instantSchema,
  dueAfterAt: instantSchema,
  reason: z.string(),
  legalBasis: z.string(),
  requestedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  reporterToldAt: instantSchema.nullable(),
})
export type PauseView = z.infer<typeof pauseSchema>

export const questionSchema = z.strictObject({
  id: z.string(),
  reportId: z.string().nullable(),
  text: z.string(),
  askedAt: instantSchema,
  limitAt: instantSchema,
  answer: z.string().nullable(),
  outcome: z.enum(['answered', 'dropped', 'not_received']).nullable(),
  endedAt: instantSchema.nullable(),
})
export type QuestionView = z.infer<typeof questionSchema>

export const attachmentSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    size: z.number().int(),
    reportId: z.string().nullable(),
    by: z.string().nullable(),
    createdAt: instantSchema,
    hiddenAt: instantSchema.nullable(),
  })
  .meta({ id: 'Attachment' })
export type AttachmentView = z.infer<typeof attachmentSchema>

const short = z.strictObject({ id: z.string(), number: z.string(), title: z.string() })

/** What stands beside an issue in its detail. */
export const issueBesideShape = {
  parent: short.nullable(),
  parts: z.array(z.strictObject({ ...short.shape, state: z.string(), agency: namedSchema.nullable() })),
  repeatOf: short.nullable(),
  pauses: z.array(pauseSchema),
  requests: z.array(issueRequestSchema),
  questions: z.array(questionSchema),
  attachments: z.array(attachmentSchema),
  referrals: z.array(
    z.strictObject({
      id: z.string(),
      party: namedSchema,
      status: z.enum(['sent', 'accepted', 'declined', 'helped', 'not_helped', 'lapsed']),
      sentAt: instantSchema,
      limitAt: instantSchema,
      outcome: z.string(),
      outcomeAt: instantSchema.nullable(),
      version: z.number().int(),
    }),
  ),
  notices: z.array(
    z.strictObject({
      id: z.string(),
      rung: z.enum(['reminder', 'sign_overdue', 'written', 'listed', 'manual']),
      round: z.number().int(),
      agency: namedSchema.nullable(),
      copiedTo: namedSchema.nullable(),
      sendAt: instantSchema,
      sentAt: instantSchema.nullable(),
      readBy: z.string().nullable(),
      readAt: instantSchema.nullable(),
    }),
  ),
  consultationRef: z.strictObject({ id: z.string(), title: z.string(), status: z.string() }).nullable(),
  /** The knowledge entry a direct answer was given from. */
  entry: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
  spot: z.strictObject({ ...namedSchema.shape, kind: z.string() }).nullable(),
  obstacle: z.string().nullable(),
  personInCharge: z.string().nullable(),
  contactDueAt: instantSchema.nullable(),
  contactedAt: instantSchema.nullable(),
  plannedAt: instantSchema.nullable(),
  transferCount: z.number().int(),
  reworkCount: z.number().int(),
  reopenCount: z.number().int(),
  isTest: z.boolean(),
  isErased: z.boolean(),
  /** Frozen at receipt: what was promised, and extra questions with their answers. */
  frozen: z.strictObject({
    promiseZh: z.string(),
    promiseEn: z.string(),
    answers: z.array(z.strictObject({ labelZh: z.string(), labelEn: z.string(), answer: z.string() })),
  }),
}
