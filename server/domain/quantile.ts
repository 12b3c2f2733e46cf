/** Buckets per doubling, as a power of two: below 32 minutes each bucket is one minute, above it at most 1/16 wide. */
const FINE_BITS = 4
const EXACT_BELOW = 2 << FINE_BITS

/** The bucket of a histogram a whole number of minutes (≥ 0) falls in; buckets are in the order of their minutes. */
export function bucketOf(minutes: number): number {
  if (minutes < EXACT_BELOW) return minutes
  const exponent = 31 - Math.clz32(minutes) - FINE_BITS
  return (exponent << FINE_BITS) + (minutes >>> exponent)
}

/** Whether a bucket holds one value only, which is its own number of minutes. */
export const isExactBucket = (bucket: number): boolean => bucket < EXACT_BELOW

/** The rank (from 1) of a quantile among `count` values: nearest rank, so a value that really occurred (Hyndman & Fan 1996, type 1). */
export const rankOf = (share: number, count: number): number => Math.max(1, Math.ceil(share * count))

/** Where the value of a rank lies: its bucket, and how many values of that bucket come before it. Precondition: rank ≤ the sum. */
export function placeOf(rank: number, histogram: readonly (readonly [bucket: number, count: number])[]) {
  let before = 0
  for (const [bucket, count] of [...histogram].sort(([a], [b]) => a - b)) {
    if (before + count >= rank) return { bucket, offset: rank - before - 1 }
    before += count
  }
  return null
}
