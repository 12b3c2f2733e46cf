import type { SupplySpan } from '../../server/wire/power.ts'

/** A stretch of the strip, in percent of its width. */
export type StripPart = { value: SupplySpan['value']; x: number; width: number }

const MINUTE_MS = 60_000
const LEAST_LEAD_MS = 2 * MINUTE_MS
const LEAD_SHARE = 0.35

/** Where a strip about something since `sinceAt` begins: enough before it to see power go, on a round minute, or five. */
export function stripFrom(spans: readonly SupplySpan[], sinceAt: number, to: number): number {
  const lead = Math.max(LEAST_LEAD_MS, (to - sinceAt) * LEAD_SHARE)
  const round = lead > 10 * MINUTE_MS ? 5 * MINUTE_MS : MINUTE_MS
  const from = Math.floor((sinceAt - lead) / round) * round
  const firstAt = spans[0]?.from
  return firstAt === undefined ? from : Math.min(sinceAt, Math.max(from, firstAt))
}

/** Where `at` lies between `from` and `to`, in percent, kept on the strip. */
export function percentAt(at: number, from: number, to: number): number {
  return to <= from ? 0 : Math.round(Math.min(1, Math.max(0, (at - from) / (to - from))) * 1_000) / 10
}

/** The strip from `from` to `to` without holes: where no span says anything, supply is unknown. */
export function stripParts(spans: readonly SupplySpan[], from: number, to: number): StripPart[] {
  const parts: StripPart[] = []
  let reached = from
  const add = (value: SupplySpan['value'], until: number) => {
    const x = percentAt(reached, from, to)
    const width = Math.round((percentAt(until, from, to) - x) * 10) / 10
    const last = parts[parts.length - 1]
    if (width > 0 && last?.value === value) last.width = Math.round((last.width + width) * 10) / 10
    else if (width > 0) parts.push({ value, x, width })
    reached = Math.max(reached, until)
  }
  for (const span of spans) {
    const until = Math.min(span.to ?? to, to)
    if (until <= reached || span.from >= to) continue
    if (span.from > reached) add('unknown', span.from)
    add(span.value, until)
  }
  if (reached < to) add('unknown', to)
  return parts
}

/** The newest stretch without power: since when, and when power came back (null = not yet, or nobody knows). */
export function lastOutage(spans: readonly SupplySpan[]): { fromAt: number; backAt: number | null } | null {
  let index = spans.length - 1
  while (index >= 0 && spans[index]?.value !== 'absent') index -= 1
  const out = spans[index]
  if (!out) return null
  const back = spans.slice(index + 1).find((span) => span.value === 'present')
  return { fromAt: out.from, backAt: back?.from ?? null }
}

/** The value the spans end with; unknown when there are none. */
export const lastSupply = (spans: readonly SupplySpan[]): SupplySpan['value'] =>
  spans[spans.length - 1]?.value ?? 'unknown'
