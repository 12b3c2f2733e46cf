import { randomInt } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { FollowOptions, Frame } from '../live/port.ts'
import { beatSchema, liveEventSchema, readingsSchema } from '../wire/live.ts'
import type { AppContext } from './app-env.ts'
import { problem } from './problem.ts'

/** After a restart browsers come back spread over these, ms. */
const RETRY_MS = [2_000, 6_000] as const
/** A dropped reader's socket is closed for good after this, ms. */
const LINGER_MS = 2_000

const SCHEMAS = { beat: beatSchema, reading: readingsSchema } as const

function textOf({ event, id, data }: Frame): string {
  const schema = event === 'beat' || event === 'reading' ? SCHEMAS[event] : null
  const body = event === 'reset' || event === 'bye' ? {} : (schema ?? liveEventSchema).parse(data)
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(body)}\n\n`
}

/** Answers with a stream of server-sent events, or with a problem when too many are open. */
export function openStream(c: AppContext, deps: Deps, options: Omit<FollowOptions, 'address' | 'onDropped'>): Response {
  const socket = c.env?.outgoing
  const opened = deps.live.follow({
    ...options,
    address: c.get('address'),
    // Nothing that is written reaches a reader who does not read: his socket is the last thing he holds.
    onDropped: () => void setTimeout(() => socket?.destroy(), LINGER_MS).unref(),
  })
  if (!opened.ok) return problem(c, opened)
  const follower = opened.value
  const encoder = new TextEncoder()
  c.req.raw.signal.addEventListener('abort', () => follower.close())
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(`retry: ${randomInt(...RETRY_MS)}\n\n`))
      },
      async pull(controller) {
        const frame = await follower.next()
        if (frame === null) controller.close()
        else controller.enqueue(encoder.encode(textOf(frame)))
      },
      cancel: () => follower.close(),
    },
    { highWaterMark: 1 },
  )
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
