import { COMPARISONS, type Comparison, monthBefore, onOf } from '../../server/domain/kpi-period.ts'

/** The picks of the page as they stand in the address; '' = the server's own choice, or all. */
export type Picks = {
  from: string
  to: string
  service: string
  agency: string
  site: string
  compare: Comparison
}

type Raw = Partial<Record<string, string | string[]>>
export const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''

/** Reads the address; what it does not know becomes the default. */
export const readPicks = (raw: Raw): Picks => ({
  from: one(raw.from),
  to: one(raw.to),
  service: one(raw.service),
  agency: one(raw.agency),
  site: one(raw.site),
  compare: COMPARISONS.find((comparison) => comparison === one(raw.compare)) ?? 'since_january',
})

const NAMES = ['from', 'to', 'service', 'agency', 'site'] as const

/** The picks as a query string, without what is not picked. */
export function searchOf(picks: Picks, more: Record<string, string> = {}): string {
  const search = new URLSearchParams()
  for (const name of NAMES) if (picks[name] !== '') search.set(name, picks[name])
  for (const [name, value] of Object.entries(more)) if (value !== '') search.set(name, value)
  return search.size > 0 ? `?${search}` : ''
}

export const kpisPath = (picks: Picks): string => `/kpis${searchOf(picks, { compare: picks.compare })}`

/** The page that lists the rows of a figure. */
export const rowsHref = (picks: Picks, kpi: string, part: string, reason = ''): string =>
  `/indicators/${kpi}${searchOf(picks, { part, reason })}`

/** Periods to pick from: this year and last, and the last twelve months, newest first; `now` in epoch ms. */
export function periodsAt(now: number): { from: string; to: string }[] {
  const months = Array.from({ length: 13 }, (_, back) => monthBefore(now, back)).map(({ fromDay, toDay }) => ({
    from: onOf(fromDay),
    to: onOf(toDay),
  }))
  const year = Number(months[0]?.from.slice(0, 4))
  const years = [year, year - 1].map((one) => ({ from: `${one}-01-01`, to: `${one}-12-31` }))
  return [...months, ...years]
}
