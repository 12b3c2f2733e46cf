import { loadPowerEvents, type NormalRange, normalAfter, normalBefore } from '../store/telemetry-power.ts'
import type { KnownMetric } from './known.ts'

/** A stretch of time, epoch ms, both ends included. */
export interface Span {
  fromAt: number
  toAt: number
}

/** The stretch to compute anew, and where each phase's samples for it begin. */
export interface PowerSpan extends Span {
  starts: ReadonlyMap<KnownMetric, number>
}

/** An event as far as it says that some instant was not normal. */
export interface Covering {
  startMaxAt: number
  endMaxAt: number | null
}

export const END_OF_TIME = Number.MAX_SAFE_INTEGER / 2
/** A device that was never quiet is computed from where we have looked this often. */
const LOOKS = 200

type Reader = Parameters<typeof loadPowerEvents>[0]

/**
 * Widens a window until nothing runs at its ends: at `fromAt` and at `toAt` every phase is normal and no event covers
 * the instant, so that what is computed inside neither begins nor ends outside. `fromAt` 0 and `toAt` END_OF_TIME mean
 * that there is no such instant.
 */
export async function quietSpan(
  client: Reader,
  metrics: readonly KnownMetric[],
  normal: NormalRange,
  window: Span,
  running: readonly Covering[],
): Promise<PowerSpan> {
  const deviceId = metrics[0]?.deviceId ?? 0
  const covering = async (at: number): Promise<Covering[]> => [
    ...(await loadPowerEvents(client, deviceId, at, at)),
    ...running.filter((event) => event.startMaxAt <= at && (event.endMaxAt ?? END_OF_TIME) >= at),
  ]
  const before = async (metric: KnownMetric, at: number) => (await normalBefore(client, metric.id, at + 1, normal)) ?? 0

  let fromAt = window.fromAt - 1
  for (let look = 0; fromAt > 0; look++) {
    fromAt = Math.min(...(await Promise.all(metrics.map((metric) => before(metric, fromAt)))))
    const covered = await covering(fromAt)
    if (covered.length === 0) break
    fromAt = look < LOOKS ? Math.min(...covered.map((event) => event.startMaxAt)) - 1 : 0
  }
  const starts = new Map<KnownMetric, number>()
  for (const metric of metrics) starts.set(metric, await before(metric, fromAt))
  return { fromAt: Math.max(0, fromAt), toAt: await quietAfter(client, metrics, normal, window.toAt, covering), starts }
}

async function quietAfter(
  client: Reader,
  metrics: readonly KnownMetric[],
  normal: NormalRange,
  at: number,
  covering: (at: number) => Promise<Covering[]>,
): Promise<number> {
  let toAt = at
  for (let look = 0; look < LOOKS; look++) {
    const after = await Promise.all(metrics.map((metric) => normalAfter(client, metric.id, toAt, normal)))
    if (after.some((found) => found === null)) return END_OF_TIME
    toAt = Math.max(...after.map(Number))
    const covered = await covering(toAt)
    if (covered.length === 0) return toAt
    const ends = covered.map((event) => event.endMaxAt ?? END_OF_TIME)
    // An event that ends at this very instant covers it no longer.
    if (Math.max(...ends) <= toAt) return toAt
    toAt = Math.max(...ends)
    if (toAt >= END_OF_TIME) return END_OF_TIME
  }
  return END_OF_TIME
}
