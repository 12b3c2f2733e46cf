import { describe, expect, test } from 'vitest'
import { birthWaitMs, reconnectDelayMs } from '../../edge/domain/backoff.ts'
import { hoursLeft } from '../../edge/domain/fill-rate.ts'
import type { HeldRecord } from '../../edge/domain/record.ts'
import { dataMessage } from '../../edge/domain/record.ts'
import { SendWindow } from '../../edge/domain/send-window.ts'
import { startReason } from '../../edge/domain/start-reason.ts'
import { emptyBucket, refill } from '../../edge/domain/token-bucket.ts'
import type { Receipt } from '../../server/wire/node-protocol.ts'

const boot = '0123456789abcdef'
const key = (sequence: number) => ({ boot, sequence })
const receipt = (upTo: number, highest: number, missing: [number, number][] = []): Receipt => ({
  v: 1,
  boot,
  connection: 'c',
  upTo,
  highest,
  missing,
  at: 1,
})
const sent = (window: SendWindow, count: number, at = 0) => {
  for (let sequence = 1; sequence <= count; sequence++) window.published(key(sequence), at)
}

describe('the send window', () => {
  test('at most 50 are in flight, and a PUBACK frees a place without ending the sending', () => {
    const window = new SendWindow()
    sent(window, 50)
    expect(window.canSend).toBe(false)
    window.acknowledged(key(1), 0, 10)
    expect({ canSend: window.canSend, has: window.has(key(1)) }).toEqual({ canSend: true, has: true })
  })

  test('what no receipt covered is due after five seconds, missing ranges first, then at growing distances', () => {
    const window = new SendWindow()
    sent(window, 4)
    window.receipted(
      receipt(0, 4, [
        [1, 1],
        [3, 4],
      ]),
    )
    expect(window.due(4_999)).toEqual([])
    expect(window.due(5_000)).toEqual([key(1), key(3), key(4)])
    window.published(key(3), 5_000)
    expect(window.due(14_000)).toEqual([key(1), key(4)])
    expect(window.due(15_000)).toEqual([key(1), key(4), key(3)])
  })

  test('a slow line stretches the wait to twice its round trip', () => {
    const window = new SendWindow()
    sent(window, 2)
    window.acknowledged(key(1), 0, 4_000)
    expect(window.due(7_999)).toEqual([])
    expect(window.due(8_000)).toEqual([key(1), key(2)])
  })

  test('a full list of missing ranges proves nothing above its last range', () => {
    const window = new SendWindow()
    for (const sequence of [1, 2, 20]) window.published(key(sequence), 0)
    const missing = Array.from({ length: 8 }, (_, index): [number, number] => [2 * index + 3, 2 * index + 3])
    window.receipted(receipt(2, 40, missing))
    expect(window.due(9_000)).toEqual([key(20)])
  })

  test('five PUBACKs without progress while later ones are committed mean unreadable', () => {
    const window = new SendWindow()
    const send = (at: number) => {
      window.published(key(1), at)
      window.acknowledged(key(1), at, at)
    }
    for (const at of [1, 2, 3, 4]) send(at)
    expect(window.unreadable(receipt(0, 2, [[1, 1]]))).toEqual([])
    send(5)
    expect(window.unreadable(receipt(0, 1))).toEqual([])
    expect(window.unreadable(receipt(0, 2, [[1, 1]]))).toEqual([key(1)])
  })
})

describe('backfill', () => {
  const record = (monotonicMs: number, appendedAt: number, start = 'a'): HeldRecord => ({
    ...key(1),
    class: 'raw',
    appendedAt,
    body: { clock: { isSynced: false, monotonicMs, at: appendedAt, start }, values: [] },
  })
  const now = { isSynced: true, monotonicMs: 100_000, at: 1_764_000_000_000, start: 'a' }

  test('is what was appended more than 30 s before it is sent', () => {
    expect(dataMessage(record(70_000, now.at - 30_000), now).backfill).toBe(false)
    expect(dataMessage(record(69_999, now.at - 30_001), now).backfill).toBe(true)
  })

  test('a record does not age by setting the clock while the hardware runs on', () => {
    expect(dataMessage(record(99_000, 1_000), now).backfill).toBe(false)
    expect(dataMessage(record(99_000, 1_000, 'before the reboot'), now).backfill).toBe(true)
  })
})

test('reconnecting is spread evenly between the limits, and births back off to five minutes', () => {
  const limits = { minMs: 1_000, maxMs: 30_000 }
  expect([0, 0.5, 0.999].map((random) => reconnectDelayMs(limits, random))).toEqual([1_000, 15_500, 29_971])
  expect([0, 1, 2, 9].map((attempt) => birthWaitMs(attempt, 30_000))).toEqual([30_000, 60_000, 120_000, 300_000])
})

test('the backlog has a rate of its own', () => {
  const bucket = refill(emptyBucket(20, 20, 0), 100)
  expect(bucket.tokens).toBe(2)
  expect(refill(bucket, 60_000).tokens).toBe(20)
})

test('hours left come from the present rate, and are unknown before there is one', () => {
  expect(hoursLeft(3_600_000, { bytes: 100_000, overMs: 100_000 })).toBe(1)
  expect(hoursLeft(3_600_000, { bytes: 100_000, overMs: 1_000 })).toBe(null)
  expect(hoursLeft(3_600_000, { bytes: 0, overMs: 100_000 })).toBe(null)
})

test('only an unordered stop that the watchdog denies counts as power-on', () => {
  const remembered = { id: 'old', reason: 'powerOn' as const, wasStopped: false }
  expect({
    'the same start keeps its reason': startReason('old', remembered, 0),
    'the watchdog fired': startReason('new', remembered, 32),
    'an orderly stop': startReason('new', { ...remembered, wasStopped: true }, 0),
    'no watchdog to ask': startReason('new', remembered, null),
    'the first start of this file': startReason('new', { id: null, reason: null, wasStopped: false }, 0),
    'the power was cut': startReason('new', remembered, 0),
  }).toEqual({
    'the same start keeps its reason': 'powerOn',
    'the watchdog fired': 'watchdog',
    'an orderly stop': 'software',
    'no watchdog to ask': 'unknown',
    'the first start of this file': 'unknown',
    'the power was cut': 'powerOn',
  })
})
