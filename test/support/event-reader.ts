import { waitFor } from './wait-for.ts'

export interface SeenEvent {
  event: string
  id: number | null
  data: unknown
}

export interface EventReader {
  status: number
  headers: Headers
  events: SeenEvent[]
  /** What the server asked for as the time between two tries, ms. */
  retryMs(): number | null
  hasEnded(): boolean
  /** Waits until this many events of a kind came, and gives them. */
  several(event: string, count: number): Promise<SeenEvent[]>
  stop(): void
}

/** Reads a stream of server-sent events over a real socket. */
export async function readEvents(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
  const aborter = new AbortController()
  const response = await fetch(url, { headers, signal: aborter.signal })
  const events: SeenEvent[] = []
  let retryMs: number | null = null
  let isOver = false

  function take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]))
    if (fields.has('retry')) retryMs = Number(fields.get('retry'))
    const event = fields.get('event')
    if (!event) return
    const id = fields.get('id')
    events.push({ event, id: id === undefined ? null : Number(id), data: JSON.parse(fields.get('data') ?? 'null') })
  }

  async function read(): Promise<void> {
    let text = ''
    const decoder = new TextDecoder()
    for await (const piece of response.body ?? []) {
      text += decoder.decode(piece, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) take(block)
    }
  }
  const reading = response.ok ? read() : Promise.resolve()
  reading.catch(() => undefined).finally(() => (isOver = true))

  return {
    status: response.status,
    headers: response.headers,
    events,
    retryMs: () => retryMs,
    hasEnded: () => isOver,
    several: (event, count) =>
      waitFor(
        () => {
          const found = events.filter((seen) => seen.event === event)
          return found.length >= count ? found : null
        },
        { what: `${count} events "${event}"`, detail: () => JSON.stringify(events) },
      ),
    stop: () => aborter.abort(),
  }
}
