/** Work of the past at its instant (epoch ms); running it may plan more. */
export interface Due {
  at: number
  run: () => Promise<void>
}

/** Work in the order of its instants; what lies after `until` stays undone. */
export class Past {
  private readonly due: Due[] = []
  readonly until: number

  constructor(until: number) {
    this.until = until
  }

  plan(at: number, run: () => Promise<void>): void {
    if (at <= this.until) this.due.push({ at, run })
  }

  /** Runs everything due, earliest first. `between` is called once for each piece of time of `everyMs` that passes. */
  async play(from: number, everyMs: number, between: (at: number) => Promise<void>): Promise<void> {
    let next = from + everyMs
    for (;;) {
      const index = this.earliest()
      const at = index < 0 ? this.until : this.due[index]!.at
      for (; next <= Math.min(at, this.until); next += everyMs) await between(next)
      if (index < 0) return
      const [work] = this.due.splice(index, 1)
      await work!.run()
    }
  }

  private earliest(): number {
    let best = -1
    for (let n = 0; n < this.due.length; n++) if (best < 0 || this.due[n]!.at < this.due[best]!.at) best = n
    return best
  }
}
