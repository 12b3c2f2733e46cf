import { and, eq, gte, inArray, isNotNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { type Consultation, FINISHED_STATES, ISSUE_STATES, type IssueState } from '../domain/issue.ts'
import { TURN_STATES, type TurnOf } from '../domain/turn.ts'
import {
  dueFirst,
  matched,
  openNewestFirst,
  type Part,
  type ReceivedIndex,
  received,
  withoutDue,
} from './issue-page.ts'
import { facets } from './search-index.ts'
import { facetsOfViewer, narrowedTo } from './search-query.ts'
import { seenBy, type Viewer } from './viewer.ts'

export interface IssueFilter {
  /** `open` and its parts, `finished`, `all`, or one state. */
  state: 'open' | 'late' | 'very_late' | 'near' | 'paused' | 'all' | 'finished' | IssueState
  turn?: Exclude<TurnOf, 'system' | 'nobody'>
  site?: string
  service?: string
  agency?: string
  level?: number
  consultation?: Consultation
  /** Words, each of which it holds. */
  q?: string
  /** `due` (worst first) or `received` (newest first). */
  sort: 'due' | 'received'
  limit: number
  cursor?: string
}

const PAUSED = ['waiting_reporter', 'suspended'] as const satisfies readonly IssueState[]
const isFinishedState = (state: string): boolean => (FINISHED_STATES as readonly string[]).includes(state)

/** Which issues a filter is about: those somebody has to move, those that are over, or both; and in which states. */
function scopeOf({ state, turn }: IssueFilter): { of: 'open' | 'finished' | 'all'; states: IssueState[] | null } {
  const named = (ISSUE_STATES as readonly string[]).includes(state) ? [state as IssueState] : null
  const states = state === 'paused' ? [...PAUSED] : named
  // Of what is over it is nobody's turn.
  if (turn !== undefined)
    return {
      of: 'open',
      states: TURN_STATES[turn].filter((one) => state !== 'finished' && (states?.includes(one) ?? true)),
    }
  if (state === 'all' || state === 'finished') return { of: state, states: null }
  return { of: states?.every(isFinishedState) ? 'finished' : 'open', states }
}

function dueWindow(state: IssueFilter['state'], now: number): SQL | undefined {
  if (state === 'late') return lt(issues.dueAt, now)
  if (state === 'very_late') return and(isNotNull(issues.dueAt), lte(issues.veryLateAt, now))
  if (state === 'near') return and(lte(issues.urgentAt, now), gte(issues.dueAt, now))
  return undefined
}

const inStates = (states: readonly IssueState[] | null): SQL | undefined =>
  states === null ? undefined : inArray(issues.state, [...states])

/** What the query's words come to in the index, and whether every issue is in it yet. */
export interface SearchedBy {
  expression: string | null
  isIndexed: boolean
}

/** A list as the parts it is read in, each from an index. */
export function partsOf(db: Db, viewer: Viewer, filter: IssueFilter, by: SearchedBy, now: number): Part[] {
  const { of, states } = scopeOf(filter)
  if (states?.length === 0) return []
  const open = [
    seenBy(viewer),
    inStates(states),
    dueWindow(filter.state, now),
    ...equalities(filter),
    filter.level === undefined ? undefined : eq(issues.supervisionLevel, filter.level),
    filter.consultation === undefined ? undefined : eq(issues.consultation, filter.consultation),
    by.expression === null
      ? undefined
      : sql`${issues.serial} IN (SELECT rowid FROM issue_terms
          WHERE issue_terms MATCH ${narrowedTo(by.expression, [[facets.open], ...facetsOf(viewer, filter)])})`,
  ]
  const byDue = [dueFirst(db, open), withoutDue(db, open)]
  if (of === 'open') return filter.sort === 'due' ? byDue : [openNewestFirst(db, open)]
  if (of === 'all' && filter.sort === 'due') return [...byDue, archiveOf(db, viewer, filter, states, 'finished', by)]
  return [archiveOf(db, viewer, filter, states, of, by)]
}

const equalities = ({ site, service, agency }: IssueFilter): (SQL | undefined)[] => [
  site === undefined ? undefined : eq(issues.siteId, site),
  service === undefined ? undefined : eq(issues.serviceId, service),
  agency === undefined ? undefined : eq(issues.agencyId, agency),
]

const isListed = (consultation: string | undefined): consultation is string =>
  consultation !== undefined && consultation !== 'none'

const facetsOf = (viewer: Viewer, { site, service, agency, level, consultation }: IssueFilter): string[][] => [
  ...facetsOfViewer(viewer),
  ...(site === undefined ? [] : [[facets.site(site)]]),
  ...(service === undefined ? [] : [[facets.service(service)]]),
  ...(agency === undefined ? [] : [[facets.agency(agency)]]),
  ...(level ? [[facets.level(level)]] : []),
  ...(isListed(consultation) ? [[facets.consultation(consultation)]] : []),
]

/**
 * Issues that are over, or all of them: a million. All that one condition leaves come from its index; what is over, or
 * meets several conditions, from the terms, where sets are intersected instead of looked through.
 */
function archiveOf(
  db: Db,
  viewer: Viewer,
  filter: IssueFilter,
  states: readonly IssueState[] | null,
  of: 'finished' | 'all',
  { expression, isIndexed }: SearchedBy,
): Part {
  const where = [
    seenBy(viewer),
    ...equalities(filter),
    inStates(states),
    of === 'finished' && states === null ? isNotNull(issues.finishedAt) : undefined,
    ...rare(filter),
  ]
  const finished = of === 'finished' ? [(states ?? FINISHED_STATES).map(facets.finished)] : []
  const sets = [...facetsOf(viewer, filter), ...finished]
  if (expression !== null) return matched(db, narrowedTo(expression, sets), where)
  if (isIndexed && (of === 'finished' || sets.length > 1)) return matched(db, allOf(sets), where)
  return received(db, rangesOf(viewer, filter, states, where))
}

const allOf = (sets: readonly (readonly string[])[]): string => {
  const [first = [], ...rest] = sets
  return narrowedTo(`(${first.map((facet) => `"${facet}"`).join(' OR ')})`, rest)
}

// The literal conditions are those of the partial indexes.
const rare = ({ level, consultation }: IssueFilter): (SQL | undefined)[] => [
  level === undefined ? undefined : eq(issues.supervisionLevel, level),
  level ? sql`${issues.supervisionLevel} > 0` : undefined,
  consultation === undefined ? undefined : eq(issues.consultation, consultation),
  isListed(consultation) ? sql`${issues.consultation} <> 'none'` : undefined,
]

/** The index that leaves the fewest: the rarest condition first; for an officer, one for each way of being theirs. */
function rangesOf(
  viewer: Viewer,
  filter: IssueFilter,
  states: readonly IssueState[] | null,
  where: readonly (SQL | undefined)[],
): { index: ReceivedIndex; where: readonly (SQL | undefined)[] }[] {
  const one = (index: ReceivedIndex) => [{ index, where }]
  if (isListed(filter.consultation)) return one('consultation')
  if (filter.level) return one('level')
  if (filter.site !== undefined) return one('site')
  if (filter.agency !== undefined) return one('agency')
  if (filter.service !== undefined) return one('service')
  if (viewer.role === 'officer') {
    const own = viewer.agencyId ?? ''
    return [
      { index: 'agency', where: [...where, eq(issues.agencyId, own)] },
      { index: 'lead', where: [...where, eq(issues.leadAgencyId, own)] },
    ]
  }
  return states?.length === 1 ? one('state') : one('none')
}
