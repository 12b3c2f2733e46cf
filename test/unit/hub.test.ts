import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BEAT_MS, createHub, type RunningHub } from '../../server/live/hub.ts'
import type { Follower, FollowOptions, Frame } from '../../server/live/port.ts'

let hub: RunningHub
beforeEach(async () => {
  vi.useFakeTimers({ now: 1_000_000 })
  hub = createHub({
    events: { since: async () => [], range: async () => ({ oldest: 1, newest: 0 }) },
    now: () => Date.now(),
    log: pino({ level: 'silent' }),
    caps: { max: 4, perUser: 2, perAddress: 3, isShared: (address) => address === 'hall' },
  })
  await hub.start()
})
afterEach(() => {
  hub.stop()
  vi.useRealTimers()
})

const open = (options: Partial<FollowOptions> = {}): Follower | string => {
  const outcome = hub.follow({ userId: null, address: 'x', ...options })
  return outcome.ok ? outcome.value : outcome.reason
}

/** Everything a follower is given, as it comes. */
function collect(follower: Follower | string): { frames: Frame[]; hasEnded: () => boolean } {
  if (typeof follower === 'string') throw new Error(follower)
  const frames: Frame[] = []
  let isOver = false
  void (async () => {
    for (let frame = await follower.next(); frame; frame = await follower.next()) frames.push(frame)
    isOver = true
  })()
  return { frames, hasEnded: () => isOver }
}

describe('the hub of live streams', () => {
  it('beats at once and every 4 s with its own clock, and says bye when it stops', async () => {
    const { frames, hasEnded } = collect(open())
    await vi.advanceTimersByTimeAsync(2 * BEAT_MS)
    hub.stop()
    await vi.advanceTimersByTimeAsync(0)
    expect(frames).toEqual([
      { event: 'beat', data: { at: 1_000_000 } },
      { event: 'beat', data: { at: 1_004_000 } },
      { event: 'beat', data: { at: 1_008_000 } },
      { event: 'bye', data: {} },
    ])
    expect(hasEnded()).toBe(true)
  })

  it('asks every 60 s whether the reader may still read, and takes a failure for no', async () => {
    const answers = [true, false]
    const revoked = collect(open({ isStillAllowed: async () => answers.shift() === true }))
    const unknown = collect(open({ isStillAllowed: () => Promise.reject(new Error('no database')) }))
    const open_ = collect(open())
    await vi.advanceTimersByTimeAsync(60_000)
    expect([revoked.hasEnded(), unknown.hasEnded()]).toEqual([false, true])
    await vi.advanceTimersByTimeAsync(60_000)
    expect([revoked.hasEnded(), open_.hasEnded()]).toEqual([true, false])
  })

  it('bad input 26: counts streams in all, per user and per address, and gives places back', () => {
    const first = open({ userId: 'wang', address: 'a' })
    expect(typeof first).toBe('object')
    expect(typeof open({ userId: 'wang', address: 'b' })).toBe('object')
    expect(open({ userId: 'wang', address: 'c' })).toBe('too_many_streams')
    expect(typeof open({ address: 'a' })).toBe('object')
    expect(typeof open({ address: 'a' })).toBe('object')
    expect(open({ address: 'z' })).toBe('too_many_streams')
    ;(first as Follower).close()
    expect(typeof open({ userId: 'wang', address: 'c' })).toBe('object')
  })

  it('lets a hall whose screens share an address have more', () => {
    const opened = Array.from({ length: 4 }, () => typeof open({ address: 'hall' }))
    expect(opened).toEqual(['object', 'object', 'object', 'object'])
    hub.stop()
    const strangers = Array.from({ length: 4 }, () => typeof open({ address: 'home' }))
    expect(strangers).toEqual(['object', 'object', 'object', 'string'])
  })

  it('ends the streams of a sign-in and no others', async () => {
    const mine = collect(open({ sessionHash: 'mine' }))
    const other = collect(open({ sessionHash: 'other' }))
    hub.endSession('mine')
    await vi.advanceTimersByTimeAsync(0)
    expect([mine.hasEnded(), other.hasEnded(), hub.streamCount()]).toEqual([true, false, 1])
  })
})
