import { describe, expect, it } from 'vitest'
import {
  ACTORS,
  type Actor,
  allowedFrom,
  closedAtAfter,
  create,
  FINAL_STATES,
  type Given,
  ISSUE_STATES,
  type IssueState,
  OPEN311_STATUS,
  STATE_CLOCK,
  TRANSITIONS,
  transition,
} from '../../server/domain/issue.ts'

/** The table of the reference, restated: rule, from, to, roles, and the least each role must carry. */
type Row = [rule: string, from: string, to: IssueState, who: Partial<Record<Actor, Given>>]

const told = { reporterToldAt: 1 }
const asked = { askedChannel: 'telephone', askedAt: 1 }
const dispatch = { agencyId: 'power', catalogueLineId: 'line', catalogueVersion: 3 }
const back = { reasonCode: 'not_ours', proposedAgencyId: 'water', legalBasis: 'duties list 4' }
const wish = { reason: 'solved itself', askedBy: 'reporter' }
const move = { agencyId: 'water', currentAgencyId: 'power', reason: 'wrong one' }
const reply = { reply: 'cable changed', resolved: 'yes', reasonCode: 'done' }
const ended = { endedAt: 1, dueAt: 2 }
const reached = { channel: 'telephone', contactAt: 1 }
const reopened = { reason: 'dark again' }
const allTurns = 'received dispatched returned signed handling'

const REFERENCE: Row[] = [
  ['T2', 'received returned', 'answered', { operator: { answer: 'do this', knowledgeEntryId: 'entry' } }],
  ['T3', 'received', 'dispatched', { operator: dispatch, system: { ...dispatch, isAutomaticLine: true } }],
  [
    'T4',
    'received returned',
    'not_accepted',
    { operator: { legalBasis: 'art. 9', reasonCode: 'court', whereInstead: 'the court' } },
  ],
  ['T5', allTurns, 'merged', { operator: { masterId: 'm', masterState: 'handling', reason: 'same outage' } }],
  [
    'T6',
    `${allTurns} waiting_reporter suspended dissatisfied`,
    'withdrawn',
    { reporter: wish, operator: { ...wish, ...asked } },
  ],
  ['T7', 'dispatched', 'signed', { agency: { personInCharge: 'p' } }],
  ['T8', 'dispatched', 'returned', { agency: back }],
  ['T8', 'signed handling', 'returned', { agency: back, supervisor: back }],
  ['T9', 'dispatched returned', 'dispatched', { operator: move }],
  ['T10', 'signed', 'handling', { agency: { contactBy: 'p', contactAt: 1, contactHow: 'telephone' } }],
  [
    'T11',
    'handling',
    'waiting_reporter',
    { agency: { question: 'which meter?', channel: 'web', limitAt: 9, ...told } },
  ],
  [
    'T12',
    'handling',
    'suspended',
    { supervisor: { reason: 'storm', legalBasis: 'x', untilAt: 9, requestedBy: 'a', approvedBy: 'b', ...told } },
  ],
  ['T13', 'handling waiting_reporter', 'replied', { agency: reply }],
  [
    'T14',
    'waiting_reporter',
    'handling',
    { reporter: { answer: 'meter 7' }, agency: { event: 'dropped' }, system: { event: 'answer_not_received' } },
  ],
  ['T15', 'suspended', 'handling', { system: ended, agency: ended, supervisor: ended }],
  ['T16', 'answered replied', 'follow_up', { system: reached, operator: reached, reporter: reached }],
  ['T17', 'answered replied', 'closed', { system: { reasonCode: 'no_contact' } }],
  [
    'T18',
    'follow_up',
    'confirmed',
    { reporter: { answer: 'yes', channel: 'web' }, operator: { answer: 'yes', channel: 'telephone' } },
  ],
  [
    'T19',
    'follow_up',
    'dissatisfied',
    {
      reporter: { text: 'still dark' },
      operator: { reasonCode: 'still_dark' },
      supervisor: { evidenceId: 'e', evidence: 'contradicts' },
    },
  ],
  ['T20', 'follow_up', 'closed', { system: { reasonCode: 'window_passed' } }],
  ['T21', 'dissatisfied', 'dispatched', { operator: { agencyId: 'power', whatMustChange: 'look at the cellar' } }],
  ['T22', 'dissatisfied', 'answered', { operator: { explanation: 'new words', earlierTexts: ['old words'] } }],
  [
    'T23',
    'dissatisfied',
    'closed',
    { supervisor: { reason: 'asked 3 times', legalBasis: 'x', proposedBy: 'a', approvedBy: 'b', ...told } },
  ],
  ['T24', 'confirmed', 'closed', { system: { windowEndedAt: 9 } }],
  [
    'T25',
    'confirmed closed not_accepted merged withdrawn',
    'received',
    { reporter: reopened, operator: reopened, supervisor: reopened },
  ],
]

const allowedPairs = new Map(
  REFERENCE.flatMap(([rule, from, to, who]) => from.split(' ').map((one) => [`${one}>${to}`, { rule, who }] as const)),
)
const allPairs = ISSUE_STATES.flatMap((from) => ISSUE_STATES.map((to) => ({ from, to })))
const emptyOf = (value: unknown) => [
  undefined,
  ...(typeof value === 'string' ? ['', ' '] : typeof value === 'boolean' ? [false] : []),
]
const everything: Given = Object.assign({}, ...REFERENCE.flatMap(([, , , who]) => Object.values(who)))

describe('the transition table of an issue', () => {
  it('lets exactly 47 of the 256 ordered pairs pass, each with the role and fields of the reference', () => {
    const outcomes = allPairs.map(({ from, to }) => {
      const line = allowedPairs.get(`${from}>${to}`)
      if (!line) {
        for (const actor of ACTORS)
          expect(transition(from, to, actor, everything)).toEqual({
            ok: false,
            reason: 'rejected',
            allowed: allowedFrom(from, actor),
          })
        return 'rejected'
      }
      for (const [actor, given] of Object.entries(line.who))
        expect(transition(from, to, actor as Actor, given), `${from} → ${to} by ${actor}`).toEqual({
          ok: true,
          rule: line.rule,
        })
      return 'passed'
    })
    expect(outcomes.filter((outcome) => outcome === 'passed')).toHaveLength(47)
    expect(outcomes.filter((outcome) => outcome === 'rejected')).toHaveLength(209)
  })

  it('refuses every allowed pair to every other role', () => {
    for (const [pair, { who }] of allowedPairs) {
      const [from, to] = pair.split('>') as [IssueState, IssueState]
      const others = ACTORS.filter((actor) => !(actor in who))
      expect(others.length).toBeGreaterThan(0)
      for (const actor of others)
        expect(transition(from, to, actor, everything), `${pair} by ${actor}`).toEqual({
          ok: false,
          reason: 'wrong_role',
          allowed: allowedFrom(from, actor),
        })
    }
  })

  it('refuses every allowed pair when any one of its fields is missing or blank', () => {
    for (const [pair, { who }] of allowedPairs) {
      const [from, to] = pair.split('>') as [IssueState, IssueState]
      for (const [actor, given] of Object.entries(who))
        for (const field of Object.keys(given) as (keyof Given)[])
          for (const empty of emptyOf(given[field])) {
            const result = transition(from, to, actor as Actor, { ...given, [field]: empty })
            expect(result, `${pair} by ${actor} without ${field}`).toMatchObject({ ok: false, reason: 'missing_field' })
            expect('missing' in result && result.missing).toContain(field)
          }
    }
  })

  it('gives each pair to one rule only', () => {
    const pairs = TRANSITIONS.flatMap((line) => line.from.map((from) => `${from}>${line.to}`))
    expect(new Set(pairs).size).toBe(pairs.length)
    expect(pairs).toHaveLength(47)
  })

  it('reaches every state from received', () => {
    const reached = new Set<IssueState>(['received'])
    for (let before = 0; before !== reached.size; ) {
      before = reached.size
      for (const line of TRANSITIONS) if (line.from.some((from) => reached.has(from))) reached.add(line.to)
    }
    expect([...reached].sort()).toEqual([...ISSUE_STATES].sort())
  })

  it('gives each of the 12 states that are not final an exit and a clock or a timer', () => {
    const unfinished = ISSUE_STATES.filter((state) => !FINAL_STATES.includes(state as never))
    expect(unfinished).toHaveLength(12)
    for (const state of unfinished) {
      expect(TRANSITIONS.some((line) => line.from.includes(state) && line.to !== state)).toBe(true)
      const { clock, windowMs } = STATE_CLOCK[state]
      expect(clock !== null || windowMs !== null, state).toBe(true)
    }
    const timed = ISSUE_STATES.filter((state) => allowedFrom(state, 'system').length > 0)
    expect(timed).toEqual(
      expect.arrayContaining(['waiting_reporter', 'suspended', 'answered', 'replied', 'follow_up', 'confirmed']),
    )
    for (const state of FINAL_STATES)
      expect(STATE_CLOCK[state]).toEqual({ clock: null, isPaused: false, windowMs: null })
  })

  it('leaves a final state only by reopening', () => {
    for (const from of FINAL_STATES)
      expect(TRANSITIONS.filter((line) => line.from.includes(from)).map((line) => line.rule)).toEqual(['T25'])
  })

  it('lets an agency end an issue only by a reply', () => {
    const ends = new Set(
      ISSUE_STATES.flatMap((from) => allowedFrom(from, 'agency')).filter((to) => OPEN311_STATUS[to] === 'closed'),
    )
    expect([...ends]).toEqual(['replied'])
  })

  it('shows eight states as open and eight as closed to Open311', () => {
    const open = 'received dispatched returned signed handling waiting_reporter suspended dissatisfied'.split(' ')
    expect(ISSUE_STATES.filter((state) => OPEN311_STATUS[state] === 'open').sort()).toEqual(open.sort())
  })

  it('sets the closing instant on open to closed, keeps it on closed to closed and clears it on reopening', () => {
    for (const { from, to } of allPairs.filter(({ from, to }) => allowedPairs.has(`${from}>${to}`))) {
      const [was, is] = [OPEN311_STATUS[from], OPEN311_STATUS[to]]
      const expected = is === 'open' ? null : was === 'open' ? 500 : 100
      expect(closedAtAfter(from, to, 500, was === 'closed' ? 100 : null), `${from} → ${to}`).toBe(expected)
    }
  })
})

describe('what a move must carry', () => {
  const missing = (...[from, to, actor, given]: Parameters<typeof transition>) => {
    const result = transition(from, to, actor, given)
    return result.ok ? [] : (result.missing ?? result.reason)
  }

  it('takes a proposed entry instead of a knowledge entry, and an override reason instead of a catalogue line', () => {
    expect(missing('received', 'answered', 'operator', { answer: 'a', proposedEntry: 'new' })).toEqual([])
    expect(missing('received', 'dispatched', 'operator', { agencyId: 'a', overrideReason: 'they know it' })).toEqual([])
    expect(missing('received', 'dispatched', 'system', { agencyId: 'a', overrideReason: 'no' })).toEqual([
      'catalogueLineId',
      'catalogueVersion',
      'isAutomaticLine',
    ])
  })

  it('merges into a live master only', () => {
    const given = { masterId: 'm', reason: 'same' }
    expect(missing('received', 'merged', 'operator', { ...given, masterState: 'merged' })).toEqual(['masterState'])
    expect(missing('received', 'merged', 'operator', { ...given, masterState: 'withdrawn' })).toEqual(['masterState'])
    expect(missing('received', 'merged', 'operator', { ...given, masterState: 'closed' })).toEqual([])
  })

  it('dispatches to the same agency again only after it was given back', () => {
    const same = { agencyId: 'power', currentAgencyId: 'power', reason: 'it is theirs' }
    expect(missing('dispatched', 'dispatched', 'operator', same)).toEqual(['agencyId'])
    expect(missing('returned', 'dispatched', 'operator', same)).toEqual([])
  })

  it('withdraws an edge issue without subscribers on the operator word alone', () => {
    const given = { reason: 'sensor moved', askedBy: 'operator', isEdgeWithoutSubscribers: true }
    expect(missing('received', 'withdrawn', 'operator', given)).toEqual([])
  })

  it('wants a second person for a suspension and for a refusal to go on', () => {
    const hold = { reason: 'r', legalBasis: 'l', untilAt: 9, reporterToldAt: 1, requestedBy: 'a', approvedBy: 'a' }
    expect(missing('handling', 'suspended', 'supervisor', hold)).toEqual(['approvedBy'])
    const stop = { reason: 'r', legalBasis: 'l', proposedBy: 'a', approvedBy: 'a', reporterToldAt: 1 }
    expect(missing('dissatisfied', 'closed', 'supervisor', stop)).toEqual(['approvedBy'])
  })

  it('wants a known outcome in a reply, a date with a plan and an explanation against contrary evidence', () => {
    expect(missing('handling', 'replied', 'agency', { ...reply, resolved: 'none' })).toEqual(['resolved'])
    expect(missing('handling', 'replied', 'agency', { ...reply, resolved: 'planned' })).toEqual(['plannedAt'])
    expect(missing('handling', 'replied', 'agency', { ...reply, evidence: 'contradicts' })).toEqual(['explanation'])
    const explained = { ...reply, evidence: 'contradicts', explanation: 'two feeders' }
    expect(missing('handling', 'replied', 'agency', explained)).toEqual([])
  })

  it('lets a supervisor reject a reply only by contrary evidence', () => {
    const given = { evidenceId: 'e', evidence: 'supports' }
    expect(missing('follow_up', 'dissatisfied', 'supervisor', given)).toEqual(['evidence'])
    expect(missing('follow_up', 'dissatisfied', 'supervisor', { text: 'I doubt it' })).toEqual([
      'evidenceId',
      'evidence',
    ])
  })

  it('never closes by timer an answer that has words in it', () => {
    expect(missing('follow_up', 'closed', 'system', { reasonCode: 'count_only', text: 'rude' })).toEqual(['text'])
  })

  it('refuses an explanation that repeats an earlier text', () => {
    const given = { explanation: ' same words ', earlierTexts: ['other', 'same words'] }
    expect(missing('dissatisfied', 'answered', 'operator', given)).toEqual(['explanation'])
    expect(missing('dissatisfied', 'answered', 'operator', { explanation: 'new' })).toEqual(['earlierTexts'])
  })

  it('creates an issue for the four roles that may, with a site or a place', () => {
    const report = { channel: 'phone_page', kind: 'help', serviceId: 'outage', siteId: 's', text: 'dark' }
    for (const actor of ['reporter', 'operator', 'system'] as const)
      expect(create(actor, report)).toEqual({ ok: true, rule: 'T1' })
    expect(create('edge', { ...report, nodeId: 'n', readings: [0], beganAt: 1 })).toEqual({ ok: true, rule: 'T1' })
    expect(create('edge', report)).toMatchObject({ missing: ['nodeId', 'readings', 'beganAt'] })
    expect(create('agency', report)).toEqual({ ok: false, reason: 'wrong_role', allowed: [] })
    expect(create('reporter', { ...report, siteId: undefined })).toMatchObject({ missing: ['siteId', 'place'] })
    expect(create('reporter', { ...report, siteId: undefined, place: 'gate 4' })).toEqual({ ok: true, rule: 'T1' })
  })
})
