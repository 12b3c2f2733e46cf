import { describe, expect, it } from 'vitest'
import { kpiFactsOf } from '../../server/domain/kpi-facts.ts'
import { at, countedIn, issue, run, sourceOf, type Told } from '../support/kpi-source.ts'

const REPLIED: Told[] = [
  ['T1', '2026-03-02 09:00'],
  ['T3', '2026-03-02 10:00', { agency: 'water' }],
  ['T7', '2026-03-02 11:00'],
  ['T10', '2026-03-02 14:00', { body: { wasReached: true } }],
  ['T13', '2026-03-05 10:00', { body: { resolved: 'yes' } }],
]
const ASKED: Told[] = [...REPLIED, ['T16', '2026-03-05 11:00']]
const YES: Told = ['T18', '2026-03-06 10:00', { body: { answer: 'yes' } }]
const NO: Told = ['T19', '2026-03-06 10:00', { body: { answer: 'no' } }]
const graded = (grade: number): Told => ['grade', '2026-03-06 10:05', { body: { reportNumber: 'n-01', grade } }]
const EXCLUDED: Told = ['answer_excluded', '2026-03-08 10:00', { body: { reportNumber: 'n-01' } }]

describe('what the merchant says', () => {
  it('resolution: solved, of the follow-ups answered', () => {
    expect(countedIn('resolution', sourceOf([...ASKED, YES]))).toEqual(['in'])
    expect(countedIn('resolution', sourceOf([...ASKED, NO]))).toEqual(['out'])
    const counted: Told = ['T20', '2026-03-06 10:00', { body: { answer: 'no' } }]
    expect(countedIn('resolution', sourceOf([...ASKED, counted]))).toEqual(['out'])
    expect(countedIn('resolution', sourceOf([...ASKED, ['T20', '2026-03-20 10:00']]))).toEqual(['no_answer'])
    expect(countedIn('resolution', sourceOf([...REPLIED, ['T17', '2026-03-06 10:00']]))).toEqual(['not_asked'])
    expect(countedIn('resolution', sourceOf([...ASKED, NO, EXCLUDED]))).toEqual(['two_persons'])
    const supervisor: Told = ['T19', '2026-03-06 10:00', { actorRole: 'supervisor' }]
    expect(countedIn('resolution', sourceOf([...ASKED, supervisor]))).toEqual([])
  })

  it('satisfaction: three of five or better, ungraded and excluded answers left out', () => {
    expect(countedIn('satisfaction', sourceOf([...ASKED, YES, graded(3)]))).toEqual(['in'])
    expect(countedIn('satisfaction', sourceOf([...ASKED, YES, graded(2)]))).toEqual(['out'])
    expect(countedIn('satisfaction', sourceOf([...ASKED, YES]))).toEqual(['not_graded'])
    expect(countedIn('satisfaction', sourceOf([...ASKED, NO, graded(1), EXCLUDED]))).toEqual(['two_persons'])
    expect(countedIn('grade_five', sourceOf([...ASKED, YES, graded(5)]))).toEqual(['in'])
    expect(countedIn('grade_five', sourceOf([...ASKED, YES, graded(4)]))).toEqual(['out'])
  })

  it('another merchant’s grade is not the reporter’s', () => {
    const other: Told = ['grade', '2026-03-06 10:05', { body: { reportNumber: 'n-02', grade: 1 } }]
    expect(countedIn('satisfaction', sourceOf([...ASKED, YES, other]))).toEqual(['not_graded'])
  })

  it('follow-ups answered, and the share left out', () => {
    expect(countedIn('follow_up_answer', sourceOf([...ASKED, YES]))).toEqual(['in'])
    expect(countedIn('follow_up_answer', sourceOf([...ASKED, ['T20', '2026-03-20 10:00']]))).toEqual(['out'])
    expect(countedIn('follow_up_answer', sourceOf(REPLIED))).toEqual([])
    expect(countedIn('exclusion_share', sourceOf([...ASKED, NO, EXCLUDED]))).toEqual(['in'])
    expect(countedIn('exclusion_share', sourceOf([...ASKED, NO]))).toEqual(['out'])
  })

  it('seven-day reopening: to the minute', () => {
    expect(countedIn('seven_day', sourceOf([...ASKED, ['T19', '2026-03-12 10:00']]))).toEqual(['in'])
    expect(countedIn('seven_day', sourceOf([...ASKED, ['T19', '2026-03-12 10:01']]))).toEqual(['out'])
    expect(countedIn('seven_day', sourceOf([...ASKED, YES, ['T25', '2026-03-07 10:00']]))).toEqual(['in'])
  })

  it('direct answers that were not enough, and those from an entry', () => {
    const direct = (body: Record<string, unknown>): Told[] => [
      ['T1', '2026-03-02 09:00'],
      ['T2', '2026-03-02 10:00', { body }],
      ['T16', '2026-03-02 11:00'],
    ]
    expect(countedIn('entry_come_back', sourceOf([...direct({ entryId: 'K-1' }), NO]))).toEqual(['in'])
    expect(countedIn('entry_come_back', sourceOf([...direct({ entryId: 'K-1' }), YES]))).toEqual(['out'])
    expect(countedIn('entry_come_back', sourceOf([...direct({ proposedTitle: '新' }), NO]))).toEqual([])
    expect(countedIn('direct_back', sourceOf([...direct({ proposedTitle: '新' }), NO]))).toEqual(['in'])
  })

  it('withdrawal check: pressure, of the calls that were answered', () => {
    const called = (outcome: string) =>
      sourceOf(
        [
          ['T1', '2026-03-02 09:00'],
          ['T6', '2026-03-02 10:00'],
        ],
        { callBack: { outcome, calledAt: at('2026-03-20 10:00') } },
      )
    expect(countedIn('withdrawal_check', called('pressure'))).toEqual(['in'])
    expect(countedIn('withdrawal_check', called('no_pressure'))).toEqual(['out'])
    expect(countedIn('withdrawal_check', called('unreachable'))).toEqual(['unreachable'])
  })
})

describe('what a reply counts in', () => {
  const said = (value: string): Told => ['evidence', '2026-03-05 12:00', { body: { claim: 'resolution', value } }]
  it('evidence conflict: what the meters said last about “resolved”', () => {
    expect(countedIn('evidence_conflict', sourceOf([...REPLIED, said('contradicts')]))).toEqual(['in'])
    expect(countedIn('evidence_conflict', sourceOf([...REPLIED, said('contradicts'), said('supports')]))).toEqual([
      'out',
    ])
    expect(countedIn('evidence_conflict', sourceOf(REPLIED))).toEqual([])
    expect(countedIn('evidence_conflict', sourceOf(REPLIED, { issue: { ...issue, hasMeter: true } }))).toEqual([
      'stale',
    ])
  })

  it('identical replies: by the print of this very reply', () => {
    const print = (isRepeated: boolean) => ({ prints: [{ round: 1, repliedAt: at('2026-03-05 10:00'), isRepeated }] })
    expect(countedIn('identical', sourceOf(REPLIED, print(true)))).toEqual(['in'])
    expect(countedIn('identical', sourceOf(REPLIED, print(false)))).toEqual(['out'])
    expect(countedIn('identical', sourceOf(REPLIED))).toEqual(['out'])
  })

  it('last-moment replies: the last 5 % of a limit of 100 minutes, late ones not counted', () => {
    const handle = (minutesUsed: number) =>
      sourceOf(REPLIED, {
        runs: [
          run({
            ...{ clock: 'handle', rule: 'C', amount: 100, startedAt: at('2026-03-05 10:00') - minutesUsed * 60_000 },
            dueAt: at('2026-03-05 10:00') + (100 - minutesUsed) * 60_000,
          }),
        ],
      })
    expect(countedIn('last_moment', handle(95))).toEqual(['in'])
    expect(countedIn('last_moment', handle(94))).toEqual(['out'])
    expect(countedIn('last_moment', handle(100))).toEqual(['in'])
    expect(countedIn('last_moment', handle(101))).toEqual([])
  })

  it('pauses: whether the clock of the reply ever stood still', () => {
    const pause = {
      kind: 'suspension' as const,
      round: 1,
      fromAt: at('2026-03-03 10:00'),
      untilAt: at('2026-03-04 10:00'),
      endedAt: at('2026-03-04 10:00'),
      dueAfterAt: null,
    }
    expect(countedIn('paused', sourceOf(REPLIED, { pauses: [pause] }))).toEqual(['in'])
    expect(countedIn('paused', sourceOf(REPLIED))).toEqual(['out'])
  })

  it('stage times: counted minutes by the clock’s own rule, pauses out, running ones apart', () => {
    const pause = {
      kind: 'suspension' as const,
      round: 1,
      fromAt: at('2026-03-03 10:00'),
      untilAt: at('2026-03-04 10:00'),
      endedAt: at('2026-03-04 10:00'),
      dueAfterAt: null,
    }
    const runs = [
      run({
        clock: 'accept',
        rule: 'B',
        amount: 120,
        startedAt: at('2026-03-02 11:50'),
        stoppedAt: at('2026-03-02 13:50'),
      }),
      run({ clock: 'handle', startedAt: at('2026-03-02 11:00'), stoppedAt: at('2026-03-05 11:00') }),
      run({
        clock: 'handle',
        startedAt: at('2026-03-02 11:00'),
        stoppedAt: at('2026-03-02 12:00'),
        stoppedBy: 'service_changed',
      }),
      run({ clock: 'follow_up', startedAt: at('2026-03-05 10:00') }),
    ]
    const facts = kpiFactsOf(sourceOf(REPLIED, { runs, pauses: [pause] })).filter(({ kpi }) => kpi.startsWith('stage.'))
    expect(facts.map(({ kpi, minutes, exclusion }) => [kpi, minutes, exclusion])).toEqual([
      ['stage.accept', 30, ''],
      ['stage.handle', 2 * 1_440, ''],
      ['stage.follow_up', null, 'running'],
    ])
  })
})
