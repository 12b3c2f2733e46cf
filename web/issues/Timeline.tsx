import { For, Show } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { w } from '../lib/i18n.ts'
import { When } from '../ui/When.tsx'
import { entryOf } from './timeline-words.ts'

/** What happened, newest first. */
export const Timeline = (props: { issue: IssueDetail }) => (
  <section>
    <h2>{w().issue.timeline.title}</h2>
    <Show when={props.issue.events.length > 0} fallback={<p class="dim">{w().issue.timeline.empty}</p>}>
      <ol class="tl">
        <For each={[...props.issue.events].sort((a, b) => b.at - a.at || b.id - a.id)}>
          {(event) => {
            const entry = () => entryOf(event, w())
            return (
              <li>
                <When at={event.at} />
                <p>
                  <b class={entry().tone === 'calm' ? '' : `st st-${entry().tone}`}>{entry().who}</b>
                  {entry().text}
                </p>
              </li>
            )
          }}
        </For>
      </ol>
    </Show>
  </section>
)
