import { MINUTE_MS } from '../domain/calendar.ts'
import { needsExplanation } from '../domain/evidence.ts'
import type { Resolved } from '../domain/issue.ts'
import { plainText } from '../domain/plain-text.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import { type Asked, act, onBehalf, type Planned } from './issue-act.ts'
import { forgetAnswers, said } from './issue-direct.ts'
import { evidencedFact, evidencedInterruption, interruptionOf, judge } from './issue-evidence.ts'
import { type Mover, type Plan, planEvent, planMove, SYSTEM } from './issue-plan.ts'
import { messagesToAll } from './issue-told.ts'
import type { NamedIssue } from './issue-view.ts'
import type { StorePorts } from './ports.ts'
import { rememberReply } from './replies.ts'

export interface ReplyWords {
  text: string
  resolved: 'yes' | 'partly' | 'planned' | 'no'
  reasonCode: string
  plannedAt: number | null
  explanation: string
  sameTextReason: string
}

/** T13: the agency's reply, which ends a question or starts the follow-up; guarded by what the meters show. */
export const replyTo = (ports: StorePorts, asked: Asked, words: ReplyWords) =>
  act(ports, asked, 'reply', (found, plan, by) => planReply(ports, found, plan, by, asked, words))

async function planReply(
  { db }: StorePorts,
  { issue, service }: NamedIssue,
  plan: Plan,
  by: Mover,
  asked: Asked,
  words: ReplyWords,
): Promise<Outcome<Planned>> {
  const { at } = asked
  const [text, explanation] = [plainText(words.text), plainText(words.explanation)]
  const interruption = await evidencedInterruption(db, await interruptionOf(db, issue, at), at)
  const { resolved, reasonCode, plannedAt } = words
  const isContradicted = needsExplanation(resolved as Resolved, interruption, at, service.holdMinutes * MINUTE_MS)
  const patch = { ...said(text, at), resolved, resolvedAt: at, plannedAt: resolved === 'planned' ? plannedAt : null }
  const sameText = words.sameTextReason ? { sameTextReason: words.sameTextReason } : {}
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
      body: { text, resolved, reasonCode, plannedAt, explanation, ...sameText, ...onBehalf(asked) },
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
  const { sameTextReason } = words
  const remembered = await rememberReply(db, plan, asked.viewer, { text, sameTextReason }, at)
  if (!remembered.ok) return remembered
  const told = evidence.value === 'none' ? moved.value : planEvent(moved.value, 'evidence', SYSTEM, at, { ...evidence })
  return done({
    plan: told,
    also: [
      ...remembered.value,
      ...(issue.round > 1 ? [forgetAnswers(db, issue.id)] : []),
      ...(await messagesToAll(db, issue.id, 'replied', at)),
    ],
  })
}
