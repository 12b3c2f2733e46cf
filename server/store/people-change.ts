import { and, eq, gt } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { agencies, sessions, users } from '../../db/schema/people.ts'
import { type Statement, statement, type Writer } from '../../db/writer.ts'
import type { Named } from '../wire/common.ts'
import { RIGHTS, type Right, type Role, type User } from '../wire/people.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { auditEntry } from './audit-entry.ts'
import { liveEvent } from './live.ts'

/** Who does something to somebody; null id for the system or the console. */
export interface Actor {
  id: string | null
  role: string
}

/** What an administrator may change of an account. */
export interface UserChange {
  name: string
  role: Role
  agencyId: string | null
  rights: readonly Right[]
  isDisabled: boolean
}

/** A change that took hold, and the sign-ins it ended. */
export interface Changed {
  user: User
  endedSessions: string[]
}

export const rightsOf = (text: string): Right[] => RIGHTS.filter((right) => text.split(',').includes(right))

/** An account as it is shown: neither hash nor secret. */
export const userOf = (row: typeof users.$inferSelect, agency: Named | null): User => ({
  id: row.id,
  login: row.login,
  name: row.name,
  role: row.role as Role,
  agency: agency?.id ? agency : null,
  isDisabled: row.disabledAt !== null,
  rights: rightsOf(row.rights),
  hasSecondFactor: row.totpEnabledAt !== null,
})

/** Ends the sign-ins of an account, but for one. */
export const endSignIns = (userId: string, at: number, exceptHash = ''): Statement => ({
  sql: 'UPDATE sessions SET expires_at = ? WHERE user_id = ? AND expires_at > ? AND token_hash <> ?',
  args: [at, userId, at, exceptHash],
})

/** Hashes of an account's sign-ins that have not ended. */
export async function openSignIns(db: Db, userId: string, at: number): Promise<string[]> {
  const rows = await db
    .select({ hash: sessions.tokenHash })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, at)))
  return rows.map(({ hash }) => hash)
}

export function createPeopleChanges(db: Db, writer: Writer, read: (id: string) => Promise<User | null>) {
  return {
    /** Changes an account. Another role or agency, or disabling, ends its sign-ins; the last administrator stays one. */
    async change(id: string, to: UserChange, by: Actor, at: number): Promise<Outcome<Changed>> {
      const from = await read(id)
      if (!from) return refused('not_found')
      if (to.agencyId !== null && !(await isAgency(db, to.agencyId)))
        return refused('unknown_reference', {
          errors: [{ pointer: '/agencyId', code: 'unknown', detail: 'There is no such agency.' }],
        })
      const { before, after } = differences(from, to)
      const isSeatMoved = 'role' in after || 'agencyId' in after || 'isDisabled' in after
      const ended = isSeatMoved ? await openSignIns(db, id, at) : []
      const outcome = await writer.write([
        changeRow(id, to, at),
        ...(isSeatMoved ? [endSignIns(id, at)] : []),
        auditEntry({
          at,
          actorId: by.id,
          actorRole: by.role,
          action: 'user.changed',
          subjectId: id,
          body: { before, after },
        }),
        liveEvent({ at, kind: 'setup', subjectId: 'colleague' }),
      ])
      if (!outcome.ok) return refused('last_administrator')
      return done({ user: (await read(id)) as User, endedSessions: ended })
    },
    /** A new password; every sign-in of the account ends, but for the one that asks for itself. */
    async setPassword(id: string, hash: string, by: Actor & { sessionHash?: string }, at: number) {
      const isOwn = by.id === id
      const kept = isOwn ? (by.sessionHash ?? '') : ''
      const ended = (await openSignIns(db, id, at)).filter((session) => session !== kept)
      const outcome = await writer.write([
        statement(db.update(users).set({ passwordHash: hash }).where(eq(users.id, id)), 1),
        endSignIns(id, at, kept),
        auditEntry({
          at,
          actorId: by.id,
          actorRole: by.role,
          action: isOwn ? 'user.password-changed' : 'user.password-reset',
          subjectId: id,
        }),
      ])
      return outcome.ok ? done(ended) : refused('not_found')
    },
  }
}

/** Refuses to leave the installation without an administrator who can sign in: then it changes no row. */
const changeRow = (id: string, to: UserChange, at: number): Statement => ({
  sql: `UPDATE users SET name = ?, role = ?, agency_id = ?, rights = ?,
      disabled_at = CASE WHEN ? THEN coalesce(disabled_at, ?) END
    WHERE id = ? AND (? OR role <> 'administrator' OR disabled_at IS NOT NULL OR EXISTS (
      SELECT 1 FROM users AS other WHERE other.id <> users.id AND other.role = 'administrator' AND other.disabled_at IS NULL))`,
  args: [
    to.name,
    to.role,
    to.agencyId,
    to.rights.join(','),
    to.isDisabled ? 1 : 0,
    at,
    id,
    to.role === 'administrator' && !to.isDisabled ? 1 : 0,
  ],
  expectRows: 1,
})

type Said = Partial<Record<'role' | 'agencyId' | 'rights' | 'isDisabled' | 'isRenamed', unknown>>

/** What differs, before and after, as the log keeps it. */
function differences(from: User, to: UserChange): { before: Said; after: Said } {
  const [before, after]: [Said, Said] = [{}, {}]
  const pairs = [
    ['role', from.role, to.role],
    ['agencyId', from.agency?.id ?? null, to.agencyId],
    ['rights', [...from.rights].sort().join(','), [...to.rights].sort().join(',')],
    ['isDisabled', from.isDisabled, to.isDisabled],
  ] as const
  for (const [key, was, is] of pairs) {
    if (was === is) continue
    before[key] = was
    after[key] = is
  }
  if (from.name !== to.name) after.isRenamed = true
  return { before, after }
}

const isAgency = async (db: Db, id: string): Promise<boolean> =>
  (await db.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, id))).length > 0
