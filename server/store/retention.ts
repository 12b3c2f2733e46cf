import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { attachments } from '../../db/schema/attachments.ts'
import { retentionRuns } from '../../db/schema/audit.ts'
import { contacts, issues, reports } from '../../db/schema/issues.ts'
import { users } from '../../db/schema/people.ts'
import { settings } from '../../db/schema/settings.ts'
import { statement } from '../../db/writer.ts'
import { FINISHED_STATES } from '../domain/issue.ts'
import { monthsBefore, REFUSED_STATES, RETENTION_DEFAULT, type RetentionPolicy } from '../domain/retention.ts'
import { type Retention, type RetentionCounts, retentionPolicySchema } from '../wire/privacy.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { auditEntry } from './audit-entry.ts'
import { breathe } from './breathe.ts'
import { liveEvent } from './live.ts'
import type { Actor } from './people-change.ts'
import type { StorePorts } from './ports.ts'
import { tombstoneStatements } from './tombstone.ts'

const KEY = 'retention'
const CONTACT_SLICE = 500
const ISSUE_SLICE = 100
const RUNS_SHOWN = 20
const HANDLED = FINISHED_STATES.filter((state) => !REFUSED_STATES.includes(state))

const NOTHING: RetentionCounts = { contacts: 0, refusedIssues: 0, handledIssues: 0, attachments: 0 }

/** Finished issues of these states that ended long enough ago and still have their texts. */
const ended = (states: readonly string[], before: number): SQL | undefined =>
  and(
    inArray(issues.state, [...states]),
    isNotNull(issues.finishedAt),
    isNull(issues.erasedAt),
    lte(issues.finishedAt, before),
  )

export function createRetentionStore(ports: StorePorts) {
  const { db, writer } = ports
  let isRunning = false

  async function policy(): Promise<RetentionPolicy> {
    const [row] = await db.select().from(settings).where(eq(settings.key, KEY))
    return row ? retentionPolicySchema.parse(JSON.parse(row.value)) : RETENTION_DEFAULT
  }
  const cutoffs = async (now: number) => {
    const { contactMonths, refusedMonths, handledMonths } = await policy()
    return {
      contacts: monthsBefore(now, contactMonths),
      refused: monthsBefore(now, refusedMonths),
      handled: monthsBefore(now, handledMonths),
    }
  }
  /** Contacts that may be due: whoever's issue ended then had left them before. In slices, by (createdAt, reportId). */
  async function dueContacts(before: number, after: { createdAt: number; reportId: string } | null) {
    const rows = await db
      .select({ reportId: contacts.reportId, createdAt: contacts.createdAt, finishedAt: issues.finishedAt })
      .from(contacts)
      .innerJoin(reports, eq(reports.id, contacts.reportId))
      .innerJoin(issues, eq(issues.id, reports.issueId))
      .where(
        and(
          isNull(contacts.erasedAt),
          lte(contacts.createdAt, before),
          after
            ? or(
                gt(contacts.createdAt, after.createdAt),
                and(eq(contacts.createdAt, after.createdAt), gt(contacts.reportId, after.reportId)),
              )
            : undefined,
        ),
      )
      .orderBy(asc(contacts.createdAt), asc(contacts.reportId))
      .limit(CONTACT_SLICE)
    const due = rows.filter(({ finishedAt }) => finishedAt !== null && finishedAt <= before)
    const last = rows.length === CONTACT_SLICE ? (rows.at(-1) ?? null) : null
    return { due: due.map(({ reportId }) => reportId), last }
  }
  /** Goes through the contacts that are due; gives how many. */
  async function eachContacts(before: number, take: (ids: string[]) => Promise<number>): Promise<number> {
    let count = 0
    for (let after: { createdAt: number; reportId: string } | null = null; ; ) {
      const { due, last } = await dueContacts(before, after)
      if (due.length > 0) count += await take(due)
      if (!last) return count
      after = last
      await breathe()
    }
  }
  const countOf = async (states: readonly string[], before: number): Promise<number> => {
    const [row] = await db.select({ count: sql<number>`count(*)` }).from(issues).where(ended(states, before))
    return row?.count ?? 0
  }
  async function counts(now: number): Promise<RetentionCounts> {
    const cut = await cutoffs(now)
    const due = or(ended(REFUSED_STATES, cut.refused), ended(HANDLED, cut.handled))
    const [files] = await db
      .select({ count: sql<number>`count(*)` })
      .from(attachments)
      .innerJoin(issues, eq(issues.id, attachments.issueId))
      .where(due)
    return {
      contacts: await eachContacts(cut.contacts, async (ids) => ids.length),
      refusedIssues: await countOf(REFUSED_STATES, cut.refused),
      handledIssues: await countOf(HANDLED, cut.handled),
      attachments: files?.count ?? 0,
    }
  }
  async function eraseContacts(before: number, at: number): Promise<number> {
    return eachContacts(before, async (ids) => {
      const outcome = await writer.write([
        {
          // Asked again where it is written: an issue reopened meanwhile keeps its merchants' telephones.
          sql: `UPDATE contacts SET name = NULL, telephone = NULL, erased_at = ?2
            WHERE erased_at IS NULL AND report_id IN (SELECT reports.id FROM reports JOIN issues ON issues.id = reports.issue_id
              WHERE reports.id IN (SELECT value FROM json_each(?1)) AND issues.finished_at <= ?3)`,
          args: [JSON.stringify(ids), at, before],
        },
      ])
      return outcome.ok ? (outcome.rowsAffected[0] ?? 0) : 0
    })
  }
  /** Makes tombstones slice by slice; each is whole, so a run that is cut off is continued by the next. */
  async function eraseIssues(states: readonly string[], before: number, at: number) {
    const total = { issues: 0, attachments: 0 }
    for (let failed = 0; failed < 3; ) {
      const rows = await db
        .select({ id: issues.id })
        .from(issues)
        .where(ended(states, before))
        .orderBy(asc(issues.state), asc(issues.finishedAt))
        .limit(ISSUE_SLICE)
      const ids = rows.map(({ id }) => id)
      if (ids.length === 0) return total
      const [files] = await db
        .select({ count: sql<number>`count(*)` })
        .from(attachments)
        .where(inArray(attachments.issueId, ids))
      const outcome = await writer.write(await tombstoneStatements(db, ids, at))
      if (outcome.ok) {
        total.issues += ids.length
        total.attachments += files?.count ?? 0
      } else failed++
      await breathe()
    }
    return total
  }
  async function apply(now: number): Promise<RetentionCounts> {
    const cut = await cutoffs(now)
    const gone = { ...NOTHING, contacts: await eraseContacts(cut.contacts, now) }
    const declined = await eraseIssues(REFUSED_STATES, cut.refused, now)
    const handled = await eraseIssues(HANDLED, cut.handled, now)
    return {
      ...gone,
      refusedIssues: declined.issues,
      handledIssues: handled.issues,
      attachments: declined.attachments + handled.attachments,
    }
  }

  return {
    policy,
    counts,
    async setPolicy(next: RetentionPolicy, reason: string, by: Actor, at: number): Promise<void> {
      const before = await policy()
      const value = JSON.stringify(next)
      await writer.write([
        statement(
          db
            .insert(settings)
            .values({ key: KEY, value, changedAt: at })
            .onConflictDoUpdate({ target: settings.key, set: { value, changedAt: at } }),
        ),
        auditEntry({
          at,
          actorId: by.id,
          actorRole: by.role,
          action: 'retention.policy-changed',
          subjectId: 'retention',
          body: { before, after: next, reason },
        }),
        liveEvent({ at, kind: 'setup', subjectId: 'retention' }),
      ])
    },
    /** One run at a time in this process; a dry run counts and changes nothing. */
    async run(isDryRun: boolean, by: Actor, at: number): Promise<Outcome<RetentionCounts>> {
      if (isRunning) return refused('in_progress')
      isRunning = true
      try {
        const result = isDryRun ? await counts(at) : await apply(at)
        await writer.write([
          statement(db.insert(retentionRuns).values({ at, actorId: by.id, isDryRun, counts: JSON.stringify(result) })),
          auditEntry({
            at,
            actorId: by.id,
            actorRole: by.role,
            action: isDryRun ? 'retention.dry-run' : 'retention.run',
            subjectId: 'retention',
            body: { ...result },
          }),
        ])
        return done(result)
      } finally {
        isRunning = false
      }
    },
    /** When something was last removed by itself, epoch ms; null: never. */
    async lastOwnRunAt(): Promise<number | null> {
      const [row] = await db
        .select({ at: retentionRuns.at })
        .from(retentionRuns)
        .where(and(eq(retentionRuns.isDryRun, false), isNull(retentionRuns.actorId)))
        .orderBy(desc(retentionRuns.id))
        .limit(1)
      return row?.at ?? null
    },
    async read(): Promise<Retention> {
      const rows = await db
        .select({ run: retentionRuns, by: users.name })
        .from(retentionRuns)
        .leftJoin(users, eq(users.id, retentionRuns.actorId))
        .orderBy(desc(retentionRuns.id))
        .limit(RUNS_SHOWN)
      return {
        policy: await policy(),
        runs: rows.map(({ run, by }) => ({
          id: run.id,
          at: run.at,
          by,
          isDryRun: run.isDryRun,
          counts: { ...NOTHING, ...(JSON.parse(run.counts) as Partial<RetentionCounts>) },
        })),
      }
    },
  }
}
