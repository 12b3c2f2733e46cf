import { createMemo, Index, Show } from 'solid-js'
import type { Tracking } from '../../server/wire/merchant.ts'
import { useDoing } from './doing.ts'
import { useTrackingPage } from './page.ts'
import { storyWords } from './words-steps.ts'

/** The steps so far, folded to one line until somebody wants them. */
export function Story(props: { tracking: Tracking; now: number }) {
  const page = useTrackingPage()
  const { w } = useDoing()
  const story = createMemo(() => storyWords(page.w(), w(), page.language(), props.tracking, props.now))
  return (
    <details class="more">
      <summary>{story().summary}</summary>
      <ol>
        <Index each={story().lines}>
          {(line) => (
            <li>
              <time>{line().at}</time>
              <div>
                <b>{line().what}</b>
                <Show when={line().quote}>
                  <q>{line().quote}</q>
                </Show>
              </div>
            </li>
          )}
        </Index>
      </ol>
      <Show when={props.tracking.ownText}>
        <p class="dim">{w().ownWords}</p>
        <blockquote>{props.tracking.ownText}</blockquote>
      </Show>
    </details>
  )
}
