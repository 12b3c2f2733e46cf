/** Milliseconds to wait before a new connection; spread evenly so that a restarted server does not get all nodes at once. `random` is in [0, 1). */
export const reconnectDelayMs = (limits: { minMs: number; maxMs: number }, random: number): number =>
  Math.round(limits.minMs + random * (limits.maxMs - limits.minMs))

const LONGEST_BIRTH_WAIT_MS = 300_000

/** Milliseconds to wait for the receipt of birth number `attempt` (from 0) on one connection: doubling up to five minutes. */
export const birthWaitMs = (attempt: number, firstMs: number): number =>
  Math.min(firstMs * 2 ** Math.min(attempt, 20), Math.max(firstMs, LONGEST_BIRTH_WAIT_MS))
