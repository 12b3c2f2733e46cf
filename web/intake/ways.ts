import type { EntryHit, IntakePreview } from '../../server/wire/intake.ts'
import type { Finish } from '../../server/wire/intake-finish.ts'

export type Similar = IntakePreview['similar'][number]
/** The three ways a conversation ends. */
export type Way = 'join' | 'answer' | 'dispatch'

/** What the page offers, best way first. */
export type Ways = {
  order: Way[]
  /** Issues one may join, the best fit first. */
  joinable: Similar[]
  join: Similar | null
  /** The entry an answer would be given from. */
  entry: EntryHit | null
  /** The agency the catalogue names; null: it stays with the desk. */
  agencyId: string | null
  isAutomatic: boolean
  /** The announced outage that explains it. */
  planned: IntakePreview['outages'][number] | null
}

const isOver = ({ relation }: Similar): boolean => relation === 'recent'

/** Whether an open issue is most likely the very same matter. */
const isSameMatter = ({ relation }: Similar, { what, neighbours }: IntakePreview): boolean =>
  relation === 'same'
    ? neighbours !== 'alone'
    : relation === 'same_line' && what.isSupplyOutage && neighbours !== 'alone'

/** `chosen`: place among the joinable ones, -1 for none, null while nobody chose. */
export function waysOf(preview: IntakePreview, chosen: number | null): Ways {
  const joinable = preview.similar.filter((one) => !isOver(one))
  const likely = joinable.findIndex((one) => isSameMatter(one, preview))
  const join = joinable[chosen ?? likely] ?? null
  const to = preview.rule?.line.to ?? null
  const planned = plannedNow(preview)
  const usable = preview.entries.filter(({ isExpired }) => !isExpired)
  const entry = (to?.is === 'answer' && usable.find(({ id }) => id === to.entryId)) || usable[0] || null
  const isAnswer = to?.is === 'answer' || planned !== null
  const rest: Way[] = isAnswer ? ['answer', 'dispatch'] : ['dispatch', 'answer']
  return {
    order: join ? ['join', ...rest.sort(byName)] : rest,
    joinable,
    join,
    entry,
    agencyId: to?.is === 'agency' ? to.agencyId : null,
    isAutomatic: to?.is === 'agency' && to.isAutomatic,
    planned,
  }
}

/** Behind the join, the other two keep their places. */
const byName = (a: Way, b: Way): number => a.localeCompare(b)

function plannedNow({ at, outages, what, neighbours }: IntakePreview): Ways['planned'] {
  if (!what.isSupplyOutage || neighbours === 'alone') return null
  return outages.find(({ fromAt, untilAt }) => fromAt <= at && at < untilAt) ?? null
}

/** How the server is told to end it, when it goes along the catalogue. */
export const dispatchFinish = ({ agencyId, isAutomatic }: Ways): Finish =>
  agencyId === null || isAutomatic ? { kind: 'rule' } : { kind: 'dispatch', agencyId, reason: '' }
