import { describe, expect, it } from 'vitest'
import type { PauseView } from '../../server/wire/issue-steps.ts'
import type { ClockRunView } from '../../server/wire/issues.ts'
import { clockBar } from '../../web/issues/clock-bar.ts'
import { calendarFrom, dayKind } from '../../web/issues/working-days.ts'
import { en } from '../../web/words/en/index.ts'
import { zh } from '../../web/words/zh/index.ts'
import { at, issueRow, NOW } from './samples.ts'

const DAY_MS = 86_400_000
const due = (over: Parameters<typeof issueRow>[0]) => zh.issues.due(issueRow(over), NOW).text

describe('how far it is to the due', () => {
  it('counts whole working days under rule A, and time on the day itself', () => {
    const overNight = { rule: 'A', amount: 5, light: 0 } as const
    expect(due({ ...overNight, share: 0.4, dueAt: NOW + 5 * DAY_MS })).toBe('剩3个工作日')
    expect(due({ ...overNight, share: 0.9, dueAt: NOW + DAY_MS })).toBe('剩1个工作日')
    expect(due({ ...overNight, share: 0.98, dueAt: at('14:00') })).toBe('剩2小时8分')
    expect(due({ ...overNight, amount: 1, share: 3.1, dueAt: NOW - 2 * DAY_MS, light: 4 })).toBe('超2个工作日')
  })

  it('counts working minutes under rule B: ten over lunch are ten, a week late is days', () => {
    const minutes = { rule: 'B', amount: 120 } as const
    expect(due({ ...minutes, share: 110 / 120, dueAt: at('13:32'), light: 2 })).toBe('剩10分钟')
    expect(due({ ...minutes, share: 1 + 24 / 120, dueAt: at('11:16'), light: 3 })).toBe('超24分钟')
    expect(due({ ...minutes, share: 1 + 2_100 / 120, dueAt: NOW - 9 * DAY_MS, light: 4 })).toBe('超5个工作日')
  })

  it('counts every minute under rule C', () => {
    expect(due({ rule: 'C', dueAt: NOW - 162 * 60_000, light: 3 })).toBe('超2小时42分')
  })

  it('goes by the merchant’s own time to answer where no clock runs', () => {
    const asked = { state: 'follow_up', dueAt: null, share: null } as const
    expect(due({ ...asked, turn: { who: 'reporter', missing: 'confirmation', byAt: NOW + 14 * DAY_MS } })).toBe(
      '剩14天',
    )
  })

  it('says it in English too', () => {
    const row = issueRow({ rule: 'A', amount: 5, share: 0.8, dueAt: NOW + 2 * DAY_MS, light: 2 })
    expect(en.issues.due(row, NOW).text).toBe('1 working day left')
  })
})

describe('a run as a bar', () => {
  const run = (over: Partial<ClockRunView> = {}): ClockRunView => ({
    ...{ clock: 'handle', round: 1, rule: 'A', amount: 5, light: 0, share: 0.2, isProvisional: false, stoppedBy: null },
    ...{ startedAt: at('09:00'), dueAt: at('19:00'), rawDueAt: at('17:00'), stoppedAt: null },
    ...over,
  })
  const pause = (over: Partial<PauseView> = {}): PauseView => ({
    ...{ kind: 'waiting_reporter', round: 1, fromAt: at('10:00'), untilAt: at('12:00'), endedAt: at('11:00') },
    ...{ dueBeforeAt: at('17:00'), dueAfterAt: at('19:00'), reason: '', legalBasis: '' },
    ...{ requestedBy: null, approvedBy: null, reporterToldAt: null },
    ...over,
  })

  it('hatches the time it stood still, and keeps the due without pauses beside it', () => {
    expect(clockBar(run(), [pause()], at('12:00'))).toEqual({
      pieces: [
        { from: 0, to: 30, kind: 'used' },
        { from: 30, to: 100, kind: 'left' },
        { from: 10, to: 20, kind: 'paused' },
      ],
      due: 100,
      raw: 80,
      now: 30,
    })
  })

  it('hatches nothing for an extension, for another round or for another clock', () => {
    const others = [pause({ kind: 'extension' }), pause({ round: 2 })]
    expect(clockBar(run(), others, at('12:00')).pieces.some(({ kind }) => kind === 'paused')).toBe(false)
    expect(clockBar(run({ clock: 'sign' }), [pause()], at('12:00')).pieces.some(({ kind }) => kind === 'paused')).toBe(
      false,
    )
  })

  it('is drawn by what was counted where nothing paused it', () => {
    const late = run({ rule: 'B', amount: 120, share: 1.25, rawDueAt: at('19:00') })
    expect(clockBar(late, [], at('12:00'))).toEqual({
      pieces: [
        { from: 0, to: 80, kind: 'used' },
        { from: 80, to: 100, kind: 'over' },
      ],
      due: 80,
      raw: null,
      now: null,
    })
  })
})

describe('a picked day', () => {
  const calendar = calendarFrom({
    body: { lastOfficialYear: 2026, holidays: ['2026-10-01', '2026-10-02'], makeUpDays: ['2026-10-10'] },
  })

  it('is worked, off with its neighbours, or provisional', () => {
    expect(dayKind('2026-10-10', calendar)).toEqual({ isOff: false, isProvisional: false })
    expect(dayKind('2026-10-18', calendar)).toEqual({ isOff: true, before: '2026-10-16', after: '2026-10-19' })
    expect(dayKind('2026-10-02', calendar)).toEqual({ isOff: true, before: '2026-09-30', after: '2026-10-05' })
    expect(dayKind('2027-01-04', calendar)).toEqual({ isOff: false, isProvisional: true })
  })

  it('is not judged without a calendar or a date', () => {
    expect(dayKind('2026-10-18', undefined)).toBeNull()
    expect(dayKind('', calendar)).toBeNull()
  })
})
