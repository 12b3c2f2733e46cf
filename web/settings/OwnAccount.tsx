import { createSignal, For, Show } from 'solid-js'
import type { OwnSignIn } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post, remove } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { When } from '../ui/When.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { words } from './words.ts'

/** One's own password, second factor and open sign-ins: rows of the page of one's own desk. */
export const OwnAccount = () => {
  const own = () => words().mine
  const [isChanging, setIsChanging] = createSignal(false)
  const [said, setSaid] = createSignal('')
  const signIns = useSnapshot<OwnSignIn[]>(
    () => '/session/sign-ins',
    () => false,
  )
  async function endOthers(): Promise<void> {
    const answer = await remove('/session/sign-ins')
    if (answer.ok) setSaid(own().ended)
    signIns.reload()
  }
  return (
    <>
      <dt>{own().password}</dt>
      <dd>
        <Button onClick={() => setIsChanging(true)}>{own().change}</Button>
        <Show when={isChanging()}>
          <ChangePassword
            onClose={() => setIsChanging(false)}
            onDone={() => {
              setIsChanging(false)
              setSaid(own().changed)
              signIns.reload()
            }}
          />
        </Show>
      </dd>
      <dt>{own().factor}</dt>
      <dd>
        <SecondFactor />
      </dd>
      <dt>{own().devices}</dt>
      <dd>
        <ul class="sign-ins">
          <For each={signIns.state.value}>
            {(signIn) => (
              <li>
                <span>{deviceOf(signIn.agent)}</span>
                <span class="dim number">{signIn.address}</span>
                <Show when={signIn.isThisOne} fallback={<When at={signIn.lastSeenAt} />}>
                  <span class="st st-calm">{own().thisOne}</span>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={(signIns.state.value?.length ?? 0) > 1}>
          <Button onClick={() => void endOthers()}>{own().endOthers}</Button>
        </Show>
        <Show when={said()}>
          <p class="st st-calm" role="status">
            {said()}
          </p>
        </Show>
      </dd>
    </>
  )
}

/** Browser and system, as far as a browser says them. */
function deviceOf(agent: string | null): string {
  const browser = /(MicroMessenger|Edg|Firefox|Chrome|Safari)\/?[\d.]*/.exec(agent ?? '')?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent ?? '')?.[1]
  return [browser, system].filter(Boolean).join(', ') || words().mine.unknownDevice
}

const ChangePassword = (props: { onClose: () => void; onDone: () => void }) => {
  const own = () => words().mine
  const [password, setPassword] = createSignal('')
  const [ownPassword, setOwnPassword] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const isWrong = (pointer: string) =>
    errorAt(problem(), pointer) === undefined ? undefined : `${problem()?.title ?? ''}${w().common.stop}`
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const answer = await post<null>('/session/password', { password: password(), ownPassword: ownPassword() })
    if (answer.ok) props.onDone()
    else setProblem(answer.problem)
  }
  return (
    <Dialog label={own().change} onClose={props.onClose}>
      <form novalidate onSubmit={(event) => void submit(event)}>
        <Say phrase={[own().change]} tone="attn" as="h1" />
        <Field
          label={own().oldPassword}
          type="password"
          autocomplete="current-password"
          value={ownPassword()}
          error={isWrong('/ownPassword')}
          onInput={(event) => setOwnPassword(event.currentTarget.value)}
        />
        <Field
          label={own().newPassword}
          hint={own().newPasswordHint}
          type="password"
          maxlength="128"
          autocomplete="new-password"
          value={password()}
          error={isWrong('/password')}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <Show when={isWrong('/password') || isWrong('/ownPassword') ? undefined : problem()}>
          {(refused) => <Problem problem={refused()} />}
        </Show>
        <div class="acts">
          <Button type="submit" isMain>
            {own().change}
          </Button>
          <Button onClick={props.onClose}>{words().cancel}</Button>
        </div>
      </form>
    </Dialog>
  )
}
