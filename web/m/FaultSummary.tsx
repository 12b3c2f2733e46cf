import { Index } from 'solid-js'
import type { DraftField, Fault } from './report-draft.ts'
import type { SayingWords } from './words-saying-zh.ts'

/** How many things to mend, each a link to its field. */
export function FaultSummary(props: {
  words: () => SayingWords
  faults: Fault[]
  label: (field: DraftField) => string
}) {
  return (
    <div class="trouble" role="alert">
      <p>
        <b>{props.words().fixFields(props.faults.length)}</b>
      </p>
      <ul>
        <Index each={props.faults}>
          {(fault) => (
            <li>
              <a
                href={`#field-${fault().field}`}
                on:click={(event) => {
                  // The fragment is the private link's place: it must not change.
                  event.preventDefault()
                  document.getElementById(`field-${fault().field}`)?.focus()
                }}
              >
                {props.label(fault().field)}
              </a>
            </li>
          )}
        </Index>
      </ul>
    </div>
  )
}
