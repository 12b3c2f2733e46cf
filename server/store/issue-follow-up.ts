import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { reports } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import type { IssueState } from '../domain/issue.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import { type Mover, type Plan, planMove } from './issue-plan.ts'

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
      .where(and(eq(reports.issueId, issueId), eq(reports.answer, 'not_asked'), isNull(reports.leftAt))),
  )
