import { For, Match, Show, Switch } from 'solid-js'
import { Area, Choice, Field, Select } from '../ui/Field.tsx'
import { fieldAnchor } from './Faults.tsx'
import type { FieldSpec, Values } from './form-spec.ts'

type One = { field: FieldSpec; values: Values; error: string | undefined; onChange: (value: string) => void }

/** The fields of a step, in order; a field keeps its element while others come and go. */
export const FormFields = (props: {
  fields: readonly FieldSpec[]
  values: Values
  error: (name: string) => string | undefined
  onChange: (name: string, value: string) => void
}) => (
  <For each={props.fields}>
    {(field) => (
      <div id={fieldAnchor(field.name)}>
        <OneField
          field={field}
          values={props.values}
          error={props.error(field.name)}
          onChange={(value) => props.onChange(field.name, value)}
        />
      </div>
    )}
  </For>
)

const OneField = (props: One) => {
  const value = () => props.values[props.field.name] ?? ''
  const common = () => ({
    label: props.field.label(),
    hint: props.field.hint?.(props.values),
    error: props.error,
    value: value(),
  })
  const input = (event: { currentTarget: { value: string } }) => props.onChange(event.currentTarget.value)
  return (
    <Switch>
      <Match when={props.field.as === 'line'}>
        <Field {...common()} maxlength={props.field.max ?? 200} onInput={input} />
      </Match>
      <Match when={props.field.as === 'date'}>
        <Field {...common()} type="date" onInput={input} />
      </Match>
      <Match when={props.field.as === 'moment'}>
        <Field {...common()} type="datetime-local" onInput={input} />
      </Match>
      <Match when={props.field.as === 'area'}>
        <Area {...common()} maxlength={props.field.max ?? 2_000} onInput={input} />
      </Match>
      <Match when={props.field.as === 'select'}>
        <Select label={props.field.label()} hint={common().hint} error={props.error} onChange={input}>
          <For each={props.field.options?.()}>
            {(option) => (
              <option value={option.value} selected={option.value === value()}>
                {option.label}
              </option>
            )}
          </For>
        </Select>
      </Match>
      <Match when={props.field.as === 'choice'}>
        <Choice
          label={props.field.label()}
          name={props.field.name}
          value={value()}
          error={props.error}
          options={props.field.options?.() ?? []}
          onChange={props.onChange}
        />
      </Match>
      <Match when={props.field.as === 'check'}>
        <Check {...props} />
      </Match>
    </Switch>
  )
}

const Check = (props: One) => (
  <div class={`field ${props.error ? 'bad' : ''}`}>
    <label class="check">
      <input
        type="checkbox"
        checked={props.values[props.field.name] === 'yes'}
        aria-invalid={props.error ? 'true' : undefined}
        onChange={(event) => props.onChange(event.currentTarget.checked ? 'yes' : '')}
      />
      {props.field.label()}
    </label>
    <Show when={props.error ?? props.field.hint?.(props.values)}>
      {(note) => <small class={props.error ? 'st st-attn' : 'dim'}>{note()}</small>}
    </Show>
  </div>
)
