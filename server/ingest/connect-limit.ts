const MINUTE_MS = 60_000
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

/** Counts CONNECTs that led nowhere, by address, over the last minute. */
export class ConnectLimit {
  private readonly perMinute: number
  private readonly countsLoopback: boolean
  private readonly tried = new Map<string, number[]>()

  constructor(perMinute: number, countsLoopback: boolean) {
    this.perMinute = perMinute
    this.countsLoopback = countsLoopback
  }

  /** Whether an address may try once more; the try counts until `forgive`. */
  admits(address: string, monotonicMs: number): boolean {
    if (!this.countsLoopback && LOOPBACK.test(address)) return true
    const recent = (this.tried.get(address) ?? []).filter((at) => monotonicMs - at < MINUTE_MS)
    this.tried.set(address, recent)
    if (recent.length >= this.perMinute) return false
    recent.push(monotonicMs)
    if (this.tried.size > 10_000) this.prune(monotonicMs)
    return true
  }

  /** A try that turned out to be a node with its key does not count: a hall's nodes share one address. */
  forgive(address: string): void {
    this.tried.get(address)?.pop()
  }

  private prune(monotonicMs: number): void {
    for (const [address, tries] of this.tried)
      if (tries.every((at) => monotonicMs - at >= MINUTE_MS)) this.tried.delete(address)
  }
}
