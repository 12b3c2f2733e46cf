import type { Db } from '../../db/drizzle.ts'
import { calendarFor } from '../domain/clock.ts'
import type { Evidenced, IssueState, Resolved } from '../domain/issue.ts'
import { FINISHED_STATES, STATE_CLOCK } from '../domain/issue.ts'
import { type ReviewStep, reviewSteps, totalsOf } from '../domain/review.ts'
import type { Named } from '../wire/common.ts'
import type { PauseView } from '../wire/issue-steps.ts'
import type { ClockRunView, IssueDetail, IssueEvent } from '../wire/issues.ts'
import type { IssueReview, ReviewRound, ReviewStepView } from '../wire/review.ts'
import { issueDetail } from './issue-detail.ts'
import { currentRules } from './rule-book.ts'
import type { Viewer } from './viewer.ts'

type Event = IssueEvent & { agencyId: string | null }
type Step = ReviewStep<Event, PauseView>

/** The whole life of an issue, step by step; null when there is none or it is not the viewer's to see. */
export async function issueReview(db: Db, id: string, viewer: Viewer, now: number): Promise<IssueReview | null> {
  const [issue, rules] = await Promise.all([issueDetail(db, id, viewer, now), currentRules(db)])
  if (!issue) return null
  const events = issue.events.map((event): Event => ({ ...event, agencyId: event.agency?.id ?? null }))
  const steps = reviewSteps(events, issue.pauses, now, (agencyId) => calendarFor(rules, agencyId))
  const isOver = (FINISHED_STATES as readonly IssueState[]).includes(issue.state)
  return {
    id: issue.id,
    number: issue.number,
    title: issue.title,
    state: issue.state,
    service: issue.service,
    site: issue.site,
    receivedAt: issue.receivedAt,
    endedAt: isOver ? (steps.at(-1)?.fromAt ?? null) : null,
    asOfAt: now,
    steps: steps.map((step, n) => stepView(issue, steps, step, n, now)),
    rounds: roundsOf(issue, steps),
    totals: totalsOf(steps),
    evidence: evidenceOf(events),
    returnCount: issue.returnCount,
    transferCount: issue.transferCount,
    reworkCount: issue.reworkCount,
    reopenCount: issue.reopenCount,
    supervisionLevel: issue.supervisionLevel,
  }
}

function stepView(issue: IssueDetail, steps: readonly Step[], step: Step, n: number, now: number): ReviewStepView {
  const { begin, agencyId, events, ...times } = step
  const endAt = step.toAt ?? Number.MAX_SAFE_INTEGER
  return {
    ...times,
    id: begin.id,
    agency: agencyId === null ? null : agencyNamed(issue, agencyId),
    rule: begin.rule,
    actorRole: begin.actorRole,
    actorName: begin.actorName,
    body: begin.body,
    clocks: issue.clocks.filter((run) => stepOf(run, steps) === n).map((run) => clockView(run, now)),
    events: events.map(({ agencyId: _, ...event }) => event),
    notices: issue.notices.filter(({ sentAt }) => sentAt !== null && sentAt >= step.fromAt && sentAt < endAt),
  }
}

function agencyNamed(issue: IssueDetail, agencyId: string): Named | null {
  const named = [issue.agency, ...issue.events.map(({ agency }) => agency)].find((agency) => agency?.id === agencyId)
  return named ? { id: named.id, nameZh: named.nameZh, nameEn: named.nameEn } : null
}

/** The step a clock's run ended in, of several at one instant the one that runs it; the last step while it runs. */
function stepOf({ clock, stoppedAt }: ClockRunView, steps: readonly Step[]): number {
  if (stoppedAt === null) return steps.length - 1
  const holds = ({ fromAt, toAt }: Step) => toAt !== null && fromAt <= stoppedAt && stoppedAt <= toAt
  const own = steps.findLastIndex((step) => holds(step) && STATE_CLOCK[step.state].clock === clock)
  const ended = own < 0 ? steps.findIndex(holds) : own
  return ended < 0 ? steps.length - 1 : ended
}

function clockView(run: ClockRunView, now: number): ReviewStepView['clocks'][number] {
  const { clock, rule, amount, startedAt, dueAt, rawDueAt, stoppedAt, isProvisional } = run
  const isLate = (stoppedAt ?? now) > dueAt
  return { clock, rule, amount, startedAt, dueAt, rawDueAt, stoppedAt, isLate, isProvisional }
}

const REPLIES = ['T2', 'T13', 'T22']

/** Each round with its first reply, what it said, and the promise as it stood then. */
function roundsOf(issue: IssueDetail, steps: readonly Step[]): ReviewRound[] {
  const numbers = [...new Set(steps.map(({ round }) => round))]
  return numbers.map((round) => {
    const own = steps.filter((step) => step.round === round)
    const replies = own.filter(({ begin }) => REPLIES.includes(begin.rule ?? ''))
    const promised = (replies[0] ?? own.at(-1))?.begin.body.expectedAt
    return {
      round,
      fromAt: own[0]!.fromAt,
      toAt: own.at(-1)!.toAt,
      expectedAt: typeof promised === 'number' ? promised : round === issue.round ? issue.expectedAt : null,
      repliedAt: replies[0]?.fromAt ?? null,
      resolved: (replies.at(-1)?.begin.body.resolved ?? 'none') as Resolved,
      totals: totalsOf(own),
    }
  })
}

/** What the sensors said: verdicts, and interruptions as support of the problem. */
function evidenceOf(events: readonly Event[]): IssueReview['evidence'] {
  return events
    .filter(({ kind }) => kind === 'evidence')
    .map(({ at, body }) => ({
      at: typeof body.at === 'number' ? body.at : at,
      value: (typeof body.value === 'string' ? body.value : 'supports') as Evidenced,
      claim: typeof body.claim === 'string' ? body.claim : 'problem',
    }))
}
