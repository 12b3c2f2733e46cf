import { createSignal, For, Show } from 'solid-js'
import type { SiteNames as Names } from '../../server/wire/intake.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { put } from '../lib/api.ts'
import { named } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { words } from './catalogue-words.ts'

/** What people call each place; saved as it is left. */
export const SiteNames = () => {
  const shown = useSnapshot<Names[]>(
    () => '/site-names',
    ({ kind }) => kind === 'site',
  )
  const [problem, setProblem] = createSignal<Refusal>()
  const [saved, setSaved] = createSignal<string>()

  async function save(site: Names, aliases: string): Promise<void> {
    if (aliases === site.aliases) return
    const answer = await put<Names>(`/site-names/${site.id}`, { aliases })
    setProblem(answer.ok ? undefined : answer.problem)
    setSaved(answer.ok ? site.id : undefined)
    shown.reload()
  }
  return (
    <Show when={(shown.state.value?.length ?? 0) > 0}>
      <section class="adding">
        <h2>{words().siteNames.title}</h2>
        <p class="dim">{words().siteNames.hint}</p>
        <For each={shown.state.value}>
          {(site) => (
            <Field
              label={named(site)}
              maxlength="200"
              hint={saved() === site.id ? words().siteNames.saved : undefined}
              value={site.aliases}
              onChange={(event) => void save(site, event.currentTarget.value)}
            />
          )}
        </For>
        <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      </section>
    </Show>
  )
}
