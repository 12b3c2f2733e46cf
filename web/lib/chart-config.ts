import type { ChartConfiguration, ScriptableContext } from 'chart.js'
import type { Colours } from './chart-colours.ts'
import {
  axisTop,
  BARE_BOTTOM,
  type BarSpec,
  type ChartSpec,
  LABEL_WIDTH,
  laneBase,
  linePoints,
  type TimeSpec,
} from './chart-spec.ts'
import { axisTicks } from './time-axis.ts'

/** Data and options of chart.js for a picture; plain copies, because chart.js writes into what it is given. */
export const configOf = (spec: ChartSpec, colours: Colours): ChartConfiguration =>
  spec.kind === 'bars' ? barConfig(spec, colours) : timeConfig(spec, colours)

const shared = (colours: Colours) => ({
  animation: false as const,
  responsive: true,
  maintainAspectRatio: false,
  font: { size: 14 },
  color: colours['ink-2'],
})

const tooltip = (colours: Colours) => ({
  animation: false as const,
  backgroundColor: colours.paper,
  borderColor: colours['line-2'],
  borderWidth: 1,
  titleColor: colours.ink,
  bodyColor: colours.ink,
  cornerRadius: 0,
  displayColors: false,
  caretSize: 0,
  padding: 8,
})

function timeConfig(spec: TimeSpec, colours: Colours): ChartConfiguration {
  const most = typeof innerWidth === 'number' && innerWidth < 700 ? 4 : 9
  const { stepMs, ticks } = axisTicks(spec.from, spec.to, most)
  return {
    type: 'line',
    data: {
      datasets: spec.lanes.map((lane, index) => ({
        label: lane.label,
        data: linePoints(spec, index) as { x: number; y: number }[],
        borderColor: colours['evid-mark'],
        borderWidth: 1.5,
        borderJoinStyle: 'round',
        pointRadius: (context: ScriptableContext<'line'>) => (context.dataset.data.length === 1 ? 2 : 0),
        pointHitRadius: 12,
        // A value stands until the next one is reported.
        stepped: 'before',
      })),
    },
    options: {
      ...shared(colours),
      parsing: false,
      normalized: true,
      layout: { padding: { right: 4, bottom: spec.hasAxis ? 0 : BARE_BOTTOM } },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: {
          type: 'linear',
          display: spec.hasAxis,
          min: spec.from,
          max: spec.to,
          grid: { display: false },
          border: { display: false },
          afterBuildTicks: (axis) => {
            axis.ticks = ticks.map((value) => ({ value }))
          },
          ticks: {
            color: colours['ink-2'],
            maxRotation: 0,
            autoSkip: true,
            callback: (value, index) => spec.tick(Number(value), stepMs, index === 0),
          },
        },
        y: {
          display: true,
          min: 0,
          max: axisTop(spec),
          grid: { display: false },
          border: { display: false },
          ticks: { display: false },
          afterFit: (axis) => {
            axis.width = LABEL_WIDTH
          },
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltip(colours),
          callbacks: {
            title: (items) => (items[0] ? spec.tip(items[0].parsed.x ?? 0) : ''),
            label: (item) => {
              const volts = (item.parsed.y ?? 0) - laneBase(spec, item.datasetIndex)
              return `${spec.lanes[item.datasetIndex]?.label ?? ''} ${volts.toFixed(1)} V`.trim()
            },
          },
        },
      },
    },
  }
}

const BAR: Record<BarSpec['bars'][number]['tone'], keyof Colours> = {
  late: 'late-mark',
  attn: 'attn-mark',
  hold: 'hold-mark',
  evid: 'evid-mark',
  calm: 'calm',
}

function barConfig(spec: BarSpec, colours: Colours): ChartConfiguration {
  return {
    type: 'bar',
    data: {
      labels: spec.bars.map(({ label }) => label),
      datasets: [
        {
          data: spec.bars.map(({ value }) => value),
          backgroundColor: spec.bars.map(({ tone }) => colours[BAR[tone]]),
          barThickness: 12,
          minBarLength: 2,
        },
      ],
    },
    options: {
      ...shared(colours),
      indexAxis: 'y',
      events: [],
      layout: { padding: { right: 40 } },
      scales: {
        x: { min: 0, suggestedMax: 1, display: false },
        y: {
          grid: { display: false },
          border: { color: colours['line-2'] },
          ticks: { color: colours.ink, crossAlign: 'far', autoSkip: false },
        },
      },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
    },
  }
}
