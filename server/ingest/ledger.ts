/** Sequences from … to, both included. */
export interface SequenceRange {
  from: number
  to: number
}

/** A range the server lacks and may still get; `seenAt` epoch ms. */
export interface OpenGap extends SequenceRange {
  seenAt: number
}

/** A range given up: by the node's own declaration of eviction, or because the node no longer holds it. */
export interface ClosedGap extends OpenGap {
  outcome: 'evicted' | 'lost'
}

/** What is known of one boot: the highest committed sequence, and the open gaps below it in ascending order. */
export interface Ledger {
  highest: number
  gaps: readonly OpenGap[]
}

/** `closed` lists what this step gave up; `isNew` is false for a sequence committed before. */
export interface LedgerStep {
  ledger: Ledger
  isNew: boolean
  closed: readonly ClosedGap[]
}

export const EMPTY_LEDGER: Ledger = { highest: 0, gaps: [] }
const NOTHING_CLOSED: readonly ClosedGap[] = []

/** The highest sequence below which nothing is missing: what a receipt may promise. Never falls. */
export const upToOf = (ledger: Ledger): number => {
  const lowest = ledger.gaps[0]
  return lowest ? lowest.from - 1 : ledger.highest
}

/** The lowest open gaps as [from, to], at most `limit`. */
export const missingOf = (ledger: Ledger, limit: number): [number, number][] =>
  ledger.gaps.slice(0, limit).map(({ from, to }) => [from, to])

/** Commits one sequence, `at` epoch ms: it extends, opens a gap, fills one, or is a duplicate. */
export function commitSequence(ledger: Ledger, sequence: number, at: number): LedgerStep {
  const { highest, gaps } = ledger
  if (sequence === highest + 1) return step({ highest: sequence, gaps }, true)
  if (sequence > highest) {
    const gap = { from: highest + 1, to: sequence - 1, seenAt: at }
    return step({ highest: sequence, gaps: [...gaps, gap] }, true)
  }
  const filled = without(gaps, { from: sequence, to: sequence })
  return filled === gaps ? step(ledger, false) : step({ highest, gaps: filled }, true)
}

/** Closes what is open inside a range the node declared evicted. What lies above `highest` is not touched. */
export function evictRange(ledger: Ledger, range: SequenceRange): LedgerStep {
  return closeOpen(ledger, [range], 'evicted')
}

/**
 * Applies a birth: of everything below `next`, what is neither committed nor held is lost. `held` are the ranges of
 * this boot that the outbox still has; for a boot the node has left behind, `next` is null and only open gaps count.
 */
export function declareHeld(
  ledger: Ledger,
  held: readonly SequenceRange[],
  next: number | null,
  at: number,
): LedgerStep {
  const kept = held.filter(({ from, to }) => from <= to)
  const extended = next === null ? ledger : extendOverLoss(ledger, kept, next, at)
  const open = extended.gaps.map(({ from, to }) => ({ from, to }))
  return closeOpen(
    extended,
    kept.reduce<SequenceRange[]>((rest, range) => without(rest, range), open),
    'lost',
  )
}

/** A loss above `highest` must be entered too, or `upTo` would wait for it for ever. */
function extendOverLoss(ledger: Ledger, held: readonly SequenceRange[], next: number, at: number): Ledger {
  const from = ledger.highest + 1
  if (next - 1 < from) return ledger
  const lacking = held.reduce<SequenceRange[]>((rest, range) => without(rest, range), [{ from, to: next - 1 }])
  const last = lacking.at(-1)
  if (!last) return ledger
  return { highest: last.to, gaps: [...ledger.gaps, { from, to: last.to, seenAt: at }] }
}

/** Closes what of the open gaps lies in `ranges`. Precondition: the ranges ascend and do not overlap, as the gaps do. */
function closeOpen(ledger: Ledger, ranges: readonly SequenceRange[], outcome: ClosedGap['outcome']): LedgerStep {
  const closed: ClosedGap[] = []
  const gaps: OpenGap[] = []
  let n = 0
  for (const gap of ledger.gaps) {
    let { from } = gap
    while (n < ranges.length && ranges[n]!.to < from) n++
    for (let at = n; at < ranges.length && ranges[at]!.from <= gap.to; at++) {
      const begin = Math.max(from, ranges[at]!.from)
      const end = Math.min(gap.to, ranges[at]!.to)
      if (begin > end) continue
      if (begin > from) gaps.push({ ...gap, from, to: begin - 1 })
      closed.push({ from: begin, to: end, seenAt: gap.seenAt, outcome })
      from = end + 1
    }
    if (from <= gap.to) gaps.push(from === gap.from ? gap : { ...gap, from })
  }
  if (closed.length === 0) return step(ledger, false)
  return { ledger: { highest: ledger.highest, gaps }, isNew: false, closed }
}

const step = (ledger: Ledger, isNew: boolean): LedgerStep => ({ ledger, isNew, closed: NOTHING_CLOSED })

/** The ranges less one of them; the same array when nothing overlaps. */
function without<T extends SequenceRange>(ranges: readonly T[], cut: SequenceRange): T[] {
  if (!ranges.some((range) => range.from <= cut.to && range.to >= cut.from)) return ranges as T[]
  return ranges.flatMap((range) => {
    if (range.from > cut.to || range.to < cut.from) return [range]
    const rest: T[] = []
    if (range.from < cut.from) rest.push({ ...range, to: cut.from - 1 })
    if (range.to > cut.to) rest.push({ ...range, from: cut.to + 1 })
    return rest
  })
}
