import { describe, expect, it } from 'vitest'
import { calendarFaults, classesWithoutLimit, withYear } from '../../server/domain/calendar-year.ts'
import { DEFAULT_LIMITS } from '../../server/domain/clock.ts'

const YEARS = [2022, 2023, 2024, 2025, 2026]
const WHOLE = {
  lastOfficialYear: 2026,
  holidays: YEARS.map((year) => `${year}-10-03`),
  makeUpDays: ['2026-10-10'],
}

describe('a calendar', () => {
  it('has a notice for every year, no day twice, and works on weekends only by make-up days', () => {
    expect(calendarFaults(WHOLE)).toEqual([])
    expect(calendarFaults({ ...WHOLE, holidays: WHOLE.holidays.slice(1) })).toEqual([
      { code: 'year_missing', date: null, year: 2022 },
    ])
    expect(calendarFaults({ ...WHOLE, makeUpDays: ['2026-10-12'] }).map(({ code }) => code)).toEqual(['not_weekend'])
    expect(calendarFaults({ ...WHOLE, holidays: [...WHOLE.holidays, '2026-10-10'] }).map(({ code }) => code)).toEqual([
      'both',
    ])
    expect(calendarFaults({ ...WHOLE, holidays: [...WHOLE.holidays, '2027-01-01'] }).map(({ code }) => code)).toEqual([
      'other_year',
    ])
  })

  it('takes a year in the place of what it said of it, and leaves weekends out', () => {
    const year = { year: 2027, holidays: ['2027-01-01', '2027-01-02'], makeUpDays: ['2027-01-09'] }
    const merged = withYear(WHOLE, year)
    expect(merged).toEqual({
      ok: true,
      calendar: {
        lastOfficialYear: 2027,
        holidays: [...WHOLE.holidays, '2027-01-01'],
        makeUpDays: ['2026-10-10', '2027-01-09'],
      },
    })
    if (!merged.ok) return
    const again = withYear(merged.calendar, { year: 2027, holidays: ['2027-02-08'], makeUpDays: [] })
    expect(again).toMatchObject({ ok: true, calendar: { makeUpDays: ['2026-10-10'] } })
  })

  it('refuses a year after one that is missing, and one without holidays', () => {
    expect(withYear(WHOLE, { year: 2029, holidays: ['2029-01-01'], makeUpDays: [] })).toEqual({
      ok: false,
      faults: [
        { code: 'year_missing', date: null, year: 2027 },
        { code: 'year_missing', date: null, year: 2028 },
      ],
    })
    expect(withYear(WHOLE, { year: 2027, holidays: [], makeUpDays: [] })).toMatchObject({
      faults: [{ code: 'no_holidays' }],
    })
  })
})

it('limits leave no class of service without a handling limit', () => {
  expect(classesWithoutLimit(DEFAULT_LIMITS)).toEqual([])
  const { help: _, ...handle } = DEFAULT_LIMITS.handle
  expect(classesWithoutLimit({ handle })).toEqual(['help'])
})
