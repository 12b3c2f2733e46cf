import { ISSUE_STATES, type IssueState } from '../../server/domain/issue.ts'

export const SORTS = ['due', 'received'] as const
export const STATE_FILTERS: readonly (IssueState | 'open' | 'late' | 'all')[] = ['open', 'late', 'all', ...ISSUE_STATES]

/** The filters of the list as they stand in the address; every one can be shared as a link. */
export type ListQuery = {
  state: (typeof STATE_FILTERS)[number]
  site: string
  service: string
  agency: string
  sort: (typeof SORTS)[number]
  cursor: string
}

type Raw = Partial<Record<keyof ListQuery, string | string[]>>
const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''

/** Reads the address; what it does not know becomes the default. */
export function readQuery(raw: Raw): ListQuery {
  return {
    state: STATE_FILTERS.find((state) => state === one(raw.state)) ?? 'open',
    site: one(raw.site),
    service: one(raw.service),
    agency: one(raw.agency),
    sort: SORTS.find((sort) => sort === one(raw.sort)) ?? 'due',
    cursor: one(raw.cursor),
  }
}

/** The path of the interface for a query. */
export function pathOf(query: ListQuery): string {
  const search = new URLSearchParams({ state: query.state, sort: query.sort })
  for (const name of ['site', 'service', 'agency', 'cursor'] as const)
    if (query[name] !== '') search.set(name, query[name])
  return `/issues?${search}`
}

export const isNarrowed = (query: ListQuery): boolean =>
  query.state !== 'open' || query.site !== '' || query.service !== '' || query.agency !== ''
