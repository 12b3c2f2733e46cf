import { createMemo, Index, Show } from 'solid-js'
import type { SupplySpan } from '../../server/wire/power.ts'
import { percentAt, stripParts } from './supply-strip.ts'

/** Supply from `from` to `to`: a thin blue line with power, a red bar without, hatched (the page's own pattern) where nobody knows. */
export function SupplyStrip(props: {
  spans: SupplySpan[]
  from: number
  to: number
  label: string
  claimAt?: number | null
}) {
  const parts = createMemo(() => stripParts(props.spans, props.from, props.to))
  return (
    <svg class="strip" height="22" role="img" aria-label={props.label}>
      <Index each={parts()}>
        {(part) => (
          <Show
            when={part().value !== 'unknown'}
            fallback={
              <rect
                x={`${part().x}%`}
                y="5.5"
                width={`${part().width}%`}
                height="11"
                fill="url(#hatch)"
                class="strip-unknown"
              />
            }
          >
            <rect
              x={`${part().x}%`}
              width={`${part().width}%`}
              y={part().value === 'present' ? 9 : 5}
              height={part().value === 'present' ? 4 : 12}
              class={part().value === 'present' ? 'strip-on' : 'strip-out'}
            />
          </Show>
        )}
      </Index>
      <Show when={props.claimAt}>
        {(at) => {
          const x = () => `${percentAt(at(), props.from, props.to)}%`
          return <line x1={x()} x2={x()} y2="22" class="strip-claim" />
        }}
      </Show>
    </svg>
  )
}
