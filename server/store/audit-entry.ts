import type { Statement } from '../../db/writer.ts'

/** What the audit log says: who did or looked at what. `body` holds neither secrets, contact data nor free text. */
export interface AuditEntry {
  at: number
  /** Null for the system, and for somebody not signed in. */
  actorId: string | null
  /** A role, `system`, `console` or `nobody`. */
  actorRole: string
  /** Thing and what happened to it: `rules.changed`, `user.added`, `contact.viewed`. */
  action: string
  subjectId: string
  body?: Readonly<Record<string, unknown>>
}

/** The row of the audit log; it goes in the transaction of what it tells. A job seals it into the chain afterwards. */
export const auditEntry = ({ at, actorId, actorRole, action, subjectId, body = {} }: AuditEntry): Statement => ({
  sql: 'INSERT INTO audit_log (at, actor_id, actor_role, action, subject_id, body) VALUES (?, ?, ?, ?, ?, ?)',
  args: [at, actorId, actorRole, action, subjectId, JSON.stringify(body)],
})
