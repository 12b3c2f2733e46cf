import { describe, expect, it } from 'vitest'
import { backOffMs, initialLive, type LiveAction, type LiveState, reduceLive } from '../../web/lib/live-state.ts'

const after = (...actions: LiveAction[]): LiveState => actions.reduce(reduceLive, initialLive)

describe('the stream’s state', () => {
  it('is opening until something is heard, then live', () => {
    expect(after({ type: 'opened', here: 1_000 }).phase).toBe('opening')
    expect(after({ type: 'opened', here: 1_000 }, { type: 'heard', here: 1_100, at: 5_000, eventId: 7 })).toEqual({
      ...initialLive,
      phase: 'live',
      eventId: 7,
      heardAt: 5_000,
      heardHere: 1_100,
    })
  })

  it('stays down while it is tried again, and forgets the tries once heard', () => {
    const down = after(
      { type: 'heard', here: 0, at: 100 },
      { type: 'lost', retryHere: 1_000 },
      { type: 'opened', here: 1_000 },
      { type: 'lost', retryHere: 3_000 },
    )
    expect(down).toMatchObject({ phase: 'down', attempt: 2, retryHere: 3_000, heardAt: 100 })
    expect(reduceLive(down, { type: 'heard', here: 3_100, at: 3_200 })).toMatchObject({
      phase: 'live',
      attempt: 0,
      retryHere: null,
    })
  })

  it('never lets an event id or the heard instant fall', () => {
    const state = after(
      { type: 'heard', here: 0, at: 500, eventId: 9 },
      { type: 'heard', here: 1, at: 400, eventId: 8 },
      { type: 'heard', here: 2, at: 450 },
    )
    expect(state).toMatchObject({ eventId: 9, heardAt: 500 })
  })

  it('keeps the newest value of each metric, whatever order they come in', () => {
    const state = after(
      {
        type: 'read',
        here: 0,
        at: 10,
        values: [
          [1, 10, 229],
          [2, 10, 'mains'],
        ],
      },
      { type: 'read', here: 1, at: 11, values: [[1, 9, 0]] },
      { type: 'read', here: 2, at: 12, values: [[2, 12, null]] },
    )
    expect(state.readings).toEqual({ 1: { at: 10, value: 229 }, 2: { at: 12, value: null } })
  })

  it('forgets where it was on a reset, and everything when it is closed', () => {
    const live = after({ type: 'heard', here: 0, at: 500, eventId: 9 })
    expect(reduceLive(live, { type: 'reset' })).toMatchObject({ phase: 'live', eventId: null, readings: {} })
    expect(reduceLive(live, { type: 'closed' })).toEqual(initialLive)
  })

  it('does not change the state it was given', () => {
    const before = after({ type: 'heard', here: 0, at: 500, eventId: 9 })
    const copy = structuredClone(before)
    reduceLive(before, { type: 'read', here: 1, at: 2, values: [[1, 10, 229]] })
    expect(before).toEqual(copy)
  })

  it('backs off from a second to half a minute, spread by a quarter either way', () => {
    expect([1, 2, 3, 4, 5, 6, 9].map((attempt) => backOffMs(attempt, 0.5))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ])
    expect([backOffMs(1, 0), backOffMs(1, 0.999)]).toEqual([750, 1_250])
  })
})
