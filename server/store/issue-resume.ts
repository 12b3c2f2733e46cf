import { plainText } from '../domain/plain-text.ts'
import type { Outcome } from '../wire/refusal.ts'
import { refused } from '../wire/refusal.ts'
import { type Asked, act, one } from './issue-act.ts'
import { type Mover, type Plan, planMove } from './issue-plan.ts'
import { messagesToAll } from './issue-told.ts'
import type { StorePorts } from './ports.ts'

/** T15 before the date: the agency goes on earlier, or a supervisor revokes. */
export const resumeIssue = (ports: StorePorts, asked: Asked, words: { note: string }) =>
  act(ports, asked, 'resumption', async ({ issue }, plan, by) => {
    if (issue.state !== 'suspended') return refused('not_allowed_now', { allowed: [] })
    const cause = by.actor === 'agency' ? 'early' : 'revoked'
    const moved = planResumption(plan, by, { cause, note: plainText(words.note) }, asked.at)
    const expectedAt = moved.ok ? moved.value.issue.expectedAt : null
    return one(moved, await messagesToAll(ports.db, issue.id, 'resumed', asked.at, { expectedAt }))
  })

/** The plan with the end of a suspension; the event says the due that follows from it. */
export function planResumption(plan: Plan, by: Mover, body: Record<string, unknown>, at: number): Outcome<Plan> {
  const ended = (dueAt: number) => {
    const given = { endedAt: at, dueAt }
    return planMove(plan, { to: 'handling', by, given, body: { ...given, ...body } }, at)
  }
  const counted = ended(at)
  if (!counted.ok) return counted
  return ended(counted.value.running.find(({ clock }) => clock === 'handle')?.dueAt ?? at)
}
