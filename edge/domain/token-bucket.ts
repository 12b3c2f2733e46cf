/** Allows `perSecond` takes in the long run and at most `burst` at once. Instants are monotonic ms. */
export interface TokenBucket {
  tokens: number
  at: number
  perSecond: number
  burst: number
}

/** A bucket that has yet to fill. */
export const emptyBucket = (perSecond: number, burst: number, at: number): TokenBucket => ({
  tokens: 0,
  at,
  perSecond,
  burst,
})

/** The bucket at `at`, refilled. */
export function refill(bucket: TokenBucket, at: number): TokenBucket {
  const gained = (Math.max(0, at - bucket.at) / 1000) * bucket.perSecond
  return { ...bucket, at, tokens: Math.min(bucket.burst, bucket.tokens + gained) }
}
