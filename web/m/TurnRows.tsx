import { Index, Show } from 'solid-js'
import type { TurnRow } from './words-tracking.ts'

/** Whose turn, what is missing, by when, how sure. */
export function TurnRows(props: { rows: TurnRow[] }) {
  return (
    <dl class="four">
      <Index each={props.rows}>
        {(row) => (
          <div>
            <dt>{row().term}</dt>
            <dd>
              <b class={row().isLate ? 'st st-late' : ''}>{row().main}</b>
              <Show when={row().note}>
                <span>{row().note}</span>
              </Show>
            </dd>
          </div>
        )}
      </Index>
    </dl>
  )
}
