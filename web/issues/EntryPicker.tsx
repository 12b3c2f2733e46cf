import { For, Show } from 'solid-js'
import { Field } from '../ui/Field.tsx'
import type { Writable } from './form-spec.ts'
import type { Entries } from './knowledge.ts'
import { words } from './words.ts'

const SHOWN = 5

/** Entries to answer from, found by words; taking one brings its words into the answer. */
export const EntryPicker = (props: { entries: Entries; form: Writable }) => {
  const said = () => words().forms
  return (
    <div class="i-templates">
      <Field
        label={said().entrySearch}
        type="search"
        maxlength="100"
        value={props.entries.typed()}
        onInput={(event) => props.entries.search(event.currentTarget.value)}
      />
      <ul class="i-lines">
        <For each={props.entries.rows().slice(0, SHOWN)}>
          {(entry) => (
            <li>
              <p class="bar">
                <b>
                  {entry.id} {entry.title.text}
                </b>
                <Show when={!entry.isExpired} fallback={<span class="st st-attn">{said().entryExpired}</span>}>
                  <button
                    type="button"
                    class="link"
                    onClick={() => {
                      props.form.set('entryId', entry.id)
                      props.form.set('text', entry.plainWords.text)
                    }}
                  >
                    {said().useEntry}
                  </button>
                </Show>
              </p>
              <p class="dim">{entry.plainWords.text}</p>
              <Show when={entry.isReviewDue && !entry.isExpired}>
                <p class="st st-attn">{said().entryReviewDue}</p>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
