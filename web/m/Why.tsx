import { Index, type JSX, Show } from 'solid-js'
import type { Sending } from './Doing.tsx'
import { usePage } from './page.ts'
import { Trouble } from './Trouble.tsx'

/** Chips of which at most one is picked. */
export function Chips(props: {
  label: string
  options: { code: string; text: string; note?: string }[]
  picked: string | null
  isFocused?: boolean
  onPick: (code: string | null) => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in the browsers of older phones
    <div class="kinds chips" role="group" aria-label={props.label}>
      <Index each={props.options}>
        {(option, n) => (
          <button
            type="button"
            ref={(button) => {
              if (props.isFocused && n === 0) queueMicrotask(() => button.focus())
            }}
            aria-pressed={option().code === props.picked}
            on:click={() => props.onPick(option().code === props.picked ? null : option().code)}
          >
            {option().text}
            <Show when={option().note}>
              <small>{option().note}</small>
            </Show>
          </button>
        )}
      </Index>
    </div>
  )
}

/** A box of words with its fault under it. */
export function Words(props: {
  id: string
  label: string
  hint: string
  value: string
  fault: string
  isFocused?: boolean
  onType: (text: string) => void
}) {
  return (
    <div class={props.fault === '' ? 'field' : 'field bad'}>
      <label for={props.id}>{props.label}</label>
      <textarea
        id={props.id}
        class="box"
        rows="2"
        placeholder={props.hint}
        aria-invalid={props.fault === '' ? undefined : 'true'}
        aria-describedby={props.fault === '' ? undefined : `${props.id}-fault`}
        value={props.value}
        on:input={(event) => props.onType(event.currentTarget.value)}
        ref={(box) => {
          if (props.isFocused) queueMicrotask(() => box.focus())
        }}
      />
      <Show when={props.fault}>
        <small id={`${props.id}-fault`} class="st st-attn">
          {props.fault}
        </small>
      </Show>
    </div>
  )
}

/** A form at the foot of the page, with what kept it from being sent. */
export function Bar(props: { label: string; sending: Sending; onSubmit: () => void; children: JSX.Element }) {
  return (
    <form
      class="say-it"
      aria-label={props.label}
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      <Show when={props.sending.failure()} keyed>
        {(why) => <Trouble failure={why} isSending={true} />}
      </Show>
      {props.children}
    </form>
  )
}

/** The button that sends a bar's form. */
export function Send(props: { sending: Sending; children: string }) {
  const page = usePage()
  return (
    <button type="submit" class="big yes" aria-disabled={props.sending.isSending()}>
      {props.sending.isSending() ? page.w().sending : props.children}
    </button>
  )
}
