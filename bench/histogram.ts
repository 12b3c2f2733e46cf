const STEP_MS = 0.1
const STEPS = 200_000

/** Counts of durations in steps of 0.1 ms up to 20 s: exact enough for percentiles, and without an allocation each. */
export class Histogram {
  private readonly counts = new Uint32Array(STEPS)
  private total = 0

  record(ms: number): void {
    const step = Math.min(STEPS - 1, Math.max(0, Math.floor(ms / STEP_MS)))
    this.counts[step] = this.counts[step]! + 1
    this.total++
  }

  /** Upper edge of the step that holds the percentile, ms; 0 without records. */
  percentile(percent: number): number {
    let left = Math.ceil((this.total * percent) / 100)
    if (left === 0) return 0
    for (let step = 0; step < STEPS; step++) {
      left -= this.counts[step]!
      if (left <= 0) return Math.round((step + 1) * STEP_MS * 10) / 10
    }
    return STEPS * STEP_MS
  }
}
