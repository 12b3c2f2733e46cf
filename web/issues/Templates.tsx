import { createSignal, For, Show } from 'solid-js'
import type { TemplateList } from '../../server/wire/templates.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Field } from '../ui/Field.tsx'
import { words } from './words.ts'

const SHOWN = 6

/** Wordings for this step: picked ones go into the text, and what stands in braces must be filled in there. */
export const Templates = (props: {
  purpose: string
  serviceId: string
  outcome?: string
  onPick: (text: string) => void
}) => {
  const [typed, setTyped] = createSignal('')
  const shown = useSnapshot<TemplateList>(
    () => `/templates?purpose=${props.purpose}&service=${encodeURIComponent(props.serviceId)}`,
    () => false,
  )
  const all = () => shown.state.value?.templates ?? []
  const fits = () =>
    all().filter(
      ({ outcome, title, text }) =>
        (outcome === null || props.outcome === undefined || outcome === props.outcome) &&
        `${title} ${text}`.includes(typed().trim()),
    )
  return (
    <Show when={all().length > 0}>
      <details class="i-templates">
        <summary>{words().forms.template}</summary>
        <Field
          label={words().forms.templateSearch}
          type="search"
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <Show when={fits().length > 0} fallback={<p class="dim">{words().forms.noTemplate}</p>}>
          <ul class="i-lines">
            <For each={fits().slice(0, SHOWN)}>
              {(template) => (
                <li>
                  <button type="button" class="link" onClick={() => props.onPick(template.text)}>
                    {template.title}
                  </button>
                  <p class="dim">{template.text}</p>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <p class="dim">{words().forms.fillIn}</p>
      </details>
    </Show>
  )
}
