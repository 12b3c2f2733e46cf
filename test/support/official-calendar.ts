import { type Calendar, DEFAULT_OPENING_HOURS } from '../../server/domain/calendar.ts'

const words = (text: string) => new Set(text.trim().split(/\s+/))

/** The official working-day calendar of 2025 and 2026, days off that fall on a weekend left out. */
export const officialCalendar: Calendar = {
  lastOfficialYear: 2026,
  openingHours: DEFAULT_OPENING_HOURS,
  holidays: words(`
    2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 2025-04-04 2025-05-01 2025-05-02
    2025-05-05 2025-06-02 2025-10-01 2025-10-02 2025-10-03 2025-10-06 2025-10-07 2025-10-08
    2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-23 2026-04-06 2026-05-01
    2026-05-04 2026-05-05 2026-06-19 2026-09-25 2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07`),
  makeUpDays: words(`
    2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
    2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10`),
}

/** Epoch ms of a wall-clock time in Shanghai, `2026-02-13 16:00`. */
export const shanghai = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)

/** The wall-clock time in Shanghai of an instant, `2026-02-13 16:00`. */
export const onTheWall = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
