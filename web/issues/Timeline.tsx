import { For, Show } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { w } from '../lib/i18n.ts'
import { When } from '../ui/When.tsx'
import { entriesOf } from './timeline-words.ts'

const QUICK_MS = 30 * 60_000

/** What happened, newest first; a story of a few minutes is told to the second. */
export const Timeline = (props: { issue: IssueDetail }) => {
  const entries = () => entriesOf(props.issue.events, w())
  const isQuick = () => (entries()[0]?.at ?? 0) - (entries().at(-1)?.at ?? 0) < QUICK_MS
  return (
    <section>
      <h2>{w().issue.timeline.title}</h2>
      <Show when={entries().length > 0} fallback={<p class="dim">{w().issue.timeline.empty}</p>}>
        <ol class="tl">
          <For each={entries()}>
            {(entry) => (
              <li>
                <When at={entry.at} hasSeconds={isQuick() || entry.tone === 'evid'} />
                <p>
                  <b class={entry.tone === 'calm' ? '' : `st st-${entry.tone}`}>{entry.who}</b>
                  {entry.text}
                </p>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  )
}
