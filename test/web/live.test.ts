import { describe, expect, it } from 'vitest'
import { createLive, type Touch } from '../../web/lib/live.ts'

/** An EventSource in the test's hands. */
class Source {
  readonly listeners = new Map<string, ((event: Event) => void)[]>()
  isClosed = false
  readonly address: string
  constructor(address: string) {
    this.address = address
  }
  addEventListener(name: string, listener: (event: Event) => void): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener])
  }
  close(): void {
    this.isClosed = true
  }
  send(name: string, data?: unknown, id = ''): void {
    const event =
      data === undefined ? new Event(name) : new MessageEvent(name, { data: JSON.stringify(data), lastEventId: id })
    for (const listener of this.listeners.get(name) ?? []) listener(event)
  }
}

function desk({ isSignedIn = true } = {}) {
  const sources: Source[] = []
  const clock = { at: 0 }
  const touches: Touch[] = []
  const learnt: number[] = []
  const live = createLive({
    open: (address) => {
      const source = new Source(address)
      sources.push(source)
      return source as unknown as EventSource
    },
    here: () => clock.at,
    random: () => 0.5,
    learn: (at) => void learnt.push(at),
    isSignedIn: async () => isSignedIn,
  })
  live.onTouch((touch) => void touches.push(touch))
  const latest = () => sources.at(-1) as Source
  const tickTo = (at: number) => {
    for (; clock.at < at; clock.at += 1_000) live.tick()
    clock.at = at
    live.tick()
  }
  return { live, sources, clock, touches, learnt, latest, tickTo }
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('the stream of a desk', () => {
  it('tells what a durable event touched, and continues after it', () => {
    const { live, latest, touches, clock } = desk()
    live.start()
    expect(latest().address).toBe('/api/v1/stream')
    clock.at = 500
    latest().send('issue', { at: 9_000, subjectId: 'i1', siteId: 's1', body: {} }, '41')
    expect(touches).toEqual([{ kind: 'issue', subjectId: 'i1', siteId: 's1' }])
    live.watch({ site: 's1' })
    expect(latest().address).toBe('/api/v1/stream?after=41&site=s1')
  })

  it('asks for everything anew when it joins without knowing where', () => {
    const { live, latest, touches, clock } = desk()
    live.start()
    clock.at = 300
    latest().send('open')
    expect(touches).toEqual([{ kind: 'all', sinceHere: 300 }])
  })

  it('does not take a beat for an event that could be replayed', () => {
    const { live, latest, touches, learnt } = desk()
    live.start()
    latest().send('issue', { at: 1, subjectId: 'i1', siteId: null, body: {} }, '41')
    latest().send('beat', { at: 7_000 })
    expect(live.state).toMatchObject({ phase: 'live', eventId: 41, heardAt: 7_000 })
    expect(touches).toHaveLength(1)
    expect(learnt).toContain(7_000)
  })

  it('counts ten seconds of silence as lost, and tries again by itself', async () => {
    const { live, latest, sources, tickTo } = desk()
    live.start()
    latest().send('beat', { at: 100 })
    tickTo(10_000)
    expect(live.state.phase).toBe('live')
    tickTo(11_000)
    expect(live.state.phase).toBe('down')
    expect(latest().isClosed).toBe(true)
    await settled()
    tickTo(13_000)
    expect(sources).toHaveLength(2)
    expect(live.state.phase).toBe('down')
    latest().send('beat', { at: 13_500 })
    expect(live.state).toMatchObject({ phase: 'live', attempt: 0 })
  })

  it('backs off while the server refuses, and goes at once when asked', async () => {
    const { live, latest, sources, tickTo } = desk()
    live.start()
    latest().send('error')
    await settled()
    tickTo(1_000)
    expect(sources).toHaveLength(2)
    latest().send('error')
    await settled()
    tickTo(2_000)
    expect(sources).toHaveLength(2)
    live.check()
    expect(sources).toHaveLength(3)
  })

  it('ends when nobody is signed in any more', async () => {
    const { live, latest, sources, tickTo } = desk({ isSignedIn: false })
    live.start()
    latest().send('beat', { at: 100 })
    latest().send('error')
    await settled()
    expect(live.state.phase).toBe('idle')
    tickTo(60_000)
    expect(sources).toHaveLength(1)
  })

  it('loads anew on a reset and joins without the old id', () => {
    const { live, latest, touches } = desk()
    live.start()
    latest().send('issue', { at: 1, subjectId: 'i1', siteId: null, body: {} }, '41')
    latest().send('reset', {})
    expect(touches.at(-1)).toMatchObject({ kind: 'all' })
    expect(latest().address).toBe('/api/v1/stream')
  })

  it('hears nothing from a stream it has left', () => {
    const { live, sources, touches } = desk()
    live.start()
    live.watch({ node: 'n1' })
    sources[0]?.send('issue', { at: 1, subjectId: 'i1', siteId: null, body: {} }, '41')
    sources[0]?.send('error')
    expect(touches).toEqual([])
    expect(live.state.phase).toBe('opening')
  })

  it('shows a reading without asking for anything', () => {
    const { live, latest, touches } = desk()
    live.start()
    latest().send('reading', { at: 50, values: [[7, 49, 228.4]] })
    expect(live.state.readings[7]).toEqual({ at: 49, value: 228.4 })
    expect(touches).toEqual([])
  })
})
