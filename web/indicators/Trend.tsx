import { createMemo, For, Show } from 'solid-js'
import type { Figure } from '../../server/wire/kpis.ts'
import { framedPoints, frameOf, type Point, pointsOf, rateOf } from './facts.ts'
import { words } from './words.ts'

const WIDTH = 160
const HEIGHT = 50

/** Runs of neighbouring months of which a rate may be said; a month with too few breaks the line. */
function runsOf(points: readonly Point[]): number[][] {
  const runs: number[][] = []
  for (const [n, { share }] of points.entries()) {
    if (share === null) continue
    const last = runs.at(-1)
    if (last && last.at(-1) === n - 1) last.push(n)
    else runs.push([n])
  }
  return runs
}

/** A rate since January: its line in the band of what can be said for sure, the last month's value beside it. */
export const Trend = (props: { name: string; months: Figure['months']; raw?: Figure['months'] }) => {
  const points = createMemo(() => pointsOf(props.months))
  const raw = createMemo(() => pointsOf(props.raw ?? []))
  const frame = createMemo(() => frameOf(framedPoints(props.months, props.raw)))
  const x = (n: number) => (props.months.length < 2 ? WIDTH : (n / (props.months.length - 1)) * WIDTH)
  const y = (share: number) => HEIGHT - ((share - frame().floor) / frame().height) * HEIGHT
  const line = (list: readonly Point[], run: readonly number[]) =>
    run.map((n, at) => `${at === 0 ? 'M' : 'L'}${x(n).toFixed(1)} ${y(list[n]?.share ?? 0).toFixed(1)}`).join('')
  const band = (run: readonly number[]) => {
    const high = run.map((n) => `${x(n).toFixed(1)} ${y(points()[n]?.high ?? 0).toFixed(1)}`)
    const low = run.map((n) => `${x(n).toFixed(1)} ${y(points()[n]?.low ?? 0).toFixed(1)}`).reverse()
    return `M${high.join('L')}L${low.join('L')}z`
  }
  /** Whether the line begins in the upper half: then the words about it stand below. */
  const isHigh = () => {
    const begin = points()
      .slice(0, Math.ceil(points().length / 2))
      .flatMap(({ share }) => (share === null ? [] : [y(share)]))
    return begin.reduce((sum, one) => sum + one, 0) <= begin.length * (HEIGHT / 2)
  }
  const last = () => points().at(-1)?.share ?? null
  const label = () =>
    words().trend(
      props.name,
      props.months.map((m) => ({ month: m.month, rate: rateOf(m), n: m.numerator, of: m.denominator })),
    )
  return (
    <svg class="trend" width="100%" height="54" role="img" aria-label={label()}>
      <Show when={raw().some(({ share }) => share !== null)}>
        <text class="t-raw" x="0" y={isHigh() ? 46 : 12}>
          {words().rawLine}
        </text>
      </Show>
      <svg aria-hidden="true" width="82%" height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
        <For each={runsOf(points())}>
          {(run) => (
            <>
              <path class="t-band" d={band(run)} />
              <path class="t-line" d={line(points(), run)} />
            </>
          )}
        </For>
        <For each={runsOf(raw())}>{(run) => <path class="t-dash" d={line(raw(), run)} />}</For>
      </svg>
      <line class="t-axis" x2="82%" y1="49.5" y2="49.5" />
      <Show when={last()}>
        {(share) => (
          <>
            <circle class="t-dot" cx="82%" cy={y(share())} r="3" />
            <text class="t-now" x="82%" dx="9" y={Math.min(34, y(share()) + 5)}>
              {words().percent(share())}
            </text>
          </>
        )}
      </Show>
      <text class="t-floor" x="82%" dx="9" y="54">
        {words().percent(frame().floor)}
      </text>
    </svg>
  )
}
