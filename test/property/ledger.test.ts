import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gapRows } from '../../server/ingest/gap-rows.ts'
import {
  commitSequence,
  declareHeld,
  EMPTY_LEDGER,
  evictRange,
  type Ledger,
  type LedgerStep,
  upToOf,
} from '../../server/ingest/ledger.ts'

const AT = 1_764_000_000_000
const TOP = 60

type Act =
  | { kind: 'commit'; sequence: number }
  | { kind: 'evict'; from: number; to: number }
  | { kind: 'birth'; held: { from: number; to: number }[]; next: number | null }

const range = fc
  .tuple(fc.integer({ min: 1, max: TOP }), fc.integer({ min: 0, max: 12 }))
  .map(([from, length]) => ({ from, to: from + length }))
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('commit' as const), sequence: fc.integer({ min: 1, max: TOP }) }),
  },
  { weight: 2, arbitrary: range.map((one) => ({ kind: 'evict' as const, ...one })) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('birth' as const),
      held: fc.array(range, { maxLength: 3 }),
      next: fc.option(fc.integer({ min: 1, max: TOP + 20 })),
    }),
  },
)

/** The same rules over plain sets of sequences. */
class Model {
  committed = new Set<number>()
  givenUp = new Set<number>()
  highest = 0

  isOpen = (s: number): boolean => s <= this.highest && !this.committed.has(s) && !this.givenUp.has(s)

  apply(one: Act): boolean {
    if (one.kind === 'commit') {
      const isNew = one.sequence > this.highest || this.isOpen(one.sequence)
      if (isNew) this.committed.add(one.sequence)
      this.highest = Math.max(this.highest, one.sequence)
      return isNew
    }
    const isHeld = (s: number): boolean => one.kind === 'birth' && one.held.some(({ from, to }) => s >= from && s <= to)
    if (one.kind === 'birth' && one.next !== null) {
      let last = this.highest
      for (let s = this.highest + 1; s < one.next; s++) if (!isHeld(s)) last = s
      this.highest = last
    }
    for (let s = 1; s <= this.highest; s++) {
      const isMeant = one.kind === 'evict' ? s >= one.from && s <= one.to : !isHeld(s)
      if (isMeant && this.isOpen(s)) this.givenUp.add(s)
    }
    return false
  }

  open(): number[] {
    return Array.from({ length: this.highest }, (_, n) => n + 1).filter(this.isOpen)
  }

  upTo(): number {
    return (this.open()[0] ?? this.highest + 1) - 1
  }
}

function apply(ledger: Ledger, one: Act): LedgerStep {
  if (one.kind === 'commit') return commitSequence(ledger, one.sequence, AT)
  return one.kind === 'evict' ? evictRange(ledger, one) : declareHeld(ledger, one.held, one.next, AT)
}

const flat = (ranges: readonly { from: number; to: number }[]): number[] =>
  ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, n) => from + n))

describe('the ledger of sequences', () => {
  it('agrees with plain sets whatever comes in whatever order, and its promise never falls', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const model = new Model()
        let ledger = EMPTY_LEDGER
        for (const one of acts) {
          const before = upToOf(ledger)
          const step = apply(ledger, one)
          const isNew = model.apply(one)
          ledger = step.ledger
          expect(step.isNew).toBe(isNew)
          expect(flat(ledger.gaps)).toEqual(model.open())
          expect([upToOf(ledger), ledger.highest]).toEqual([model.upTo(), model.highest])
          expect(upToOf(ledger)).toBeGreaterThanOrEqual(before)
        }
      }),
    )
  })

  it('can be rebuilt from the stored gaps after any flush, and stores every range it gave up once', () => {
    fc.assert(
      fc.property(fc.array(fc.array(act, { maxLength: 12 }), { maxLength: 8 }), (flushes) => {
        let ledger = EMPTY_LEDGER
        const model = new Model()
        const rows: { from: number; to: number; outcome: string }[] = []
        for (const acts of flushes) {
          const before = ledger.gaps
          const closed = acts.flatMap((one) => {
            const step = apply(ledger, one)
            model.apply(one)
            ledger = step.ledger
            return step.closed
          })
          const { updates, inserts } = gapRows(before, ledger.gaps, closed)
          for (const { from, newFrom, newTo, outcome } of updates) {
            const row = rows.find((stored) => stored.outcome === 'open' && stored.from === from)
            expect(row).toBeDefined()
            if (row) Object.assign(row, { from: newFrom, to: newTo, outcome })
          }
          rows.push(...inserts.map(({ from, to, outcome }) => ({ from, to, outcome })))
          const stored = rows.filter(({ outcome }) => outcome === 'open').sort((a, b) => a.from - b.from)
          expect(stored.map(({ from, to }) => [from, to])).toEqual(ledger.gaps.map(({ from, to }) => [from, to]))
        }
        const givenUp = flat(rows.filter(({ outcome }) => outcome === 'lost' || outcome === 'evicted'))
        expect(givenUp.sort((a, b) => a - b)).toEqual([...model.givenUp].sort((a, b) => a - b))
      }),
    )
  })
})
