/** The newest value of a metric as the stream gave it. */
export type Reading = { at: number; value: number | string | null }

/** What the desk knows of its stream. `…Here` is this machine's clock, `heardAt` the server's; epoch ms. */
export type LiveState = {
  phase: 'idle' | 'opening' | 'live' | 'down'
  /** The newest durable event seen: a new stream continues after it. */
  eventId: number | null
  heardAt: number | null
  heardHere: number | null
  /** Tries since the last event. */
  attempt: number
  retryHere: number | null
  readings: Record<number, Reading>
}

export type LiveAction =
  | { type: 'opened'; here: number }
  | { type: 'heard'; here: number; at: number; eventId?: number }
  | { type: 'read'; here: number; at: number; values: readonly (readonly [number, number, Reading['value']])[] }
  | { type: 'lost'; retryHere: number }
  | { type: 'reset' }
  | { type: 'closed' }

/** Silence after which the stream counts as lost. The server sends a beat every 4 s. */
export const SILENCE_MS = 10_000

export const initialLive: LiveState = {
  phase: 'idle',
  eventId: null,
  heardAt: null,
  heardHere: null,
  attempt: 0,
  retryHere: null,
  readings: {},
}

/** The next state of the stream. Readings older than the one known are left out; ids never fall except by a reset. */
export function reduceLive(state: LiveState, action: LiveAction): LiveState {
  switch (action.type) {
    case 'opened':
      return { ...state, phase: state.phase === 'down' ? 'down' : 'opening', retryHere: null }
    case 'heard':
      return { ...heard(state, action), eventId: later(state.eventId, action.eventId) }
    case 'read':
      return { ...heard(state, action), readings: withReadings(state.readings, action.values) }
    case 'lost':
      return { ...state, phase: 'down', attempt: state.attempt + 1, retryHere: action.retryHere }
    case 'reset':
      return { ...state, eventId: null, readings: {} }
    case 'closed':
      // A fresh one: a store writes into what it is given.
      return { ...initialLive, readings: {} }
  }
}

const heard = (state: LiveState, { here, at }: { here: number; at: number }): LiveState => ({
  ...state,
  phase: 'live',
  heardAt: Math.max(state.heardAt ?? 0, at),
  heardHere: here,
  attempt: 0,
  retryHere: null,
})

const later = (old: number | null, id: number | undefined): number | null =>
  id === undefined ? old : Math.max(old ?? 0, id)

function withReadings(
  old: Record<number, Reading>,
  values: readonly (readonly [number, number, Reading['value']])[],
): Record<number, Reading> {
  const readings = { ...old }
  for (const [metricId, at, value] of values) {
    if ((readings[metricId]?.at ?? 0) <= at) readings[metricId] = { at, value }
  }
  return readings
}

/** Wait before try `attempt` (1 = first), ms: doubles from 1 s to 30 s; `random` in [0, 1) spreads the crowd. */
export const backOffMs = (attempt: number, random: number): number =>
  Math.round(Math.min(30_000, 1_000 * 2 ** (attempt - 1)) * (0.75 + random / 2))
