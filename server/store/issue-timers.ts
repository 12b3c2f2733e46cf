import { and, asc, eq, isNotNull, lte, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { messages } from '../../db/schema/attachments.ts'
import { questions } from '../../db/schema/issue-steps.ts'
import { issues, reports } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { type IssueState, STATE_CLOCK } from '../domain/issue.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import { planOf } from './issue-load.ts'
import { askReports, commit, type Planned, planFollowUp } from './issue-moves.ts'
import { type Move, type Plan, planEvent, planMove, SYSTEM } from './issue-plan.ts'
import { type NamedIssue, namedIssues } from './issue-view.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'

const AT_ONCE = 500
const LOOK_AGAIN_MS = 3_600_000

/**
 * Moves issues on whose time has come, found by the index of `timer_at`: asks the merchants after a reply (T16) and
 * reminds them once, closes what nobody can be asked about (T17), what got no answer (T20) and what was confirmed
 * (T24), ends questions nobody answered (T14) and suspensions at their date (T15). Gives how many moved.
 */
export async function passTime(ports: StorePorts, at: number): Promise<number> {
  const { db, writer } = ports
  const due = await namedIssues(db)
    .where(and(isNotNull(issues.timerAt), lte(issues.timerAt, at)))
    .orderBy(asc(issues.timerAt))
    .limit(AT_ONCE)
  let moved = 0
  for (const found of due) {
    const next = await nextStep(db, found, await planOf(db, found), at)
    if (!next?.ok) {
      // Nothing to do yet: it is looked at again when its clock is due, and does not stand before others.
      const timerAt = Math.max(found.issue.dueAt ?? 0, at + LOOK_AGAIN_MS)
      await writer.write([statement(db.update(issues).set({ timerAt }).where(eq(issues.id, found.issue.id)))])
    } else if ((await commit(ports, next.value, at)) === null) moved++
  }
  return moved
}

type Step = Promise<Outcome<Planned> | null>

async function nextStep(db: Db, { issue }: NamedIssue, plan: Plan, at: number): Step {
  const state = issue.state as IssueState
  if (state === 'answered' || state === 'replied') return askOrClose(db, plan, at)
  if (state === 'follow_up') return remindOrClose(db, plan, at)
  if (state === 'waiting_reporter') return endQuestion(db, plan, at)
  if (state === 'suspended') return resume(plan, at)
  if (state === 'confirmed') return close(plan, { windowEndedAt: issue.timerAt ?? at }, at)
  return null
}

const planned = (outcome: Outcome<Plan>, also: Statement[] = []): Outcome<Planned> =>
  outcome.ok ? done({ plan: outcome.value, also }) : outcome

const close = (plan: Plan, given: Move['given'], at: number, patch: Move['patch'] = {}): Outcome<Planned> =>
  planned(planMove(plan, { to: 'closed', by: SYSTEM, given, body: { ...given }, patch }, at))

async function askOrClose(db: Db, plan: Plan, at: number): Step {
  const { issue } = plan
  const [row] = await db.select({ count: sql<number>`count(*)` }).from(reports).where(eq(reports.issueId, issue.id))
  if ((row?.count ?? 0) > 0) return planned(planFollowUp(plan, SYSTEM, 'phone_page', at), [askReports(db, issue.id)])
  const followUp = plan.running.find((run) => run.clock === 'follow_up')
  const isOver = (followUp?.dueAt ?? issue.sinceAt) < at && issue.evidenced !== 'contradicts'
  return isOver ? close(plan, { reasonCode: 'no_contact' }, at) : null
}

/** Half way through the window who has not answered is reminded, once; at its end silence is no answer. */
async function remindOrClose(db: Db, plan: Plan, at: number): Step {
  const { issue } = plan
  const endAt = issue.sinceAt + (STATE_CLOCK.follow_up.windowMs ?? 0)
  if (at >= endAt) return close(plan, { reasonCode: 'no_answer' }, at, { confirmed: 'no_answer', confirmedAt: at })
  const silent = await db
    .select({ id: reports.id })
    .from(reports)
    .where(and(eq(reports.issueId, issue.id), eq(reports.answer, 'asked')))
  const told = planEvent(plan, 'reminded', SYSTEM, at, { count: silent.length }, { timerAt: endAt })
  return done({ plan: told, also: silent.map(({ id }) => messageTo(db, issue.id, id, 'follow_up_reminder', at)) })
}

async function endQuestion(db: Db, plan: Plan, at: number): Step {
  const open = and(eq(questions.issueId, plan.issue.id), sql`${questions.endedAt} is null`)
  const given = { event: 'answer_not_received' }
  return planned(planMove(plan, { to: 'handling', by: SYSTEM, given, body: given }, at), [
    statement(db.update(questions).set({ outcome: 'not_received', endedAt: at }).where(open)),
  ])
}

async function resume(plan: Plan, at: number): Step {
  const dueAt = plan.running.find((run) => run.clock === 'handle')?.dueAt ?? at
  const given = { endedAt: at, dueAt }
  return planned(planMove(plan, { to: 'handling', by: SYSTEM, given, body: { ...given, cause: 'date_reached' } }, at))
}

/** A message for one merchant: shown on the tracking page, handed to a gateway where there is one. */
export const messageTo = (
  db: Db,
  issueId: string,
  reportId: string,
  code: string,
  at: number,
  body: Record<string, unknown> = {},
): Statement =>
  statement(
    db.insert(messages).values({ id: newId(at), issueId, reportId, code, body: JSON.stringify(body), createdAt: at }),
  )
