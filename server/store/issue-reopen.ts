import { and, eq, like } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { plainText } from '../domain/plain-text.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { type Asked, act, type Planned } from './issue-act.ts'
import { interruptionOf } from './issue-evidence.ts'
import { type IssueRecord, type Mover, type Plan, planMove } from './issue-plan.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { messagesToAll, messageTo } from './issue-told.ts'
import { countSubscribers, firstOf } from './issue-withdraw.ts'
import type { StorePorts } from './ports.ts'

/** T25 by desk or supervisor, at any time. */
export const reopenIssue = (ports: StorePorts, asked: Asked, words: { reason: string }) =>
  act(ports, asked, 'reopening', (_, plan, by) => planReopening(ports.db, plan, by, plainText(words.reason), asked.at))

/**
 * The plan with a reopening: the next round with a new promise, told to the last lead agency. A merged issue leaves its
 * master and takes its own merchants back.
 */
export async function planReopening(
  db: Db,
  plan: Plan,
  by: Mover,
  reason: string,
  at: number,
): Promise<Outcome<Planned>> {
  const { issue } = plan
  const moved = planMove(
    plan,
    {
      to: 'received',
      by,
      given: { reason },
      body: { reason, fromState: issue.state, leadAgencyId: issue.leadAgencyId, masterId: issue.masterId },
      patch: { confirmed: 'not_asked', confirmedAt: null, masterId: null, personInCharge: null, contactDueAt: null },
    },
    at,
  )
  if (!moved.ok) return moved
  const told = { expectedAt: moved.value.issue.expectedAt }
  const also =
    issue.masterId === null
      ? await messagesToAll(db, issue.id, 'reopened', at, told)
      : await leaveMaster(db, issue, issue.masterId, by, told, at)
  return done({ plan: moved.value, also })
}

/** Takes back the merchants who came with this issue: their numbers begin with its own. */
async function leaveMaster(
  db: Db,
  issue: IssueRecord,
  masterId: string,
  by: Mover,
  told: Record<string, unknown>,
  at: number,
): Promise<Statement[]> {
  const [master] = await db.select().from(issues).where(eq(issues.id, masterId))
  if (!master) return []
  const own = and(eq(reports.issueId, masterId), like(reports.number, `${issue.number}-%`))
  const returning = await db.select({ id: reports.id }).from(reports).where(own)
  return [
    ...returning.map(({ id }) => messageTo(db, issue.id, id, 'reopened', at, told)),
    statement(db.update(reports).set({ issueId: issue.id, isPrimary: false }).where(own)),
    firstOf(db, issue.id),
    firstOf(db, masterId),
    countSubscribers(issue.id),
    countSubscribers(masterId),
    statement(
      db.insert(issueEvents).values({
        issueId: masterId,
        at,
        kind: 'merged_out',
        round: master.round,
        actorRole: by.actor,
        actorId: by.userId,
        agencyId: by.agencyId,
        body: JSON.stringify({ issueId: issue.id, number: issue.number }),
      }),
    ),
    issueLiveEvent(db, master, at),
  ]
}

/** T19 by a supervisor: the meter contradicts the reply, whatever merchants say. */
export const contradictIssue = (ports: StorePorts, asked: Asked, words: { reason: string }) =>
  act(ports, asked, 'contradiction', async ({ issue }, plan, by) => {
    const interruption = await interruptionOf(ports.db, issue, asked.at)
    if (interruption === null || issue.evidenced !== 'contradicts') return refused('not_allowed_now', { allowed: [] })
    const evidence = { evidenceId: interruption.id, evidence: issue.evidenced }
    const body = { ...evidence, reason: plainText(words.reason) }
    const moved = planMove(plan, { to: 'dissatisfied', by, given: evidence, body }, asked.at)
    return moved.ok ? done({ plan: moved.value }) : moved
  })
