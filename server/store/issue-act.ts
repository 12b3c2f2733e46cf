import { and, desc, eq, isNull, notInArray, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueRequests, questions } from '../../db/schema/issue-steps.ts'
import { issueEvents, issues } from '../../db/schema/issues.ts'
import { users } from '../../db/schema/people.ts'
import { type Statement, statement } from '../../db/writer.ts'
import type { IssueState } from '../domain/issue.ts'
import type { IssueAction, IssueDetail } from '../wire/issues.ts'
import { done, type LastChange, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { moverFor } from './issue-actions.ts'
import { issueDetail } from './issue-detail.ts'
import { planOf } from './issue-load.ts'
import type { Mover, Plan } from './issue-plan.ts'
import { planStatements } from './issue-statements.ts'
import { type NamedIssue, namedIssues } from './issue-view.ts'
import type { StorePorts } from './ports.ts'
import { maySee, type Viewer } from './viewer.ts'

/** Which issue, who asks, and the version the decision was made on (If-Match); `at` in epoch ms. */
export interface Asked {
  id: string
  viewer: Viewer
  version: number
  at: number
}

export interface Planned {
  plan: Plan
  also?: Statement[]
}
export type Planner = (found: NamedIssue, plan: Plan, by: Mover) => Promise<Outcome<Planned>>

/** An issue somebody may act on, with the plan that begins with it. */
export interface Begun {
  found: NamedIssue
  plan: Plan
  by: Mover
}

/** A plan, or why there is none, with the other statements of its transaction. */
export const one = (outcome: Outcome<Plan>, also: Statement[] = []): Outcome<Planned> =>
  outcome.ok ? done({ plan: outcome.value, also }) : outcome

/** What is said of a step the desk records for an agency that answered by telephone. */
export const onBehalf = ({ viewer }: Pick<Asked, 'viewer'>) =>
  viewer.role === 'officer' || viewer.role === 'supervisor' ? {} : { isOnBehalf: true }

/** Events that leave the version alone: they are nobody's decision about the issue. */
const NO_DECISION = [
  'joined',
  'answer',
  'grade',
  'message',
  'contact_hidden',
  'contact_shown',
  'contact_erased',
  'contact_viewed',
  'attachment',
  'attachment_hidden',
  'attachment_shown',
  'mine_link',
  'merged_in',
  'merged_out',
  'referral',
  'external_update',
]

/** The version of an issue now, and who made it; null when it is gone. */
async function standing(db: Db, id: string): Promise<{ version: number; by: LastChange } | null> {
  const [row] = await db
    .select({ version: issues.version, state: issues.state, at: issueEvents.at, name: users.name })
    .from(issues)
    .innerJoin(issueEvents, eq(issueEvents.issueId, issues.id))
    .leftJoin(users, eq(users.id, issueEvents.actorId))
    .where(and(eq(issues.id, id), notInArray(issueEvents.kind, NO_DECISION)))
    .orderBy(desc(issueEvents.id))
    .limit(1)
  return row ? { version: row.version, by: { name: row.name, at: row.at, state: row.state } } : null
}

/** The refusal of a decision made on another version: with the one that stands, and who made it. */
export const staleRefusal = async (db: Db, id: string): Promise<Refused> =>
  refused('stale', (await standing(db, id)) ?? {})

/** A refusal of a step the issue does not allow, with who brought it where it stands. */
async function withLastChange(db: Db, id: string, refusal: Refused): Promise<Refused> {
  if (refusal.reason !== 'not_allowed_now') return refusal
  return { ...refusal, by: (await standing(db, id))?.by }
}

/** Loads an issue for a step and says who the viewer is in it; refuses what is not theirs or not as they saw it. */
export async function begin({ db }: StorePorts, asked: Asked, action: IssueAction): Promise<Outcome<Begun>> {
  const { id, viewer } = asked
  const [found] = await namedIssues(db).where(eq(issues.id, id))
  if (!found || !maySee(viewer, found.issue)) return refused('not_found')
  if (found.issue.version !== asked.version) return staleRefusal(db, id)
  // A lead agency goes on seeing what was dispatched elsewhere, and acts on it no more.
  if (viewer.role === 'officer' && found.issue.agencyId !== viewer.agencyId) return refused('forbidden')
  return done({ found, plan: await planOf(db, found), by: moverFor(viewer, action, found.issue) })
}

/** Loads, plans and writes one step; a version that moved on is refused as stale, with the one that stands. */
export async function act(
  ports: StorePorts,
  asked: Asked,
  action: IssueAction,
  planner: Planner,
): Promise<Outcome<IssueDetail>> {
  const { db } = ports
  const begun = await begin(ports, asked, action)
  if (!begun.ok) return begun
  const { found, plan, by } = begun.value
  const planned = await planner(found, plan, by)
  if (!planned.ok) return withLastChange(db, asked.id, planned)
  const failure = await commit(ports, planned.value, asked.at)
  if (failure) return failure
  const detail = await issueDetail(db, asked.id, asked.viewer, asked.at)
  return detail ? done(detail) : refused('not_found')
}

/** Writes a planned step; null when it is kept. */
export async function commit({ db, writer }: StorePorts, planned: Planned, at: number): Promise<Refused | null> {
  const outcome = await writer.write(plannedStatements(db, planned, at))
  if (outcome.ok) return null
  if (outcome.failedAt > 0) return refused('changed_meanwhile')
  return staleRefusal(db, planned.plan.issue.id)
}

/** A planned step as one atomic write; its first statement changes exactly one row, or nothing is kept. */
export const plannedStatements = (db: Db, { plan, also = [] }: Planned, at: number): Statement[] => [
  ...planStatements(db, plan, at),
  ...also,
  ...leftBehind(db, plan, at),
]

/** The states in which a request may still be decided. */
const DECIDABLE: Readonly<Record<string, readonly IssueState[]>> = {
  extension: ['signed', 'handling', 'waiting_reporter', 'suspended'],
  suspension: ['handling', 'waiting_reporter'],
  closing: ['dissatisfied'],
}

/** What a move leaves without a purpose: questions nobody waits for, requests nobody can grant any more. */
function leftBehind(db: Db, { before, issue }: Plan, at: number): Statement[] {
  if (before === null || before.state === issue.state) return []
  const lapsing = Object.entries(DECIDABLE).flatMap(([kind, states]) =>
    states.includes(before.state as IssueState) && !states.includes(issue.state as IssueState) ? [kind] : [],
  )
  return [
    ...(before.state === 'waiting_reporter'
      ? [endQuestion(db, issue.id, { outcome: 'dropped', answer: null }, at)]
      : []),
    ...lapsing.map((kind) =>
      statement(
        db
          .update(issueRequests)
          .set({ status: 'lapsed', decidedAt: at })
          .where(
            and(eq(issueRequests.issueId, issue.id), eq(issueRequests.kind, kind), eq(issueRequests.status, 'open')),
          ),
      ),
    ),
  ]
}

/** Ends the question an issue waits with, if it has not ended. */
export const endQuestion = (
  db: Db,
  issueId: string,
  end: { outcome: 'answered' | 'dropped' | 'not_received'; answer: string | null },
  at: number,
): Statement =>
  statement(
    db
      .update(questions)
      .set({ ...end, endedAt: at })
      .where(and(eq(questions.issueId, issueId), isNull(questions.endedAt))),
  )

/** The number of merchants on an issue, those who left not counted. */
export async function presentReports(db: Db, issueId: string): Promise<number> {
  const [row] = await db.all<{ count: number }>(
    sql`SELECT count(*) AS count FROM reports WHERE issue_id = ${issueId} AND left_at IS NULL`,
  )
  return row?.count ?? 0
}
