import { and, asc, eq, inArray, isNotNull, lte } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { notices } from '../../db/schema/supervision.ts'
import { type Statement, statement } from '../../db/writer.ts'
import {
  hardWord,
  type LadderPast,
  type LadderStep,
  ladderStep,
  RUNGS,
  type Rung,
  watchedOf,
} from '../domain/ladder.ts'
import { commit } from './issue-act.ts'
import { ladderIssueOf } from './issue-clocks.ts'
import { planOf } from './issue-load.ts'
import { type IssueRecord, type Plan, planEvent, SYSTEM } from './issue-plan.ts'
import { namedIssues } from './issue-view.ts'
import { noticeStatement, receiverOf } from './notices.ts'
import type { StorePorts } from './ports.ts'

const AT_ONCE = 200

/**
 * Lifts the issues whose time on the ladder has come, found by the index of `ladder_at`: notices, level, consultation.
 * Gives how many it lifted. May run twice or beside itself: the issue's version lets one of them write.
 */
export async function climb(ports: StorePorts, at: number): Promise<number> {
  const { db } = ports
  const due = await namedIssues(db)
    .where(and(isNotNull(issues.ladderAt), lte(issues.ladderAt, at)))
    .orderBy(asc(issues.ladderAt))
    .limit(AT_ONCE)
  let lifted = 0
  for (const found of due) if (await climbOne(ports, await planOf(db, found), at)) lifted++
  return lifted
}

async function climbOne(ports: StorePorts, plan: Plan, at: number): Promise<boolean> {
  const { db, writer } = ports
  const past = await pastOf(db, plan.issue)
  const step = ladderStep(ladderIssueOf(plan), past, at, plan.rules.calendar)
  if (step.level === 0 && step.rungs.length === 0) {
    const { id, version } = plan.issue
    const look = db
      .update(issues)
      .set({ ladderAt: step.nextAt })
      .where(and(eq(issues.id, id), eq(issues.version, version)))
    await writer.write([statement(look)])
    return false
  }
  const also = await noticesOf(db, plan, step.rungs, at)
  return (await commit(ports, { plan: liftedPlan(plan, step, at), also }, at)) === null
}

/** The plan with the level the step lifts to, and the event that says why. */
function liftedPlan(plan: Plan, step: LadderStep, at: number): Plan {
  const { issue } = plan
  const level = Math.max(issue.supervisionLevel, step.level)
  const watched = watchedOf(ladderIssueOf(plan))
  const body = {
    change: 'climbed',
    rungs: step.rungs,
    from: issue.supervisionLevel,
    level,
    dueAt: watched?.dueAt ?? null,
    ...(step.isListed ? { hardAs: hardWord(issue) } : {}),
  }
  const isListed = step.isListed && (issue.consultation === 'none' || issue.consultation === 'struck_off')
  return planEvent(plan, 'supervision', SYSTEM, at, body, {
    ladderAt: step.nextAt,
    supervisionLevel: level,
    ...(isListed ? { consultation: 'listed' } : {}),
  })
}

/** What was sent in this round, what the reporter said, and what lifted it before. */
async function pastOf(db: Db, { id, round }: IssueRecord): Promise<LadderPast> {
  const [sent, events] = await Promise.all([
    db
      .select({ rung: notices.rung })
      .from(notices)
      .where(and(eq(notices.issueId, id), eq(notices.round, round))),
    db
      .select({ kind: issueEvents.kind, round: issueEvents.round, body: issueEvents.body })
      .from(issueEvents)
      .where(and(eq(issueEvents.issueId, id), inArray(issueEvents.kind, ['supervision', 'promise_missed'])))
      .orderBy(asc(issueEvents.id)),
  ])
  const hardAs = events
    .filter(({ kind }) => kind === 'supervision')
    .map(({ body }) => (JSON.parse(body) as { hardAs?: unknown }).hardAs)
    .findLast((word) => typeof word === 'string')
  const isRung = (rung: string): rung is Rung => (RUNGS as readonly string[]).includes(rung)
  return {
    rungs: new Set(sent.map(({ rung }) => rung).filter(isRung)),
    isMissed: events.some((event) => event.kind === 'promise_missed' && event.round === round),
    hardAs: typeof hardAs === 'string' ? hardAs : null,
  }
}

/** One level above an agency; null where there is none. */
export async function aboveOf(db: Db, agencyId: string | null): Promise<string | null> {
  if (agencyId === null) return null
  const [row] = await db.select({ parentId: agencies.parentId }).from(agencies).where(eq(agencies.id, agencyId))
  return row?.parentId ?? null
}

async function noticesOf(db: Db, plan: Plan, rungs: readonly Rung[], at: number): Promise<Statement[]> {
  const { issue, rules } = plan
  if (rungs.length === 0) return []
  const agencyId = receiverOf(issue)
  const above = await aboveOf(db, agencyId)
  const watched = ladderIssueOf(plan)
  const limit = watchedOf(watched)
  return rungs.map((rung) =>
    noticeStatement(db, issue, rules, {
      rung,
      agencyId: rung === 'sign_overdue' ? issue.agencyId : agencyId,
      copiedToId: rung === 'written' || rung === 'listed' ? above : null,
      isAtOnce: limit?.isUrgentClass ?? false,
      dueAt: (rung === 'sign_overdue' ? watched.signDueAt : limit?.dueAt) ?? null,
      text: '',
      createdBy: null,
      at,
    }),
  )
}
