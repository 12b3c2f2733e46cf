import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { reports } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { leavingOf } from '../domain/issue-round.ts'
import { plainText } from '../domain/plain-text.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { type Asked, act, type Planned } from './issue-act.ts'
import { type Mover, type Plan, planEvent, planMove } from './issue-plan.ts'
import { messageTo, presentOn } from './issue-told.ts'
import type { StorePorts } from './ports.ts'

export interface WithdrawalWords {
  reason: string
  askedChannel: string | null
  /** Epoch ms. */
  askedAt: number | null
}

/** T6 by the desk, on the reporter's word; a meter's issue without merchants needs nobody's. */
export const withdrawIssue = (ports: StorePorts, asked: Asked, words: WithdrawalWords) =>
  act(ports, asked, 'withdrawal', async ({ issue }, plan, by) => {
    if (words.askedAt !== null && words.askedAt > asked.at)
      return refused('invalid', {
        errors: [{ pointer: '/askedAt', code: 'unfit', detail: '时间还没到 · This lies ahead' }],
      })
    const present = await presentOn(ports.db, issue.id)
    const first = present.find(({ isPrimary }) => isPrimary) ?? present[0] ?? null
    return planLeaving(ports.db, plan, by, { ...words, report: first, others: present.length - 1 }, asked.at)
  })

interface Leaving extends WithdrawalWords {
  /** Whose wish it is; null on an issue without merchants. */
  report: { id: string; number: string; isPrimary: boolean } | null
  /** Merchants who stay. */
  others: number
}

/** T6, or with merchants left on the issue only the leaving of one: the next one decides for it from now on. */
export async function planLeaving(
  db: Db,
  plan: Plan,
  by: Mover,
  { reason, askedChannel, askedAt, report, others }: Leaving,
  at: number,
): Promise<Outcome<Planned>> {
  const words = plainText(reason)
  const isMeters = plan.issue.channel === 'edge' && report === null
  const told = { reason: words, askedChannel, askedAt, ...(report ? { reportNumber: report.number } : {}) }
  // Judged in both cases: where an issue cannot be withdrawn, nobody leaves it either.
  const withdrawn = planMove(
    plan,
    {
      to: 'withdrawn',
      by,
      given: {
        reason: words,
        askedBy: report ? 'reporter' : 'desk',
        ...(askedChannel === null ? {} : { askedChannel }),
        ...(askedAt === null ? {} : { askedAt }),
        ...(isMeters ? { isEdgeWithoutSubscribers: true } : {}),
      },
      body: told,
    },
    at,
  )
  if (!withdrawn.ok) return withdrawn
  if (report === null) return done({ plan: withdrawn.value })
  if (leavingOf(others) === 'withdraw')
    return done({ plan: withdrawn.value, also: [messageTo(db, plan.issue.id, report.id, 'withdrawn', at)] })
  return done({
    plan: planEvent(plan, 'left', by, at, told),
    also: [...leftRows(db, plan.issue.id, report, at), messageTo(db, plan.issue.id, report.id, 'left', at)],
  })
}

function leftRows(db: Db, issueId: string, report: { id: string }, at: number): Statement[] {
  return [
    statement(db.update(reports).set({ leftAt: at, isPrimary: false }).where(eq(reports.id, report.id)), 1),
    firstOf(db, issueId),
    countSubscribers(issueId),
  ]
}

/** Makes the first merchant who is still on an issue the one who decides for it, if nobody does. */
export const firstOf = (db: Db, issueId: string): Statement =>
  statement(
    db
      .update(reports)
      .set({ isPrimary: true })
      .where(
        and(
          eq(
            reports.id,
            sql`(SELECT id FROM reports WHERE issue_id = ${issueId} AND left_at IS NULL ORDER BY created_at, number LIMIT 1)`,
          ),
          sql`NOT EXISTS (SELECT 1 FROM reports p WHERE p.issue_id = ${issueId} AND p.is_primary = 1)`,
        ),
      ),
  )

/** Counts the merchants on an issue anew, the one who decides for it left out. */
export const countSubscribers = (issueId: string): Statement => ({
  sql: `UPDATE issues SET subscriber_count =
    (SELECT count(*) FROM reports WHERE issue_id = issues.id AND left_at IS NULL AND is_primary = 0) WHERE id = ?`,
  args: [issueId],
})
