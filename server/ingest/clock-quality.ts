/** How far a sample's device time is believed; the numbers are what the samples table stores. */
export const CLOCK_QUALITY = { synced: 0, skewed: 1, unsynced: 2 } as const
export type ClockQuality = (typeof CLOCK_QUALITY)[keyof typeof CLOCK_QUALITY]

/** 2001-09-09T01:46:40Z: a board without a clock chip starts in 1970, and nothing of ours is older than this. */
const EARLIEST_BELIEVED_AT = 1_000_000_000_000
const FUTURE_TOLERANCE_MS = 120_000
const SKEW_TOLERANCE_MS = 5_000
/** Live samples the running median of the skew looks back on. */
const SKEW_WINDOW = 31

/** Quality of a device time (epoch ms), given what the node says of its clock and the node's median skew in ms. */
export function clockQuality(
  deviceAt: number,
  receivedAt: number,
  isSynced: boolean,
  skewMs: number | null,
): ClockQuality {
  if (!isSynced || deviceAt < EARLIEST_BELIEVED_AT || deviceAt > receivedAt + FUTURE_TOLERANCE_MS)
    return CLOCK_QUALITY.unsynced
  return skewMs !== null && Math.abs(skewMs) > SKEW_TOLERANCE_MS ? CLOCK_QUALITY.skewed : CLOCK_QUALITY.synced
}

/** The instant a sample counts at: device time, or receive time when the device's is not believed. */
export const effectiveAt = (deviceAt: number, receivedAt: number, quality: ClockQuality): number =>
  quality === CLOCK_QUALITY.unsynced ? receivedAt : deviceAt

/** Receive time − device time of the latest live samples, oldest first, ms. */
export type SkewWindow = readonly number[]

export const withSkew = (window: SkewWindow, skewMs: number): SkewWindow =>
  window.length < SKEW_WINDOW ? [...window, skewMs] : [...window.slice(1 - SKEW_WINDOW), skewMs]

/** Median skew in ms, null before the first sample. Positive: the node's clock is behind the server's. */
export function medianSkew(window: SkewWindow): number | null {
  if (window.length === 0) return null
  const sorted = [...window].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
