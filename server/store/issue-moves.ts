import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, reports } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { needsExplanation } from '../domain/evidence.ts'
import type { IssueState, Resolved } from '../domain/issue.ts'
import type { Given } from '../domain/issue-given.ts'
import { plainText } from '../domain/plain-text.ts'
import type { IssueAction, IssueDetail } from '../wire/issues.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { moverFor } from './issue-actions.ts'
import { issueDetail } from './issue-detail.ts'
import { evidencedFact, evidencedInterruption, interruptionOf, judge } from './issue-evidence.ts'
import { planOf } from './issue-load.ts'
import { type Mover, type Plan, planEvent, planMove, SYSTEM } from './issue-plan.ts'
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

/** The version of an issue now, or null when it is gone. */
export async function versionOf(db: Db, id: string): Promise<number | null> {
  const [row] = await db.select({ version: issues.version }).from(issues).where(eq(issues.id, id))
  return row?.version ?? null
}

/** Loads, plans and writes one step; a version that moved on is refused as stale, with the one that stands. */
export async function act({ db, writer }: StorePorts, asked: Asked, action: IssueAction, planner: Planner) {
  const { id, viewer, at } = asked
  const [found] = await namedIssues(db).where(eq(issues.id, id))
  if (!found || !maySee(viewer, found.issue)) return refused('not_found')
  if (found.issue.version !== asked.version) return refused('stale', { version: found.issue.version })
  // A lead agency goes on seeing what was dispatched elsewhere, and acts on it no more.
  if (viewer.role === 'officer' && found.issue.agencyId !== viewer.agencyId) return refused('forbidden')
  const plan = await planOf(db, found)
  const planned = await planner(found, plan, moverFor(viewer, action, found.issue))
  if (!planned.ok) return planned
  const failure = await commit({ db, writer }, planned.value, at)
  if (failure) return failure
  const detail = await issueDetail(db, id, viewer, at)
  return detail ? done(detail) : refused('not_found')
}

/** Writes a planned step; null when it is kept. */
export async function commit(
  { db, writer }: StorePorts,
  { plan, also = [] }: Planned,
  at: number,
): Promise<Refused | null> {
  const outcome = await writer.write([...planStatements(db, plan, at), ...also])
  if (outcome.ok) return null
  if (outcome.failedAt > 0) return refused('changed_meanwhile')
  return refused('stale', { version: (await versionOf(db, plan.issue.id)) ?? undefined })
}

const one = (outcome: Outcome<Plan>, also?: Statement[]): Outcome<Planned> =>
  outcome.ok ? done({ plan: outcome.value, also }) : outcome

export function createIssueMoves(ports: StorePorts) {
  const { db } = ports
  return {
    /** T3, T9 or T21, by the state the issue is in. */
    dispatch: (asked: Asked, body: { agencyId: string; reason: string }): Promise<Outcome<IssueDetail>> =>
      act(ports, asked, 'dispatch', async ({ issue, service }, plan, by) => {
        if (!(await agencyExists(db, body.agencyId))) return unknownAgency()
        const reason = plainText(body.reason)
        return one(
          planMove(
            plan,
            {
              to: 'dispatched',
              by: { ...by, agencyId: body.agencyId },
              given: {
                agencyId: body.agencyId,
                currentAgencyId: issue.agencyId,
                reason,
                whatMustChange: reason,
                ...catalogueOf(service, body.agencyId, reason),
              },
              body: { reason },
              patch: { agencyId: body.agencyId },
            },
            asked.at,
          ),
        )
      }),
    /** T7: only now the lead moves to the agency. */
    sign: (asked: Asked, body: { personInCharge: string }) =>
      act(ports, asked, 'signature', async ({ issue }, plan, by) =>
        one(
          planMove(
            plan,
            {
              to: 'signed',
              by,
              given: body,
              body: { ...body, ...onBehalf(asked) },
              patch: { leadAgencyId: issue.agencyId, personInCharge: body.personInCharge },
            },
            asked.at,
          ),
        ),
      ),
    /** T10: the first human contact with the reporter, or why there was none. */
    contact: (asked: Asked, body: { note: string; wasReached: boolean }) =>
      act(ports, asked, 'contact', async ({ issue }, plan, by) => {
        const note = plainText(body.note)
        // Waiting issues go back to handling by an answer (T14), which is another matter.
        if (issue.state !== 'signed') return refused('not_allowed_now', { allowed: [] })
        const given: Given = body.wasReached
          ? { contactBy: asked.viewer.id, contactAt: asked.at, contactHow: note }
          : { whyImpossible: note }
        const event = { note, wasReached: body.wasReached, ...onBehalf(asked) }
        return one(
          planMove(
            plan,
            { to: 'handling', by, given, body: event, patch: body.wasReached ? { contactedAt: asked.at } : {} },
            asked.at,
          ),
        )
      }),
    reply: (asked: Asked, body: ReplyWords) =>
      act(ports, asked, 'reply', (found, plan, by) => planReply(ports, found, plan, by, asked, body)),
    /** T16 by the desk: the reporter is being asked by telephone or at the window. */
    followUp: (asked: Asked, body: { channel: string }) =>
      act(ports, asked, 'follow-up', async (_, plan, by) =>
        one(planFollowUp(plan, by, body.channel, asked.at), [askReports(db, asked.id)]),
      ),
    /** T18 or T19 on the reporter's word, taken by the desk; asks first where nobody asked yet. */
    confirm: (asked: Asked, body: { answer: 'yes' | 'no'; channel: string; text: string }) =>
      act(ports, asked, 'confirmation', async (_, plan, by) => {
        const text = plainText(body.text)
        const answered = planAnswer(plan, by, { ...body, text }, asked.at)
        return one(answered, [
          askReports(db, asked.id),
          statement(
            db
              .update(reports)
              .set({ answer: body.answer, answeredAt: asked.at, answerText: text || null })
              .where(and(eq(reports.issueId, asked.id), eq(reports.isPrimary, true))),
          ),
        ])
      }),
  }
}

const onBehalf = ({ viewer }: Asked) => (viewer.role === 'officer' ? {} : { isOnBehalf: true })

async function agencyExists(db: Db, id: string): Promise<boolean> {
  return (await db.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, id))).length > 0
}
const unknownAgency = (): Refused =>
  refused('unknown_reference', {
    errors: [{ pointer: '/agencyId', code: 'unknown', detail: 'There is no such agency.' }],
  })

/** The service's own agency is its line of the catalogue; another one is an override, which says why. */
function catalogueOf(service: { id: string; agencyId: string | null }, agencyId: string, reason: string): Given {
  if (service.agencyId === agencyId) return { catalogueLineId: service.id, catalogueVersion: 1 }
  return { overrideReason: service.agencyId === null ? reason || 'no_catalogue_line' : reason }
}

export interface ReplyWords {
  text: string
  resolved: 'yes' | 'partly' | 'planned' | 'no'
  reasonCode: string
  plannedAt: number | null
  explanation: string
}

async function planReply(
  { db }: StorePorts,
  { issue, service }: NamedIssue,
  plan: Plan,
  by: Mover,
  asked: Asked,
  words: ReplyWords,
): Promise<Outcome<Planned>> {
  const { at, id } = asked
  const [text, explanation] = [plainText(words.text), plainText(words.explanation)]
  const interruption = await evidencedInterruption(db, await interruptionOf(db, issue, at), at)
  const { resolved, reasonCode, plannedAt } = words
  // No service has a hold time of its own yet: supply that is back counts as back.
  const isContradicted = needsExplanation(resolved as Resolved, interruption, at, 0)
  const patch = {
    repliedAt: at,
    replyText: text,
    resolved,
    resolvedAt: at,
    confirmed: 'not_asked',
    confirmedAt: null,
  }
  const evidence = judge({ ...issue, ...patch }, interruption)
  const moved = planMove(
    plan,
    {
      to: 'replied',
      by,
      given: {
        reply: text,
        resolved,
        reasonCode,
        explanation,
        ...(plannedAt === null ? {} : { plannedAt }),
        ...(isContradicted ? { evidence: 'contradicts' } : {}),
      },
      body: { text, resolved, reasonCode, plannedAt, explanation, ...onBehalf(asked) },
      patch: { ...patch, ...evidencedFact(evidence) },
      keepsHandleClock:
        service.isSupplyOutage &&
        interruption?.evidence === 'confirmed' &&
        interruption.endMaxAt === null &&
        !interruption.isStale,
    },
    at,
  )
  if (!moved.ok) return moved
  const told = evidence.value === 'none' ? moved.value : planEvent(moved.value, 'evidence', SYSTEM, at, { ...evidence })
  // A new reply is a new question: earlier answers stay in the events.
  const afresh = { answer: 'not_asked', answeredAt: null, answerText: null }
  return done({
    plan: told,
    also: issue.round > 1 ? [statement(db.update(reports).set(afresh).where(eq(reports.issueId, id)))] : [],
  })
}

/** T16: somebody asks, or answers before being asked. */
export const planFollowUp = (plan: Plan, by: Mover, channel: string, at: number): Outcome<Plan> =>
  planMove(
    plan,
    {
      to: 'follow_up',
      by,
      given: { channel, contactAt: at },
      body: { channel },
      patch: { confirmed: 'asked', confirmedAt: at },
    },
    at,
  )

/** T18 or T19 on a reporter's answer, after T16 where nobody asked yet. `text` is already plain. */
export function planAnswer(
  plan: Plan,
  by: Mover,
  { answer, channel, text }: { answer: 'yes' | 'no'; channel: string; text: string },
  at: number,
): Outcome<Plan> {
  const state = plan.issue.state as IssueState
  const asked = state === 'replied' || state === 'answered' ? planFollowUp(plan, by, channel, at) : done(plan)
  if (!asked.ok) return asked
  return planMove(
    asked.value,
    {
      to: answer === 'yes' ? 'confirmed' : 'dissatisfied',
      by,
      given: answer === 'yes' ? { answer, channel } : { reasonCode: 'not_solved', text, channel },
      body: { answer, channel, text },
      patch: { confirmed: answer, confirmedAt: at },
    },
    at,
  )
}

/** Marks every merchant on the issue as asked who was not yet. */
export const askReports = (db: Db, issueId: string): Statement =>
  statement(
    db
      .update(reports)
      .set({ answer: 'asked' })
      .where(and(eq(reports.issueId, issueId), eq(reports.answer, 'not_asked'))),
  )
