import { createMemo, createSignal, onCleanup, Show } from 'solid-js'
import { here, second } from '../lib/clock.ts'
import type { Intake } from './state.ts'
import { words } from './words.ts'

/** Characters of Chinese read aloud in a second; about 270 a minute. */
const READ_PER_SECOND = 4.5
const MINUTE_S = 60

const percent = (share: number): string => `${Math.min(100, Math.max(0, share * 100)).toFixed(1)}%`

/** How long the call has lasted, when the page knew what, and how long the reading will still take. */
export const Call = (props: { intake: Intake; reading: () => string }) => {
  const since = () => Math.max(0, Math.floor((second() - props.intake.form.startedHere) / 1_000))
  const left = () => Math.ceil(props.reading().length / READ_PER_SECOND)
  const scale = () => Math.max(1, Math.ceil((since() + left()) / MINUTE_S)) * MINUTE_S
  const [placeAt, setPlaceAt] = createSignal<number>()
  const [foundAt, setFoundAt] = createSignal<number>()
  const watch = setInterval(() => {
    const seconds = Math.floor((here() - props.intake.form.startedHere) / 1_000)
    if (placeAt() === undefined && props.intake.preview.value?.where.site) setPlaceAt(seconds)
    if (foundAt() === undefined && props.intake.ways()?.join) setFoundAt(seconds)
  }, 500)
  onCleanup(() => clearInterval(watch))
  const x = (seconds: number) => percent(seconds / scale())
  const end = createMemo(() => Math.min(scale(), since() + left()))
  const found = () => foundAt() ?? placeAt()
  return (
    <section class="call">
      <h2>
        {words().call.title}
        <span class="dim">
          {words().call.spent(since())}
          <Show when={left() > 0}>，{words().call.left(left())}</Show>
        </span>
      </h2>
      <svg width="100%" height="54" role="img" aria-label={words().call.picture(words().call.spent(since()))}>
        <line class="base" x2="100%" y1="28" y2="28" />
        <line class="spent" x2={x(since())} y1="28" y2="28" />
        <line class="toread" x1={x(since())} x2={x(end())} y1="28" y2="28" />
        <Show when={found() !== undefined}>
          <line class="tick" x1={x(found() ?? 0)} x2={x(found() ?? 0)} y1="22" y2="34" />
          <text x={x(found() ?? 0)} y="14">
            {foundAt() === undefined ? words().call.place : words().call.found}
          </text>
        </Show>
        <line class="now" x1={x(since())} x2={x(since())} y1="19" y2="37" />
        <text x="0" y="52">
          {words().call.start}
        </text>
        <text x="100%" y="52" text-anchor="end">
          {words().call.minute(scale() / MINUTE_S)}
        </text>
      </svg>
    </section>
  )
}
