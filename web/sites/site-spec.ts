import { unwrap } from 'solid-js/store'
import type { PowerEvent, SitePower, VoltageSeries } from '../../server/wire/power.ts'
import type { Lane, TimeSpec, VoltPoint } from '../lib/chart-spec.ts'
import type { Reading } from '../lib/live-state.ts'
import { clockSeconds, clockTime } from '../lib/time.ts'
import { tickLabel } from '../ui/TimeAxis.tsx'
import type { Words } from '../words/words.ts'
import { normalBand } from './site-facts.ts'

export type SitePicture = { spec: TimeSpec; note: string; summary: string }

/** The window with the newest live value of each phase as its last point. */
export function withReadings(power: SitePower, readings: Record<number, Reading>): SitePower {
  const series = power.series.map((line) => {
    const reading = readings[line.metricId]
    const last = line.points.at(-1)
    if (!reading || typeof reading.value !== 'number' || (last && reading.at <= last[0])) return unwrap(line)
    const point: [number, number, number] = [reading.at, reading.value, reading.value]
    return { ...unwrap(line), points: [...unwrap(line.points), point] }
  })
  const latest = Math.max(power.to, ...series.flatMap(({ points }) => points.at(-1)?.[0] ?? []))
  return { ...unwrap(power), series, to: latest }
}

/** Each phase as a lane, with the normal band, holes and dips; the outages on all of them. */
export function siteSpec(power: SitePower, now: number, words: Words): SitePicture {
  const { voltage } = words.sites
  const declared = power.series.find(({ declaredVolts }) => declaredVolts !== null)?.declaredVolts ?? null
  const band = normalBand(power.series)
  const interruptions = power.events.filter(({ kind }) => kind === 'interruption')
  const dips = power.events.filter(({ kind }) => kind === 'voltage_dip')
  return {
    spec: {
      kind: 'time',
      from: power.from,
      to: power.to,
      laneHeight: 58,
      hasAxis: false,
      maxVolts: maxVolts(power.series, declared),
      declaredVolts: declared,
      lanes: power.series.map((line) => laneOf(line, power, band, words)),
      outages: interruptions.map(({ startMaxAt, endMaxAt }) => ({ from: startMaxAt, to: endMaxAt ?? now, text: '' })),
      unknown: power.spans
        .filter(({ value }) => value === 'unknown')
        .map(({ from, to }) => ({ from, to: to ?? power.to })),
      lines: [],
      tick: (at, stepMs, isFirst) => tickLabel(at, stepMs, isFirst, words),
      tip: clockSeconds,
    },
    note: band ? voltage.note({ interruptions: interruptions.length, dips: dips.length, ...band }) : '',
    summary: voltage.summary({
      from: clockTime(power.from),
      to: clockTime(power.to),
      phases: power.series.length,
      interruptions: interruptions.length,
      dips: dips.length,
    }),
  }
}

function laneOf(line: VoltageSeries, power: SitePower, band: Lane['band'], words: Words): Lane {
  const phase = words.common.phases[line.phase] ?? line.phase
  return {
    label: phase,
    points: line.points as readonly VoltPoint[],
    band,
    marks: power.events
      .filter((event) => isMark(event, line))
      .map(({ startMaxAt, residualVolts }) => ({
        at: startMaxAt,
        volts: residualVolts ?? 0,
        text: words.sites.voltage.dip(`${Math.round(residualVolts ?? 0)} V`),
      })),
  }
}

const isMark = (event: PowerEvent, line: VoltageSeries): boolean =>
  event.kind === 'voltage_dip' && event.deviceId === line.deviceId && event.phase === line.phase

function maxVolts(series: readonly VoltageSeries[], declared: number | null): number {
  let highest = declared === null ? 1 : declared * 1.12
  for (const { points } of series) for (const [, , high] of points) if (high !== null && high > highest) highest = high
  return highest
}

export type VoltRow = { at: number; phase: string; low: number | null; high: number | null }
const MOST_ROWS = 600
/** The numbers of the picture, newest first. */
export function rowsOf(power: SitePower, words: Words): VoltRow[] {
  return power.series
    .flatMap(({ phase, points }) =>
      points.map(([at, low, high]) => ({ at, phase: words.common.phases[phase] ?? phase, low, high })),
    )
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST_ROWS)
}
