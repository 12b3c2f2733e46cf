import { and, desc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { agencies, sessions, signInFailures, users } from '../../db/schema/people.ts'
import { settings } from '../../db/schema/settings.ts'
import { statement, type Writer } from '../../db/writer.ts'
import type { OwnSignIn, User } from '../wire/people.ts'
import { auditEntry } from './audit-entry.ts'
import { sameLogin } from './people.ts'
import { type Actor, endSignIns, openSignIns, userOf } from './people-change.ts'
import { DEMAND_KEY, demandOf } from './second-factor.ts'

export interface SessionRow {
  tokenHash: string
  user: User
  lastSeenAt: number
  /** Absolute end. */
  expiresAt: number
  /** The role demands a second factor and the person has none yet. */
  mustSetUpSecondFactor: boolean
}

/** What a sign-in is checked against. */
export interface Credential {
  userId: string
  role: string
  passwordHash: string
  /** The sealed secret of a second factor in force, and the last step used; null where there is none. */
  secondFactor: { sealed: string; lastStep: number | null } | null
}

export interface Failure {
  count: number
  lastAt: number
}

export interface NewSession {
  tokenHash: string
  userId: string
  role: string
  at: number
  expiresAt: number
  address: string
  agent: string
  secondFactorAt: number | null
}

/** How long a known machine of an account is remembered, ms. */
const MACHINE_KEPT_MS = 30 * 86_400_000

export function createSessionStore(db: Db, writer: Writer) {
  const byCondition = async (condition: ReturnType<typeof eq> | undefined): Promise<Credential | null> => {
    const [row] = await db
      .select()
      .from(users)
      .where(and(condition, isNull(users.disabledAt)))
    if (!row) return null
    const isOn = row.totpEnabledAt !== null && row.totpSecret !== null
    return {
      userId: row.id,
      role: row.role,
      passwordHash: row.passwordHash,
      secondFactor: isOn ? { sealed: row.totpSecret as string, lastStep: row.totpStep } : null,
    }
  }
  return {
    /** What to check a sign-in against, or null for an unknown or disabled account. */
    credential: (login: string): Promise<Credential | null> => byCondition(sameLogin(login)),
    credentialOf: (userId: string): Promise<Credential | null> => byCondition(eq(users.id, userId)),
    /** Opens a sign-in and forgets the account's failures at this address. */
    async open(session: NewSession, subjects: readonly string[], audited: { network: string }): Promise<void> {
      const { at, role, ...row } = session
      await writer.write([
        statement(db.insert(sessions).values({ ...row, createdAt: at, lastSeenAt: at })),
        ...subjects.map((subject) => statement(db.delete(signInFailures).where(eq(signInFailures.subject, subject)))),
        auditEntry({
          at,
          actorId: row.userId,
          actorRole: role,
          action: 'session.opened',
          subjectId: row.userId,
          body: { ...audited, hasSecondFactor: row.secondFactorAt !== null },
        }),
      ])
    },
    /** A sign-in that is neither idle nor expired nor of a disabled account, or null. */
    async find(tokenHash: string, at: number, idleMs: number): Promise<SessionRow | null> {
      const [row] = await db
        .select({
          session: sessions,
          user: users,
          agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
          demand: sql<string | null>`(SELECT ${settings.value} FROM ${settings} WHERE ${settings.key} = ${DEMAND_KEY})`,
        })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .leftJoin(agencies, eq(agencies.id, users.agencyId))
        .where(
          and(
            eq(sessions.tokenHash, tokenHash),
            gt(sessions.expiresAt, at),
            gt(sessions.lastSeenAt, at - idleMs),
            isNull(users.disabledAt),
            // Who has a second factor has given it, or is not signed in.
            or(isNull(users.totpEnabledAt), isNotNull(sessions.secondFactorAt)),
          ),
        )
      if (!row) return null
      const user = userOf(row.user, row.agency)
      return {
        tokenHash,
        lastSeenAt: row.session.lastSeenAt,
        expiresAt: row.session.expiresAt,
        user,
        mustSetUpSecondFactor: !user.hasSecondFactor && demandOf(row.demand).roles.includes(user.role),
      }
    },
    /** Moves the idle end of a sign-in. */
    async touch(tokenHash: string, at: number): Promise<void> {
      await writer.write([
        statement(db.update(sessions).set({ lastSeenAt: at }).where(eq(sessions.tokenHash, tokenHash))),
      ])
    },
    /** Ends a sign-in; its row stays a while, because it says which machine its owner uses. */
    async end(tokenHash: string, at: number): Promise<void> {
      await writer.write([
        statement(db.update(sessions).set({ expiresAt: at }).where(eq(sessions.tokenHash, tokenHash))),
      ])
    },
    /** One's own sign-ins that are still open: this one, then the newest. */
    async own(userId: string, tokenHash: string, at: number, idleMs: number): Promise<OwnSignIn[]> {
      const rows = await db
        .select()
        .from(sessions)
        .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, at), gt(sessions.lastSeenAt, at - idleMs)))
        .orderBy(desc(eq(sessions.tokenHash, tokenHash)), desc(sessions.lastSeenAt))
      return rows.map((row) => ({
        id: row.tokenHash.slice(0, 12),
        createdAt: row.createdAt,
        lastSeenAt: row.lastSeenAt,
        endsAt: Math.min(row.expiresAt, row.lastSeenAt + idleMs),
        address: row.address,
        agent: row.agent,
        isThisOne: row.tokenHash === tokenHash,
      }))
    },
    /** Ends one's other sign-ins; gives their hashes. */
    async endOthers(by: Actor & { id: string }, tokenHash: string, at: number): Promise<string[]> {
      const open = await openSignIns(db, by.id, at)
      await writer.write([
        endSignIns(by.id, at, tokenHash),
        auditEntry({ at, actorId: by.id, actorRole: by.role, action: 'session.others-ended', subjectId: by.id }),
      ])
      return open.filter((hash) => hash !== tokenHash)
    },
    /** Whether this account was signed in from this address lately: its owner is not slowed by somebody else's guesses. */
    async isKnownMachine(login: string, address: string, at: number): Promise<boolean> {
      const found = await db
        .select({ one: sql`1` })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(sameLogin(login), eq(sessions.address, address), gt(sessions.createdAt, at - MACHINE_KEPT_MS)))
        .limit(1)
      return found.length > 0
    },
    async failures(subjects: readonly string[]): Promise<Map<string, Failure>> {
      if (subjects.length === 0) return new Map()
      const rows = await db
        .select()
        .from(signInFailures)
        .where(or(...subjects.map((subject) => eq(signInFailures.subject, subject))))
      return new Map(rows.map(({ subject, count, lastAt }) => [subject, { count, lastAt }]))
    },
    /** Counts one failure for each subject, and tells it; a subject quiet for longer than `forgetMs` starts anew. */
    async countFailure(
      subjects: readonly string[],
      at: number,
      forgetMs: number,
      told: { userId: string | null; cause: string; network: string },
    ): Promise<void> {
      const { userId, ...body } = told
      await writer.write([
        ...subjects.map((subject) => ({
          sql: `INSERT INTO sign_in_failures (subject, count, last_at) VALUES (?, 1, ?)
            ON CONFLICT (subject) DO UPDATE SET count = CASE WHEN last_at < ? THEN 1 ELSE count + 1 END, last_at = ?`,
          args: [subject, at, at - forgetMs, at],
        })),
        auditEntry({
          at,
          actorId: null,
          actorRole: 'nobody',
          action: 'session.refused',
          subjectId: userId ?? 'unknown',
          body,
        }),
      ])
    },
    /** Deletes sign-ins past their end and failures long quiet; gives how many rows went. */
    async prune(at: number, forgetMs: number): Promise<number> {
      const outcome = await writer.write([
        { sql: 'DELETE FROM sessions WHERE expires_at < ?', args: [at - MACHINE_KEPT_MS] },
        { sql: 'DELETE FROM sign_in_failures WHERE last_at < ?', args: [at - forgetMs] },
      ])
      return outcome.ok ? outcome.rowsAffected.reduce((sum, n) => sum + n, 0) : 0
    },
  }
}
