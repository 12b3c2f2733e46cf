import { describe, expect, it } from 'vitest'
import { dayNumber } from '../../server/domain/calendar.ts'
import { NEVER_DAY } from '../../server/domain/kpi.ts'
import { kpiFactsOf } from '../../server/domain/kpi-facts.ts'
import { at, countedIn, issue, run, sourceOf, type Told } from '../support/kpi-source.ts'

const RECEIVED: Told = ['T1', '2026-03-02 09:00', { body: { expectedAt: at('2026-03-11 10:00') } }]
const DISPATCHED: Told = ['T3', '2026-03-02 10:00', { agency: 'water' }]
const SIGNED: Told = ['T7', '2026-03-02 11:00', { body: { contactDueAt: at('2026-03-03 11:00') } }]
const CONTACTED: Told = ['T10', '2026-03-02 14:00', { body: { wasReached: true } }]
const replied = (when: string, body: Record<string, unknown> = {}): Told => [
  'T13',
  when,
  { body: { expectedAt: at('2026-03-09 11:00'), resolved: 'yes', ...body } },
]
const HANDLED = [RECEIVED, DISPATCHED, SIGNED, CONTACTED]
const ASKED: Told = ['T16', '2026-03-06 10:00']
const SIGN = run({ clock: 'sign', startedAt: at('2026-03-02 10:00'), dueAt: at('2026-03-03 10:00'), amount: 1 })
const HANDLE = run({
  clock: 'handle',
  startedAt: at('2026-03-02 11:00'),
  dueAt: at('2026-03-09 11:00'),
  rawDueAt: at('2026-03-09 11:00'),
})

describe('what an issue counts in', () => {
  it('direct-handle rate: answered in round 1 and never dispatched', () => {
    expect(countedIn('direct_handle', sourceOf([RECEIVED, ['T2', '2026-03-02 10:00']]))).toEqual(['in'])
    expect(countedIn('direct_handle.help', sourceOf([RECEIVED, ['T2', '2026-03-02 10:00']]))).toEqual(['in'])
    expect(countedIn('direct_handle', sourceOf([RECEIVED, DISPATCHED]))).toEqual(['out'])
    expect(countedIn('direct_handle', sourceOf([RECEIVED, ['T4', '2026-03-02 10:00']]))).toEqual(['not_accepted'])
    expect(countedIn('direct_handle', sourceOf([RECEIVED, ['T5', '2026-03-02 10:00']]))).toEqual(['merged'])
    const reopened = sourceOf([
      RECEIVED,
      ['T4', '2026-03-02 10:00'],
      ['T25', '2026-03-03 10:00'],
      ['T2', '2026-03-03 11:00'],
    ])
    expect(countedIn('direct_handle', reopened)).toEqual(['out'])
  })

  it('on-time signing: once for each dispatch, at the due on time, what ended before it left out', () => {
    const signedAt = (rule: string, when: string) => sourceOf([RECEIVED, DISPATCHED, [rule, when]], { runs: [SIGN] })
    expect(countedIn('sign_on_time', signedAt('T7', '2026-03-03 10:00'))).toEqual(['in'])
    expect(countedIn('sign_on_time', signedAt('T7', '2026-03-03 10:01'))).toEqual(['out'])
    expect(countedIn('sign_on_time', signedAt('T8', '2026-03-03 09:00'))).toEqual(['returned'])
    expect(countedIn('sign_on_time', signedAt('T6', '2026-03-03 09:00'))).toEqual(['withdrawn'])
    expect(countedIn('sign_on_time', signedAt('T5', '2026-03-03 09:00'))).toEqual(['merged'])
    expect(countedIn('sign_on_time', signedAt('T8', '2026-03-03 10:01'))).toEqual(['out'])
    const tentative = sourceOf([RECEIVED, DISPATCHED, SIGNED], { runs: [{ ...SIGN, isProvisional: true }] })
    expect(countedIn('sign_on_time', tentative)).toEqual(['provisional'])
  })

  it('an unsigned dispatch counts against signing from the moment its due has passed', () => {
    const [fact] = kpiFactsOf(sourceOf([RECEIVED, DISPATCHED], { runs: [SIGN] })).filter(
      ({ kpi }) => kpi === 'sign_on_time',
    )
    expect(fact).toMatchObject({
      day: dayNumber(at('2026-03-02 10:00')),
      isCounted: true,
      isInNumerator: false,
      pendingAt: at('2026-03-03 10:00') + 1,
    })
  })

  it('on-time handling: the first reply of round 1 against the promise', () => {
    const late = sourceOf([...HANDLED, replied('2026-03-09 11:01')], { runs: [HANDLE] })
    expect(
      countedIn('handle_on_time', sourceOf([...HANDLED, replied('2026-03-09 11:00')], { runs: [HANDLE] })),
    ).toEqual(['in'])
    expect(countedIn('handle_on_time', late)).toEqual(['out'])
    expect(countedIn('handle_on_time', sourceOf([RECEIVED, ['T2', '2026-03-02 10:00']]))).toEqual(['direct_answer'])
    const tentative = { runs: [{ ...HANDLE, isProvisional: true }] }
    expect(countedIn('handle_on_time', sourceOf([...HANDLED, replied('2026-03-06 09:00')], tentative))).toEqual([
      'provisional',
    ])
    const second: Told[] = [
      ...HANDLED,
      replied('2026-03-05 10:00'),
      ASKED,
      ['T19', '2026-03-07 10:00'],
      ['T21', '2026-03-07 11:00', { agency: 'water' }],
      ['T7', '2026-03-07 12:00'],
      ['T10', '2026-03-07 13:00'],
      replied('2026-04-07 14:00'),
    ]
    expect(countedIn('handle_on_time', sourceOf(second, { runs: [HANDLE] }))).toEqual(['in'])
  })

  it('on-time handling, pauses ignored: the promise as if nobody had paused', () => {
    const paused = sourceOf([...HANDLED, replied('2026-03-11 09:00', { expectedAt: at('2026-03-11 11:00') })], {
      runs: [{ ...HANDLE, dueAt: at('2026-03-11 11:00') }],
    })
    expect(countedIn('handle_on_time', paused)).toEqual(['in'])
    expect(countedIn('handle_on_time.raw', paused)).toEqual(['out'])
    expect(countedIn('handle_agency', paused)).toEqual(['in'])
    expect(countedIn('handle_agency.raw', paused)).toEqual(['out'])
  })

  it('on-time handling by the return of supply: the later of reply and return', () => {
    const story = [...HANDLED, replied('2026-03-05 10:00')]
    const stopped = (when: string | null) => ({ runs: [{ ...HANDLE, stoppedAt: when === null ? null : at(when) }] })
    expect(countedIn('handle_on_time.supply', sourceOf(story, stopped('2026-03-05 10:00')))).toEqual(['in'])
    expect(countedIn('handle_on_time.supply', sourceOf(story, stopped('2026-03-10 10:00')))).toEqual(['out'])
    expect(countedIn('handle_on_time.supply', sourceOf(story, stopped(null)))).toEqual([])
    expect(countedIn('handle_on_time', sourceOf(story, stopped('2026-03-10 10:00')))).toEqual(['in'])
  })

  it('what is dispatched, open and past its promise counts from the promise until it ends', () => {
    const open = sourceOf(HANDLED, { runs: [HANDLE], issue: { ...issue, expectedAt: at('2026-03-09 11:00') } })
    const lasting = (source: typeof open) => kpiFactsOf(source).filter(({ kpi }) => kpi === 'overdue:handle_on_time')
    const day = dayNumber(at('2026-03-09 11:00'))
    expect(lasting(open)).toMatchObject([{ day, untilDay: NEVER_DAY, pendingAt: at('2026-03-09 11:00') + 1 }])
    const late = sourceOf([...HANDLED, replied('2026-03-12 10:00')], { runs: [HANDLE] })
    expect(lasting(late)).toMatchObject([{ day, untilDay: day + 3, pendingAt: null }])
    expect(lasting(sourceOf([...HANDLED, replied('2026-03-05 10:00')], { runs: [HANDLE] }))).toEqual([])
    expect(lasting(sourceOf([RECEIVED], { issue: { ...issue, expectedAt: at('2026-03-09 11:00') } }))).toEqual([])
  })

  it('an agency is measured by its own due, and not by what it gave back', () => {
    const returned: Told[] = [
      ...HANDLED,
      ['T8', '2026-03-03 10:00'],
      ['T9', '2026-03-03 11:00', { agency: 'power' }],
      ['T7', '2026-03-03 12:00'],
      ['T10', '2026-03-03 13:00'],
      replied('2026-03-10 10:00'),
    ]
    const runs = [
      { ...HANDLE, stoppedAt: at('2026-03-03 10:00'), stoppedBy: 'T8' },
      { ...HANDLE, startedAt: at('2026-03-03 12:00'), dueAt: at('2026-03-10 12:00'), rawDueAt: at('2026-03-10 12:00') },
    ]
    expect(countedIn('handle_agency', sourceOf(returned, { runs }))).toEqual(['returned', 'in'])
    expect(countedIn('handle_on_time', sourceOf(returned, { runs }))).toEqual(['out'])
  })

  it('completion: answered or replied, of what was taken up and not withdrawn', () => {
    expect(countedIn('completion', sourceOf([...HANDLED, replied('2026-03-05 10:00')]))).toEqual(['in'])
    expect(countedIn('completion', sourceOf(HANDLED))).toEqual(['out'])
    expect(countedIn('completion', sourceOf([RECEIVED, ['T6', '2026-03-02 10:00']]))).toEqual(['withdrawn'])
    expect(countedIn('completion', sourceOf([RECEIVED, ['T4', '2026-03-02 10:00']]))).toEqual(['not_accepted'])
  })

  it('response: a person reached the merchant within the limit that the signature set', () => {
    expect(countedIn('response', sourceOf(HANDLED))).toEqual(['in'])
    const late: Told[] = [RECEIVED, DISPATCHED, SIGNED, ['T10', '2026-03-03 11:01', { body: { wasReached: true } }]]
    expect(countedIn('response', sourceOf(late))).toEqual(['out'])
    const vain: Told[] = [RECEIVED, DISPATCHED, SIGNED, ['T10', '2026-03-02 14:00', { body: { wasReached: false } }]]
    expect([countedIn('response', sourceOf(vain)), countedIn('unreached', sourceOf(vain))]).toEqual([['out'], ['in']])
    const gone: Told[] = [RECEIVED, DISPATCHED, SIGNED, ['T6', '2026-03-03 10:00']]
    expect(countedIn('response', sourceOf(gone))).toEqual(['withdrawn'])
    expect(countedIn('response', sourceOf([RECEIVED, DISPATCHED, SIGNED, ['T5', '2026-03-04 10:00']]))).toEqual(['out'])
    expect(countedIn('response', sourceOf([RECEIVED, ['T2', '2026-03-02 10:00']]))).toEqual([])
  })

  it('returns, transfers and rework', () => {
    const twice: Told[] = [
      RECEIVED,
      DISPATCHED,
      ['T8', '2026-03-02 11:00'],
      ['T9', '2026-03-02 12:00', { agency: 'power' }],
    ]
    expect(countedIn('return', sourceOf(twice))).toEqual(['in', 'out'])
    expect(countedIn('retransfer', sourceOf(twice))).toEqual(['in'])
    expect(countedIn('retransfer', sourceOf(HANDLED))).toEqual(['out'])
    expect(countedIn('transfer_twice', sourceOf(twice))).toEqual(['out'])
    expect(countedIn('retransfer', sourceOf(twice, { issue: { ...issue, isPart: true } }))).toEqual(['co_handling'])
    const again: Told[] = [
      ...HANDLED,
      replied('2026-03-05 10:00'),
      ASKED,
      ['T19', '2026-03-07 10:00'],
      ['T21', '2026-03-07 11:00', { agency: 'water' }],
    ]
    expect(countedIn('rework', sourceOf(again))).toEqual(['in'])
    expect(countedIn('rework', sourceOf([...HANDLED, replied('2026-03-05 10:00')]))).toEqual(['out'])
    expect(countedIn('rework', sourceOf(HANDLED))).toEqual([])
  })

  it('repeats: one issue each, “me too” reports left out', () => {
    expect(countedIn('repeat', sourceOf([RECEIVED], { issue: { ...issue, isRepeat: true } }))).toEqual(['in'])
    const joined = { number: 'n-02', isPrimary: false, createdAt: at('2026-03-02 12:00') }
    const reports = [{ number: 'n-01', isPrimary: true, createdAt: 0 }, joined]
    expect(countedIn('repeat', sourceOf([RECEIVED], { reports }))).toEqual(['out', 'me_too'])
  })

  it('a test issue counts nowhere', () => {
    const test = sourceOf([...HANDLED, replied('2026-03-05 10:00')], {
      issue: { ...issue, isTest: true },
      runs: [SIGN, HANDLE],
    })
    expect(kpiFactsOf(test)).toMatchObject([{ kpi: 'received', exclusion: 'test' }])
  })

  it('an imported old matter is received and in no rate', () => {
    const old: Told[] = [['imported', '2026-03-02 09:00', { toState: 'closed' }]]
    expect(countedIn('received', sourceOf(old))).toEqual(['out'])
    expect(countedIn('completion', sourceOf(old))).toEqual(['imported'])
    const open: Told[] = [['imported', '2026-03-02 09:00', { toState: 'received' }]]
    expect(countedIn('completion', sourceOf(open))).toEqual(['out'])
  })
})
