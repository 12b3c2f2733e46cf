import { describe, expect, it } from 'vitest'
import {
  dateOn,
  dayNumber,
  isProvisional,
  isWorkingDay,
  nextWorkingDay,
  startOfDay,
} from '../../server/domain/calendar.ts'
import { officialCalendar, onTheWall, shanghai } from '../support/official-calendar.ts'

const works = (on: string) => isWorkingDay(shanghai(`${on} 12:00`), officialCalendar)

describe('the calendar', () => {
  it('works Monday to Friday', () => {
    const week = ['02', '03', '04', '05', '06', '07', '08'].map((day) => works(`2026-03-${day}`))
    expect(week).toEqual([true, true, true, true, true, false, false])
  })

  it('rests on an official holiday and works on a make-up weekend day', () => {
    expect(['2026-02-16', '2026-10-07', '2025-10-08'].map(works)).toEqual([false, false, false])
    expect(['2026-02-14', '2026-09-20', '2025-09-28', '2026-01-04'].map(works)).toEqual([true, true, true, true])
  })

  it('changes day at midnight in Shanghai, not in UTC', () => {
    expect(dateOn(shanghai('2026-03-07 00:00'))).toBe('2026-03-07')
    expect(dateOn(shanghai('2026-03-07 00:00') - 1)).toBe('2026-03-06')
    expect(isWorkingDay(shanghai('2026-03-07 00:00') - 1, officialCalendar)).toBe(true)
    expect(isWorkingDay(shanghai('2026-03-07 00:00'), officialCalendar)).toBe(false)
    expect(onTheWall(startOfDay(dayNumber(shanghai('2026-03-07 23:59'))))).toBe('2026-03-07 00:00')
  })

  it('knows the weekday of a date before 1970', () => {
    expect(works('1969-12-29')).toBe(true)
    expect(works('1969-12-28')).toBe(false)
  })

  it('finds the working day after a long holiday', () => {
    expect(onTheWall(nextWorkingDay(shanghai('2026-02-14 10:00'), officialCalendar))).toBe('2026-02-24 00:00')
  })

  it('refuses a calendar without any working day', () => {
    const closed = { ...officialCalendar, holidays: { has: () => true } as never, makeUpDays: new Set<string>() }
    expect(() => nextWorkingDay(shanghai('2026-03-02 10:00'), closed)).toThrow('no working day')
  })

  it('calls a due after the last official year provisional', () => {
    expect(isProvisional(shanghai('2026-12-31 23:59'), officialCalendar)).toBe(false)
    expect(isProvisional(shanghai('2027-01-01 00:00'), officialCalendar)).toBe(true)
  })
})
