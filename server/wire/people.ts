import { z } from 'zod'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { RIGHTS, ROLES } from './roles.ts'
import { codeSchema } from './second-factor.ts'
import { serviceSchema } from './services.ts'

export { RIGHTS, type Right, ROLES, type Role } from './roles.ts'

const login = z
  .string()
  .trim()
  .min(2)
  .max(40)
  .regex(/^[A-Za-z0-9._-]+$/)
const password = z.string().min(8).max(128)
/** The password of the one who asks, given again before credentials and roles change. */
const ownPassword = z.string().min(1).max(128)

export const signInBody = z.strictObject({
  login: z.string().trim().min(1).max(40),
  password: ownPassword,
  /** Code of the second factor; asked for with `second-factor-needed` once the password was right. */
  code: codeSchema.optional(),
})
export const userSchema = z
  .strictObject({
    id: z.string(),
    login: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    agency: namedSchema.nullable(),
    isDisabled: z.boolean(),
    rights: z.array(z.enum(RIGHTS)),
    /** Signs in with a second factor. */
    hasSecondFactor: z.boolean(),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof userSchema>
export const sessionSchema = z.strictObject({
  user: userSchema,
  district: z.strictObject({ nameZh: z.string(), nameEn: z.string() }),
  /** Idle end and absolute end of this sign-in. */
  idleEndsAt: instantSchema,
  endsAt: instantSchema,
  /** True on plain http outside localhost: the page keeps a banner. */
  isInsecure: z.boolean(),
  /** The role signs in with a second factor and this person has none yet: nothing but setting one up is open. */
  mustSetUpSecondFactor: z.boolean(),
})
export type Session = z.infer<typeof sessionSchema>
export const newUserBody = z.strictObject({
  login,
  name: wordsSchema.min(1).max(40),
  password,
  role: z.enum(ROLES),
  agencyId: z.string().max(64).nullable().default(null),
})
export const userChangeBody = z.strictObject({
  name: wordsSchema.min(1).max(40),
  role: z.enum(ROLES),
  agencyId: z.string().max(64).nullable(),
  rights: z.array(z.enum(RIGHTS)).max(RIGHTS.length),
  isDisabled: z.boolean(),
  ownPassword,
})
export const passwordResetBody = z.strictObject({ password, ownPassword })
export const ownPasswordBody = z.strictObject({ ownPassword })
export const passwordChangeBody = passwordResetBody
/** One sign-in of one's own. */
export const signInSchema = z.strictObject({
  id: z.string(),
  createdAt: instantSchema,
  lastSeenAt: instantSchema,
  endsAt: instantSchema,
  /** Address and browser as they were when it was opened. */
  address: z.string().nullable(),
  agent: z.string().nullable(),
  isThisOne: z.boolean(),
})
export type OwnSignIn = z.infer<typeof signInSchema>
export const setupStateSchema = z.strictObject({ isNeeded: z.boolean(), codeEndsAt: instantSchema.nullable() })
export type SetupState = z.infer<typeof setupStateSchema>
export const setupCodeBody = z.strictObject({ code: z.string().max(40) })
export const setupBody = z.strictObject({
  code: z.string().max(40),
  districtZh: wordsSchema.min(1).max(40),
  districtEn: wordsSchema.min(1).max(80),
  name: wordsSchema.min(1).max(40),
  login,
  password,
})
export const newAgencyBody = z.strictObject({
  nameZh: wordsSchema.min(1).max(40),
  nameEn: wordsSchema.min(1).max(80),
  isOutsideParty: z.boolean().default(false),
  telephone: wordsSchema.max(20).nullable().default(null),
  parentId: z.string().max(64).nullable().default(null),
  isServiceBureau: z.boolean().default(false),
})
export const serviceBody = z.strictObject({ agencyId: z.string().max(64).nullable(), isAutoDispatched: z.boolean() })
export const directorySchema = z.strictObject({
  agencies: z.array(
    z.strictObject({
      ...namedSchema.shape,
      isOutsideParty: z.boolean(),
      telephone: z.string().nullable(),
      /** One level up: gets copies of written notices. */
      parentId: z.string().nullable(),
      isServiceBureau: z.boolean(),
    }),
  ),
  services: z.array(serviceSchema),
  sites: z.array(namedSchema),
})
export type Directory = z.infer<typeof directorySchema>
export { type Service, serviceSchema } from './services.ts'
