import { z } from 'zod'
import { ROLES } from './roles.ts'

const password = z.string().min(1).max(128)
/** Six digits of the telephone, or a recovery code; spaces and dashes do not count. */
export const codeSchema = z.string().trim().min(6).max(60)

export const enrolBody = z.strictObject({ password })
/** A secret, shown once: to scan, or to type. */
export const enrolmentSchema = z.strictObject({
  secret: z.string(),
  qr: z.strictObject({ size: z.number().int(), path: z.string() }),
})
export type Enrolment = z.infer<typeof enrolmentSchema>
export const enrolmentProofBody = z.strictObject({ code: codeSchema })
export const secondFactorProofBody = z.strictObject({ password, code: codeSchema })
/** Each works once, in place of the telephone; shown this once. */
export const recoveryCodesSchema = z.strictObject({ recoveryCodes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>

/** One's own second factor. */
export const secondFactorSchema = z.strictObject({
  isOn: z.boolean(),
  /** The role may not do without. */
  isDemanded: z.boolean(),
  recoveryCodesLeft: z.number().int(),
})
export type SecondFactor = z.infer<typeof secondFactorSchema>

/** Roles that sign in with a second factor or not at all. */
export const secondFactorDemandSchema = z.strictObject({ roles: z.array(z.enum(ROLES)).max(ROLES.length) })
export type SecondFactorDemand = z.infer<typeof secondFactorDemandSchema>
