import { createSignal, For, Show } from 'solid-js'
import type { Role } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { SecondFactorDemand } from '../../server/wire/second-factor.ts'
import { put } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Problem } from '../ui/Problem.tsx'
import { words } from './words.ts'

/** Roles that sign in with a second factor or not at all; each tick is kept at once. */
export const Demand = () => {
  const own = () => words().demand
  const [said, setSaid] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const shown = useSnapshot<SecondFactorDemand>(
    () => '/second-factor-demand',
    () => false,
  )
  async function set(role: Role, isDemanded: boolean): Promise<void> {
    const others = (shown.state.value?.roles ?? []).filter((name) => name !== role)
    const answer = await put<SecondFactorDemand>('/second-factor-demand', {
      roles: isDemanded ? [...others, role] : others,
    })
    setProblem(answer.ok ? undefined : answer.problem)
    setSaid(answer.ok ? own().saved : '')
    if (answer.ok) shown.put(answer.value)
    else shown.reload()
  }
  return (
    <Show when={shown.state.value}>
      {(demand) => (
        <fieldset class="adding" aria-labelledby="demand">
          <h2 id="demand">{own().title}</h2>
          <p class="dim">{own().why}</p>
          <For each={Object.keys(w().common.roles) as Role[]}>
            {(role) => (
              <label class="check">
                <input
                  type="checkbox"
                  checked={demand().roles.includes(role)}
                  onChange={(event) => void set(role, event.currentTarget.checked)}
                />
                {w().common.roles[role]}
              </label>
            )}
          </For>
          <p class="st st-calm" role="status" hidden={said() === ''}>
            {said()}
          </p>
          <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
        </fieldset>
      )}
    </Show>
  )
}
