import type { Chart, Plugin } from 'chart.js'
import { type Colours, hatchOf } from './chart-colours.ts'
import { type ChartSpec, LABEL_WIDTH, laneBase, type TimeSpec } from './chart-spec.ts'

/** What the plug-in draws from; changed in place when the chart is given other data. */
export type Held = { spec: ChartSpec; colours: Colours }

type Pen = { context: CanvasRenderingContext2D; x: (at: number) => number; y: (volts: number) => number; chart: Chart }

/** Bands, holes, outages, dips and notes of our own: drawn with the chart, in its coordinates. */
export const marks = (held: Held): Plugin => ({
  id: 'marks',
  beforeDatasetsDraw: (chart) => {
    if (held.spec.kind === 'time') drawGround(penOf(chart), held.spec, held.colours)
  },
  afterDatasetsDraw: (chart) => {
    if (held.spec.kind === 'time') drawMarks(penOf(chart), held.spec, held.colours)
    else drawCounts(penOf(chart), held)
  },
})

function penOf(chart: Chart): Pen {
  const { ctx: context, scales } = chart
  context.font = `14px ${getComputedStyle(chart.canvas).fontFamily}`
  context.textBaseline = 'alphabetic'
  return {
    chart,
    context,
    x: (at) => scales.x?.getPixelForValue(at) ?? 0,
    y: (volts) => scales.y?.getPixelForValue(volts) ?? 0,
  }
}

function drawGround({ context, x, y, chart }: Pen, spec: TimeSpec, colours: Colours): void {
  const { left, right } = chart.chartArea
  const hatch = spec.unknown.length > 0 ? hatchOf(context, colours) : ''
  spec.lanes.forEach((lane, index) => {
    const base = laneBase(spec, index)
    if (lane.band) {
      context.fillStyle = colours.wash
      context.fillRect(left, y(base + lane.band.high), right - left, y(base + lane.band.low) - y(base + lane.band.high))
    }
    for (const hole of spec.unknown) {
      const [from, to] = [Math.max(left, x(hole.from)), Math.min(right, x(hole.to))]
      if (to <= left || from >= right) continue
      const band = lane.band ?? { low: spec.maxVolts * 0.8, high: spec.maxVolts * 0.95 }
      context.fillStyle = hatch
      context.fillRect(from, y(base + band.high), Math.max(3, to - from), y(base + band.low) - y(base + band.high))
    }
    context.strokeStyle = colours['line-2']
    line(context, left, y(base) + 0.5, right, y(base) + 0.5)
    labelLane({ context, x, y, chart }, spec, index, colours)
  })
}

function labelLane({ context, y }: Pen, spec: TimeSpec, index: number, colours: Colours): void {
  const base = laneBase(spec, index)
  context.textAlign = 'right'
  const label = spec.lanes[index]?.label ?? ''
  const volts = spec.declaredVolts ?? spec.maxVolts
  if (label !== '') text(context, label, LABEL_WIDTH - 10, y(base + volts) + 5, colours.ink, true)
  else text(context, String(volts), LABEL_WIDTH - 10, y(base + volts) + 5, colours['ink-2'])
  if (index === spec.lanes.length - 1) text(context, '0 V', LABEL_WIDTH - 10, y(base) + 5, colours['ink-2'])
}

function drawMarks(pen: Pen, spec: TimeSpec, colours: Colours): void {
  const { context, x, y, chart } = pen
  const { left, right } = chart.chartArea
  for (const outage of spec.outages) {
    const [from, to] = [Math.max(left, x(outage.from)), Math.min(right, x(outage.to))]
    if (to < left || from > right) continue
    context.fillStyle = colours['late-mark']
    spec.lanes.forEach((_, index) => {
      const isThin = spec.lanes.length > 1
      context.fillRect(from, y(laneBase(spec, index)) - (isThin ? 2 : 7), Math.max(4, to - from), isThin ? 4 : 14)
    })
    if (spec.lanes.length === 1) noteOutage(pen, outage.text, from, to, colours)
  }
  for (const [index, lane] of spec.lanes.entries()) drawDips(pen, lane.marks, laneBase(spec, index), colours)
  for (const note of spec.lines) drawNote(pen, note, spec, colours)
}

function noteOutage({ context, y, chart }: Pen, words: string, from: number, to: number, colours: Colours): void {
  const width = context.measureText(words).width
  const isRoom = from + 8 + width < chart.chartArea.right
  context.textAlign = isRoom ? 'left' : 'right'
  text(context, words, isRoom ? from + 8 : Math.min(to, chart.chartArea.right) - 4, y(0) - 16, colours.late, true)
}

function drawDips(
  { context, x, y, chart }: Pen,
  dips: TimeSpec['lanes'][number]['marks'],
  base: number,
  colours: Colours,
): void {
  let free = chart.chartArea.left
  const { left, right } = chart.chartArea
  for (const dip of dips) {
    if (x(dip.at) < left || x(dip.at) > right) continue
    const [at, top] = [x(dip.at), Math.min(y(base + dip.volts) + 3, y(base) - 16)]
    context.fillStyle = colours['attn-mark']
    context.beginPath()
    context.moveTo(at, top)
    context.lineTo(at + 5.5, top + 11)
    context.lineTo(at - 5.5, top + 11)
    context.fill()
    const width = context.measureText(dip.text).width
    if (at - 10 - width < free) continue
    context.textAlign = 'right'
    text(context, dip.text, at - 10, top + 12, colours.attn)
    free = at + 12
  }
}

function drawNote(
  { context, x, y, chart }: Pen,
  note: TimeSpec['lines'][number],
  spec: TimeSpec,
  colours: Colours,
): void {
  const at = x(note.at)
  if (at < chart.chartArea.left || at > chart.chartArea.right) return
  const top = y(spec.maxVolts * 0.66)
  context.strokeStyle = colours['attn-mark']
  context.setLineDash([3, 3])
  line(context, Math.round(at) + 0.5, top - 10, Math.round(at) + 0.5, y(0) - 7)
  context.setLineDash([])
  const width = Math.max(...note.texts.map((words) => context.measureText(words).width))
  const isRoom = at + 8 + width < chart.chartArea.right
  context.textAlign = isRoom ? 'left' : 'right'
  note.texts.forEach((words, index) => {
    text(context, words, isRoom ? at + 8 : at - 8, top + index * 20, index === 0 ? colours.attn : colours['ink-2'])
  })
}

function drawCounts({ context, chart }: Pen, { spec, colours }: Held): void {
  if (spec.kind !== 'bars') return
  context.textAlign = 'left'
  chart.getDatasetMeta(0).data.forEach((bar, index) => {
    const value = spec.bars[index]?.value ?? 0
    text(context, String(value), bar.x + 8, bar.y + 5, colours.ink, true)
  })
}

function line(context: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(fromX, fromY)
  context.lineTo(toX, toY)
  context.stroke()
}

function text(
  context: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  colour: string,
  isBold = false,
): void {
  const font = context.font
  if (isBold) context.font = `600 ${font}`
  context.fillStyle = colour
  context.fillText(words, x, y)
  context.font = font
}
