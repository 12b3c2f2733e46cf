import { setTimeout as sleep } from 'node:timers/promises'

interface Patience {
  what: string
  withinMs?: number
  everyMs?: number
  /** Said in the error when time is up. */
  detail?: () => string
}

/** Asks until `probe` gives something other than null, undefined or false; fails by name when time is up. */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  { what, withinMs = 10_000, everyMs = 50, detail }: Patience,
): Promise<NonNullable<T>> {
  const giveUpAt = performance.now() + withinMs
  for (;;) {
    const found = await probe()
    if (found !== null && found !== undefined && found !== false) return found as NonNullable<T>
    if (performance.now() > giveUpAt)
      throw new Error(`Waited ${withinMs} ms and still not true: ${what}${detail ? `\n${detail()}` : ''}`)
    await sleep(everyMs)
  }
}
