import { z } from 'zod'
import { instantSchema, namedSchema } from './common.ts'
import { contactBody, replyBody, signatureBody } from './issues.ts'
import { tokenBody } from './merchant.ts'

const token = tokenBody.shape.token

/** A link by which an outside party acts on one issue: given once, for the class limit and at most 14 days. */
export const partyLinkAnswer = z
  .strictObject({
    token: z.string(),
    path: z.string(),
    endsAt: instantSchema,
    qr: z.strictObject({ size: z.number().int(), path: z.string() }),
  })
  .meta({ id: 'PartyLink' })
export type PartyLink = z.infer<typeof partyLinkAnswer>

export const PARTY_STEPS = ['signature', 'contact', 'reply'] as const
/** What the party sees of the issue: no name, no other agency, telephones only where nobody hid them. */
export const partySchema = z
  .strictObject({
    at: instantSchema,
    endsAt: instantSchema,
    agency: namedSchema,
    number: z.string(),
    title: z.string(),
    text: z.string(),
    service: namedSchema,
    site: namedSchema.nullable(),
    state: z.string(),
    dueAt: instantSchema.nullable(),
    isProvisional: z.boolean(),
    version: z.number().int(),
    reports: z.array(
      z.strictObject({
        id: z.string(),
        number: z.string(),
        place: z.string(),
        text: z.string(),
        hasTelephone: z.boolean(),
      }),
    ),
    steps: z.array(z.enum(PARTY_STEPS)),
    replyText: z.string().nullable(),
  })
  .meta({ id: 'Party' })
export type PartyView = z.infer<typeof partySchema>

const decided = { token, version: z.number().int().min(1) }
export const partySignatureBody = z.strictObject({ ...decided, ...signatureBody.shape })
export const partyContactBody = z.strictObject({ ...decided, ...contactBody.shape })
export const partyReplyBody = z.strictObject({ ...decided, ...replyBody.shape })
/** A look at a telephone, which is written down. */
export const partyTelephoneBody = z.strictObject({ token, reportId: z.string().min(1).max(64) })
export const partyTelephoneAnswer = z.strictObject({ name: z.string().nullable(), telephone: z.string().nullable() })
