import { createStore, reconcile, unwrap } from 'solid-js/store'
import type { LiveEvent, LiveKind, Readings } from '../../server/wire/live.ts'
import { backOffMs, initialLive, type LiveAction, type LiveState, reduceLive, SILENCE_MS } from './live-state.ts'

/** What a snapshot is told: a durable event touched something, or everything may have changed. */
export type Touch = { kind: LiveKind; subjectId: string; siteId: string | null } | { kind: 'all'; sinceHere: number }

/** Whose readings the page shows. */
export type Watched = { site?: string; node?: string; queues?: boolean }

type Source = Pick<EventSource, 'addEventListener' | 'close'>
export type LivePorts = {
  open: (address: string) => Source
  here: () => number
  random: () => number
  /** Learns the server's clock. */
  learn: (at: number) => void
  /** False when nobody is signed in any more: then the stream ends. */
  isSignedIn: () => Promise<boolean>
}

const KINDS: Record<LiveKind, true> = {
  issue: true,
  power: true,
  node: true,
  site: true,
  directory: true,
  setup: true,
  supervision: true,
  knowledge: true,
}

/** The one stream of this page, and the store it feeds. `start` opens it, `tick` is called once a second. */
export function createLive(ports: LivePorts) {
  const [state, setState] = createStore<LiveState>({ ...initialLive, readings: {} })
  const listeners = new Set<(touch: Touch) => void>()
  let source: Source | null = null
  let watched: Watched = {}
  let openedHere = 0

  const dispatch = (action: LiveAction) => setState(reconcile(reduceLive(unwrap(state), action), { key: 'id' }))
  const tell = (touch: Touch) => {
    for (const listener of listeners) listener(touch)
  }

  function open(): void {
    source?.close()
    openedHere = ports.here()
    dispatch({ type: 'opened', here: openedHere })
    const isJoining = state.eventId === null
    const opening = ports.open(addressOf(state.eventId, watched))
    source = opening
    // Without an event to continue after, whatever was read before the stream stood may already be old.
    if (isJoining) opening.addEventListener('open', () => tell({ kind: 'all', sinceHere: ports.here() }))
    listen(opening)
  }

  function listen(from: Source): void {
    const on = (name: string, use: (event: MessageEvent<string>) => void) =>
      from.addEventListener(name, (event) => {
        if (source === from && 'data' in event) use(event as MessageEvent<string>)
      })
    for (const kind of Object.keys(KINDS) as LiveKind[]) on(kind, (event) => durable(kind, event))
    on('beat', (event) => heard((JSON.parse(event.data) as { at: number }).at))
    on('reading', (event) => {
      const { at, values } = JSON.parse(event.data) as Readings
      ports.learn(at)
      dispatch({ type: 'read', here: ports.here(), at, values })
    })
    on('reset', () => {
      dispatch({ type: 'reset' })
      tell({ kind: 'all', sinceHere: ports.here() })
      open()
    })
    from.addEventListener('error', () => {
      if (source === from) void lose()
    })
  }

  function durable(kind: LiveKind, event: MessageEvent<string>): void {
    const { at, subjectId, siteId } = JSON.parse(event.data) as LiveEvent
    dispatch({ type: 'heard', here: ports.here(), at, eventId: Number(event.lastEventId) || undefined })
    tell({ kind, subjectId, siteId })
  }

  function heard(at: number): void {
    ports.learn(at)
    dispatch({ type: 'heard', here: ports.here(), at })
  }

  async function lose(): Promise<void> {
    source?.close()
    source = null
    dispatch({ type: 'lost', retryHere: ports.here() + backOffMs(state.attempt + 1, ports.random()) })
    if (!(await ports.isSignedIn())) stop()
  }

  function stop(): void {
    source?.close()
    source = null
    dispatch({ type: 'closed' })
  }

  function tick(): void {
    if (state.phase === 'idle') return
    const at = ports.here()
    if (state.retryHere !== null) {
      if (at >= state.retryHere) open()
    } else if (at - Math.max(state.heardHere ?? 0, openedHere) > SILENCE_MS) void lose()
  }

  return {
    state,
    start: open,
    stop,
    tick,
    /** Tries at once, when the page comes back or a person asks. */
    check: () => {
      if (state.phase === 'down') open()
      else tick()
    },
    /** Shows other readings: the stream goes on after the newest event. */
    watch: (next: Watched) => {
      if (addressOf(null, next) === addressOf(null, watched)) return
      watched = next
      if (state.phase !== 'idle') open()
    },
    onTouch: (listener: (touch: Touch) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
export type Live = ReturnType<typeof createLive>

function addressOf(after: number | null, { site, node, queues }: Watched): string {
  const query = new URLSearchParams()
  if (after !== null) query.set('after', String(after))
  if (site) query.set('site', site)
  if (node) query.set('node', node)
  if (queues) query.set('queues', '1')
  return `/api/v1/stream${query.size > 0 ? `?${query}` : ''}`
}
