import type { Tone } from '../words/phrase.ts'

export type VoltPoint = readonly [at: number, low: number | null, high: number | null]
/** One line over time, volts; `band` is the normal range, `marks` are triangles at their instant. */
export type Lane = {
  label: string
  points: readonly VoltPoint[]
  band: { low: number; high: number } | null
  marks: readonly { at: number; volts: number; text: string }[]
}
/** Voltage over [from, to], epoch ms. `lines` are upright notes; `outages` stand on the bottom of every lane. */
export type TimeSpec = {
  kind: 'time'
  from: number
  to: number
  lanes: readonly Lane[]
  laneHeight: number
  /** False when pictures below share the axis and carry it. */
  hasAxis: boolean
  maxVolts: number
  declaredVolts: number | null
  outages: readonly { from: number; to: number; text: string }[]
  unknown: readonly { from: number; to: number }[]
  lines: readonly { at: number; texts: readonly string[] }[]
  tick: (at: number, stepMs: number, isFirst: boolean) => string
  tip: (at: number) => string
}
/** Counts as bars from zero. */
export type BarSpec = { kind: 'bars'; bars: readonly { label: string; value: number; tone: Tone }[] }
export type ChartSpec = TimeSpec | BarSpec

/** Space above the first lane, between lanes, and under the last for the axis; px. */
export const LANE_GAP = 14
export const AXIS_HEIGHT = 26
/** Room under the last lane for the lower half of its `0 V`, px. */
export const BARE_BOTTOM = 8
/** Room left of the plot for the labels of the lanes, px; strips below a chart keep to it. */
export const LABEL_WIDTH = 46

export const heightOf = (spec: ChartSpec): number =>
  spec.kind === 'bars'
    ? spec.bars.length * 30 + 4
    : spec.lanes.length * (spec.laneHeight + LANE_GAP) + (spec.hasAxis ? AXIS_HEIGHT : BARE_BOTTOM)

/** Volts of a lane on the one axis all lanes share; the last lane stands on zero. */
export const laneBase = (spec: TimeSpec, index: number): number =>
  (spec.lanes.length - 1 - index) * spec.maxVolts * (1 + LANE_GAP / spec.laneHeight)
export const axisTop = (spec: TimeSpec): number => laneBase(spec, 0) + spec.maxVolts * (1 + LANE_GAP / spec.laneHeight)

/** A lane as points of one line: each bucket goes up to its highest and down to its lowest, holes stay holes. */
export function linePoints(spec: TimeSpec, index: number): { x: number; y: number | null }[] {
  const base = laneBase(spec, index)
  const line: { x: number; y: number | null }[] = []
  for (const [at, low, high] of spec.lanes[index]?.points ?? []) {
    if (low === null || high === null) line.push({ x: at, y: null })
    else {
      line.push({ x: at, y: base + high })
      if (high !== low) line.push({ x: at, y: base + low })
    }
  }
  return line
}
