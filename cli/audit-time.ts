import { type Calendar, dayNumber, isWorkingDay, startOfDay } from '../server/domain/calendar.ts'
import type { RawPause, RawRun } from './audit-rows.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** Milliseconds of [from, to) that a rule counts, day by day: A whole working days, B opening hours, C all of it. */
export function countedMs(from: number, to: number, rule: string, calendar: Calendar): number {
  if (to <= from) return 0
  if (rule === 'C') return to - from
  let sum = 0
  const last = dayNumber(to - 1)
  for (let day = dayNumber(from); day <= last; day++) {
    const midnight = startOfDay(day)
    if (!isWorkingDay(midnight, calendar)) continue
    const open = rule === 'A' ? [[0, DAY]] : calendar.openingHours.map(([a, b]) => [a * MINUTE, b * MINUTE])
    for (const [a = 0, b = 0] of open) {
      const part = Math.min(to, midnight + b) - Math.max(from, midnight + a)
      if (part > 0) sum += part
    }
  }
  return sum
}

/** The month of an instant on the district's wall, `YYYY-MM`. */
export const monthAt = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 7)

/** Nearest rank: the smallest value that at least a share of them does not exceed; null of none. */
export function nearestRank(sorted: readonly number[], share: number): number | null {
  return sorted.length === 0 ? null : (sorted[Math.ceil(share * sorted.length) - 1] ?? null)
}

const UNIT: Readonly<Record<string, number>> = { A: DAY, B: MINUTE, C: MINUTE }

/** Whether a reply at `at` used at least 95 % of its limit: in counted ms, extensions added, pauses taken out. */
export function isLastMoment(run: RawRun, at: number, pauses: readonly RawPause[], calendar: Calendar): boolean {
  const own = pauses
    .filter(({ round, fromAt }) => round === run.round && fromAt >= run.startedAt && fromAt <= at)
    .sort((a, b) => a.fromAt - b.fromAt)
  let limit = Math.round(run.amount * (UNIT[run.rule] ?? 1))
  let used = 0
  let cursor = run.startedAt
  for (const pause of own) {
    const sofar = used + countedMs(cursor, pause.fromAt, run.rule, calendar)
    // A late clock cannot be stopped or prolonged afterwards.
    if (sofar > limit) continue
    if (pause.kind === 'extension') {
      limit = Math.max(limit, sofar + countedMs(pause.fromAt, pause.dueAfterAt, run.rule, calendar))
      continue
    }
    used = sofar
    cursor = pause.endedAt ?? pause.untilAt
  }
  return (used + countedMs(cursor, at, run.rule, calendar)) * 20 >= limit * 19
}

/** Whole minutes a stopped run counted; what a handling clock stood still is out. */
export function minutesOf(run: RawRun, stop: number, pauses: readonly RawPause[], calendar: Calendar): number {
  let ms = countedMs(run.startedAt, stop, run.rule, calendar)
  if (run.clock === 'handle')
    for (const { kind, round, fromAt, endedAt, untilAt } of pauses)
      if (kind !== 'extension' && round === run.round)
        ms -= countedMs(Math.max(fromAt, run.startedAt), Math.min(endedAt ?? untilAt, stop), run.rule, calendar)
  return Math.floor(ms / MINUTE)
}
