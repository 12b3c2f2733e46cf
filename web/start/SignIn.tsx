import { createSignal, Show } from 'solid-js'
import type { Session } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { enter } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { forgetSnapshots } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Button, Key } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Door } from './Door.tsx'

export default function SignIn() {
  const words = () => w().start.signIn
  const [login, setLogin] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [code, setCode] = createSignal('')
  const [isSecondStep, setIsSecondStep] = createSignal(false)
  const [problem, setProblem] = createSignal<Refusal>()
  const [isBusy, setIsBusy] = createSignal(false)
  useTitle(() => words().go)

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setIsBusy(true)
    setProblem(undefined)
    const given = isSecondStep() && code().trim() !== '' ? { code: code().trim() } : {}
    const answer = await post<Session>('/session', { login: login(), password: password(), ...given })
    setIsBusy(false)
    if (!answer.ok && answer.problem.type.endsWith(':second-factor-needed')) return void setIsSecondStep(true)
    if (!answer.ok) return void setProblem(answer.problem)
    forgetSnapshots()
    enter(answer.value)
  }
  function startOver(): void {
    setIsSecondStep(false)
    setCode('')
    setPassword('')
    setProblem(undefined)
  }
  return (
    <Door isLit aside="">
      <Say phrase={isSecondStep() ? words().second : words().sentence} tone="late" as="h1" />
      <p class="dim">{isSecondStep() ? words().secondWhy : words().why}</p>
      <form onSubmit={(event) => void submit(event)}>
        <Show
          when={isSecondStep()}
          fallback={
            <>
              <Field
                label={words().login}
                name="login"
                autocomplete="username"
                required
                autofocus
                value={login()}
                onInput={(event) => setLogin(event.currentTarget.value)}
              />
              <Field
                label={words().password}
                name="password"
                type="password"
                autocomplete="current-password"
                required
                value={password()}
                onInput={(event) => setPassword(event.currentTarget.value)}
              />
            </>
          }
        >
          <Field
            label={words().code}
            hint={words().codeHint}
            name="code"
            autocomplete="one-time-code"
            required
            autofocus
            ref={(field) => queueMicrotask(() => field.focus())}
            value={code()}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </Show>
        <Show when={problem()}>
          {(refused) => (
            <Show when={refused().status === 401} fallback={<Problem problem={refused()} />}>
              <p class="st st-attn wrong" role="alert">
                {words().wrong}
              </p>
            </Show>
          )}
        </Show>
        <p class="go-on">
          <Button type="submit" isMain disabled={isBusy()}>
            {words().go} <Key name="Enter" />
          </Button>
          <Show when={isSecondStep()} fallback={<span class="dim">{words().ends}</span>}>
            <button type="button" class="link" onClick={startOver}>
              {words().startOver}
            </button>
          </Show>
        </p>
      </form>
    </Door>
  )
}
