import { For } from 'solid-js'
import type { SupplySpan } from '../../server/wire/power.ts'

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`

/** One site's supply from `from` to `to`: present a thin line, absent a red block, unknown hatched, dips as triangles. */
export const SupplyStrip = (props: {
  spans: readonly SupplySpan[]
  dips?: readonly { at: number }[]
  from: number
  to: number
  class?: string
}) => {
  const share = (at: number) => Math.min(1, Math.max(0, (at - props.from) / (props.to - props.from)))
  const parts = () =>
    props.spans
      .map(({ from, to, value }) => ({ start: share(from), end: share(to ?? props.to), value }))
      .filter(({ start, end }) => end > start)
  // Wide blocks last, so that a short outage is not covered by the line beside it.
  const of = (value: SupplySpan['value']) => parts().filter((part) => part.value === value)
  return (
    <svg class={`strip ${props.class ?? ''}`} width="100%" height="36" aria-hidden="true">
      <For each={of('present')}>
        {(part) => <line class="strip-ok" x1={percent(part.start)} x2={percent(part.end)} y1="18" y2="18" />}
      </For>
      <For each={of('unknown')}>
        {(part) => (
          <rect
            class="strip-gone"
            x={percent(part.start)}
            y="11.5"
            width={percent(part.end - part.start)}
            height="13"
          />
        )}
      </For>
      <For each={of('absent')}>
        {(part) => (
          <svg
            aria-hidden="true"
            x={percent(part.start)}
            y="11"
            width={percent(part.end - part.start)}
            height="14"
            overflow="visible"
          >
            <rect class="strip-out" width="4" height="14" />
            <rect class="strip-out" width="100%" height="14" />
          </svg>
        )}
      </For>
      <For each={props.dips?.filter(({ at }) => at >= props.from)}>
        {(dip) => (
          <svg aria-hidden="true" x={percent(share(dip.at))} overflow="visible">
            <path class="strip-dip" d="M0 11 5 25H-5z" />
          </svg>
        )}
      </For>
    </svg>
  )
}

/** Sites that were never without power today, each a hairline. */
export const QuietStrips = (props: { count: number }) => (
  <svg class="strip" width="100%" height="36" aria-hidden="true">
    <For each={Array.from({ length: Math.min(8, props.count) })}>
      {(_, index) => (
        <line class="strip-quiet" x2="100%" y1={lineAt(index(), props.count)} y2={lineAt(index(), props.count)} />
      )}
    </For>
  </svg>
)

const lineAt = (index: number, count: number): number => {
  const lines = Math.min(8, count)
  return 18.5 + (index - (lines - 1) / 2) * 4
}
