import type { ClosedGap, OpenGap } from './ledger.ts'

/** How the stored gaps of a boot follow the ledger. A stored open gap is named by its boot and its first sequence. */
export interface GapRows {
  /** Open rows that became smaller, or are done (`outcome` filled, evicted or lost, with the range as last stored). */
  updates: { from: number; newFrom: number; newTo: number; outcome: 'open' | 'filled' | 'evicted' | 'lost' }[]
  inserts: (OpenGap & { outcome: 'open' | 'evicted' | 'lost' })[]
}

const isWithin = (inner: OpenGap, outer: OpenGap): boolean => inner.from >= outer.from && inner.to <= outer.to

/** The difference between what is stored (`before`) and what is now known. Nothing is ever deleted. */
export function gapRows(before: readonly OpenGap[], after: readonly OpenGap[], closed: readonly ClosedGap[]): GapRows {
  const rows: GapRows = { updates: [], inserts: [] }
  const used = new Set<ClosedGap>()
  for (const gap of before) {
    const rest = after.filter((other) => isWithin(other, gap))
    const first = rest[0]
    if (first) {
      if (first.from !== gap.from || first.to !== gap.to)
        rows.updates.push({ from: gap.from, newFrom: first.from, newTo: first.to, outcome: 'open' })
      for (const other of rest.slice(1)) rows.inserts.push({ ...other, outcome: 'open' })
      continue
    }
    const whole = closed.find((part) => part.from === gap.from && part.to === gap.to)
    if (whole) used.add(whole)
    rows.updates.push({ from: gap.from, newFrom: gap.from, newTo: gap.to, outcome: whole?.outcome ?? 'filled' })
  }
  for (const gap of after)
    if (!before.some((other) => isWithin(gap, other))) rows.inserts.push({ ...gap, outcome: 'open' })
  for (const part of closed) if (!used.has(part)) rows.inserts.push(part)
  return rows
}
