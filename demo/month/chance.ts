import { createHash } from 'node:crypto'

/** Chance that is the same every time: numbers in 0…1 that follow from a text. */
export class Chance {
  private readonly seed: string
  private n = 0

  constructor(seed: string) {
    this.seed = seed
  }

  next(): number {
    return (
      createHash('sha256')
        .update(`${this.seed} ${this.n++}`)
        .digest()
        .readUInt32BE(0) /
      2 ** 32
    )
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from)
  }

  isBelow(share: number): boolean {
    return this.next() < share
  }

  one<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T
  }

  /** One of a list, by its weight. */
  weighed<T extends { weight: number }>(list: readonly T[]): T {
    let left = this.next() * list.reduce((sum, { weight }) => sum + weight, 0)
    for (const one of list) {
      left -= one.weight
      if (left < 0) return one
    }
    return list.at(-1) as T
  }
}
