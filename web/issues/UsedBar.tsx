import { Show } from 'solid-js'
import { w } from '../lib/i18n.ts'
import type { Tone } from '../words/phrase.ts'

/** How much of the limit is used: full at the stroke, what is over it apart. */
export const UsedBar = (props: { share: number; tone: Tone }) => {
  const used = () => Math.min(1, props.share) * 53
  const over = () => Math.min(16, Math.max(0, props.share - 1) * 16)
  return (
    <svg
      class="used-bar"
      width="72"
      height="12"
      role="img"
      aria-label={w().issues.usedShare(Math.round(props.share * 100))}
    >
      <rect
        class={props.tone === 'hold' ? 'hatched' : props.tone === 'attn' ? 'near' : 'used'}
        y="2"
        height="8"
        width={Math.max(1, used())}
      />
      <Show when={over() > 0}>
        <rect class="over" x="56" y="2" height="8" width={Math.max(2, over())} />
      </Show>
      <path class="base" d="M54.5 0v12" />
    </svg>
  )
}
