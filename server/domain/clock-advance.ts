import { type Calendar, DAY_MS, dayNumber, isWorkingDay, MINUTE_MS, nextWorkingDay, startOfDay } from './calendar.ts'

/** A counts whole working days, B business minutes, C every minute. */
export const CLOCK_RULES = ['A', 'B', 'C'] as const
export type ClockRule = (typeof CLOCK_RULES)[number]

/** An amount of time in its rule's unit: working days (A), business minutes (B), minutes (C); fractions allowed. */
export type Limit = { rule: ClockRule; amount: number }

/** Length of a rule's unit in counted ms. */
export const UNIT_MS: Readonly<Record<ClockRule, number>> = { A: DAY_MS, B: MINUTE_MS, C: MINUTE_MS }

type Span = readonly [fromAt: number, toAt: number]

/** The counted stretches of the local day an instant lies in. */
function countedSpans(at: number, rule: ClockRule, calendar: Calendar): readonly Span[] {
  const midnight = startOfDay(dayNumber(at))
  if (rule === 'C') return [[midnight, midnight + DAY_MS]]
  if (!isWorkingDay(at, calendar)) return []
  if (rule === 'A') return [[midnight, midnight + DAY_MS]]
  return calendar.openingHours.map(([from, to]) => [midnight + from * MINUTE_MS, midnight + to * MINUTE_MS])
}

/**
 * The instant (epoch ms) at which `amount` has been counted since `start`. Rule A ends on a working day, so a start
 * on a day off moves to the next working day 00:00 and a midnight is that of the next working day; rule B ends at the
 * earliest such instant, so at noon and not after lunch. Throws unless `amount` is finite and not negative, and if no
 * time is ever counted.
 */
export function advance(start: number, amount: number, rule: ClockRule, calendar: Calendar): number {
  if (!Number.isFinite(amount) || amount < 0) throw new Error(`cannot count ${amount}`)
  const leftMs = Math.round(amount * UNIT_MS[rule])
  if (rule === 'C') return start + leftMs
  return rule === 'A' ? advanceDays(start, leftMs, calendar) : advanceBusiness(start, leftMs, calendar)
}

function advanceDays(start: number, amountMs: number, calendar: Calendar): number {
  let cursor = isWorkingDay(start, calendar) ? start : nextWorkingDay(start, calendar)
  let leftMs = amountMs
  for (;;) {
    const todayMs = startOfDay(dayNumber(cursor) + 1) - cursor
    if (leftMs < todayMs) return cursor + leftMs
    leftMs -= todayMs
    cursor = nextWorkingDay(cursor, calendar)
  }
}

function advanceBusiness(start: number, amountMs: number, calendar: Calendar): number {
  if (amountMs === 0) return start
  requireOpening(calendar)
  let leftMs = amountMs
  for (let day = start; ; day = nextWorkingDay(day, calendar)) {
    for (const [fromAt, toAt] of countedSpans(day, 'B', calendar)) {
      const cursor = Math.max(fromAt, start)
      if (cursor >= toAt) continue
      if (leftMs <= toAt - cursor) return cursor + leftMs
      leftMs -= toAt - cursor
    }
  }
}

function requireOpening({ openingHours }: Calendar): void {
  if (!openingHours.some(([from, to]) => to > from)) throw new Error('the calendar has no opening hours')
}

/** How much of [from, to) (epoch ms) counts, in the rule's unit; 0 when `to` is not after `from`. */
export function countedBetween(from: number, to: number, rule: ClockRule, calendar: Calendar): number {
  if (to <= from) return 0
  if (rule === 'C') return (to - from) / UNIT_MS.C
  let countedMs = 0
  for (let day = dayNumber(from); startOfDay(day) < to; day++) {
    for (const [fromAt, toAt] of countedSpans(startOfDay(day), rule, calendar))
      countedMs += Math.max(0, Math.min(toAt, to) - Math.max(fromAt, from))
  }
  return countedMs / UNIT_MS[rule]
}

/** The instant itself when it is a business minute, else the next opening (epoch ms): when a notice may leave. Throws without opening hours. */
export function nextBusinessAt(at: number, calendar: Calendar): number {
  requireOpening(calendar)
  for (let day = at; ; day = nextWorkingDay(day, calendar)) {
    const open = countedSpans(day, 'B', calendar).find(([, toAt]) => toAt > at)
    if (open) return Math.max(open[0], at)
  }
}
