import { dayNumber } from './calendar.ts'
import { type Exclusion, type Kpi, type KpiFact, NEVER_DAY, NO_DAY } from './kpi.ts'
import { bucketOf } from './quantile.ts'

/** A fact before it knows its issue; instants in epoch ms. */
export interface Draft {
  kpi: Kpi
  /** The instant it counts by; null: none yet. */
  at: number | null
  agencyId: string
  isInNumerator?: boolean
  exclusion?: Exclusion
  minutes?: number
  /** Counts while it lasts, until then; null: it goes on. */
  untilAt?: number | null
  pendingAt?: number | null
}

const lasts = ({ untilAt }: Draft): number | null =>
  untilAt === undefined ? null : untilAt === null ? NEVER_DAY : dayNumber(untilAt)

/** Facts of one issue from drafts: numbered within each figure, in the order given. */
export function factsFrom(
  drafts: readonly Draft[],
  issue: { id: string; serviceId: string; siteId: string | null },
): KpiFact[] {
  const counts = new Map<Kpi, number>()
  return drafts.map((draft) => {
    const occurrence = (counts.get(draft.kpi) ?? 0) + 1
    counts.set(draft.kpi, occurrence)
    const minutes = draft.minutes ?? null
    return {
      kpi: draft.kpi,
      day: draft.at === null ? NO_DAY : dayNumber(draft.at),
      issueId: issue.id,
      occurrence,
      serviceId: issue.serviceId,
      agencyId: draft.agencyId,
      siteId: issue.siteId ?? '',
      isCounted: draft.exclusion === undefined,
      isInNumerator: draft.exclusion === undefined && draft.isInNumerator === true,
      exclusion: draft.exclusion ?? '',
      minutes,
      bucket: minutes === null ? null : bucketOf(minutes),
      untilDay: lasts(draft),
      pendingAt: draft.pendingAt ?? null,
    }
  })
}
