import { and, asc, eq, isNotNull, isNull, lte } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, reports } from '../../db/schema/issues.ts'
import { statement } from '../../db/writer.ts'
import { type IssueState, STATE_CLOCK } from '../domain/issue.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import { commit, endQuestion, one, type Planned, presentReports } from './issue-act.ts'
import { askReports, planFollowUp } from './issue-follow-up.ts'
import { planOf } from './issue-load.ts'
import { type Move, type Plan, planEvent, planMove, SYSTEM } from './issue-plan.ts'
import { planResumption } from './issue-resume.ts'
import { messagesToAll, messageTo } from './issue-told.ts'
import { type NamedIssue, namedIssues } from './issue-view.ts'
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
  // A pause ends at its own date, however late the timer comes by.
  const endedAt = Math.min(at, issue.timerAt ?? at)
  if (state === 'waiting_reporter') return endWaiting(db, plan, endedAt)
  if (state === 'suspended') return one(planResumption(plan, SYSTEM, { cause: 'date_reached' }, endedAt))
  if (state === 'confirmed') return close(plan, { windowEndedAt: issue.timerAt ?? at }, at)
  return null
}

const close = (plan: Plan, given: Move['given'], at: number, patch: Move['patch'] = {}): Outcome<Planned> =>
  one(planMove(plan, { to: 'closed', by: SYSTEM, given, body: { ...given }, patch }, at))

async function askOrClose(db: Db, plan: Plan, at: number): Step {
  const { issue } = plan
  if ((await presentReports(db, issue.id)) > 0)
    return one(planFollowUp(plan, SYSTEM, 'phone_page', at), [
      askReports(db, issue.id),
      ...(await messagesToAll(db, issue.id, 'follow_up', at)),
    ])
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
    .where(and(eq(reports.issueId, issue.id), eq(reports.answer, 'asked'), isNull(reports.leftAt)))
  const told = planEvent(plan, 'reminded', SYSTEM, at, { count: silent.length }, { timerAt: endAt })
  return done({ plan: told, also: silent.map(({ id }) => messageTo(db, issue.id, id, 'follow_up_reminder', at)) })
}

async function endWaiting(db: Db, plan: Plan, at: number): Step {
  const given = { event: 'answer_not_received' }
  return one(planMove(plan, { to: 'handling', by: SYSTEM, given, body: given }, at), [
    endQuestion(db, plan.issue.id, { outcome: 'not_received', answer: null }, at),
  ])
}

export { messageTo }
