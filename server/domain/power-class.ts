import { type DurationInterval, durationInterval, type PowerEvent, type PowerSettings } from './power-event.ts'

/** Residual classes, percent of declared voltage: A 90–80, B 80–70, C 70–40, D 40–5, X below 5 (EN 50160 table of dips). */
const RESIDUAL_CLASSES = [
  ['A', 80],
  ['B', 70],
  ['C', 40],
  ['D', 5],
] as const

/** Upper ends of the duration classes 1–5, ms (EN 50160 table of dips). */
const DURATION_ENDS_MS = [200, 500, 1_000, 5_000, 60_000] as const

const LONG_AFTER_MS = 180_000

/** Letter of a residual voltage. */
export function residualClass(residualVolts: number, declaredVolts: number): string {
  const percent = (residualVolts / declaredVolts) * 100
  return RESIDUAL_CLASSES.find(([, from]) => percent >= from)?.[0] ?? 'X'
}

/** Duration class 1–5 of a length in ms, `5+` beyond the 60 s where the table ends. */
export function durationClass(ms: number): string {
  const index = DURATION_ENDS_MS.findIndex((end) => ms <= end)
  return index < 0 ? '5+' : `${index + 1}`
}

/** Class of an event such as `X5`, or `C4-5` when its duration interval spans two; swells have none. */
export function eventClass(event: PowerEvent, declaredVolts: number): string | null {
  if (event.kind === 'swell') return null
  const { minMs, maxMs } = durationInterval(event)
  const [from, to] = [durationClass(minMs), durationClass(maxMs ?? Number.POSITIVE_INFINITY)]
  return residualClass(event.residualVolts, declaredVolts) + (from === to ? from : `${from}-${to}`)
}

/** Whether a duration is above the limit (ms; default 3 min): null while its interval spans it. */
export function isLonger({ minMs, maxMs }: DurationInterval, limitMs: number = LONG_AFTER_MS): boolean | null {
  if (minMs > limitMs) return true
  return maxMs !== null && maxMs <= limitMs ? false : null
}

/** The event with its class and length judged anew. */
export function classed(event: PowerEvent, settings: PowerSettings): PowerEvent {
  const isLong = event.kind === 'interruption' ? isLonger(durationInterval(event), settings.longAfterMs) : null
  return { ...event, class: eventClass(event, settings.declaredVolts), isLong }
}
