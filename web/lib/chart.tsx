import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'
import { createEffect, on, onCleanup, onMount } from 'solid-js'
import { coloursOf } from './chart-colours.ts'
import { configOf } from './chart-config.ts'
import { type Held, marks } from './chart-marks.ts'
import { type ChartSpec, heightOf } from './chart-spec.ts'
import { palette } from './theme.ts'

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
)

/** One chart.js picture: made when it is in the page, drawn anew when its data or the colours change. */
export default function ChartCanvas(props: { spec: ChartSpec; label: string }) {
  let canvas!: HTMLCanvasElement
  let chart: Chart | undefined
  let held: Held | undefined

  onMount(() => {
    if (!canvas.isConnected) return
    held = { spec: props.spec, colours: coloursOf(canvas) }
    Chart.defaults.font.family = getComputedStyle(canvas).fontFamily
    Chart.defaults.font.size = 14
    chart = new Chart(canvas, { ...configOf(held.spec, held.colours), plugins: [marks(held)] })
  })
  createEffect(
    on(
      [() => props.spec, palette],
      () => {
        if (!chart || !held) return
        held.spec = props.spec
        held.colours = coloursOf(canvas)
        const { data, options } = configOf(held.spec, held.colours)
        chart.data = data
        chart.options = options ?? {}
        chart.update('none')
      },
      { defer: true },
    ),
  )
  onCleanup(() => chart?.destroy())
  return (
    <div class="canvas" style={{ '--chart-height': `${heightOf(props.spec)}px` }}>
      <canvas ref={canvas} role="img" aria-label={props.label} />
    </div>
  )
}
