/** Allows `perSecond` takes in the long run and at most `burst` at once. Instants are monotonic ms. */
export interface TokenBucket {
  tokens: number
  at: number
  perSecond: number
  burst: number
}

/** A full bucket. */
export const fullBucket = (perSecond: number, burst: number, at: number): TokenBucket => ({
  tokens: burst,
  at,
  perSecond,
  burst,
})

/** The bucket at `at`, refilled. */
export function refill(bucket: TokenBucket, at: number): TokenBucket {
  const gained = (Math.max(0, at - bucket.at) / 1000) * bucket.perSecond
  return { ...bucket, at, tokens: Math.min(bucket.burst, bucket.tokens + gained) }
}

/** Milliseconds until a whole token is there; 0 when there is one. */
export const waitForTokenMs = (bucket: TokenBucket): number =>
  bucket.tokens >= 1 ? 0 : Math.ceil(((1 - bucket.tokens) / bucket.perSecond) * 1000)
