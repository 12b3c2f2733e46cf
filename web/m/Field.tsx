import { type JSX, Show } from 'solid-js'
import { useReportPage } from './page.ts'
import type { DraftField, Fault } from './report-draft.ts'
import type { SayingWords } from './words-saying-zh.ts'

/** A labelled field with its note and, when something is wrong with it, the sentence that says so. */
export function Field(props: {
  words: () => SayingWords
  field: DraftField
  label: string
  hint: string
  value: string
  fault: Fault | undefined
  note: string
  onType: (value: string) => void
}) {
  const page = useReportPage()
  const id = `field-${props.field}`
  const describedBy = () =>
    [props.fault ? `${id}-fault` : '', props.note ? `${id}-note` : ''].join(' ').trim() || undefined
  const faultWords = (fault: Fault) => {
    if (fault.code === 'long') return page.w().tooLong(fault.over)
    return fault.code === 'missing' ? props.words().textMissing : props.words().fieldRefused
  }
  const onInput: JSX.EventHandler<HTMLInputElement | HTMLTextAreaElement, InputEvent> = (event) =>
    props.onType(event.currentTarget.value)
  return (
    <div class={props.fault ? 'field bad' : 'field'}>
      <label for={id} class={props.field === 'text' ? 'vh' : ''}>
        {props.label}
      </label>
      <Show
        when={props.field === 'text'}
        fallback={
          <input
            id={id}
            class="box"
            type={props.field === 'telephone' ? 'tel' : 'text'}
            placeholder={props.hint}
            aria-invalid={props.fault ? 'true' : undefined}
            aria-describedby={describedBy()}
            autocomplete="off"
            value={props.value}
            on:input={onInput}
          />
        }
      >
        <textarea
          id={id}
          class="box"
          rows="3"
          placeholder={props.hint}
          aria-invalid={props.fault ? 'true' : undefined}
          aria-describedby={describedBy()}
          value={props.value}
          on:input={onInput}
        />
      </Show>
      <Show when={props.fault}>
        {(fault) => (
          <small id={`${id}-fault`} class="st st-attn">
            {faultWords(fault())}
          </small>
        )}
      </Show>
      <Show when={props.note}>
        <small id={`${id}-note`} class="dim">
          {props.note}
        </small>
      </Show>
    </div>
  )
}
