import { createEventParser, type StreamMessage } from './event-stream.ts'

/** A stream that says nothing for this long is dead: the server beats every 4 s. */
export const SILENCE_MS = 10_000
/** A stream that broke and is not back by then is said to be down. */
const PATIENCE_MS = 4_000
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000]
/** Statuses that a retry does not cure: what was asked for is wrong or was taken back. */
export const FINAL_STATUSES = [400, 401, 403, 404, 410, 422]

export interface Follower {
  stop(): void
  /** Connects at once when the stream is down or has been quiet too long for its beat. */
  check(): void
}

export interface FollowOptions {
  open(signal: AbortSignal): Promise<Response>
  onMessage(message: StreamMessage): void
  /** The stream is open; whatever was missed can be fetched now. */
  onUp(): void
  /** Nothing has come for too long; it keeps trying. */
  onDown(): void
  /** The server will not open it, now or later. */
  onRefused(status: number): void
  /** This browser cannot read an answer piece by piece. */
  onUnreadable(): void
}

/** Keeps an event stream open over fetch, as EventSource cannot POST a secret. */
export function followStream(options: FollowOptions): Follower {
  let aborter: AbortController | undefined
  let isStopped = false
  let failures = 0
  let heardAt = 0
  let isUp = false
  const timers: Partial<Record<'retry' | 'silence' | 'patience', ReturnType<typeof setTimeout>>> = {}

  const cancel = (name: keyof typeof timers) => {
    clearTimeout(timers[name])
    delete timers[name]
  }
  const heard = () => {
    heardAt = Date.now()
    cancel('silence')
    timers.silence = setTimeout(() => {
      down()
      connect()
    }, SILENCE_MS)
  }
  const down = () => {
    cancel('patience')
    isUp = false
    options.onDown()
  }
  const broke = () => {
    cancel('silence')
    isUp = false
    timers.patience ??= setTimeout(down, PATIENCE_MS)
    timers.retry = setTimeout(connect, WAITS_MS[Math.min(failures, WAITS_MS.length - 1)])
    failures += 1
  }
  const up = () => {
    cancel('patience')
    failures = 0
    isUp = true
    heard()
    options.onUp()
  }
  const end = () => {
    isStopped = true
    aborter?.abort()
    for (const name of ['retry', 'silence', 'patience'] as const) cancel(name)
  }

  async function read(response: Response, signal: AbortSignal): Promise<void> {
    const reader = response.body?.getReader()
    if (!reader) return
    const decoder = new TextDecoder()
    const feed = createEventParser(options.onMessage)
    for (;;) {
      const { done, value } = await reader.read()
      if (done || signal.aborted) return
      heard()
      feed(decoder.decode(value, { stream: true }))
    }
  }

  async function run(own: AbortController): Promise<void> {
    heard()
    const response = await options.open(own.signal)
    if (own.signal.aborted) return
    if (FINAL_STATUSES.includes(response.status)) {
      end()
      options.onRefused(response.status)
    } else if (response.ok && !response.body) {
      end()
      options.onUnreadable()
    } else if (response.ok) {
      up()
      await read(response, own.signal)
    }
  }

  function connect(): void {
    if (isStopped) return
    aborter?.abort()
    cancel('retry')
    const own = new AbortController()
    aborter = own
    const again = () => {
      if (!isStopped && aborter === own) broke()
    }
    run(own).then(again, again)
  }

  connect()
  return {
    stop: end,
    check: () => {
      if (!isUp || Date.now() - heardAt > SILENCE_MS / 2) connect()
    },
  }
}
