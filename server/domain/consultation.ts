/** Issues of one service at one site within this long are looked at together, ms: 90 days. */
export const CLUSTER_WINDOW_MS = 90 * 86_400_000
/** As many of one service at one site recur (our default). */
export const RECURRING_MIN = 3
/** As many repeats of an issue that was replied to, or re-handlings, make a matter hard (our defaults). */
export const REPEATS_MIN = 2
export const REWORKS_MIN = 2

/** Why a matter is listed for the monthly consultation; `by_hand`: a supervisor asked for it. */
export const CLUSTER_REASONS = ['listed', 'recurring', 'repeats', 'reworks', 'by_hand'] as const
export type ClusterReason = (typeof CLUSTER_REASONS)[number]

/** What clustering reads of an issue. */
export type ClusterIssue = {
  id: string
  serviceId: string
  siteId: string | null
  /** The agency that has or had it. */
  agencyId: string | null
  /** The ladder listed it. */
  isListed: boolean
  isRepeat: boolean
  reworkCount: number
}

export type Cluster = {
  serviceId: string
  siteId: string | null
  /** The agency of most of its issues. */
  agencyId: string | null
  reasons: ClusterReason[]
  issueIds: string[]
}

/** The name of a cluster: `service|site|agency`. */
export const clusterKey = ({ serviceId, siteId, agencyId }: Omit<Cluster, 'reasons' | 'issueIds'>): string =>
  [serviceId, siteId ?? '', agencyId ?? ''].join('|')

/** What stands together: one service at one site; without a site, one service of one agency. */
const groupKey = ({ serviceId, siteId, agencyId }: ClusterIssue): string =>
  siteId === null ? `${serviceId}||${agencyId ?? ''}` : `${serviceId}|${siteId}`

/**
 * Recurring and hard matters among the issues of a window (see CLUSTER_WINDOW_MS), by service, site and agency: what the
 * ladder listed, three of one service at one site, two repeats, or an issue re-handled twice. Largest first.
 */
export function clustersOf(issues: readonly ClusterIssue[]): Cluster[] {
  const groups = grouped(issues, groupKey)
  return [...groups.values()]
    .flatMap((group) => {
      const reasons = reasonsOf(group)
      return reasons.length > 0 ? [clusterOf(group, reasons)] : []
    })
    .sort((a, b) => b.issueIds.length - a.issueIds.length || (clusterKey(a) < clusterKey(b) ? -1 : 1))
}

function reasonsOf(group: readonly ClusterIssue[]): ClusterReason[] {
  const isSomewhere = group[0]!.siteId !== null
  const holds: Record<Exclude<ClusterReason, 'by_hand'>, boolean> = {
    listed: group.some(({ isListed }) => isListed),
    recurring: isSomewhere && group.length >= RECURRING_MIN,
    repeats: group.filter(({ isRepeat }) => isRepeat).length >= REPEATS_MIN,
    reworks: group.some(({ reworkCount }) => reworkCount >= REWORKS_MIN),
  }
  return CLUSTER_REASONS.filter((reason) => reason !== 'by_hand' && holds[reason])
}

function clusterOf(group: readonly ClusterIssue[], reasons: ClusterReason[]): Cluster {
  const { serviceId, siteId } = group[0]!
  // Without a pattern of its own the group is named only by what is hard in it.
  const isWhole = reasons.includes('recurring') || reasons.includes('repeats')
  const hard = group.filter(({ isListed, reworkCount }) => isListed || reworkCount >= REWORKS_MIN)
  const members = isWhole ? group : hard
  return { serviceId, siteId, agencyId: mostCommon(group), reasons, issueIds: members.map(({ id }) => id) }
}

/** The agency of most of the group; of several the first by id. */
function mostCommon(group: readonly ClusterIssue[]): string | null {
  const counts = grouped(
    group.flatMap(({ agencyId }) => agencyId ?? []),
    (agencyId) => agencyId,
  )
  const [first] = [...counts].sort(([a, ones], [b, others]) => others.length - ones.length || (a < b ? -1 : 1))
  return first?.[0] ?? null
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
