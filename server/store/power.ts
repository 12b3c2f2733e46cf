import type { Db } from '../../db/drizzle.ts'
import { dayNumber, startOfDay } from '../domain/calendar.ts'
import { type Supply, siteSupply, supplyOf } from '../domain/supply.ts'
import { probableOutage } from '../domain/supply-evidence.ts'
import { coveredStretches, type DeviceDay, type Span, supplySpans } from '../domain/supply-spans.ts'
import { coverageOf, type Heard } from './power-coverage.ts'
import { dayCoverage } from './power-day-coverage.ts'
import { powerEventsOf, type SitedPowerEvent } from './power-events.ts'
import { type Fleet, loadFleet, type MeterDevice } from './power-meters.ts'

/** A site's supply over a window: now, the strip, and its events. */
export interface SitePowerDay {
  supply: Supply
  spans: Span[]
  events: SitedPowerEvent[]
  interruptionCount: number
  interruptedMs: number
}

const NO_METER: Supply = { value: 'unknown', sinceAt: null, evidence: 'unknown', reason: 'no_meter' }

/** The supply of a site now, from all its devices and the nodes on its line. */
export function supplyNow(fleet: Fleet, siteId: string, now: number): Supply {
  const own = fleet.meters.filter((device) => device.siteId === siteId)
  if (own.length === 0) return NO_METER
  const supplyId = own[0]!.supplyId
  const together = fleet.nodes.filter((node) => node.siteId === siteId || (supplyId && node.supplyId === supplyId))
  const isAnySilent = fleet.nodes.some((node) => node.siteId === siteId && (node.diedAt !== null || now > node.dueAt))
  return siteSupply(
    own.map(({ meter }) => supplyOf(meter, now)),
    isAnySilent ? probableOutage(together, now) : null,
  )
}

/** The supply of several sites at `now`, by site; sites without a meter are unknown. */
export async function suppliesNow(db: Db, siteIds: readonly string[], now: number): Promise<Map<string, Supply>> {
  const fleet = await loadFleet(db, siteIds)
  return new Map(siteIds.map((siteId) => [siteId, supplyNow(fleet, siteId, now)]))
}

/** The window [from, to] of each site, epoch ms; a fixed number of queries whatever their count. */
export async function powerDays(
  db: Db,
  siteIds: readonly string[],
  from: number,
  to: number,
  now: number,
): Promise<Map<string, SitePowerDay>> {
  const [fleet, events] = await Promise.all([loadFleet(db, siteIds), powerEventsOf(db, siteIds, from, to, now)])
  const wanted = new Set(siteIds)
  const meters = fleet.meters.filter(({ siteId }) => wanted.has(siteId))
  const asked = meters.flatMap(listened)
  const isToday = to >= now && from === startOfDay(dayNumber(now))
  const heard = await (isToday ? dayCoverage(db, asked, from, now) : coverageOf(db, asked, from, Math.min(to, now)))
  return new Map(
    siteIds.map((siteId) => {
      const own = events.filter((event) => event.siteId === siteId)
      const devices = meters.filter((device) => device.siteId === siteId)
      const supply = supplyNow(fleet, siteId, now)
      return [siteId, dayOf(devices, own, heard, supply, { from, to: Math.min(to, now), isOpen: to >= now })]
    }),
  )
}

/** One voltage stands for its device: the phases are read together. */
function listened({ voltages }: MeterDevice) {
  const first = voltages[0]
  return first ? [{ metricId: first.metricId, silenceMs: 1.5 * first.maximumSilenceMs }] : []
}

type Window = { from: number; to: number; isOpen: boolean }

function dayOf(
  devices: readonly MeterDevice[],
  events: SitedPowerEvent[],
  heard: ReadonlyMap<number, Heard>,
  supply: Supply,
  window: Window,
): SitePowerDay {
  const { from, to, isOpen } = window
  const spans = supplySpans(
    devices.map((device) => deviceDay(device, events, heard, from, to)),
    from,
    to,
  )
  const agreed = isOpen ? agreeing(spans, supply, to) : closed(spans, to)
  const last = agreed.at(-1)
  const isSame = isOpen && last?.value === supply.value && last.from > from
  return {
    supply: isSame ? { ...supply, sinceAt: last.from } : supply,
    spans: agreed,
    events,
    ...interrupted(events, from, to),
  }
}

function deviceDay(
  device: MeterDevice,
  events: readonly SitedPowerEvent[],
  heard: ReadonlyMap<number, Heard>,
  from: number,
  to: number,
): DeviceDay {
  const own = events.filter(({ deviceId, kind }) => deviceId === device.deviceId && kind === 'interruption')
  const absences = own.map((event) => ({ from: event.startMaxAt, to: event.endMaxAt, evidence: event.evidence }))
  const covered = listened(device).flatMap(({ metricId, silenceMs }) =>
    coveredStretches(heard.get(metricId) ?? null, silenceMs, from, to),
  )
  return { covered, absences }
}

/** The strip ends with what is known now: a death or a deadline may say more than the samples do. */
function agreeing(spans: readonly Span[], supply: Supply, now: number): Span[] {
  const last = spans.at(-1)
  if (!last || last.value === supply.value) return [...spans]
  // Voltage heard this very instant ends a hole now; since when it is there, nobody can say.
  const at = supply.value === 'present' ? now : Math.min(supply.sinceAt ?? last.from, now)
  const before = spans.slice(0, -1)
  if (at > last.from) return [...before, { ...last, to: at }, { from: at, to: null, value: supply.value }]
  const previous = before.at(-1)
  if (previous?.value === supply.value) return [...before.slice(0, -1), { ...previous, to: null }]
  return [...before, { ...last, value: supply.value }]
}

const closed = (spans: readonly Span[], to: number): Span[] => spans.map((span) => ({ ...span, to: span.to ?? to }))

/** Confirmed interruptions of a site: devices that saw the same one count once. */
function interrupted(events: readonly SitedPowerEvent[], from: number, to: number) {
  const stretches = events
    .filter(({ kind, evidence }) => kind === 'interruption' && evidence === 'confirmed')
    .map(({ startMaxAt, endMaxAt }): [number, number] => [Math.max(startMaxAt, from), Math.min(endMaxAt ?? to, to)])
    .sort((a, b) => a[0] - b[0])
  let interruptionCount = 0
  let interruptedMs = 0
  let reachedAt = Number.NEGATIVE_INFINITY
  for (const [begin, end] of stretches) {
    if (begin > reachedAt) interruptionCount++
    interruptedMs += Math.max(0, end - Math.max(begin, reachedAt))
    reachedAt = Math.max(reachedAt, end)
  }
  return { interruptionCount, interruptedMs }
}
