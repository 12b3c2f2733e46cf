import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEventParser, type StreamMessage } from '../../web/lib/event-stream.ts'
import { followStream, SILENCE_MS } from '../../web/lib/follow-stream.ts'

describe('the event parser', () => {
  const parse = (pieces: string[]) => {
    const messages: StreamMessage[] = []
    const feed = createEventParser((message) => messages.push(message))
    for (const piece of pieces) feed(piece)
    return messages
  }
  const TEXT =
    'retry: 2000\n\n: a comment\n\nevent: beat\r\ndata: {"at":1}\r\n\r\nid: 7\revent: issue\rdata: a\rdata:b\r\rdata: c\n\n'
  const MESSAGES = [
    { event: 'beat', data: '{"at":1}' },
    { event: 'issue', data: 'a\nb' },
    { event: 'message', data: 'c' },
  ]

  test('reads every line ending, several data lines, and skips comments', () => {
    expect(parse([TEXT])).toEqual(MESSAGES)
  })
  test('gives the same messages wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(TEXT.length), { maxLength: 8 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), TEXT.length]
        expect(parse(edges.slice(1).map((edge, i) => TEXT.slice(edges[i], edge)))).toEqual(MESSAGES)
      }),
    )
  })
})

/** A server whose streams the test writes to, one per connection. */
function streams() {
  const open: ReadableStreamDefaultController<Uint8Array>[] = []
  const told: string[] = []
  let answer: (() => Response) | 'nobody' | null = null
  const follower = followStream({
    open: async (signal) => {
      told.push('asked')
      if (answer === 'nobody') throw new TypeError('network')
      if (answer) return answer()
      return new Response(
        new ReadableStream({
          start: (controller) => {
            open.push(controller)
            signal.addEventListener('abort', () => controller.error(new Error('aborted')))
          },
        }),
      )
    },
    onMessage: ({ event }) => told.push(event),
    onUp: () => told.push('up'),
    onDown: () => told.push('down'),
    onRefused: (status) => told.push(`refused ${status}`),
    onUnreadable: () => told.push('unreadable'),
  })
  return {
    told,
    follower,
    send: (event: string) => open[open.length - 1]?.enqueue(new TextEncoder().encode(`event: ${event}\ndata: {}\n\n`)),
    cut: () => open[open.length - 1]?.close(),
    answerWith: (next: typeof answer) => {
      answer = next
    },
  }
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('following a stream', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('hands on what comes and stays up while it beats', async () => {
    const s = streams()
    await pass(0)
    for (let i = 0; i < 10; i += 1) {
      s.send('beat')
      await pass(4_000)
    }
    expect(s.told.filter((one) => one !== 'beat')).toEqual(['asked', 'up'])
    s.follower.stop()
  })
  test('10 s without anything are said, and it connects anew', async () => {
    const s = streams()
    await pass(SILENCE_MS - 1)
    expect(s.told).toEqual(['asked', 'up'])
    await pass(1)
    expect(s.told).toEqual(['asked', 'up', 'down', 'asked', 'up'])
    s.follower.stop()
  })
  test('a short break is mended without a word', async () => {
    const s = streams()
    await pass(0)
    s.cut()
    await pass(600)
    expect(s.told).toEqual(['asked', 'up', 'asked', 'up'])
    s.follower.stop()
  })
  test('a break that stays is said within 5 s, and every try waits longer', async () => {
    const s = streams()
    await pass(0)
    s.answerWith('nobody')
    s.cut()
    await pass(5_000)
    expect(s.told.filter((one) => one === 'asked').length).toBe(4)
    expect(s.told).toContain('down')
    await pass(60_000)
    expect(s.told.filter((one) => one === 'asked').length).toBeLessThan(11)
    s.answerWith(null)
    s.follower.check()
    await pass(0)
    expect(s.told.slice(-2)).toEqual(['asked', 'up'])
    s.follower.stop()
  })
  test('a fresh stream is left alone when the page comes back into view', async () => {
    const s = streams()
    await pass(0)
    s.send('beat')
    await pass(1_000)
    s.follower.check()
    await pass(0)
    expect(s.told).toEqual(['asked', 'up', 'beat'])
    s.follower.stop()
  })
  test('a dead link is not tried again, a crowded server is', async () => {
    const s = streams()
    await pass(0)
    s.answerWith(() => new Response(null, { status: 503 }))
    s.cut()
    await pass(2_000)
    s.answerWith(() => new Response(null, { status: 404 }))
    await pass(60_000)
    expect(s.told[s.told.length - 1]).toBe('refused 404')
    expect(s.told.filter((one) => one.startsWith('refused')).length).toBe(1)
  })
  test('nothing is asked after it was stopped', async () => {
    const s = streams()
    await pass(0)
    s.follower.stop()
    await pass(60_000)
    expect(s.told).toEqual(['asked', 'up'])
  })
})
