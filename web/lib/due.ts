import type { IssueRow } from '../../server/wire/issues.ts'
import { dayStart } from './time.ts'

export type Due = Pick<IssueRow, 'dueAt' | 'light' | 'state'> &
  Partial<Pick<IssueRow, 'rule' | 'amount' | 'share' | 'turn'>>

const MINUTE_MS = 60_000
/** Minutes of an ordinary working day, 09:00–12:00 and 13:30–17:30: from there on days say more than hours. */
const WORKING_DAY_MINUTES = 420

/** When the reporter's time to answer or to reopen is over; no clock runs then. */
const windowEnd = ({ state, turn }: Due): number | null =>
  state === 'follow_up' || state === 'confirmed' ? (turn?.byAt ?? null) : null

/**
 * How far it is to the due, or past it, as its own clock counts: whole working days (rule A on another day than the
 * due's, and long stretches of B), working minutes (B) or time (C). `days` null: say `ms`. Null when nothing is due.
 */
export function farFromDue(row: Due, now: number): { isLate: boolean; days: number | null; ms: number } | null {
  const dueAt = row.dueAt ?? windowEnd(row)
  if (dueAt === null) return null
  const isLate = dueAt < now
  const wallMs = Math.abs(dueAt - now)
  const counted = row.dueAt === null || row.share == null || row.amount == null ? null : (1 - row.share) * row.amount
  if (counted === null || row.rule === 'C') return { isLate, days: null, ms: wallMs }
  const left = Math.max(0, isLate ? -counted : counted)
  if (row.rule === 'B') {
    const days = left < WORKING_DAY_MINUTES ? null : Math.round(left / WORKING_DAY_MINUTES)
    return { isLate, days, ms: Math.min(wallMs, Math.round(left) * MINUTE_MS) }
  }
  const isToday = dayStart(dueAt) === dayStart(now)
  return { isLate, days: isToday ? null : Math.max(1, Math.round(left)), ms: wallMs }
}
