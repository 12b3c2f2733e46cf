import { createSignal, type JSX, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js'
import { type ChartSpec, heightOf } from '../lib/chart-spec.ts'
import { w } from '../lib/i18n.ts'
import { type Column, Table } from './Table.tsx'

const ChartCanvas = lazy(() => import('../lib/chart.tsx'))

/** A chart with its heading, its sentence for readers, and the same numbers as a table. */
export function Figure<T>(props: {
  title: JSX.Element
  summary: string
  spec: ChartSpec
  rows: readonly T[]
  columns: readonly Column<T>[]
  /** Pictures that share the chart's axis. */
  below?: JSX.Element
  tools?: JSX.Element
}) {
  const [isTable, setIsTable] = createSignal(false)
  return (
    <>
      <h2 class="bar">
        <span>{props.title}</span>
        <span class="tools">
          {props.tools}
          <fieldset class="seg" aria-label={w().common.chartOrTable}>
            <button type="button" aria-pressed={!isTable()} onClick={() => setIsTable(false)}>
              {w().common.chart}
            </button>
            <button type="button" aria-pressed={isTable()} onClick={() => setIsTable(true)}>
              {w().common.table}
            </button>
          </fieldset>
        </span>
      </h2>
      <Show
        when={!isTable()}
        fallback={<Table columns={props.columns} rows={props.rows} caption={props.summary} class="numbers" />}
      >
        <Near height={heightOf(props.spec)}>
          <ChartCanvas spec={props.spec} label={props.summary} />
        </Near>
        {props.below}
      </Show>
    </>
  )
}

/** Keeps a chart's room and draws it when it comes near the viewport. */
const Near = (props: { height: number; children: JSX.Element }) => {
  const [isNear, setIsNear] = createSignal(typeof IntersectionObserver === 'undefined')
  let frame!: HTMLDivElement
  onMount(() => {
    if (isNear()) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsNear(true)
      },
      { rootMargin: '300px' },
    )
    observer.observe(frame)
    onCleanup(() => observer.disconnect())
  })
  return (
    <div ref={frame} class="near" style={{ '--chart-height': `${props.height}px` }}>
      <Show when={isNear()}>
        <Suspense fallback={<p class="dim">{w().common.chartLoading}</p>}>{props.children}</Suspense>
      </Show>
    </div>
  )
}
