import { QUEUE_COUNTERS } from '../../server/domain/queue.ts'
import type { Named } from '../../server/wire/common.ts'
import type { Overview, QueueNow } from '../../server/wire/overview.ts'
import type { SiteDay } from '../../server/wire/sites.ts'
import type { Reading } from '../lib/live-state.ts'
import type { Tone } from '../words/phrase.ts'

type Lasting = { site: Named; ms: number }
/** What the first sentence is made of; durations in ms until `now`. */
export type PowerFacts = {
  out: Lasting[]
  areAllMarkets: boolean
  longestMs: number
  toldCount: number
  presentCount: number
  /** A site with a node that is not heard, the longest silent one; and how many there are. */
  silent: Lasting | null
  silentCount: number
  noNodeCount: number
  /** Sites with a node that never reported. */
  unheardCount: number
  /** Sites some node has spoken for, now or before. */
  seenCount: number
  dipped: { site: Named; count: number } | null
  stoppedCount: number
}

const lasting = ({ site, supply }: SiteDay, now: number): Lasting => ({
  site,
  ms: supply.sinceAt === null ? 0 : Math.max(0, now - supply.sinceAt),
})
const longestFirst = (a: Lasting, b: Lasting): number => b.ms - a.ms

export function powerFacts(sites: readonly SiteDay[], toldCount: number, now: number): PowerFacts {
  const seen = sites.filter(
    ({ nodeCount, supply }) => nodeCount > 0 && (supply.value !== 'unknown' || supply.sinceAt !== null),
  )
  const outages = seen.filter(({ supply }) => supply.value === 'absent')
  const out = outages.map((day) => lasting(day, now)).sort(longestFirst)
  const silent = seen.filter(({ supply }) => supply.value === 'unknown').map((day) => lasting(day, now))
  const [dipped] = seen.filter(({ dips }) => dips.length > 0).sort((a, b) => b.dips.length - a.dips.length)
  return {
    out,
    areAllMarkets: outages.every(({ site }) => site.kind === 'market'),
    longestMs: out[0]?.ms ?? 0,
    toldCount,
    presentCount: seen.filter(({ supply }) => supply.value === 'present').length,
    silent: silent.sort(longestFirst)[0] ?? null,
    silentCount: silent.length,
    noNodeCount: sites.filter(({ nodeCount }) => nodeCount === 0).length,
    unheardCount: sites.filter(({ nodeCount }) => nodeCount > 0).length - seen.length,
    seenCount: seen.length,
    dipped: dipped ? { site: dipped.site, count: dipped.dips.length } : null,
    stoppedCount: seen.reduce((sum, { interruptionCount }) => sum + interruptionCount, 0),
  }
}

export function powerTone(f: PowerFacts): Tone {
  if (f.out.length > 0) return 'late'
  if (f.seenCount === 0) return 'hold'
  return f.silent || f.dipped ? 'attn' : 'calm'
}

/** A queue with what the stream said of it since it was read. */
export function queueWith(queue: QueueNow, readings: Readonly<Record<number, Reading>>): QueueNow {
  const fresh = { ...queue }
  for (const counter of QUEUE_COUNTERS) {
    const reading = readings[queue.metricIds[counter] ?? -1]
    if (!reading || reading.at < (queue.at ?? 0) || typeof reading.value !== 'number') continue
    fresh[counter] = Math.round(reading.value)
    fresh.at = Math.max(fresh.at ?? 0, reading.at)
    if (counter === 'waiting' && reading.at > (queue.at ?? 0)) fresh.isStale = false
  }
  return fresh
}

export type QueueFacts = {
  count: number
  liveCount: number
  waiting: number
  longest: { name: string; waiting: number } | null
}

export function queueFacts(queues: readonly QueueNow[]): QueueFacts {
  const live = queues.filter((queue) => !queue.isStale && queue.waiting !== null)
  const [longest] = [...live].sort((a, b) => (b.waiting ?? 0) - (a.waiting ?? 0))
  return {
    count: queues.length,
    liveCount: live.length,
    waiting: live.reduce((sum, { waiting }) => sum + (waiting ?? 0), 0),
    longest: longest ? { name: longest.name, waiting: longest.waiting ?? 0 } : null,
  }
}

export const queueTone = (f: QueueFacts): Tone => (f.count === 0 || !f.longest ? 'hold' : 'calm')

export type IssueFacts = {
  open: number
  late: number
  near: number
  paused: number
  longestLateMs: number
  nextDueAt: number | null
}

export function issueFacts({ open, late, near, paused, rows }: Overview['issues'], now: number): IssueFacts {
  const dues = rows.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]))
  const next = dues.filter((dueAt) => dueAt >= now)
  return {
    open,
    late,
    near,
    paused,
    longestLateMs: Math.max(0, ...dues.map((dueAt) => now - dueAt)),
    nextDueAt: next.length > 0 ? Math.min(...next) : null,
  }
}

export function issueTone(f: IssueFacts): Tone {
  if (f.late > 0) return 'late'
  return f.near > 0 ? 'attn' : 'calm'
}

const SUPPLY_ORDER = { absent: 0, unknown: 1, present: 3 } as const
/** Sites that need a row of their own, worst first: out, silent, dipped, back again. */
export function sitesToShow(sites: readonly SiteDay[]): SiteDay[] {
  const rank = (day: SiteDay): number =>
    day.nodeCount === 0 ? 5 : day.supply.value === 'present' && day.dips.length > 0 ? 2 : SUPPLY_ORDER[day.supply.value]
  const isQuiet = (day: SiteDay): boolean => rank(day) === 5 || (rank(day) === 3 && day.interruptionCount === 0)
  return sites
    .filter((day) => !isQuiet(day))
    .sort((a, b) => rank(a) - rank(b) || (a.supply.sinceAt ?? 0) - (b.supply.sinceAt ?? 0))
}

/** Columns of open issues by the share of their limit, 8 columns up to 80 %, 2 to 100 %, then to 3 times. */
export type ShareColumn = { shares: number; tone: 'calm' | 'attn' | 'late' }
export function shareColumns(shares: readonly number[]): ShareColumn[] {
  const columns: ShareColumn[] = Array.from({ length: 14 }, (_, i) => ({
    shares: 0,
    tone: i < 8 ? 'calm' : i < 10 ? 'attn' : 'late',
  }))
  for (const share of shares) {
    const index = share > 1 ? 10 + Math.min(3, Math.floor((share - 1) * 2)) : Math.min(9, Math.floor(share * 10))
    const column = columns[index]
    if (column) column.shares += 1
  }
  return columns
}
