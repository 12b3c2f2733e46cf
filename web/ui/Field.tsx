import { createUniqueId, For, type JSX, Show, splitProps } from 'solid-js'

type Wrapped = { label: string; hint?: string; error?: string; aside?: JSX.Element }

function ids(props: Wrapped) {
  const id = createUniqueId()
  return { id, describedBy: () => (props.error || props.hint ? `${id}-note` : undefined) }
}

const Around = (props: Wrapped & { for: string; children: JSX.Element }) => (
  <div class={`field ${props.error ? 'bad' : ''}`}>
    <div class="label">
      <label for={props.for}>{props.label}</label>
      {props.aside}
    </div>
    {props.children}
    <Show when={props.error ?? props.hint}>
      {(note) => (
        <small id={`${props.for}-note`} class={props.error ? 'st st-attn' : 'dim'}>
          {note()}
        </small>
      )}
    </Show>
  </div>
)

export const Field = (props: Wrapped & JSX.InputHTMLAttributes<HTMLInputElement>) => {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'aside', 'class'])
  const { id, describedBy } = ids(props)
  return (
    <Around {...own} for={id}>
      <input
        {...rest}
        id={id}
        class={`box ${own.class ?? ''}`}
        aria-invalid={own.error ? 'true' : undefined}
        aria-describedby={describedBy()}
      />
    </Around>
  )
}

export const Area = (props: Wrapped & JSX.TextareaHTMLAttributes<HTMLTextAreaElement>) => {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'aside', 'class'])
  const { id, describedBy } = ids(props)
  return (
    <Around {...own} for={id}>
      <textarea
        rows="3"
        {...rest}
        id={id}
        class={`box ${own.class ?? ''}`}
        aria-invalid={own.error ? 'true' : undefined}
        aria-describedby={describedBy()}
      />
    </Around>
  )
}

export const Select = (props: Wrapped & JSX.SelectHTMLAttributes<HTMLSelectElement>) => {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'aside', 'class', 'children'])
  const { id, describedBy } = ids(props)
  return (
    <Around {...own} for={id}>
      <select
        {...rest}
        id={id}
        class={`box ${own.class ?? ''}`}
        aria-invalid={own.error ? 'true' : undefined}
        aria-describedby={describedBy()}
      >
        {own.children}
      </select>
    </Around>
  )
}

/** A small set of choices, all in sight. */
export function Choice<V extends string>(props: {
  label: string
  name: string
  options: readonly { value: V; label: string }[]
  value: V | null
  onChange: (value: V) => void
  error?: string
}) {
  return (
    <fieldset class={`choice ${props.error ? 'bad' : ''}`}>
      <legend>{props.label}</legend>
      <div class="pickone">
        <For each={props.options}>
          {(option) => (
            <label>
              <input
                type="radio"
                name={props.name}
                checked={props.value === option.value}
                onChange={() => props.onChange(option.value)}
              />
              {option.label}
            </label>
          )}
        </For>
      </div>
      <Show when={props.error}>{(error) => <small class="st st-attn">{error()}</small>}</Show>
    </fieldset>
  )
}
