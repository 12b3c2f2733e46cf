import { z } from 'zod'
import { cursorQuery, instantSchema } from './common.ts'

/** Groups of actions the log is filtered by: the word before the dot. */
export const AUDIT_GROUPS = [
  'session',
  'user',
  'second-factor',
  'contact',
  'rules',
  'directory',
  'service',
  'export',
  'retention',
] as const

export const auditQuery = z.strictObject({
  ...cursorQuery.shape,
  group: z.enum(AUDIT_GROUPS).optional(),
  actor: z.string().max(64).optional(),
  subject: z.string().max(64).optional(),
  /** From and until, epoch ms. */
  from: z.coerce.number().int().optional(),
  until: z.coerce.number().int().optional(),
})
export type AuditQuery = z.infer<typeof auditQuery>

export const auditRowSchema = z
  .strictObject({
    id: z.number().int(),
    at: instantSchema,
    actor: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    actorRole: z.string(),
    action: z.string(),
    subjectId: z.string(),
    /** What the subject is called, where it still has a name: a person's login, an issue's number. */
    subject: z.string().nullable(),
    body: z.record(z.string(), z.unknown()),
    isSealed: z.boolean(),
  })
  .meta({ id: 'AuditRow' })
export type AuditRow = z.infer<typeof auditRowSchema>

/** The newest sealed row: written down elsewhere, it proves that the log before it was not made anew. */
export const auditAnchorSchema = z.strictObject({ id: z.number().int(), at: instantSchema, hash: z.string() })
export type AuditAnchor = z.infer<typeof auditAnchorSchema>

export const auditPageSchema = z.strictObject({
  rows: z.array(auditRowSchema),
  next: z.string().nullable(),
  anchor: auditAnchorSchema.nullable(),
  /** Rows that wait to be sealed. */
  unsealed: z.number().int(),
})
export type AuditPage = z.infer<typeof auditPageSchema>
