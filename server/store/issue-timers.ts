import { and, eq, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { type IssueState, STATE_CLOCK } from '../domain/issue.ts'
import { CALENDAR } from './calendar.ts'
import { clockClassOf } from './issue-create.ts'
import { evidencedFact, evidencedInterruption, interruptionOf, judge } from './issue-evidence.ts'
import { isOpenState } from './issue-list.ts'
import { askReports, commit, planFollowUp } from './issue-moves.ts'
import { type Move, type Plan, planEvent, planFor, planMove, planStop, SYSTEM } from './issue-plan.ts'
import { runningRuns } from './issue-statements.ts'
import { besides, type NamedIssue, namedIssues } from './issue-view.ts'
import type { StorePorts } from './ports.ts'
import type { SitedPowerEvent } from './power-events.ts'

/**
 * Holds open issues that are about an interruption against what the meters say now: notes the return of supply, stops
 * the clock that waited for it, and settles the fourth fact. Gives how many changed. Replies the meters already bear
 * out change only when a backlog rewrites the past: they are looked at `withSettled`.
 */
export async function judgeEvidence(ports: StorePorts, at: number, withSettled = true): Promise<number> {
  const { db } = ports
  const unsettled = or(isNull(issues.repliedAt), ne(issues.evidenced, 'supports'))
  const open = await namedIssues(db).where(
    and(isOpenState, isNotNull(issues.powerEventId), withSettled ? undefined : unsettled),
  )
  let changed = 0
  for (const found of open) {
    const event = await interruptionOf(db, found.issue, at)
    const plan = await planEvidence(ports, found, event, at)
    // Moved meanwhile: the next tick judges it as it stands then.
    if (plan && (await commit(ports, { plan }, at)) === null) changed++
  }
  return changed
}

async function planEvidence(
  { db }: StorePorts,
  { issue, service }: NamedIssue,
  event: SitedPowerEvent | null,
  at: number,
): Promise<Plan | null> {
  const interruption = await evidencedInterruption(db, event, at)
  const evidence = judge(issue, interruption)
  const fact = evidencedFact(evidence)
  const isNewFact = fact.evidenced !== issue.evidenced || fact.evidencedAt !== issue.evidencedAt
  const returnedAt = event?.evidence === 'confirmed' ? event.endMaxAt : null
  const running = await runningRuns(db, [issue.id])
  const isReturnTold = returnedAt === null || (await isTold(db, issue.id, returnedAt))
  if (!isNewFact && isReturnTold) return null
  let plan = planFor(issue, clockClassOf(service), running)
  if (!isReturnTold && event)
    plan = planEvent(plan, 'evidence', SYSTEM, at, {
      change: 'supply_returned',
      supply: 'present',
      powerEventId: event.id,
      at: returnedAt,
      endMinAt: event.endMinAt,
    })
  if (isNewFact) plan = planEvent(plan, 'evidence', SYSTEM, at, { change: 'judged', ...evidence }, fact)
  // The handling clock of a supply outage ends with the later of reply and return.
  if (issue.repliedAt !== null && returnedAt !== null && STATE_CLOCK[issue.state as IssueState].clock !== 'handle')
    plan = planStop(plan, 'handle', Math.max(returnedAt, issue.repliedAt))
  return plan
}

/** Whether the return of supply at an instant (epoch ms) stands among the issue's events. */
async function isTold(db: Db, issueId: string, returnedAt: number): Promise<boolean> {
  const rows = await db.all(sql`SELECT 1 FROM issue_events WHERE issue_id = ${issueId} AND kind = 'evidence'
    AND json_extract(body, '$.change') = 'supply_returned' AND json_extract(body, '$.at') = ${returnedAt} LIMIT 1`)
  return rows.length > 0
}

/**
 * Moves issues on whose time has come: asks the merchants after a reply (T16), closes what nobody can be asked about
 * (T17), what got no answer (T20) and what was confirmed (T24). Gives how many moved.
 */
export async function passTime(ports: StorePorts, at: number): Promise<number> {
  const { db } = ports
  const found = await namedIssues(db).where(isDue(at))
  if (found.length === 0) return 0
  const beside = await besides(
    db,
    found.map(({ issue }) => issue.id),
  )
  let moved = 0
  for (const one of found) {
    const { issue, service } = one
    const running = beside.runs.filter((run) => run.issueId === issue.id)
    const plan = planFor(issue, clockClassOf(service), running)
    const due = { reportCount: beside.reportCounts.get(issue.id) ?? 0, sinceAt: beside.since.get(issue.id) ?? at }
    const next = nextStep(plan, due, at)
    if (!next?.ok) continue
    const also = next.value.issue.state === 'follow_up' ? [askReports(db, issue.id)] : []
    if ((await commit(ports, { plan: next.value, also }, at)) === null) moved++
  }
  return moved
}

/** Answered issues, and those whose window ended by `at`; `confirmedAt` is when the merchant was asked or answered. */
function isDue(at: number) {
  const ended = (state: IssueState) =>
    and(eq(issues.state, state), lte(issues.confirmedAt, at - (STATE_CLOCK[state].windowMs ?? 0)))
  return or(inArray(issues.state, ['answered', 'replied']), ended('follow_up'), ended('confirmed'))
}

function nextStep(plan: Plan, { reportCount, sinceAt }: { reportCount: number; sinceAt: number }, at: number) {
  const { issue } = plan
  const state = issue.state as IssueState
  const close = (given: Move['given'], patch: Move['patch'] = {}) =>
    planMove(plan, { to: 'closed', by: SYSTEM, given, body: { ...given }, patch }, at, CALENDAR)
  if (state === 'answered' || state === 'replied') {
    if (reportCount > 0) return planFollowUp(plan, SYSTEM, 'phone_page', at)
    const followUp = plan.running.find((run) => run.clock === 'follow_up')
    const isOver = (followUp?.dueAt ?? sinceAt) < at && issue.evidenced !== 'contradicts'
    return isOver ? close({ reasonCode: 'no_contact' }) : null
  }
  const endedAt = sinceAt + (STATE_CLOCK[state].windowMs ?? Number.POSITIVE_INFINITY)
  if (endedAt > at) return null
  if (state === 'follow_up') return close({ reasonCode: 'no_answer' }, { confirmed: 'no_answer', confirmedAt: at })
  return close({ windowEndedAt: endedAt })
}
