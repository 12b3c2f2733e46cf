import { For } from 'solid-js'
import { w } from '../lib/i18n.ts'
import { clockTime } from '../lib/time.ts'
import { axisTicks } from '../lib/time-axis.ts'
import type { Words } from '../words/words.ts'

const HOUR_MS = 3_600_000

/** Hours as `6时 7 8`, anything finer as `10:05`. */
export function tickLabel(at: number, stepMs: number, isFirst: boolean, words: Words): string {
  if (stepMs % HOUR_MS !== 0) return clockTime(at)
  return words.time.hour(Math.round((at + 8 * HOUR_MS) / HOUR_MS) % 24, isFirst)
}

/** The axis under strips: whole steps of the district's day, and “现在” at the end. */
export const TimeAxis = (props: { from: number; to: number; class?: string; most?: number }) => {
  const axis = () => axisTicks(props.from, props.to, props.most ?? 5)
  // The last label is “now”: a tick too close to it would run into it.
  const ticks = () => axis().ticks.filter((at) => share(at) < 0.84)
  const share = (at: number) => (at - props.from) / (props.to - props.from)
  return (
    <svg class={`time-axis ${props.class ?? ''}`} height="22" aria-hidden="true">
      <For each={ticks()}>
        {(at, index) => (
          <text x={`${share(at) * 100}%`} y="16" text-anchor={share(at) < 0.03 ? 'start' : 'middle'}>
            {tickLabel(at, axis().stepMs, index() === 0, w())}
          </text>
        )}
      </For>
      <text x="100%" y="16" text-anchor="end">
        {w().time.now}
      </text>
    </svg>
  )
}
