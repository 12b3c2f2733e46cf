import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueRequests } from '../../db/schema/issue-steps.ts'
import { issues, reports } from '../../db/schema/issues.ts'
import { statement } from '../../db/writer.ts'
import { plainText } from '../domain/plain-text.ts'
import type { IssueDetail } from '../wire/issues.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { commit, one, type Planned } from './issue-act.ts'
import { issueDetail } from './issue-detail.ts'
import { planOf } from './issue-load.ts'
import { type Mover, type Plan, planEvent, planExtension, planMove } from './issue-plan.ts'
import { type RequestRecord, requestBody } from './issue-request-rows.ts'
import { messagesToAll } from './issue-told.ts'
import { namedIssues } from './issue-view.ts'
import type { StorePorts } from './ports.ts'
import type { Viewer } from './viewer.ts'

export interface Decision {
  id: string
  viewer: Viewer
  isApproved: boolean
  reason: string
  /** Epoch ms. */
  at: number
}

const ATTEMPTS = 5

/** A second person's decision on a request; the request is decided once, on the issue as it stands then. */
export async function decideRequest(ports: StorePorts, decision: Decision): Promise<Outcome<IssueDetail>> {
  const { db } = ports
  const { id, viewer, at } = decision
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const [request] = await db.select().from(issueRequests).where(eq(issueRequests.id, id))
    if (!request) return refused('not_found')
    if (request.status !== 'open') return refused('changed_meanwhile')
    if (request.requestedBy === viewer.id) return refused('second_person')
    const [found] = await namedIssues(db).where(eq(issues.id, request.issueId))
    if (!found) return refused('not_found')
    const planned = await planDecision(db, await planOf(db, found), request, decision)
    if (!planned.ok) return planned
    const failure = await commit(ports, planned.value, at)
    if (!failure) return done((await issueDetail(db, request.issueId, viewer, at))!)
    // Somebody moved the issue meanwhile: the decision is judged by how it stands now.
    if (failure.reason !== 'stale') return failure
  }
  return refused('busy')
}

async function planDecision(db: Db, plan: Plan, request: RequestRecord, decision: Decision): Promise<Outcome<Planned>> {
  const { isApproved, at, viewer } = decision
  const reason = plainText(decision.reason)
  if (!isApproved && reason === '')
    return refused('invalid', { errors: [{ pointer: '/reason', code: 'required', detail: '要填 · Required' }] })
  const by: Mover = { actor: 'supervisor', userId: viewer.id, agencyId: viewer.agencyId }
  const granted = isApproved ? await grant(db, plan, by, request, at) : done({ plan, also: [] })
  if (!granted.ok) return granted
  const { untilAt } = requestBody(request)
  const told = planEvent(granted.value.plan, 'decided', by, at, {
    requestId: request.id,
    request: request.kind,
    isApproved,
    reason,
    ...(untilAt === undefined ? {} : { untilAt }),
  })
  const decided = statement(
    db
      .update(issueRequests)
      .set({
        status: isApproved ? 'approved' : 'refused',
        decidedBy: viewer.id,
        decidedAt: at,
        decision: reason,
      })
      .where(and(eq(issueRequests.id, request.id), eq(issueRequests.status, 'open'))),
    1,
  )
  return done({ plan: told, also: [decided, ...(granted.value.also ?? [])] })
}

function grant(db: Db, plan: Plan, by: Mover, request: RequestRecord, at: number): Promise<Outcome<Planned>> {
  if (request.kind === 'extension') return grantExtension(db, plan, by, request, at)
  if (request.kind === 'suspension') return grantSuspension(db, plan, by, request, at)
  if (request.kind === 'closing') return grantClosing(db, plan, by, request, at)
  return grantExclusion(db, plan, by, request, at)
}

/** The due moves, and the promise with it, since the merchants are told; it counts from the day it was asked for. */
async function grantExtension(
  db: Db,
  plan: Plan,
  by: Mover,
  request: RequestRecord,
  at: number,
): Promise<Outcome<Planned>> {
  const { untilAt = 0, reason, legalBasis } = requestBody(request)
  const run = plan.running.find(({ clock }) => clock === 'handle')
  // A pause meanwhile may have moved the due beyond what was asked for.
  if (!run || untilAt <= run.dueAt) return refused('not_allowed_now', { allowed: [] })
  const extended = planExtension(
    plan,
    {
      kind: 'extension',
      untilAt,
      reason,
      legalBasis,
      requestedBy: request.requestedBy,
      approvedBy: by.userId,
      reporterToldAt: at,
    },
    request.requestedAt,
  )
  const { expectedAt } = extended.issue
  return one(done(extended), await messagesToAll(db, plan.issue.id, 'extension', at, { untilAt, expectedAt, reason }))
}

/** T12. */
async function grantSuspension(
  db: Db,
  plan: Plan,
  by: Mover,
  request: RequestRecord,
  at: number,
): Promise<Outcome<Planned>> {
  const { untilAt = 0, reason, legalBasis } = requestBody(request)
  const run = plan.running.find(({ clock }) => clock === 'handle')
  if (run && at > run.dueAt) return refused('after_due')
  if (untilAt <= at)
    return refused('invalid', {
      errors: [{ pointer: '/isApproved', code: 'unfit', detail: '申请的日期已经过了 · The date asked for has passed' }],
    })
  const agreed = { reason, legalBasis, untilAt, reporterToldAt: at }
  const [requestedBy, approvedBy] = [request.requestedBy, by.userId]
  const moved = planMove(
    plan,
    {
      to: 'suspended',
      by,
      given: { ...agreed, requestedBy: requestedBy ?? '', approvedBy: approvedBy ?? '' },
      body: { ...agreed, requestId: request.id },
      pause: { kind: 'suspension', ...agreed, requestedBy, approvedBy },
    },
    at,
  )
  return one(moved, await messagesToAll(db, plan.issue.id, 'suspended', at, { untilAt, reason, legalBasis }))
}

/** T23. */
async function grantClosing(
  db: Db,
  plan: Plan,
  by: Mover,
  request: RequestRecord,
  at: number,
): Promise<Outcome<Planned>> {
  const { reason, legalBasis } = requestBody(request)
  const agreed = { reason, legalBasis, reporterToldAt: at }
  const moved = planMove(
    plan,
    {
      to: 'closed',
      by,
      given: { ...agreed, proposedBy: request.requestedBy ?? '', approvedBy: by.userId ?? '' },
      body: { ...agreed, requestId: request.id },
    },
    at,
  )
  return one(moved, await messagesToAll(db, plan.issue.id, 'closed', at, { reason, legalBasis }))
}

async function grantExclusion(
  db: Db,
  plan: Plan,
  by: Mover,
  request: RequestRecord,
  at: number,
): Promise<Outcome<Planned>> {
  const { reportId = '', reason } = requestBody(request)
  const [report] = await db.select({ number: reports.number }).from(reports).where(eq(reports.id, reportId))
  const told = planEvent(plan, 'answer_excluded', by, at, { reportNumber: report?.number ?? null, reason })
  return one(done(told), [statement(db.update(reports).set({ excludedAt: at }).where(eq(reports.id, reportId)), 1)])
}
