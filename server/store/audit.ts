import { createHash } from 'node:crypto'
import { and, asc, desc, eq, gt, gte, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { auditLog } from '../../db/schema/audit.ts'
import { issues, services } from '../../db/schema/issues.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { type Statement, statement, type Writer } from '../../db/writer.ts'
import { CHAIN_START, sealedText } from '../domain/audit-chain.ts'
import type { AuditAnchor, AuditPage, AuditQuery } from '../wire/audit.ts'
import { auditEntry } from './audit-entry.ts'

type AuditRecord = typeof auditLog.$inferSelect

const sealOf = (previous: string, row: AuditRecord): string =>
  createHash('sha256').update(sealedText(previous, row)).digest('hex')

/** Rows sealed or read at once. */
const SLICE = 500

/** What a verification found. `broken` is the first row that does not fit, and why. */
export interface Verdict {
  rows: number
  unsealed: number
  last: AuditAnchor | null
  broken: { id: number; why: 'hash' | 'unsealed' | 'missing' | 'anchor' } | null
}

export function createAuditStore(db: Db, writer: Writer) {
  async function anchor(): Promise<AuditAnchor | null> {
    const [row] = await db.select().from(auditLog).where(isNotNull(auditLog.hash)).orderBy(desc(auditLog.id)).limit(1)
    return row ? { id: row.id, at: row.at, hash: row.hash as string } : null
  }
  const after = (id: number): Promise<AuditRecord[]> =>
    db.select().from(auditLog).where(gt(auditLog.id, id)).orderBy(asc(auditLog.id)).limit(SLICE)

  return {
    anchor,
    /** Tells that somebody took rows away in a file: which file, and how many. */
    async tellExport(by: { id: string; role: string } | null, file: string, rows: number, at: number): Promise<void> {
      const actor = { actorId: by?.id ?? null, actorRole: by?.role ?? 'nobody' }
      await writer.write([auditEntry({ at, ...actor, action: 'export.made', subjectId: file, body: { rows } })])
    },
    /** Chains rows written since the last sealing; gives how many. Another process that seals as well loses or wins whole slices. */
    async seal(): Promise<number> {
      for (let total = 0; ; ) {
        const last = await anchor()
        const rows = await after(last?.id ?? 0)
        let hash = last?.hash ?? CHAIN_START
        const seals = rows.map((row): Statement => {
          hash = sealOf(hash, row)
          const unsealed = sql`${auditLog.id} = ${row.id} AND ${auditLog.hash} IS NULL`
          return statement(db.update(auditLog).set({ hash }).where(unsealed), 1)
        })
        if (seals.length === 0) return total
        const outcome = await writer.write(seals)
        if (!outcome.ok) return total
        total += seals.length
        if (seals.length < SLICE) return total
      }
    },
    /** Recomputes the chain from its start. `noted`: an anchor written down earlier, which must still be there. */
    async verify(noted: { id: number; hash: string } | null = null): Promise<Verdict> {
      const verdict: Verdict = { rows: 0, unsealed: 0, last: null, broken: null }
      let [hash, id, hasNoted] = [CHAIN_START, 0, noted === null]
      for (let rows = await after(0); rows.length > 0; rows = await after(id)) {
        for (const row of rows) {
          id = row.id
          verdict.rows++
          if (row.hash === null) {
            verdict.unsealed++
            continue
          }
          // Sealing goes in order: a row without a seal before one that has it was written, or bared, afterwards.
          if (verdict.unsealed > 0) return { ...verdict, broken: { id: row.id, why: 'unsealed' } }
          hash = sealOf(hash, row)
          if (row.hash !== hash) return { ...verdict, broken: { id: row.id, why: 'hash' } }
          verdict.last = { id: row.id, at: row.at, hash }
          if (row.id === noted?.id) {
            if (row.hash !== noted.hash) return { ...verdict, broken: { id: row.id, why: 'anchor' } }
            hasNoted = true
          }
        }
      }
      // Ids are never given twice: the last one given must be there.
      const [sequence] = await db.all<{ seq: number }>(sql`SELECT seq FROM sqlite_sequence WHERE name = 'audit_log'`)
      if ((sequence?.seq ?? 0) > id) return { ...verdict, broken: { id: id + 1, why: 'missing' } }
      return hasNoted || !noted ? verdict : { ...verdict, broken: { id: noted.id, why: 'anchor' } }
    },
    async list(query: AuditQuery): Promise<AuditPage> {
      const rows = await db
        .select({ row: auditLog, actorName: users.name })
        .from(auditLog)
        .leftJoin(users, eq(users.id, auditLog.actorId))
        .where(and(...conditions(query)))
        .orderBy(desc(auditLog.id))
        .limit(query.limit + 1)
      const page = rows.slice(0, query.limit)
      const [names, last, unsealed] = await Promise.all([
        subjectNames(
          db,
          page.map(({ row }) => row.subjectId),
        ),
        anchor(),
        db
          .select({ id: auditLog.id })
          .from(auditLog)
          .where(gt(auditLog.id, sql`coalesce((${lastSealed}), 0)`))
          .limit(SLICE),
      ])
      return {
        rows: page.map(({ row, actorName }) => ({
          id: row.id,
          at: row.at,
          actor: row.actorId === null ? null : { id: row.actorId, name: actorName ?? row.actorId },
          actorRole: row.actorRole,
          action: row.action,
          subjectId: row.subjectId,
          subject: names.get(row.subjectId) ?? null,
          body: JSON.parse(row.body) as Record<string, unknown>,
          isSealed: row.hash !== null,
        })),
        next: rows.length > query.limit ? String(page.at(-1)?.row.id) : null,
        anchor: last,
        unsealed: unsealed.length,
      }
    },
  }
}

const lastSealed = sql`SELECT id FROM audit_log WHERE hash IS NOT NULL ORDER BY id DESC LIMIT 1`

function conditions({ group, actor, subject, from, until, cursor }: AuditQuery): (SQL | undefined)[] {
  const before = Number(cursor)
  return [
    // 'group.' up to, not with, what would come after every 'group.…'.
    group ? and(gte(auditLog.action, `${group}.`), lt(auditLog.action, `${group}/`)) : undefined,
    actor ? eq(auditLog.actorId, actor) : undefined,
    subject ? eq(auditLog.subjectId, subject) : undefined,
    from === undefined ? undefined : gte(auditLog.at, from),
    until === undefined ? undefined : lt(auditLog.at, until),
    Number.isSafeInteger(before) && before > 0 ? lt(auditLog.id, before) : undefined,
  ]
}

/** What subjects are called: a person by login, an issue by number, agencies and services by name. */
async function subjectNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const list = sql`(SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`
  const [people, matters, offices, kinds] = await Promise.all([
    db.select({ id: users.id, name: users.login }).from(users).where(sql`${users.id} IN ${list}`),
    db.select({ id: issues.id, name: issues.number }).from(issues).where(sql`${issues.id} IN ${list}`),
    db.select({ id: agencies.id, name: agencies.nameZh }).from(agencies).where(sql`${agencies.id} IN ${list}`),
    db.select({ id: services.id, name: services.nameZh }).from(services).where(sql`${services.id} IN ${list}`),
  ])
  return new Map([...people, ...matters, ...offices, ...kinds].map(({ id, name }) => [id, name]))
}
