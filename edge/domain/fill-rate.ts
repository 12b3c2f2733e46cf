/** Bytes appended over a span of time, older ones counting less. */
export interface FillRate {
  bytes: number
  overMs: number
}

const SPAN_MS = 600_000
const SHORTEST_MS = 60_000

/** The rate after `bytes` more in `overMs` more; what is older than the span fades. */
export function addToRate(rate: FillRate, bytes: number, overMs: number): FillRate {
  const keep = rate.overMs + overMs > SPAN_MS ? 0.5 : 1
  return { bytes: rate.bytes * keep + bytes, overMs: rate.overMs * keep + overMs }
}

/** Hours until `freeBytes` are used at this rate, with one decimal; null when the rate is not known yet. */
export function hoursLeft(freeBytes: number, rate: FillRate): number | null {
  if (rate.overMs < SHORTEST_MS || rate.bytes <= 0) return null
  return Math.round((freeBytes / (rate.bytes / rate.overMs) / 3_600_000) * 10) / 10
}
