import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rulesOver } from '../../server/domain/clock.ts'
import { type Actor, type Given, type IssueState, OPEN311_STATUS, TRANSITIONS } from '../../server/domain/issue.ts'
import {
  type Plan,
  planCreation,
  planExtension,
  planFor,
  planMove,
  planServiceChange,
} from '../../server/store/issue-plan.ts'
import { issueRecord } from '../support/issue-record.ts'
import { officialCalendar, shanghai } from '../support/official-calendar.ts'

const START = shanghai('2026-02-13 16:00')
const HOUR = 3_600_000
const rules = rulesOver(officialCalendar)

/** Everything any rule asks for. */
const given = (at: number): Given => ({
  answer: 'x',
  knowledgeEntryId: 'K-0001',
  agencyId: 'water',
  currentAgencyId: 'power',
  overrideReason: 'x',
  catalogueLineId: 'l',
  catalogueVersion: 1,
  isAutomaticLine: true,
  legalBasis: 'x',
  reasonCode: 'x',
  whereInstead: 'x',
  masterId: 'm',
  masterState: 'handling',
  reason: 'x',
  askedBy: 'reporter',
  askedChannel: 'x',
  askedAt: at,
  personInCharge: 'x',
  proposedAgencyId: 'power',
  whyImpossible: 'x',
  question: 'x',
  channel: 'x',
  limitAt: at,
  reporterToldAt: at,
  requestedBy: 'a',
  proposedBy: 'a',
  approvedBy: 'b',
  untilAt: at,
  reply: 'x',
  resolved: 'yes',
  event: 'x',
  endedAt: at,
  dueAt: at,
  contactAt: at,
  whatMustChange: 'x',
  explanation: 'new',
  earlierTexts: ['old'],
  windowEndedAt: at,
  evidenceId: 'e',
  evidence: 'contradicts',
})

const ENDS: readonly IssueState[] = ['merged', 'withdrawn', 'not_accepted', 'answered', 'returned', 'closed']

/** One thing that happens `afterMs` later: one of the moves open there, an extension, or another class. */
interface Happening {
  afterMs: number
  choice: number
  isTold: boolean
  what: 'move' | 'extend' | 'reclass'
}
const happening = fc.record({
  afterMs: fc.integer({ min: 1, max: 30 * HOUR }),
  choice: fc.nat(1_023),
  isTold: fc.boolean(),
  what: fc.constantFrom<Happening['what']>('move', 'move', 'move', 'move', 'extend', 'reclass'),
})

/** The plan after a step as the next one finds it: what was planned is written. */
const written = ({ issue, clockClass, running, pauses }: Plan): Plan =>
  planFor(
    issue,
    clockClass,
    running,
    rules,
    undefined,
    pauses.map((pause, n) => ({ ...pause, id: n + 1 })),
  )

function stepOf(plan: Plan, { choice, isTold, what }: Happening, at: number): Plan | null {
  const run = plan.running.find(({ clock }) => clock === 'handle')
  const words = { reason: '', legalBasis: '', requestedBy: 'a', approvedBy: 'b', reporterToldAt: isTold ? at : null }
  const isOpen = OPEN311_STATUS[plan.issue.state as IssueState] === 'open'
  if (what === 'extend')
    return run && isOpen && at <= run.dueAt
      ? planExtension(plan, { kind: 'extension', untilAt: run.dueAt + 24 * HOUR, ...words }, at)
      : null
  if (what === 'reclass')
    return isOpen
      ? planServiceChange(plan, ['help', 'consult', 'emergency'][choice % 3]!, plan.issue.sinceAt, at)
      : null
  const open = TRANSITIONS.filter(({ from }) => from.includes(plan.issue.state as IssueState))
  // Most ways lead through handling; a few end.
  const onward = open.filter(({ to }) => !ENDS.includes(to))
  const lines = onward.length > 0 && choice % 8 > 0 ? onward : open
  const line = lines[(choice >> 3) % lines.length]!
  const actor = line.who[(choice >> 6) % line.who.length] as Actor
  const pauses: Partial<Record<IssueState, 'waiting_reporter' | 'suspension'>> = {
    waiting_reporter: 'waiting_reporter',
    suspended: 'suspension',
  }
  const kind = pauses[line.to]
  const moved = planMove(
    plan,
    {
      to: line.to,
      by: { actor, userId: null, agencyId: null },
      given: given(at),
      patch: line.to === 'dispatched' ? { agencyId: choice % 2 ? 'water' : 'power' } : {},
      ...(kind ? { pause: { kind, untilAt: at + 5 * 24 * HOUR, ...words } } : {}),
    },
    at,
  )
  return moved.ok ? moved.value : null
}

describe('an issue on any way through its table', () => {
  it('never has two runs of one clock, an unpaused due after its due, or a promise that moves unasked', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 40 }), (happenings) => {
        const creation = planCreation(
          issueRecord({ state: 'received', receivedAt: START }),
          'help',
          {
            by: { actor: 'operator', userId: null, agencyId: null },
            given: { channel: 'x', kind: 'help', serviceId: 's', place: 'x', text: 'x' },
          },
          rules,
        )
        if (!creation.ok) throw new Error(creation.reason)
        let plan = written(creation.value)
        let at = START
        for (const one of happenings) {
          at += one.afterMs
          const next = stepOf(plan, one, at)
          if (!next) continue
          const { issue, running, pauses, starts, stops } = next
          const clocks = running.map(({ clock }) => clock)
          expect(new Set(clocks).size).toBe(clocks.length)
          expect(issue.dueAt).toBe(running.length ? Math.min(...running.map(({ dueAt }) => dueAt)) : null)
          for (const run of running) expect(run.dueAt).toBeGreaterThanOrEqual(run.rawDueAt)
          for (const run of starts) expect(run.stoppedAt === null || run.stoppedAt >= run.startedAt).toBe(true)
          for (const stop of stops) expect(stop.at).toBe(at)
          expect(pauses.filter(({ endedAt }) => endedAt === null).length).toBeLessThanOrEqual(1)
          const isPaused = issue.state === 'waiting_reporter' || issue.state === 'suspended'
          if (pauses.some(({ endedAt }) => endedAt === null)) expect(isPaused).toBe(true)
          const isNewRound = issue.round > plan.issue.round
          const wasTold = next.changedPauses.some(
            ({ reporterToldAt, endedAt }) => reporterToldAt !== null && endedAt !== null,
          )
          if (!isNewRound && !wasTold) expect(issue.expectedAt!).toBeLessThanOrEqual(plan.issue.expectedAt!)
          expect(issue.closedAt === null).toBe(OPEN311_STATUS[issue.state as IssueState] === 'open')
          expect(issue.finishedAt === null).toBe(
            !['confirmed', 'closed', 'not_accepted', 'merged', 'withdrawn'].includes(issue.state),
          )
          plan = written(next)
        }
      }),
      { numRuns: 400, seed: 20261010 },
    )
  })
})
