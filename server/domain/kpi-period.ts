import { dayNumber } from './calendar.ts'

/** What a period is compared with. `since_january`: the months of its year before it; for January the year before. */
export const COMPARISONS = ['none', 'since_january', 'previous', 'last_year'] as const
export type Comparison = (typeof COMPARISONS)[number]

/** District days, both ends in. */
export interface Period {
  fromDay: number
  toDay: number
}

/** The day number of a date `YYYY-MM-DD`; null when there is no such date. */
export function dayOf(on: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on)) return null
  const day = Date.parse(`${on}T00:00:00Z`) / 86_400_000
  return Number.isInteger(day) && onOf(day) === on ? day : null
}

/** The date of a day number, `YYYY-MM-DD`. */
export const onOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** The month a day lies in, `YYYY-MM`. */
export const monthOf = (day: number): string => onOf(day).slice(0, 7)

const firstOf = (year: number, month: number): number => Date.UTC(year, month - 1, 1) / 86_400_000

/** The whole month that lies `back` months before the one an instant (epoch ms) lies in. */
export function monthBefore(at: number, back: number): Period {
  const [year, month] = onOf(dayNumber(at)).split('-').map(Number) as [number, number]
  return { fromDay: firstOf(year, month - back), toDay: firstOf(year, month - back + 1) - 1 }
}

/** What a period is held against; null for nothing. */
export function comparedWith({ fromDay, toDay }: Period, comparison: Comparison): Period | null {
  if (comparison === 'none') return null
  const [year, month, date] = onOf(fromDay).split('-').map(Number) as [number, number, number]
  if (comparison === 'previous') return previous({ fromDay, toDay }, date)
  if (comparison === 'last_year') return { fromDay: yearBefore(fromDay), toDay: yearBefore(toDay) }
  const january = firstOf(month === 1 && date === 1 ? year - 1 : year, 1)
  return { fromDay: january, toDay: fromDay - 1 }
}

/** As long before; whole months before whole months. */
function previous({ fromDay, toDay }: Period, date: number): Period {
  if (date !== 1 || onOf(toDay + 1).slice(8) !== '01')
    return { fromDay: fromDay - (toDay - fromDay) - 1, toDay: fromDay - 1 }
  const months = monthsOf({ fromDay, toDay }).length
  const [year, month] = onOf(fromDay).split('-').map(Number) as [number, number]
  return { fromDay: firstOf(year, month - months), toDay: fromDay - 1 }
}

/** The same date a year before; 29 February becomes the 28th. */
function yearBefore(day: number): number {
  const [year, month, date] = onOf(day).split('-').map(Number) as [number, number, number]
  const last = firstOf(year - 1, month + 1) - 1
  return Math.min(firstOf(year - 1, month) + date - 1, last)
}

/** The months a period touches, in order, `YYYY-MM`. */
export function monthsOf({ fromDay, toDay }: Period): string[] {
  const [year, month] = onOf(fromDay).split('-').map(Number) as [number, number]
  const [lastYear, lastMonth] = onOf(toDay).split('-').map(Number) as [number, number]
  const count = (lastYear - year) * 12 + lastMonth - month + 1
  return Array.from({ length: Math.max(0, count) }, (_, n) => monthOf(firstOf(year, month + n)))
}

/** What the trend covers: from January of the year the period ends in, or from its own beginning where that is earlier. */
export const trendOf = ({ fromDay, toDay }: Period): Period => ({
  fromDay: Math.min(firstOf(Number(onOf(toDay).slice(0, 4)), 1), dayOf(`${monthOf(fromDay)}-01`) ?? fromDay),
  toDay,
})

/** Where the sum of a whole month is kept among those of days: a negative number, later months lower. */
export const cellOfMonth = (month: string): number => -(Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1)

/** The month of such a place, `YYYY-MM`. */
export const monthOfCell = (cell: number): string =>
  `${Math.floor(-cell / 12)}-${String((-cell % 12) + 1).padStart(2, '0')}`

/** Whether a period is made of whole months; beyond `today` nothing has happened yet. */
export const isWhole = ({ fromDay, toDay }: Period, today: number): boolean =>
  onOf(fromDay).endsWith('-01') && (toDay >= today || onOf(toDay + 1).endsWith('-01'))
