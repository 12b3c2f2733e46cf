/** Withholds calls above a rate, in order: a sender over its rate is slowed down, and nothing of it is dropped. */
export class RateCap {
  private readonly intervalMs: number
  private readonly burstMs: number
  /** When the bucket would be full again, in monotonic ms. */
  private fullAt = 0
  private held: (() => void)[] = []
  private timer: NodeJS.Timeout | null = null

  /** `perSecond` may come at once, and that many a second on. */
  constructor(perSecond: number) {
    this.intervalMs = 1_000 / perSecond
    this.burstMs = 1_000
  }

  /** True when a call may go on at once; otherwise it is to be given to `hold`. */
  passes(monotonicMs: number): boolean {
    return this.held.length === 0 && this.take(monotonicMs)
  }

  /** Calls `later` when its turn comes. */
  hold(later: () => void): void {
    this.held.push(later)
    this.timer ??= setTimeout(() => this.letGo(), this.intervalMs)
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.held = []
  }

  private take(monotonicMs: number): boolean {
    const fullAt = Math.max(this.fullAt, monotonicMs) + this.intervalMs
    if (fullAt - monotonicMs > this.burstMs) return false
    this.fullAt = fullAt
    return true
  }

  private letGo(): void {
    this.timer = null
    const monotonicMs = performance.now()
    let count = 0
    while (count < this.held.length && this.take(monotonicMs)) this.held[count++]!()
    this.held = this.held.slice(count)
    if (this.held.length > 0) this.timer = setTimeout(() => this.letGo(), this.intervalMs)
  }
}
