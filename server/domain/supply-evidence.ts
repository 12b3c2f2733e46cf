import { isIndependent, type PowerSource } from './power-source.ts'

/** One node of a site or feeder; instants in epoch ms, `dueAt` = when its silence becomes a fact. */
export type ProbableNode = {
  nodeId: string
  poweredBy: PowerSource | null
  lastSeenAt: number
  maximumSilenceMs: number
  dueAt: number
  diedAt: number | null
}

/** Whether silence together looks like an outage, with what it was computed from; the start lies in [startMinAt, startMaxAt]. */
export type ProbableOutage = {
  isProbable: boolean
  reason: 'too_few_nodes' | 'too_few_silent' | 'no_witness' | 'enough'
  mainsNodes: number
  neededNodes: number
  silentNodeIds: readonly string[]
  witnessNodeIds: readonly string[]
  windowMs: number
  startMinAt: number | null
  startMaxAt: number | null
}

/** Default rule: at least 60 % and 2 of at least 3 mains-fed nodes, within 60 s plus the longest maximum silence. */
const RULE = { leastNodes: 3, leastSilent: 2, share: 0.6, slackMs: 60_000 }

const isSilent = (node: ProbableNode, now: number) => node.diedAt !== null || now > node.dueAt

/**
 * Judges whether nodes of one site or feeder fell silent together at `now` (epoch ms) while a node that lives on
 * something else still talks. Never confirmed: the network alone can do the same.
 */
export function probableOutage(nodes: readonly ProbableNode[], now: number): ProbableOutage {
  const mains = nodes.filter(({ poweredBy }) => poweredBy === 'mains')
  const windowMs = RULE.slackMs + Math.max(0, ...nodes.map(({ maximumSilenceMs }) => maximumSilenceMs))
  const together = largestGroup(
    mains.filter((node) => isSilent(node, now)),
    windowMs,
  )
  const witnesses = nodes.filter((node) => isIndependent(node.poweredBy) && !isSilent(node, now))
  const neededNodes = Math.max(RULE.leastSilent, Math.ceil(RULE.share * mains.length))
  const reason = reasonOf(mains.length, together.length >= neededNodes, witnesses.length > 0)
  return {
    isProbable: reason === 'enough',
    reason,
    mainsNodes: mains.length,
    neededNodes,
    silentNodeIds: together.map(({ nodeId }) => nodeId),
    witnessNodeIds: witnesses.map(({ nodeId }) => nodeId),
    windowMs,
    ...startOf(together),
  }
}

function reasonOf(nodes: number, areEnoughSilent: boolean, hasWitness: boolean): ProbableOutage['reason'] {
  if (nodes < RULE.leastNodes) return 'too_few_nodes'
  if (!areEnoughSilent) return 'too_few_silent'
  return hasWitness ? 'enough' : 'no_witness'
}

/** The most silent nodes whose last words lie within the window, the latest such group. */
function largestGroup(silent: readonly ProbableNode[], windowMs: number): ProbableNode[] {
  const sorted = [...silent].sort((a, b) => a.lastSeenAt - b.lastSeenAt)
  let best: ProbableNode[] = []
  for (const first of sorted) {
    const group = sorted.filter(
      ({ lastSeenAt }) => lastSeenAt >= first.lastSeenAt && lastSeenAt <= first.lastSeenAt + windowMs,
    )
    if (group.length >= best.length) best = group
  }
  return best
}

/** One start for all of them when their bounds meet, else the widest bounds. */
function startOf(group: readonly ProbableNode[]): { startMinAt: number | null; startMaxAt: number | null } {
  if (group.length === 0) return { startMinAt: null, startMaxAt: null }
  const from = group.map(({ lastSeenAt }) => lastSeenAt)
  const until = group.map(({ lastSeenAt, maximumSilenceMs }) => lastSeenAt + maximumSilenceMs)
  const [startMinAt, startMaxAt] = [Math.max(...from), Math.min(...until)]
  if (startMinAt <= startMaxAt) return { startMinAt, startMaxAt }
  return { startMinAt: Math.min(...from), startMaxAt: Math.max(...until) }
}

/** What a returned node's birth proves about the silence before it. */
export const RETURN_VERDICTS = ['supply_lost', 'network_only', 'nothing_proved', 'own_power'] as const
export type ReturnVerdict = (typeof RETURN_VERDICTS)[number]

/** A node before its silence: its hardware start, the uptime it last gave, its last record (epoch ms). */
export type BeforeSilence = { startId: string; uptimeMs: number; lastRecordAt: number; maximumSilenceMs: number }

/** The birth after it; `at` is when it was received (epoch ms), `uptimeMs` counts from hardware start. */
export type ReturnBirth = {
  at: number
  startId: string
  uptimeMs: number
  startReason: 'powerOn' | 'watchdog' | 'software' | 'unknown'
  poweredBy: PowerSource | null
}

/** The verdict; when supply was lost, its start lies in [startMinAt, startMaxAt] and its end in (endMinAt, endMaxAt]. */
export type Attribution =
  | { verdict: 'supply_lost'; startMinAt: number; startMaxAt: number; endMinAt: number; endMaxAt: number }
  | { verdict: Exclude<ReturnVerdict, 'supply_lost'> }

/**
 * Attributes a silence to power or network when its node is born again. A cold start of a mains-fed node proves a
 * loss of supply, a start that went on proves there was none; a node on a UPS or battery proves nothing about the mains.
 */
export function retroAttribution(before: BeforeSilence | null, birth: ReturnBirth): Attribution {
  if (isIndependent(birth.poweredBy)) return { verdict: 'own_power' }
  if (!before || birth.poweredBy === null) return { verdict: 'nothing_proved' }
  if (birth.startId === before.startId)
    return { verdict: birth.uptimeMs >= before.uptimeMs ? 'network_only' : 'nothing_proved' }
  const startedAt = birth.at - birth.uptimeMs
  // A start before the node's last words cannot be what silenced it.
  if (birth.startReason !== 'powerOn' || startedAt < before.lastRecordAt) return { verdict: 'nothing_proved' }
  const startMaxAt = Math.min(before.lastRecordAt + before.maximumSilenceMs, startedAt)
  return {
    verdict: 'supply_lost',
    startMinAt: before.lastRecordAt,
    startMaxAt,
    endMinAt: before.lastRecordAt,
    endMaxAt: startedAt,
  }
}
