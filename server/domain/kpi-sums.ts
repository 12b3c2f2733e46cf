import { type KpiFact, NEVER_DAY, NO_DAY } from './kpi.ts'
import { cellOfMonth, monthOf } from './kpi-period.ts'

/** Stands for all services, agencies or sites. */
export const ALL = '*'

/** One cell of the sums, or a change of it. `day` below 0 is a whole month (see `cellOfMonth`). `denominator` may fall: of what lasts, the day it ends counts less. */
export interface KpiSum {
  kpi: string
  serviceId: string
  agencyId: string
  siteId: string
  day: number
  exclusion: string
  bucket: number
  numerator: number
  denominator: number
  excluded: number
}

type Place = Pick<KpiSum, 'serviceId' | 'agencyId' | 'siteId'>

/** The views a fact is summed under: the district, its service, agency and site, and service with agency. */
const viewsOf = ({ serviceId, agencyId, siteId }: Place): Place[] => [
  { serviceId: ALL, agencyId: ALL, siteId: ALL },
  { serviceId, agencyId: ALL, siteId: ALL },
  { serviceId: ALL, agencyId, siteId: ALL },
  { serviceId: ALL, agencyId: ALL, siteId },
  { serviceId, agencyId, siteId: ALL },
]

/** Whether sums are kept for a choice; else they are added up from the facts of its site. */
export const isSummed = ({ serviceId, agencyId, siteId }: Place): boolean =>
  siteId === ALL || (serviceId === ALL && agencyId === ALL)

const keyOf = (sum: KpiSum): string =>
  [sum.kpi, sum.serviceId, sum.agencyId, sum.siteId, sum.day, sum.exclusion, sum.bucket].join('\u0000')

function cellsOf(fact: KpiFact, sign: 1 | -1): KpiSum[] {
  // What has not come true yet is in no sum.
  if (fact.pendingAt !== null) return []
  const { kpi, exclusion } = fact
  const cell = {
    kpi,
    exclusion,
    bucket: fact.bucket ?? -1,
    numerator: fact.isInNumerator ? sign : 0,
    denominator: fact.isCounted ? sign : 0,
    excluded: fact.isCounted ? 0 : sign,
  }
  const ends = fact.untilDay === null || fact.untilDay === NEVER_DAY ? [] : [fact.untilDay]
  // What lasts is asked for by the day; clocks that run have none.
  const days = fact.untilDay === null && fact.day !== NO_DAY ? [fact.day, cellOfMonth(monthOf(fact.day))] : [fact.day]
  return viewsOf(fact).flatMap((view) => [
    ...days.map((day) => ({ ...cell, ...view, day })),
    ...ends.map((day) => ({ ...cell, ...view, day, denominator: -cell.denominator })),
  ])
}

/** What the sums change by when `before` gives way to `after`; cells that do not change are left out. */
export function changesOf(before: readonly KpiFact[], after: readonly KpiFact[]): KpiSum[] {
  const sums = new Map<string, KpiSum>()
  const add = (cell: KpiSum): void => {
    const key = keyOf(cell)
    const known = sums.get(key)
    if (!known) sums.set(key, cell)
    else {
      known.numerator += cell.numerator
      known.denominator += cell.denominator
      known.excluded += cell.excluded
    }
  }
  for (const fact of before) for (const cell of cellsOf(fact, -1)) add(cell)
  for (const fact of after) for (const cell of cellsOf(fact, 1)) add(cell)
  return [...sums.values()].filter(
    ({ numerator, denominator, excluded }) => numerator !== 0 || denominator !== 0 || excluded !== 0,
  )
}
