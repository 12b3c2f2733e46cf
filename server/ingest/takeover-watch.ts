const MINUTE_MS = 60_000
const TAKEOVERS_PER_MINUTE = 3

/** Notices that a node's connection is taken over again and again: two boxes share one key. */
export class TakeoverWatch {
  private readonly taken = new Map<string, number[]>()

  /** Notes one takeover; true when it is more than the third within a minute. */
  isTooMany(node: string, monotonicMs: number): boolean {
    const recent = (this.taken.get(node) ?? []).filter((at) => monotonicMs - at < MINUTE_MS)
    recent.push(monotonicMs)
    this.taken.set(node, recent)
    return recent.length > TAKEOVERS_PER_MINUTE
  }
}
