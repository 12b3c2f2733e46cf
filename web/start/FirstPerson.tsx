import { createSignal, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Session } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { enter } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Door } from './Door.tsx'

export const FirstPerson = (props: { code: string; onBack: () => void }) => {
  const words = () => w().start.first
  const [form, setForm] = createStore({ districtZh: '', districtEn: '', name: '', login: '', password: '' })
  const [problem, setProblem] = createSignal<Refusal>()
  const [isBusy, setIsBusy] = createSignal(false)
  const [isShown, setIsShown] = createSignal(false)

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setIsBusy(true)
    const answer = await post<Session>('/setup', { code: props.code, ...form })
    setIsBusy(false)
    if (answer.ok) enter(answer.value)
    else setProblem(answer.problem)
  }
  const text = (name: keyof typeof form) => ({
    name,
    required: true,
    value: form[name],
    error: errorAt(problem(), `/${name}`),
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => setForm(name, event.currentTarget.value),
  })
  return (
    <Door isLit aside={w().start.step(2, 2)}>
      <Say phrase={words().sentence} tone="late" as="h1" />
      <p class="dim">{words().why}</p>
      <form onSubmit={(event) => void submit(event)}>
        <div class="two">
          <Field label={words().districtZh} maxlength="40" autofocus {...text('districtZh')} />
          <Field label={words().districtEn} maxlength="80" {...text('districtEn')} />
        </div>
        <div class="two">
          <Field label={words().name} maxlength="40" autocomplete="name" {...text('name')} />
          <Field
            label={words().login}
            maxlength="40"
            autocomplete="username"
            autocapitalize="off"
            spellcheck={false}
            hint={words().loginHint}
            {...text('login')}
          />
        </div>
        <Field
          label={words().password}
          aside={
            <button type="button" class="link" onClick={() => setIsShown(!isShown())}>
              {isShown() ? words().hide : words().show}
            </button>
          }
          type={isShown() ? 'text' : 'password'}
          minlength="8"
          maxlength="128"
          autocomplete="new-password"
          hint={words().long([...form.password].length)}
          {...text('password')}
        />
        <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
        <p class="go-on">
          <Button type="submit" isMain disabled={isBusy()}>
            {words().go}
          </Button>
          <Button onClick={() => props.onBack()}>{words().back}</Button>
        </p>
      </form>
    </Door>
  )
}
