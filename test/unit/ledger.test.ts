import { describe, expect, it } from 'vitest'
import { gapRows } from '../../server/ingest/gap-rows.ts'
import {
  commitSequence,
  declareHeld,
  EMPTY_LEDGER,
  evictRange,
  type Ledger,
  missingOf,
  upToOf,
} from '../../server/ingest/ledger.ts'

const AT = 1_764_000_000_000
const commitAll = (ledger: Ledger, from: number, to: number): Ledger => {
  let next = ledger
  for (let sequence = from; sequence <= to; sequence++) next = commitSequence(next, sequence, AT).ledger
  return next
}
const seen = (ledger: Ledger) => [upToOf(ledger), ledger.highest, missingOf(ledger, 8)]

describe('the ledger of sequences', () => {
  it('follows the worked example of the protocol', () => {
    let ledger = commitAll(EMPTY_LEDGER, 1, 100)
    expect(seen(ledger)).toEqual([100, 100, []])
    ledger = commitSequence(ledger, 162, AT).ledger
    expect(seen(ledger)).toEqual([100, 162, [[101, 161]]])
    ledger = evictRange(commitSequence(ledger, 161, AT).ledger, { from: 111, to: 120 }).ledger
    expect(seen(ledger)).toEqual([
      100,
      162,
      [
        [101, 110],
        [121, 160],
      ],
    ])
    ledger = commitAll(ledger, 101, 110)
    expect(seen(ledger)).toEqual([120, 162, [[121, 160]]])
    expect(seen(commitAll(ledger, 121, 160))).toEqual([162, 162, []])
  })

  it('takes a sequence as a duplicate that was committed, evicted or lost before', () => {
    const ledger = evictRange(commitSequence(commitAll(EMPTY_LEDGER, 1, 2), 6, AT).ledger, { from: 3, to: 4 }).ledger
    expect([1, 3, 6].map((sequence) => commitSequence(ledger, sequence, AT).isNew)).toEqual([false, false, false])
    expect(commitSequence(ledger, 5, AT).isNew).toBe(true)
  })

  it('does not let an eviction reach above what is committed', () => {
    const ledger = commitAll(EMPTY_LEDGER, 1, 2)
    expect(evictRange(ledger, { from: 1, to: 99 })).toMatchObject({ ledger, closed: [] })
  })

  it('holds what a birth says is held open, and closes the rest below `next` as lost', () => {
    const ledger = commitSequence(commitAll(EMPTY_LEDGER, 1, 10), 20, AT).ledger
    const step = declareHeld(ledger, [{ from: 13, to: 14 }], 21, AT)
    expect(seen(step.ledger)).toEqual([12, 20, [[13, 14]]])
    expect(step.closed.map(({ from, to, outcome }) => [from, to, outcome])).toEqual([
      [11, 12, 'lost'],
      [15, 19, 'lost'],
    ])
  })

  it('enters a loss above the highest sequence, and waits for what is held above it', () => {
    const step = declareHeld(commitAll(EMPTY_LEDGER, 1, 100), [{ from: 105, to: 120 }], 121, AT)
    expect(seen(step.ledger)).toEqual([104, 104, []])
    expect(step.closed.map(({ from, to }) => [from, to])).toEqual([[101, 104]])
    expect(seen(commitAll(step.ledger, 105, 120))).toEqual([120, 120, []])
  })

  it('closes the open gaps of a boot that was left behind, and nothing above them', () => {
    const ledger = commitSequence(commitAll(EMPTY_LEDGER, 1, 3), 6, AT).ledger
    const step = declareHeld(ledger, [{ from: 5, to: 5 }], null, AT)
    expect(seen(step.ledger)).toEqual([4, 6, [[5, 5]]])
  })
})

describe('the stored gaps', () => {
  it('shrink and split where a gap is filled from the middle', () => {
    const before = [{ from: 1, to: 9, seenAt: AT }]
    const after = [
      { from: 1, to: 3, seenAt: AT },
      { from: 5, to: 9, seenAt: AT },
    ]
    expect(gapRows(before, after, [])).toEqual({
      updates: [{ from: 1, newFrom: 1, newTo: 3, outcome: 'open' }],
      inserts: [{ from: 5, to: 9, seenAt: AT, outcome: 'open' }],
    })
  })

  it('keep their row when they are given up whole', () => {
    const gap = { from: 1, to: 9, seenAt: AT }
    expect(gapRows([gap], [], [{ ...gap, outcome: 'lost' }])).toEqual({
      updates: [{ from: 1, newFrom: 1, newTo: 9, outcome: 'lost' }],
      inserts: [],
    })
  })

  it('and the ledger follow a node that skipped every other of 200,000 sequences', () => {
    const gaps = Array.from({ length: 100_000 }, (_, n) => ({ from: 2 * n + 1, to: 2 * n + 1, seenAt: AT }))
    const ledger = { highest: 200_000, gaps }
    const opened = commitSequence(ledger, 200_002, AT).ledger
    expect(gapRows(gaps, opened.gaps, [])).toEqual({
      updates: [],
      inserts: [{ from: 200_001, to: 200_001, seenAt: AT, outcome: 'open' }],
    })
    const lost = declareHeld(ledger, [{ from: 3, to: 3 }], 200_001, AT)
    expect(lost.ledger.gaps).toEqual([gaps[1]])
    const rows = gapRows(gaps, lost.ledger.gaps, lost.closed)
    expect([rows.updates.length, rows.inserts.length]).toEqual([99_999, 0])
  })
})
