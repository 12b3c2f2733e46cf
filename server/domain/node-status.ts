/** What of a node's row its status follows from; instants in epoch ms. */
export type NodeSeen = {
  revokedAt: number | null
  bornAt: number | null
  diedAt: number | null
  lastSeenAt: number | null
}

/** A node without metrics is silent this long after it was last seen: 1.5 × the longest keepalive of 120 s, ms. */
const SILENT_AFTER_MS = 180_000

/**
 * Status of a node at `now`, derived and never stored. `allSilentAt` is when the last of its metrics passes its
 * deadline (null without metrics). Silent says nothing about power; known dead means that the connection ended.
 */
export function nodeStatus(
  node: NodeSeen,
  allSilentAt: number | null,
  now: number,
): 'online' | 'silent' | 'known_dead' | 'never_seen' | 'revoked' {
  if (node.revokedAt !== null) return 'revoked'
  if (node.lastSeenAt === null && node.bornAt === null) return 'never_seen'
  if (node.diedAt !== null && node.diedAt >= (node.bornAt ?? 0)) return 'known_dead'
  const seenAt = node.lastSeenAt ?? node.bornAt ?? 0
  return now > (allSilentAt ?? seenAt + SILENT_AFTER_MS) ? 'silent' : 'online'
}
