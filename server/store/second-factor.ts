import { eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { recoveryCodes, sessions, users } from '../../db/schema/people.ts'
import { settings } from '../../db/schema/settings.ts'
import { type Statement, statement, type Writer } from '../../db/writer.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { Role } from '../wire/roles.ts'
import { type SecondFactor, type SecondFactorDemand, secondFactorDemandSchema } from '../wire/second-factor.ts'
import { auditEntry } from './audit-entry.ts'
import { type Actor, endSignIns, openSignIns } from './people-change.ts'

/** The setting that names the roles which sign in with a second factor. */
export const DEMAND_KEY = 'second_factor'

const NOBODY: SecondFactorDemand = { roles: [] }
/** What the stored setting says; nothing stored demands nothing. Throws on a setting that is none, and so lets nobody in. */
export const demandOf = (stored: string | null): SecondFactorDemand =>
  stored === null ? NOBODY : secondFactorDemandSchema.parse(JSON.parse(stored))

const told = (action: string, by: Actor, subjectId: string, at: number, body = {}): Statement =>
  auditEntry({ at, actorId: by.id, actorRole: by.role, action: `second-factor.${action}`, subjectId, body })

export function createSecondFactorStore(db: Db, writer: Writer) {
  const codeRows = (userId: string, hashes: readonly string[]): Statement[] => [
    statement(db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))),
    statement(db.insert(recoveryCodes).values(hashes.map((codeHash) => ({ codeHash, userId })))),
  ]
  async function demand(): Promise<SecondFactorDemand> {
    const [row] = await db.select().from(settings).where(eq(settings.key, DEMAND_KEY))
    return demandOf(row?.value ?? null)
  }
  const off = { totpSecret: null, totpEnabledAt: null, totpStep: null }

  return {
    /** The sealed secret somebody is setting up, or null. */
    async pending(userId: string): Promise<string | null> {
      const [row] = await db.select().from(users).where(eq(users.id, userId))
      return row && row.totpEnabledAt === null ? row.totpSecret : null
    },
    /** Keeps a secret that is not in force yet; refused while one is. */
    async begin(userId: string, sealed: string): Promise<Outcome<void>> {
      const outcome = await writer.write([
        {
          sql: 'UPDATE users SET totp_secret = ?, totp_step = NULL WHERE id = ? AND totp_enabled_at IS NULL',
          args: [sealed, userId],
          expectRows: 1,
        },
      ])
      return outcome.ok ? done(undefined) : refused('changed_meanwhile')
    },
    /** Puts it in force on the step whose code was shown; other sign-ins of the account end, and are given back. */
    async enable(
      by: Actor & { id: string; sessionHash: string },
      { step, codeHashes }: { step: number; codeHashes: readonly string[] },
      at: number,
    ): Promise<Outcome<string[]>> {
      const ended = await openSignIns(db, by.id, at)
      const outcome = await writer.write([
        {
          sql: `UPDATE users SET totp_enabled_at = ?, totp_step = ?
            WHERE id = ? AND totp_enabled_at IS NULL AND totp_secret IS NOT NULL`,
          args: [at, step, by.id],
          expectRows: 1,
        },
        ...codeRows(by.id, codeHashes),
        endSignIns(by.id, at, by.sessionHash),
        statement(db.update(sessions).set({ secondFactorAt: at }).where(eq(sessions.tokenHash, by.sessionHash))),
        told('enabled', by, by.id, at),
      ])
      return outcome.ok ? done(ended.filter((hash) => hash !== by.sessionHash)) : refused('changed_meanwhile')
    },
    /** Spends a time step: whether nobody did before. */
    async spendStep(userId: string, step: number): Promise<boolean> {
      const outcome = await writer.write([
        {
          sql: 'UPDATE users SET totp_step = ? WHERE id = ? AND (totp_step IS NULL OR totp_step < ?)',
          args: [step, userId, step],
          expectRows: 1,
        },
      ])
      return outcome.ok
    },
    /** Spends a recovery code: whether it was this person's and still good. */
    async spendRecoveryCode(userId: string, role: string, codeHash: string, at: number): Promise<boolean> {
      const outcome = await writer.write([
        {
          sql: 'UPDATE recovery_codes SET used_at = ? WHERE code_hash = ? AND user_id = ? AND used_at IS NULL',
          args: [at, codeHash, userId],
          expectRows: 1,
        },
        told('recovery-code-used', { id: userId, role }, userId, at),
      ])
      return outcome.ok
    },
    async state(userId: string, role: Role): Promise<SecondFactor> {
      const [[row], codes, { roles }] = await Promise.all([
        db.select().from(users).where(eq(users.id, userId)),
        db.select().from(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
        demand(),
      ])
      return {
        isOn: row?.totpEnabledAt != null,
        isDemanded: roles.includes(role),
        recoveryCodesLeft: codes.filter(({ usedAt }) => usedAt === null).length,
      }
    },
    async newCodes(by: Actor & { id: string }, hashes: readonly string[], at: number): Promise<Outcome<void>> {
      const outcome = await writer.write([
        {
          sql: 'UPDATE users SET totp_enabled_at = totp_enabled_at WHERE id = ? AND totp_enabled_at IS NOT NULL',
          args: [by.id],
          expectRows: 1,
        },
        ...codeRows(by.id, hashes),
        told('recovery-codes-made', by, by.id, at),
      ])
      return outcome.ok ? done(undefined) : refused('changed_meanwhile')
    },
    /** Takes it away: by its owner, or by an administrator for a lost telephone, whose owner is signed out. */
    async remove(userId: string, by: Actor, at: number): Promise<Outcome<string[]>> {
      const isOwn = by.id === userId
      const ended = isOwn ? [] : await openSignIns(db, userId, at)
      const outcome = await writer.write([
        statement(db.update(users).set(off).where(eq(users.id, userId)), 1),
        statement(db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))),
        ...(isOwn ? [] : [endSignIns(userId, at)]),
        told(isOwn ? 'removed' : 'reset', by, userId, at),
      ])
      return outcome.ok ? done(ended) : refused('not_found')
    },
    demand,
    async setDemand(demand: SecondFactorDemand, by: Actor, at: number): Promise<SecondFactorDemand> {
      const value = JSON.stringify(demand)
      await writer.write([
        statement(
          db
            .insert(settings)
            .values({ key: DEMAND_KEY, value, changedAt: at })
            .onConflictDoUpdate({ target: settings.key, set: { value, changedAt: at } }),
        ),
        told('demand-changed', by, 'roles', at, { roles: demand.roles }),
      ])
      return demand
    },
  }
}
