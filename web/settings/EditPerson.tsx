import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Directory, Right, Role, User } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { type Answer, post, put } from '../lib/api.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { words } from './words.ts'

/** One colleague's account: role, agency, rights, whether it is in use; a new password; a lost telephone. */
export const EditPerson = (props: { user: User; onClose: () => void; onDone: (said: string) => void }) => {
  const own = () => words().edit
  const [form, setForm] = createStore({
    name: props.user.name,
    role: props.user.role,
    agencyId: props.user.agency?.id ?? '',
    rights: [...props.user.rights] as Right[],
    isDisabled: props.user.isDisabled,
    password: '',
    ownPassword: '',
  })
  const [problem, setProblem] = createSignal<Refusal>()
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  const isMoved = () => form.role !== props.user.role || (form.agencyId || null) !== (props.user.agency?.id ?? null)
  const isWrong = (pointer: string) => {
    const refused = problem()
    if (errorAt(refused, pointer) === undefined) return undefined
    return errorAt(refused, pointer) || `${refused?.title ?? ''}${w().common.stop}`
  }
  const isAtField = () => ['/name', '/agencyId', '/password', '/ownPassword'].some((at) => isWrong(at) !== undefined)

  async function send<T>(asked: Promise<Answer<T>>, said: string): Promise<void> {
    const answer = await asked
    if (answer.ok) props.onDone(said)
    else setProblem(answer.problem)
  }
  const path = `/users/${props.user.id}`
  const change = () =>
    send(
      put<User>(path, {
        name: form.name,
        role: form.role,
        agencyId: form.agencyId === '' ? null : form.agencyId,
        rights: form.rights,
        isDisabled: form.isDisabled,
        ownPassword: form.ownPassword,
      }),
      own().saved(form.name),
    )
  const setPassword = () =>
    send(
      post<null>(`${path}/password`, { password: form.password, ownPassword: form.ownPassword }),
      own().passwordSaved,
    )
  const clearFactor = () =>
    send(post<null>(`${path}/second-factor-reset`, { ownPassword: form.ownPassword }), own().factorSaved)
  const toggle = (right: Right, isGiven: boolean) =>
    setForm('rights', (rights) => [...rights.filter((name) => name !== right), ...(isGiven ? [right] : [])])

  return (
    <Dialog label={own().title(props.user.name)} onClose={props.onClose} class="wide">
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void change()
        }}
      >
        <Say phrase={[own().title(props.user.name)]} tone="attn" as="h1" />
        <div class="two">
          <Field
            label={w().settings.people.name}
            maxlength="40"
            value={form.name}
            error={isWrong('/name')}
            onInput={(event) => setForm('name', event.currentTarget.value)}
          />
          <Select
            label={w().settings.people.role}
            hint={w().settings.people.roleHints[form.role]}
            onChange={(event) => setForm('role', event.currentTarget.value as Role)}
          >
            <For each={Object.keys(w().common.roles) as Role[]}>
              {(role) => (
                <option value={role} selected={role === form.role}>
                  {w().common.roles[role]}
                </option>
              )}
            </For>
          </Select>
        </div>
        <Select
          label={w().settings.people.agency}
          error={isWrong('/agencyId')}
          onChange={(event) => setForm('agencyId', event.currentTarget.value)}
        >
          <option value="">{w().settings.people.noAgency}</option>
          <For each={directory.state.value?.agencies}>
            {(agency) => (
              <option value={agency.id} selected={agency.id === form.agencyId}>
                {named(agency)}
              </option>
            )}
          </For>
        </Select>
        <fieldset class="rights">
          <legend>{own().rights}</legend>
          <For each={Object.keys(own().right) as Right[]}>
            {(right) => (
              <label class="check">
                <input
                  type="checkbox"
                  checked={form.rights.includes(right)}
                  onChange={(event) => toggle(right, event.currentTarget.checked)}
                />
                {own().right[right]}
              </label>
            )}
          </For>
          <label class="check">
            <input
              type="checkbox"
              checked={form.isDisabled}
              onChange={(event) => setForm('isDisabled', event.currentTarget.checked)}
            />
            {own().isDisabled}
          </label>
        </fieldset>
        <Show when={isMoved()}>
          <p class="st st-attn">{own().moves}</p>
        </Show>
        <Field
          label={words().ownPassword}
          hint={words().ownPasswordHint}
          type="password"
          autocomplete="current-password"
          value={form.ownPassword}
          error={isWrong('/ownPassword')}
          onInput={(event) => setForm('ownPassword', event.currentTarget.value)}
        />
        <Show when={isAtField() ? undefined : problem()}>{(refused) => <Problem problem={refused()} />}</Show>
        <div class="acts">
          <Button type="submit" isMain>
            {words().save}
          </Button>
          <Button onClick={props.onClose}>{words().cancel}</Button>
        </div>
      </form>
      <Show when={props.user.id !== session()?.user.id}>
        <details class="more-steps">
          <summary>{own().password}</summary>
          <Field
            label={own().password}
            hint={w().settings.people.passwordHint}
            type="password"
            maxlength="128"
            autocomplete="new-password"
            value={form.password}
            error={isWrong('/password')}
            onInput={(event) => setForm('password', event.currentTarget.value)}
          />
          <Button onClick={() => void setPassword()}>{own().passwordSave}</Button>
        </details>
        <Show when={props.user.hasSecondFactor}>
          <details class="more-steps">
            <summary>{own().factor}</summary>
            <p>{own().factorWhy}</p>
            <Button onClick={() => void clearFactor()}>{own().factorSave}</Button>
          </details>
        </Show>
      </Show>
    </Dialog>
  )
}
