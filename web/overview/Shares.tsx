import { For, Show } from 'solid-js'
import { w } from '../lib/i18n.ts'
import { shareColumns } from './facts.ts'

const HEIGHT = 118
const STEP = 14
const MOST = 7
/** Left edge of a column, percent of the width: below 80 %, to 100 %, and beyond lie apart. */
const left = (index: number): number => (index < 10 ? 0.4 + index * 7.5 : 77.5 + (index - 10) * 6)

/** Every open issue with a running clock, one shape each, by the share of its limit. A full column stands for more. */
export const Shares = (props: { shares: readonly number[] }) => {
  const words = () => w().overview.issues
  const columns = () => shareColumns(props.shares)
  const per = () => Math.max(1, Math.ceil(Math.max(...columns().map(({ shares }) => shares)) / MOST))
  const sum = (from: number, to: number) =>
    columns()
      .slice(from, to)
      .reduce((total, { shares }) => total + shares, 0)
  return (
    <svg
      class="shares"
      width="100%"
      height="148"
      role="img"
      aria-label={words().picture(sum(0, 8), sum(8, 10), sum(10, 14))}
    >
      <For each={columns()}>
        {(column, index) => (
          <For each={Array.from({ length: Math.ceil(column.shares / per()) })}>
            {(_, row) => (
              <svg aria-hidden="true" x={`${left(index())}%`} y={HEIGHT - STEP - row() * STEP} overflow="visible">
                <path
                  class={`share-${column.tone}`}
                  d={column.tone === 'attn' ? 'M5.5 0 11 11H0z' : 'M.5.5h10v10H.5z'}
                />
              </svg>
            )}
          </For>
        )}
      </For>
      <line class="base" x2="100%" y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
      <text x="0" y="137">
        {words().shareAxis}
      </text>
      <text x="60.8%" y="137" text-anchor="middle">
        80%
      </text>
      <text x="76.5%" y="137" text-anchor="middle">
        100%
      </text>
      <text x="100%" y="137" text-anchor="end">
        {words().times}
      </text>
      <text x="24%" y="14">
        {words().fine(sum(0, 8))}
      </text>
      <Show when={sum(8, 10) > 0}>
        <text class="attn" x="60.8%" y="14" text-anchor="middle">
          {words().near(sum(8, 10))}
        </text>
      </Show>
      <Show when={sum(10, 14) > 0}>
        <text class="late" x="100%" y="14" text-anchor="end">
          {words().late(sum(10, 14))}
        </text>
      </Show>
    </svg>
  )
}
