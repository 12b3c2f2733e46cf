/** An inclusive run of sequences. */
export interface Range {
  from: number
  to: number
}

/** The same sequences as the fewest ranges, ascending; overlapping and touching ranges become one. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** At most `limit` ranges that cover all of `ranges`, closing the narrowest holes first. Precondition: ascending and disjoint. */
export function coarsenRanges(ranges: readonly Range[], limit: number): Range[] {
  if (ranges.length <= limit) return [...ranges]
  const holes = ranges.slice(1).map((range, index) => ({ index, width: range.from - ranges[index]!.to }))
  const closed = new Set(
    holes
      .sort((a, b) => a.width - b.width || a.index - b.index)
      .slice(0, ranges.length - limit)
      .map((hole) => hole.index),
  )
  const coarse: Range[] = []
  ranges.forEach((range, index) => {
    const last = coarse.at(-1)
    if (last && closed.has(index - 1)) last.to = range.to
    else coarse.push({ ...range })
  })
  return coarse
}

/** Whether a sequence lies in one of the ranges. */
export const isInRanges = (ranges: readonly Range[], sequence: number): boolean =>
  ranges.some(({ from, to }) => sequence >= from && sequence <= to)

/** The ranges with one more sequence. Precondition: ascending and disjoint, as this function and mergeRanges leave them. */
export function addToRanges(ranges: readonly Range[], sequence: number): Range[] {
  const last = ranges.at(-1)
  if (last && sequence === last.to + 1) return [...ranges.slice(0, -1), { from: last.from, to: sequence }]
  return mergeRanges([...ranges, { from: sequence, to: sequence }])
}
