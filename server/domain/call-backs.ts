import { dateOn, dayNumber, startOfDay } from './calendar.ts'

/** One in ten of the issues that ended without an answer, and at least five a month (reference, follow-up). */
export const CALL_BACK_SHARE = 0.1
export const CALL_BACKS_MIN = 5

/** A calendar month of the district as `YYYY-MM`, with its first instant and the first after it, epoch ms. */
export type Month = { month: string; fromAt: number; toAt: number }

/** First instant (epoch ms) of the local month `offset` months from the one an instant lies in. */
function monthStart(at: number, offset: number): number {
  const [year, month] = dateOn(at).split('-').map(Number) as [number, number]
  return startOfDay(dayNumber(Date.UTC(year, month - 1 + offset, 1)))
}

/** The month before the one an instant (epoch ms) lies in. */
export function monthBefore(at: number): Month {
  const fromAt = monthStart(at, -1)
  return { month: dateOn(fromAt).slice(0, 7), fromAt, toAt: monthStart(at, 0) }
}

/** The place of an id in the order a seed gives: 53 bits of cyrb53 (public domain, bryc/code). */
function place(seed: string, id: string): number {
  let [h1, h2] = [0xdeadbeef, 0x41c6ce57]
  for (const char of `${seed} ${id}`) {
    const code = char.codePointAt(0)!
    h1 = Math.imul(h1 ^ code, 2_654_435_761)
    h2 = Math.imul(h2 ^ code, 1_597_334_677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2_246_822_507) ^ Math.imul(h2 ^ (h2 >>> 13), 3_266_489_909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2_246_822_507) ^ Math.imul(h1 ^ (h1 >>> 13), 3_266_489_909)
  return 4_294_967_296 * (2_097_151 & h2) + (h1 >>> 0)
}

/**
 * Draws a tenth of the ids, at least five, all where there are fewer. The same ids and seed give the same draw whatever
 * their order, so that anybody can draw again.
 */
export function draw(ids: readonly string[], seed: string): string[] {
  const count = Math.min(ids.length, Math.max(CALL_BACKS_MIN, Math.ceil(ids.length * CALL_BACK_SHARE)))
  return [...new Set(ids)]
    .map((id) => ({ id, at: place(seed, id) }))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id)
}
