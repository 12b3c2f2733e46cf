import { For, Show } from 'solid-js'
import { Say } from '../ui/Say.tsx'
import type { Faulty } from './form-spec.ts'
import { words } from './words.ts'

export const fieldAnchor = (name: string): string => `field-${name}`

/** Puts the focus into a field of the form. */
export function goToField(name: string): void {
  document.getElementById(fieldAnchor(name))?.querySelector<HTMLElement>('input, textarea, select')?.focus()
}

/** How many places are wrong, each a way to the place; what is right stays as it is. */
export const Faults = (props: { action: string; faults: readonly Faulty[] }) => (
  <Show when={props.faults.length > 0}>
    <div class="sum" role="alert">
      <Say phrase={[words().forms.wrong(props.action, props.faults.length)]} tone="calm" />
      <ol>
        <For each={props.faults}>
          {(fault) => (
            <li>
              <button type="button" class="link" onClick={() => goToField(fault.name)}>
                {words().forms.fault(fault.label, fault.text)}
              </button>
            </li>
          )}
        </For>
      </ol>
    </div>
  </Show>
)
