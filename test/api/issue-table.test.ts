import { describe, expect, it } from 'vitest'
import { rulesOver } from '../../server/domain/clock.ts'
import {
  ACTORS,
  type Actor,
  FINAL_STATES,
  type Given,
  ISSUE_STATES,
  type IssueState,
  OPEN311_STATUS,
  STATE_CLOCK,
} from '../../server/domain/issue.ts'
import { runClocks, startRun } from '../../server/store/issue-clocks.ts'
import { type Plan, planFor, planMove } from '../../server/store/issue-plan.ts'
import { issueRecord } from '../support/issue-record.ts'
import { officialCalendar, shanghai } from '../support/official-calendar.ts'

const AT = shanghai('2026-10-12 09:00')
const later = AT + 3_600_000

const all = 'received dispatched returned signed handling'
/** The table of the reference: rule, from, to, and what each role must carry at least. */
const TABLE: readonly (readonly [string, string, IssueState, Partial<Record<Actor, Given>>])[] = [
  ['T2', 'received returned', 'answered', { operator: { answer: 'x', knowledgeEntryId: 'K-0001' } }],
  [
    'T3',
    'received',
    'dispatched',
    {
      operator: { agencyId: 'water', overrideReason: 'x' },
      system: { agencyId: 'water', catalogueLineId: 'l', catalogueVersion: 1, isAutomaticLine: true },
    },
  ],
  [
    'T4',
    'received returned',
    'not_accepted',
    { operator: { legalBasis: 'x', reasonCode: 'court', whereInstead: 'x' } },
  ],
  ['T5', all, 'merged', { operator: { masterId: 'm', masterState: 'handling', reason: 'x' } }],
  [
    'T6',
    `${all} waiting_reporter suspended dissatisfied`,
    'withdrawn',
    {
      reporter: { reason: 'x', askedBy: 'reporter' },
      operator: { reason: 'x', askedBy: 'reporter', askedChannel: 'telephone', askedAt: AT },
    },
  ],
  ['T7', 'dispatched', 'signed', { agency: { personInCharge: 'x' } }],
  ['T8', 'dispatched', 'returned', { agency: { reasonCode: 'x', proposedAgencyId: 'power', legalBasis: 'x' } }],
  [
    'T8',
    'signed handling',
    'returned',
    {
      agency: { reasonCode: 'x', proposedAgencyId: 'power', legalBasis: 'x' },
      supervisor: { reasonCode: 'x', proposedAgencyId: 'power', legalBasis: 'x' },
    },
  ],
  [
    'T9',
    'dispatched returned',
    'dispatched',
    { operator: { agencyId: 'power', currentAgencyId: 'water', reason: 'x' } },
  ],
  ['T10', 'signed', 'handling', { agency: { whyImpossible: 'x' } }],
  [
    'T11',
    'handling',
    'waiting_reporter',
    { agency: { question: 'x', channel: 'telephone', limitAt: later, reporterToldAt: AT } },
  ],
  [
    'T12',
    'handling',
    'suspended',
    {
      supervisor: {
        reason: 'x',
        legalBasis: 'x',
        untilAt: later,
        reporterToldAt: AT,
        requestedBy: 'a',
        approvedBy: 'b',
      },
    },
  ],
  ['T13', 'handling waiting_reporter', 'replied', { agency: { reply: 'x', resolved: 'yes', reasonCode: 'x' } }],
  [
    'T14',
    'waiting_reporter',
    'handling',
    {
      reporter: { answer: 'x' },
      agency: { event: 'dropped' },
      system: { event: 'answer_not_received' },
    },
  ],
  [
    'T15',
    'suspended',
    'handling',
    {
      system: { endedAt: AT, dueAt: later },
      agency: { endedAt: AT, dueAt: later },
      supervisor: { endedAt: AT, dueAt: later },
    },
  ],
  [
    'T16',
    'answered replied',
    'follow_up',
    {
      system: { channel: 'x', contactAt: AT },
      operator: { channel: 'x', contactAt: AT },
      reporter: { channel: 'x', contactAt: AT },
    },
  ],
  ['T17', 'answered replied', 'closed', { system: { reasonCode: 'no_contact' } }],
  [
    'T18',
    'follow_up',
    'confirmed',
    { reporter: { answer: 'yes', channel: 'x' }, operator: { answer: 'yes', channel: 'x' } },
  ],
  [
    'T19',
    'follow_up',
    'dissatisfied',
    {
      reporter: { text: 'x' },
      operator: { text: 'x' },
      supervisor: { evidenceId: 'p', evidence: 'contradicts' },
    },
  ],
  ['T20', 'follow_up', 'closed', { system: { reasonCode: 'no_answer' } }],
  ['T21', 'dissatisfied', 'dispatched', { operator: { agencyId: 'water', whatMustChange: 'x' } }],
  ['T22', 'dissatisfied', 'answered', { operator: { explanation: 'x', earlierTexts: ['y'] } }],
  [
    'T23',
    'dissatisfied',
    'closed',
    { supervisor: { reason: 'x', legalBasis: 'x', proposedBy: 'a', approvedBy: 'b', reporterToldAt: AT } },
  ],
  ['T24', 'confirmed', 'closed', { system: { windowEndedAt: AT } }],
  [
    'T25',
    'confirmed closed not_accepted merged withdrawn',
    'received',
    { reporter: { reason: 'x' }, operator: { reason: 'x' }, supervisor: { reason: 'x' } },
  ],
]
const allowed = new Map(
  TABLE.flatMap(([rule, from, to, who]) => from.split(' ').map((one) => [`${one} ${to}`, { rule, who }] as const)),
)
const pairs = ISSUE_STATES.flatMap((from) =>
  ISSUE_STATES.map((to) => ({ from, to, line: allowed.get(`${from} ${to}`) })),
)
const everything: Given = Object.assign({}, ...TABLE.flatMap(([, , , who]) => Object.values(who)))

/** An issue that stands in a state since nine o'clock, with the clocks of that state running. */
function standing(state: IssueState, clockClass: string): Plan {
  const isOver = OPEN311_STATUS[state] === 'closed'
  const issue = issueRecord({
    state,
    agencyId: 'water',
    leadAgencyId: 'water',
    expectedAt: later,
    closedAt: isOver ? AT - 1 : null,
    finishedAt: STATE_CLOCK[state].clock === null && isOver && state !== 'follow_up' ? AT - 1 : null,
  })
  const plan = planFor(issue, clockClass, [], rulesOver(officialCalendar))
  const isHandling = STATE_CLOCK[state].clock === 'handle'
  runClocks(plan, null, isHandling ? 'signed' : state, AT, { rule: 'T0', keepsHandleClock: false })
  // Under wall time handling runs since the round began, beside whatever else does.
  if (clockClass === 'emergency' && !isOver && !plan.running.some(({ clock }) => clock === 'handle'))
    startRun(plan, 'handle', AT)
  return { ...plan, running: plan.starts, starts: [], before: plan.issue }
}

const move = (plan: Plan, to: IssueState, actor: Actor, given: Given) =>
  planMove(
    plan,
    {
      to,
      by: { actor, userId: null, agencyId: null },
      given,
      ...(to === 'waiting_reporter' || to === 'suspended'
        ? {
            pause: {
              kind: to === 'suspended' ? ('suspension' as const) : ('waiting_reporter' as const),
              untilAt: later,
              reason: '',
              legalBasis: '',
              requestedBy: null,
              approvedBy: null,
              reporterToldAt: AT,
            },
          }
        : {}),
    },
    AT,
  )

describe.each(['help', 'emergency'])('every ordered pair of states, through a plan (%s)', (clockClass) => {
  it('passes 47 with the right role and fields: one event, state, clocks and counters as they follow', () => {
    let passed = 0
    for (const { from, to, line } of pairs) {
      if (!line) continue
      passed++
      for (const [actor, given] of Object.entries(line.who)) {
        const before = standing(from, clockClass)
        const outcome = move(before, to, actor as Actor, given)
        const name = `${from} → ${to} by ${actor}`
        expect(outcome.ok, name).toBe(true)
        if (!outcome.ok) continue
        const { issue, events, running } = outcome.value
        expect(events, name).toMatchObject([
          { kind: 'transition', rule: line.rule, fromState: from, toState: to, actorRole: actor, at: AT },
        ])
        expect([issue.state, issue.sinceAt], name).toEqual([to, AT])
        const wasClosed = OPEN311_STATUS[from] === 'closed'
        const isClosed = OPEN311_STATUS[to] === 'closed'
        expect(issue.closedAt, name).toBe(!isClosed ? null : wasClosed ? AT - 1 : AT)
        const isOver = [...FINAL_STATES, 'confirmed'].includes(to)
        expect(issue.finishedAt !== null, name).toBe(isOver)
        // Nothing is parked in silence: a clock runs, or a timer comes.
        if (!FINAL_STATES.includes(to as never)) expect(running.length > 0 || issue.timerAt !== null, name).toBe(true)
        else expect([running, issue.clock, issue.timerAt], name).toEqual([[], null, null])
        expect(
          [
            issue.round - before.issue.round,
            issue.returnCount,
            issue.reworkCount,
            issue.reopenCount,
            issue.transferCount,
          ],
          name,
        ).toEqual([
          Number(['T19', 'T25'].includes(line.rule)),
          Number(line.rule === 'T8'),
          Number(line.rule === 'T21'),
          Number(line.rule === 'T25'),
          0,
        ])
      }
    }
    expect(passed).toBe(47)
  })

  it('refuses 209 to everybody, and the 47 to every other role, and changes nothing', () => {
    let refusals = 0
    for (const { from, to, line } of pairs)
      for (const actor of ACTORS) {
        if (line && actor in line.who) continue
        const before = standing(from, clockClass)
        const copy = structuredClone({ issue: before.issue, running: before.running })
        const outcome = move(before, to, actor, everything)
        expect(outcome, `${from} → ${to} by ${actor}`).toMatchObject({ ok: false, reason: 'not_allowed_now' })
        expect({ issue: before.issue, running: before.running }).toEqual(copy)
        refusals++
      }
    expect(refusals).toBeGreaterThan(209 * ACTORS.length)
  })

  it('refuses each of the 47 when one of its fields is missing, and names it or nothing else', () => {
    for (const { from, to, line } of pairs)
      for (const [actor, given] of Object.entries(line?.who ?? {}))
        for (const field of Object.keys(given)) {
          const outcome = move(standing(from, clockClass), to, actor as Actor, { ...given, [field]: undefined })
          expect(outcome, `${from} → ${to} by ${actor} without ${field}`).toMatchObject({
            ok: false,
            reason: 'invalid',
          })
        }
  })
})
