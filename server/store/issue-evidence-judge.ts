import { and, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { type IssueState, STATE_CLOCK } from '../domain/issue.ts'
import { evidencedFact, evidencedInterruption, interruptionOf, judge } from './issue-evidence.ts'
import { isOpenState } from './issue-list.ts'
import { planOf } from './issue-load.ts'
import { commit } from './issue-moves.ts'
import { type Plan, planEvent, planStop, SYSTEM } from './issue-plan.ts'
import { type NamedIssue, namedIssues } from './issue-view.ts'
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
  found: NamedIssue,
  event: SitedPowerEvent | null,
  at: number,
): Promise<Plan | null> {
  const { issue } = found
  const interruption = await evidencedInterruption(db, event, at)
  const evidence = judge(issue, interruption)
  const fact = evidencedFact(evidence)
  const isNewFact = fact.evidenced !== issue.evidenced || fact.evidencedAt !== issue.evidencedAt
  const returnedAt = event?.evidence === 'confirmed' ? event.endMaxAt : null
  const isReturnTold = returnedAt === null || (await isTold(db, issue.id, returnedAt))
  if (!isNewFact && isReturnTold) return null
  let plan = await planOf(db, found)
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
    plan = planStop(plan, 'handle', Math.max(returnedAt, issue.repliedAt), 'supply_returned')
  return plan
}

/** Whether the return of supply at an instant (epoch ms) stands among the issue's events. */
async function isTold(db: Db, issueId: string, returnedAt: number): Promise<boolean> {
  const rows = await db.all(sql`SELECT 1 FROM issue_events WHERE issue_id = ${issueId} AND kind = 'evidence'
    AND json_extract(body, '$.change') = 'supply_returned' AND json_extract(body, '$.at') = ${returnedAt} LIMIT 1`)
  return rows.length > 0
}
