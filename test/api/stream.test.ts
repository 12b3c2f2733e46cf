import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LiveReading } from '../../server/ingest/port.ts'
import { type Listening, listen } from '../../server/listen.ts'
import { liveEvent } from '../../server/store/live.ts'
import { claim, colleague, MORNING, startTestServer, type TestServer, type Visitor } from '../support/api.ts'
import { type EventReader, readEvents } from '../support/event-reader.ts'
import { waitFor } from '../support/wait-for.ts'

let server: TestServer
let listening: Listening
let sun: Visitor
let url = ''
const open: EventReader[] = []
beforeAll(async () => {
  server = await startTestServer({ environment: { STREAMS_MAX: '8', STREAMS_PER_ADDRESS: '6' } })
  sun = await claim(server)
  listening = await listen(server.app, { port: 0, host: '127.0.0.1', maxConnections: 100 })
  url = `http://127.0.0.1:${listening.port}/api/v1/stream`
})
afterAll(async () => {
  server.hub.stop()
  await listening.close()
  await server.close()
})
afterEach(async () => {
  for (const reader of open.splice(0)) reader.stop()
  await waitFor(() => server.hub.streamCount() === 0, { what: 'every stream is closed' })
})

async function follow(query = '', headers: Record<string, string> = {}, person = sun): Promise<EventReader> {
  const reader = await readEvents(url + query, { cookie: person.cookie, ...headers })
  open.push(reader)
  return reader
}

let lastId = 0
async function log(...subjects: string[]): Promise<number> {
  await server.writer.write(subjects.map((subjectId) => liveEvent({ at: MORNING, kind: 'issue', subjectId })))
  server.hub.wake()
  lastId = (await server.deps.store.live.range()).newest
  return lastId
}
const subjectsOf = (reader: EventReader) =>
  reader.events.filter(({ event }) => event === 'issue').map(({ data }) => (data as { subjectId: string }).subjectId)

describe('the live stream', () => {
  it('starts with a beat, asks browsers to come back spread over 2 to 6 s, and is neither cached nor buffered', async () => {
    const reader = await follow()
    const [beat] = await reader.several('beat', 1)
    expect(beat).toEqual({ event: 'beat', id: null, data: { at: MORNING } })
    expect(reader.retryMs()).toBeGreaterThanOrEqual(2_000)
    expect(reader.retryMs()).toBeLessThanOrEqual(6_000)
    expect(reader.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(reader.headers.get('cache-control')).toBe('no-cache, no-transform')
    expect(reader.headers.get('x-accel-buffering')).toBe('no')
    expect(reader.headers.get('content-encoding')).toBeNull()
  })

  it('gives what happens from now on, with the id of the log', async () => {
    const reader = await follow()
    await reader.several('beat', 1)
    const id = await log('now')
    expect(await reader.several('issue', 1)).toEqual([
      { event: 'issue', id, data: { at: MORNING, subjectId: 'now', siteId: null, body: {} } },
    ])
  })

  it('replays after Last-Event-ID and after ?after= while more happens, nothing missed and nothing doubled', async () => {
    const before = await log('0')
    const names = Array.from({ length: 450 }, (_, n) => `${n + 1}`)
    await log(...names.slice(0, 430))
    const byHeader = await follow('', { 'last-event-id': String(before) })
    const byAddress = await follow(`?after=${before}`)
    for (const name of names.slice(430)) await log(name)
    for (const reader of [byHeader, byAddress]) {
      await reader.several('issue', 450)
      expect(subjectsOf(reader)).toEqual(names)
    }
  })

  it('says reset to a reader whose events were pruned, and to one who knows ids we never gave', async () => {
    await log('old', 'older', 'oldest')
    expect(await server.deps.store.live.prune(MORNING + 1)).toBeGreaterThan(0)
    const newest = await log('fresh')
    const late = await follow(`?after=${newest - 2}`)
    const fromElsewhere = await follow(`?after=${newest + 1_000}`)
    const inTime = await follow(`?after=${newest - 1}`)
    await late.several('reset', 1)
    await fromElsewhere.several('reset', 1)
    await inTime.several('issue', 1)
    await waitFor(() => late.hasEnded() && fromElsewhere.hasEnded(), { what: 'both streams ended' })
    expect([subjectsOf(late), subjectsOf(fromElsewhere), subjectsOf(inTime)]).toEqual([[], [], ['fresh']])
  })

  it('passes on the newest readings of the watched site, node or queues only, coalesced', async () => {
    const reading = (metricId: number, nodeId: string, siteId: string, value: number): LiveReading => ({
      metricId,
      nodeId,
      siteId,
      isQueue: metricId === 3,
      at: MORNING,
      receivedAt: MORNING,
      value,
      text: null,
    })
    const market = await follow('?site=nanan')
    const node = await follow('?node=hall-1')
    const queues = await follow('?queues=1')
    const other = await follow()
    for (const reader of [market, node, queues, other]) await reader.several('beat', 1)
    for (let volts = 200; volts <= 220; volts++)
      server.hub.readings([reading(1, 'nanan-1', 'nanan', volts), reading(2, 'hall-1', 'hall', 7)])
    server.hub.readings([reading(3, 'office-1', 'office', 12)])
    expect(await market.several('reading', 1)).toEqual([
      { event: 'reading', id: null, data: { at: MORNING, values: [[1, MORNING, 220]] } },
    ])
    expect((await node.several('reading', 1))[0]?.data).toEqual({ at: MORNING, values: [[2, MORNING, 7]] })
    expect((await queues.several('reading', 1))[0]?.data).toEqual({ at: MORNING, values: [[3, MORNING, 12]] })
    expect(other.events.some(({ event }) => event === 'reading')).toBe(false)
  })

  it('ends with the sign-in that opened it', async () => {
    const viewer = await colleague(server, sun, 'viewer')
    const reader = await follow('', {}, viewer)
    await reader.several('beat', 1)
    await viewer.api('DELETE', '/session')
    await waitFor(() => reader.hasEnded(), { what: 'the stream ended' })
    expect((await follow('', {}, viewer)).status).toBe(401)
  })

  it('bad input 26: refuses more streams than a user may have with 503 and Retry-After, and lets others in', async () => {
    const operator = await colleague(server, sun, 'operator')
    for (let n = 0; n < 5; n++) expect((await follow()).status).toBe(200)
    const refused = await follow()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect((await follow('', {}, operator)).status).toBe(200)
    expect((await follow('', {}, operator)).status).toBe(503)
  })

  it('bad input 26: a reader who never reads is dropped, and memory stays bounded', async () => {
    const socket = connect(listening.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.pause()
    socket.write(`GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nCookie: ${sun.cookie}\r\n\r\n`)
    await waitFor(() => server.hub.streamCount() === 1, { what: 'the stream is open' })
    const body = { filler: 'x'.repeat(20_000) }
    const many = Array.from({ length: 100 }, () => liveEvent({ at: MORNING, kind: 'issue', subjectId: 'big', body }))
    await waitFor(
      async () => {
        await server.writer.write(many)
        server.hub.wake()
        return server.hub.streamCount() === 0
      },
      { what: 'the reader was dropped', withinMs: 20_000 },
    )
    socket.destroy()
    await server.deps.store.live.prune(MORNING + 1)
  })
})
