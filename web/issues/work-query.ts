import type { IssueRow } from '../../server/wire/issues.ts'
import type { Tone } from '../words/phrase.ts'
import type { Words } from '../words/words.ts'
import { SORTS } from './list-query.ts'

/** A group of the list: whose turn it is, or what stands still. */
export type Turn = 'desk' | 'agency' | 'reporter' | 'paused'
export const WORK_TURNS = ['desk_agency', 'desk', 'agency', 'reporter'] as const
export const WORK_STATES = ['open', 'late', 'very_late', 'near', 'paused'] as const

/** The filter of the work list as it stands in the address. */
export type WorkQuery = {
  turn: (typeof WORK_TURNS)[number]
  state: (typeof WORK_STATES)[number]
  service: string
  site: string
  sort: (typeof SORTS)[number]
}
type Raw = Partial<Record<keyof WorkQuery, string | string[]>>
const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''

/** Reads the address; what it does not know becomes the default. */
export const readWork = (raw: Raw): WorkQuery => ({
  turn: WORK_TURNS.find((turn) => turn === one(raw.turn)) ?? 'desk_agency',
  state: WORK_STATES.find((state) => state === one(raw.state)) ?? 'open',
  service: one(raw.service),
  site: one(raw.site),
  sort: SORTS.find((sort) => sort === one(raw.sort)) ?? 'due',
})

/** The groups in view: one's own turn first, what stands still last. */
export function groupsOf({ turn, state }: Pick<WorkQuery, 'turn' | 'state'>, isOfficer: boolean): readonly Turn[] {
  if (state === 'paused') return ['paused']
  if (turn !== 'desk_agency') return [turn]
  const both: Turn[] = isOfficer ? ['agency', 'desk'] : ['desk', 'agency']
  return state === 'open' ? [...both, 'paused'] : both
}

/** The part of the list a group is, as the interface asks for it. */
export const groupQuery = ({ state, ...rest }: WorkQuery, group: Turn) => ({
  ...rest,
  state: group === 'paused' ? ('paused' as const) : state,
  turn: group === 'paused' ? '' : group,
  agency: '',
  level: '',
  consultation: '',
  q: '',
})

/** What the opening sentence counts of the rows in view; `own` is whose turn is one's own. */
export function workCounts(rows: readonly IssueRow[], own: Turn, now: number, words: Words) {
  const near = rows.filter(({ light, dueAt }) => light === 2 && dueAt !== null && dueAt >= now)
  const nearest = near.reduce((least, { dueAt }) => Math.min(least, dueAt ?? least), Number.MAX_SAFE_INTEGER)
  return {
    late: rows.filter(({ light }) => light >= 3).length,
    desk: rows.filter(({ turn }) => turn.who === own).length,
    near: near.length,
    nearestAt: near.length === 0 ? null : words.time.instant(nearest, now),
  }
}

export const workTone = (rows: readonly IssueRow[]): Tone =>
  rows.some(({ light }) => light >= 3) ? 'late' : rows.some(({ light }) => light === 2) ? 'attn' : 'calm'

/** The filter as a piece of an address, without what is the default. */
export function workSearch({ turn, state, service, site, sort }: WorkQuery): string {
  const search = new URLSearchParams()
  if (turn !== 'desk_agency') search.set('turn', turn)
  if (state !== 'open') search.set('state', state)
  if (service !== '') search.set('service', service)
  if (site !== '') search.set('site', site)
  if (sort !== 'due') search.set('sort', sort)
  return search.toString()
}
