import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { agencies, sessions, signInFailures, users } from '../../db/schema/people.ts'
import { statement, type Writer } from '../../db/writer.ts'
import type { Role, User } from '../wire/people.ts'
import { sameLogin } from './people.ts'

export interface SessionRow {
  tokenHash: string
  user: User
  lastSeenAt: number
  /** Absolute end. */
  expiresAt: number
}

export interface Failure {
  count: number
  lastAt: number
}

export interface NewSession {
  tokenHash: string
  userId: string
  at: number
  expiresAt: number
  address: string
  agent: string
}

/** How long a known machine of an account is remembered, ms. */
const MACHINE_KEPT_MS = 30 * 86_400_000

export function createSessionStore(db: Db, writer: Writer) {
  return {
    /** The hash to check a password against, or null for an unknown or disabled account. */
    async credential(login: string): Promise<{ userId: string; passwordHash: string } | null> {
      const [row] = await db
        .select({ userId: users.id, passwordHash: users.passwordHash })
        .from(users)
        .where(and(sameLogin(login), isNull(users.disabledAt)))
      return row ?? null
    },
    /** Opens a sign-in and forgets the account's failures at this address. */
    async open(session: NewSession, subjects: readonly string[]): Promise<void> {
      const { at, ...row } = session
      await writer.write([
        statement(db.insert(sessions).values({ ...row, createdAt: at, lastSeenAt: at })),
        ...subjects.map((subject) => statement(db.delete(signInFailures).where(eq(signInFailures.subject, subject)))),
      ])
    },
    /** A sign-in that is neither idle nor expired nor of a disabled account, or null. */
    async find(tokenHash: string, at: number, idleMs: number): Promise<SessionRow | null> {
      const [row] = await db
        .select({
          session: sessions,
          user: users,
          agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
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
          ),
        )
      if (!row) return null
      const { session, user, agency } = row
      return {
        tokenHash,
        lastSeenAt: session.lastSeenAt,
        expiresAt: session.expiresAt,
        user: {
          id: user.id,
          login: user.login,
          name: user.name,
          role: user.role as Role,
          agency: agency?.id ? agency : null,
          isDisabled: false,
        },
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
    /** Counts one failure for each subject; a subject quiet for longer than `forgetMs` starts anew. */
    async countFailure(subjects: readonly string[], at: number, forgetMs: number): Promise<void> {
      await writer.write(
        subjects.map((subject) => ({
          sql: `INSERT INTO sign_in_failures (subject, count, last_at) VALUES (?, 1, ?)
            ON CONFLICT (subject) DO UPDATE SET count = CASE WHEN last_at < ? THEN 1 ELSE count + 1 END, last_at = ?`,
          args: [subject, at, at - forgetMs, at],
        })),
      )
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
