import { createSignal, For, Show } from 'solid-js'
import type { Catalogue, Suggestion } from '../../server/wire/catalogue.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { named } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Problem } from '../ui/Problem.tsx'
import { words } from './catalogue-words.ts'

/** What returns taught: taken as a change of the catalogue, or dismissed. */
export const Suggestions = (props: { catalogue: Catalogue; onSaved: (catalogue: Catalogue) => void }) => {
  const [problem, setProblem] = createSignal<Refusal>()

  async function decide({ id }: Suggestion, decision: 'taken' | 'dismissed'): Promise<void> {
    const path = `/catalogue/suggestions/${id}/decision`
    const answer = await post<Catalogue>(path, { decision }, props.catalogue.version)
    setProblem(answer.ok ? undefined : answer.problem)
    if (answer.ok) props.onSaved(answer.value)
  }
  return (
    <section class="adding">
      <h2>{words().suggestions.title}</h2>
      <Show when={props.catalogue.suggestions.length > 0} fallback={<p class="dim">{words().suggestions.none}</p>}>
        <For each={props.catalogue.suggestions}>
          {(one) => (
            <div class="learnt">
              <p>
                {words().suggestions.sentence(
                  named(one.service),
                  one.fromAgency ? named(one.fromAgency) : '',
                  named(one.proposedAgency),
                  one.count,
                )}
                <Show when={one.issue}>
                  {(issue) => (
                    <a class="go" href={`/issues/${issue().id}`}>
                      {' '}
                      {words().suggestions.open}
                    </a>
                  )}
                </Show>
              </p>
              <p class="dim">{one.reason}</p>
              <p class="acts">
                <Button onClick={() => void decide(one, 'taken')}>{words().suggestions.take}</Button>
                <Button onClick={() => void decide(one, 'dismissed')}>{words().suggestions.dismiss}</Button>
              </p>
            </div>
          )}
        </For>
      </Show>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
    </section>
  )
}
