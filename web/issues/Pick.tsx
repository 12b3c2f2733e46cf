import { For, type JSX, Show } from 'solid-js'
import { named } from '../lib/i18n.ts'
import type { Option } from './form-spec.ts'

type Props = { label: string; value: string; onPick: (value: string) => void }

/** An underlined word of the sentence that can be changed. */
export const Pick = (props: Props & { children: JSX.Element }) => (
  <select class="pick" aria-label={props.label} onChange={(event) => props.onPick(event.currentTarget.value)}>
    {props.children}
  </select>
)

/** A word out of a few. */
export const PickOne = (props: Props & { options: readonly Option[] }) => (
  <Pick label={props.label} value={props.value} onPick={props.onPick}>
    <For each={props.options}>
      {(option) => (
        <option value={option.value} selected={option.value === props.value}>
          {option.label}
        </option>
      )}
    </For>
  </Pick>
)

type Thing = { id: string; nameZh: string; nameEn: string }
/** A thing of the directory, or any of them; one that is gone from it keeps its id. */
export const PickThing = (props: Props & { any: string; things: readonly Thing[] | undefined }) => (
  <Pick label={props.label} value={props.value} onPick={props.onPick}>
    <option value="" selected={props.value === ''}>
      {props.any}
    </option>
    <For each={props.things}>
      {(thing) => (
        <option value={thing.id} selected={thing.id === props.value}>
          {named(thing)}
        </option>
      )}
    </For>
    <Show when={props.value !== '' && !props.things?.some(({ id }) => id === props.value)}>
      <option value={props.value} selected>
        {props.value}
      </option>
    </Show>
  </Pick>
)
