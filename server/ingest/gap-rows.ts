import type { ClosedGap, OpenGap } from './ledger.ts'

/** How the stored gaps of a boot follow the ledger. A stored open gap is named by its boot and its first sequence. */
export interface GapRows {
  /** Open rows that became smaller, or are done (`outcome` filled, evicted or lost, with the range as last stored). */
  updates: { from: number; newFrom: number; newTo: number; outcome: 'open' | 'filled' | 'evicted' | 'lost' }[]
  inserts: (OpenGap & { outcome: 'open' | 'evicted' | 'lost' })[]
}

const isWithin = (inner: OpenGap, outer: OpenGap): boolean => inner.from >= outer.from && inner.to <= outer.to

/**
 * The difference between what is stored (`before`) and what is now known. Nothing is ever deleted. Both lists ascend, and
 * are gone through once: a node that skips every other sequence has thousands of gaps.
 */
export function gapRows(before: readonly OpenGap[], after: readonly OpenGap[], closed: readonly ClosedGap[]): GapRows {
  const rows: GapRows = { updates: [], inserts: [] }
  const closedFrom = new Map(closed.map((part) => [part.from, part]))
  let n = 0
  for (const gap of before) {
    const first = after[n]
    if (!first || !isWithin(first, gap)) {
      const whole = closedFrom.get(gap.from)?.to === gap.to ? closedFrom.get(gap.from) : undefined
      if (whole) closedFrom.delete(gap.from)
      rows.updates.push({ from: gap.from, newFrom: gap.from, newTo: gap.to, outcome: whole?.outcome ?? 'filled' })
      continue
    }
    if (first.from !== gap.from || first.to !== gap.to)
      rows.updates.push({ from: gap.from, newFrom: first.from, newTo: first.to, outcome: 'open' })
    for (n++; n < after.length && isWithin(after[n]!, gap); n++) rows.inserts.push({ ...after[n]!, outcome: 'open' })
  }
  for (const gap of after.slice(n)) rows.inserts.push({ ...gap, outcome: 'open' })
  rows.inserts.push(...closedFrom.values())
  return rows
}
