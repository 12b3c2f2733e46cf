import { dayStart } from './time.ts'

const MINUTE = 60_000
const HOUR = 3_600_000
const STEPS = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
]

/** Ticks at whole steps of the district's day inside (from, to), at most `most`; all epoch ms. */
export function axisTicks(from: number, to: number, most: number): { stepMs: number; ticks: number[] } {
  const span = to - from
  const stepMs = STEPS.find((step) => span / step <= most) ?? 24 * HOUR
  const base = dayStart(from)
  const ticks: number[] = []
  for (let at = base + Math.ceil((from - base) / stepMs) * stepMs; at <= to; at += stepMs) ticks.push(at)
  return { stepMs, ticks }
}

type Known = { spans: readonly { from: number; to: number | null; value: string }[] }
/**
 * Window of a day's strips, epoch ms: from the first instant any of them knows anything, rounded down to a step, never
 * before `startAt`. At least ten minutes wide, so that the first minutes of a new node are readable.
 */
export function stripWindow(strips: readonly Known[], startAt: number, now: number): { from: number; to: number } {
  const known = strips.flatMap(({ spans }) => spans.filter(({ value }) => value !== 'unknown').map(({ from }) => from))
  const first = known.length > 0 ? Math.max(startAt, Math.min(...known)) : startAt
  const stepMs = now - first > 2 * HOUR ? HOUR : 5 * MINUTE
  const rounded = startAt + Math.floor((first - startAt) / stepMs) * stepMs
  return { from: Math.max(startAt, Math.min(rounded, now - 10 * MINUTE)), to: now }
}
