import { CONSULTATIONS, ISSUE_STATES, type IssueState } from '../../server/domain/issue.ts'

export const SORTS = ['due', 'received'] as const
export const TURNS = ['desk', 'agency', 'reporter'] as const
export const LEVELS = ['1', '2', '3'] as const
const WIDE_STATES = ['open', 'late', 'very_late', 'near', 'paused', 'all', 'finished'] as const
export const STATE_FILTERS: readonly (IssueState | (typeof WIDE_STATES)[number])[] = [...WIDE_STATES, ...ISSUE_STATES]
export const CONSULTATION_FILTERS = CONSULTATIONS.filter((one) => one !== 'none')

/** The filters of the list as they stand in the address; every one can be shared as a link. Empty: not narrowed by it. */
export type ListQuery = {
  state: (typeof STATE_FILTERS)[number]
  turn: string
  site: string
  service: string
  agency: string
  level: string
  consultation: string
  q: string
  sort: (typeof SORTS)[number]
  cursor: string
}

type Raw = Partial<Record<keyof ListQuery, string | string[]>>
const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''
const known = (options: readonly string[], value: string | string[] | undefined): string =>
  options.find((option) => option === one(value)) ?? ''

/** Reads the address; what it does not know becomes the default. */
export function readQuery(raw: Raw): ListQuery {
  return {
    state: STATE_FILTERS.find((state) => state === one(raw.state)) ?? 'open',
    turn: known(TURNS, raw.turn),
    site: one(raw.site),
    service: one(raw.service),
    agency: one(raw.agency),
    level: known(LEVELS, raw.level),
    consultation: known(CONSULTATION_FILTERS, raw.consultation),
    q: one(raw.q),
    sort: SORTS.find((sort) => sort === one(raw.sort)) ?? 'due',
    cursor: one(raw.cursor),
  }
}

const NARROWING = ['turn', 'site', 'service', 'agency', 'level', 'consultation', 'q'] as const

/** The path of the interface for a query, with at most `limit` rows. */
export function pathOf(query: Omit<ListQuery, 'cursor'> & { cursor?: string }, limit?: number): string {
  const search = new URLSearchParams({ state: query.state, sort: query.sort })
  for (const name of [...NARROWING, 'cursor'] as const) if (query[name]) search.set(name, query[name] ?? '')
  if (limit !== undefined) search.set('limit', String(limit))
  return `/issues?${search}`
}

/** The same filters as a piece of an address, without what is the default. */
export function searchOf(query: Omit<ListQuery, 'cursor'>): string {
  const search = new URLSearchParams()
  if (query.state !== 'open') search.set('state', query.state)
  for (const name of NARROWING) if (query[name] !== '') search.set(name, query[name])
  if (query.sort !== 'due') search.set('sort', query.sort)
  return search.toString()
}

export const isNarrowed = (query: ListQuery): boolean =>
  query.state !== 'open' || NARROWING.some((name) => query[name] !== '')
