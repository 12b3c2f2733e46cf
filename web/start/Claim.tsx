import { createSignal, Show } from 'solid-js'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { here, second } from '../lib/clock.ts'
import { seat } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { clockTime } from '../lib/time.ts'
import { Button, Key } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Door } from './Door.tsx'

export const Claim = (props: { onClaimed: (code: string) => void }) => {
  const words = () => w().start.claim
  const [code, setCode] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const [isBusy, setIsBusy] = createSignal(false)
  const endsAt = () => {
    const taken = seat()
    return taken.is === 'new' ? taken.setup.codeEndsAt : null
  }
  const left = () => {
    const end = endsAt()
    if (end === null) return ''
    const ms = end - Math.max(second(), here() - 1_000)
    return ms > 0 ? words().left(w().time.duration(ms)) : words().over
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setIsBusy(true)
    const answer = await post<null>('/setup/code', { code: code().trim() })
    setIsBusy(false)
    if (answer.ok) props.onClaimed(code().trim())
    else setProblem(answer.problem)
  }
  return (
    <Door isLit={false} aside={w().start.step(1, 2)}>
      <Say phrase={words().sentence} tone="late" as="h1" />
      <p>{words().why}</p>
      <div class="shell" aria-hidden="true">
        <p class="dim">{words().shell}</p>
        <p>{words().shellStarted(location.origin)}</p>
        <p>
          {words().shellCode} <b>XXXX-XXXX-XXXX</b>
        </p>
        <Show when={endsAt()}>{(at) => <p>{words().shellEnds(clockTime(at()))}</p>}</Show>
      </div>
      <form onSubmit={(event) => void submit(event)}>
        <Field
          label={words().code}
          aside={<span class="dim">{left()}</span>}
          hint={words().hint}
          class="code"
          name="code"
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck={false}
          required
          autofocus
          value={code()}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
        <p class="go-on">
          <Button type="submit" isMain disabled={isBusy()}>
            {words().go} <Key name="Enter" />
          </Button>
          <span class="dim">{words().late}</span>
        </p>
      </form>
    </Door>
  )
}
