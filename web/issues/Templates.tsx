import { createSignal, For, Show } from 'solid-js'
import { useSnapshot } from '../lib/snapshot.ts'
import { Field } from '../ui/Field.tsx'
import { words } from './words.ts'

type Template = { id: string; title: string; text: string; outcome: string | null }
const SHOWN = 6

/** Wordings for this step: picked ones go into the text, and what stands in braces must be filled in there. */
export const Templates = (props: {
  purpose: string
  serviceId: string
  outcome?: string
  onPick: (text: string) => void
}) => {
  const [typed, setTyped] = createSignal('')
  const shown = useSnapshot<{ rows: Template[] }>(
    () => `/templates?purpose=${props.purpose}&service=${encodeURIComponent(props.serviceId)}`,
    () => false,
  )
  const all = () => shown.state.value?.rows ?? []
  const fits = () =>
    all().filter(
      ({ outcome, title, text }) =>
        (outcome === null || props.outcome === undefined || outcome === props.outcome) &&
        `${title} ${text}`.includes(typed().trim()),
    )
  return (
    <Show when={all().length > 0}>
      <details class="templates">
        <summary>{words().forms.template}</summary>
        <Field
          label={words().forms.templateSearch}
          type="search"
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <Show when={fits().length > 0} fallback={<p class="dim">{words().forms.noTemplate}</p>}>
          <ul class="lines">
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
