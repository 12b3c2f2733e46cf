import type { NodeDetail, NodeMetric, NodeRow } from '../../server/wire/nodes.ts'
import type { Tone } from '../words/phrase.ts'

/** Reasons a node stands above the calm ones, worst first. */
export const TROUBLES = [
  'silent',
  'outbox_full',
  'known_dead',
  'lost',
  'silent_metrics',
  'clock',
  'gaps',
  'quarantined',
  'never_seen',
  'revoked',
] as const
export type Trouble = (typeof TROUBLES)[number]

/** The server calls a clock right within ±5 s. */
export const CLOCK_LIMIT_MS = 5_000
const OUTBOX_HOURS = 24

/** What is wrong with a node, worst first; none = calm. */
export function troublesOf(node: NodeRow): Trouble[] {
  const skew = Math.abs(node.clockSkewMs ?? 0)
  const is: Record<Trouble, boolean> = {
    silent: node.status === 'silent',
    outbox_full: node.outbox.hoursLeft !== null && node.outbox.hoursLeft < OUTBOX_HOURS,
    known_dead: node.status === 'known_dead',
    lost: node.lostRecords > 0,
    silent_metrics: node.status === 'online' && node.silentMetrics.length > 0,
    clock: skew > CLOCK_LIMIT_MS || (node.isClockSynced === false && node.status === 'online'),
    gaps: node.openGaps.count > 0,
    quarantined: node.quarantinedCount > 0,
    never_seen: node.status === 'never_seen',
    revoked: node.status === 'revoked',
  }
  return TROUBLES.filter((trouble) => is[trouble])
}

const TONES: Record<Trouble, Tone> = {
  silent: 'hold',
  outbox_full: 'late',
  known_dead: 'hold',
  lost: 'late',
  silent_metrics: 'attn',
  clock: 'attn',
  gaps: 'attn',
  quarantined: 'attn',
  never_seen: 'hold',
  revoked: 'calm',
}
export const troubleTone = (trouble: Trouble): Tone => TONES[trouble]

/** Worst first, then by name. */
export function worstFirst(nodes: readonly NodeRow[]): NodeRow[] {
  const rank = (node: NodeRow): number => {
    const [first] = troublesOf(node)
    return first ? TROUBLES.indexOf(first) : TROUBLES.length
  }
  return [...nodes].sort((a, b) => rank(a) - rank(b) || a.displayName.localeCompare(b.displayName, 'zh-CN'))
}

/** Metrics under their devices, in the order the node declared them. */
export function byDevice(node: Pick<NodeDetail, 'metrics' | 'devices'>) {
  const names = [...new Set(node.metrics.map(({ device }) => device))]
  return names.map((name) => ({
    name,
    device: node.devices.find((device) => device.name === name),
    metrics: node.metrics.filter(({ device }) => device === name),
  }))
}

/** Path of a sparkline in a box `width` × `height`; a null value breaks the line. Empty when nothing is known. */
export function sparkline(
  points: NodeMetric['day'],
  from: number,
  to: number,
  { width, height }: { width: number; height: number },
): string {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]))
  if (values.length === 0 || to <= from) return ''
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const y = (value: number) => (high === low ? height / 2 : height - ((value - low) / (high - low)) * height)
  let isPenUp = true
  let path = ''
  let lastY = ''
  for (const [at, value] of points) {
    if (value === null) {
      isPenUp = true
      continue
    }
    const x = ((Math.max(at, from) - from) / (to - from)) * width
    const at2 = `${x.toFixed(1)} ${y(value).toFixed(1)}`
    // A value stands until the next one is reported.
    path += isPenUp ? `M${at2}` : `L${x.toFixed(1)} ${lastY}L${at2}`
    lastY = y(value).toFixed(1)
    isPenUp = false
  }
  return path
}

/** How much of the longest silence has passed, 0…1.5; a value is stale from 1.5. */
export const freshness = (metric: Pick<NodeMetric, 'maximumSilenceMs'>, at: number, now: number): number =>
  Math.min(1.5, Math.max(0, now - at) / metric.maximumSilenceMs)
