import { createSignal, Match, Show, Switch } from 'solid-js'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { Enrolment, RecoveryCodes, SecondFactor as State } from '../../server/wire/second-factor.ts'
import { type Answer, post } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { QrCode } from '../ui/QrCode.tsx'
import { Say } from '../ui/Say.tsx'
import { words } from './words.ts'

type Step = 'begin' | 'fresh' | 'off'

/** One's own second factor: off, being set up, or on. */
export const SecondFactor = (props: { onChanged?: () => void }) => {
  const own = () => words().mine
  const shown = useSnapshot<State>(
    () => '/session/second-factor',
    () => false,
  )
  const [step, setStep] = createSignal<Step>()
  const done = () => {
    setStep(undefined)
    shown.reload()
    props.onChanged?.()
  }
  return (
    <Show when={shown.state.value} fallback={<p class="dim">{w().common.loading}</p>}>
      {(state) => (
        <>
          <Show
            when={state().isOn}
            fallback={
              <>
                <p classList={{ 'st st-attn': state().isDemanded }}>
                  {state().isDemanded ? own().factorMust : own().factorOff}
                </p>
                <Button isMain={state().isDemanded} onClick={() => setStep('begin')}>
                  {own().begin}
                </Button>
              </>
            }
          >
            <p class="st st-calm">{own().factorOn(state().recoveryCodesLeft)}</p>
            <div class="acts">
              <Button onClick={() => setStep('fresh')}>{own().fresh}</Button>
              <Show when={!state().isDemanded}>
                <Button onClick={() => setStep('off')}>{own().off}</Button>
              </Show>
            </div>
          </Show>
          <Switch>
            <Match when={step() === 'begin'}>
              <Enrol onClose={() => setStep(undefined)} onDone={done} />
            </Match>
            <Match when={step() === 'fresh'}>
              <Fresh onClose={() => setStep(undefined)} onDone={done} />
            </Match>
            <Match when={step() === 'off'}>
              <Prove
                title={own().off}
                hasCode
                onClose={() => setStep(undefined)}
                send={(body) => post<null>('/session/second-factor/removal', body)}
                onDone={done}
              />
            </Match>
          </Switch>
        </>
      )}
    </Show>
  )
}

/** Password, then the code to scan, then its first digits, then the recovery codes. */
const Enrol = (props: { onClose: () => void; onDone: () => void }) => {
  const own = () => words().mine
  const [enrolment, setEnrolment] = createSignal<Enrolment>()
  const [given, setGiven] = createSignal<RecoveryCodes>()
  const [code, setCode] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  async function enable(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const answer = await post<RecoveryCodes>('/session/second-factor/confirmation', { code: code() })
    if (!answer.ok) return void setProblem(answer.problem)
    setGiven(answer.value)
  }
  return (
    <Switch>
      <Match when={given()}>{(codes) => <Codes codes={codes().recoveryCodes} onClose={props.onDone} />}</Match>
      <Match when={enrolment()}>
        {(found) => (
          <Dialog label={own().factor} onClose={props.onClose}>
            <form novalidate onSubmit={(event) => void enable(event)}>
              <Say phrase={own().scan} tone="attn" as="h1" />
              <p class="dim">{own().scanWhy}</p>
              <div class="enrol">
                <QrCode qr={found().qr} label={own().factor} />
                <p>
                  {own().typed}
                  <br />
                  <code>{found().secret.replaceAll(/.{4}(?=.)/g, '$& ')}</code>
                </p>
              </div>
              <Field
                label={own().proof}
                inputmode="numeric"
                autocomplete="one-time-code"
                maxlength="10"
                value={code()}
                error={errorAt(problem(), '/code') === undefined ? undefined : problem()?.title}
                onInput={(event) => setCode(event.currentTarget.value)}
              />
              <Show when={problem() && errorAt(problem(), '/code') === undefined ? problem() : undefined}>
                {(refused) => <Problem problem={refused()} />}
              </Show>
              <div class="acts">
                <Button type="submit" isMain>
                  {own().enable}
                </Button>
                <Button onClick={props.onClose}>{words().cancel}</Button>
              </div>
            </form>
          </Dialog>
        )}
      </Match>
      <Match when={true}>
        <Prove
          title={own().factor}
          hasCode={false}
          onClose={props.onClose}
          send={({ password }) => post<Enrolment>('/session/second-factor', { password })}
          onDone={setEnrolment}
        />
      </Match>
    </Switch>
  )
}

const Fresh = (props: { onClose: () => void; onDone: () => void }) => {
  const [given, setGiven] = createSignal<RecoveryCodes>()
  return (
    <Show
      when={given()}
      fallback={
        <Prove
          title={words().mine.fresh}
          hasCode
          onClose={props.onClose}
          send={(body) => post<RecoveryCodes>('/session/second-factor/recovery-codes', body)}
          onDone={setGiven}
        />
      }
    >
      {(codes) => <Codes codes={codes().recoveryCodes} onClose={props.onDone} />}
    </Show>
  )
}

/** One's own password again, and a code where one is set up. */
export function Prove<T>(props: {
  title: string
  hasCode: boolean
  send: (body: { password: string; code: string }) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  const [password, setPassword] = createSignal('')
  const [code, setCode] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const isWrong = (pointer: string) =>
    errorAt(problem(), pointer) === undefined ? undefined : `${problem()?.title ?? ''}${w().common.stop}`
  const isKnown = () => isWrong('/password') !== undefined || isWrong('/code') !== undefined
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const answer = await props.send({ password: password(), code: code() })
    if (answer.ok) props.onDone(answer.value)
    else setProblem(answer.problem)
  }
  return (
    <Dialog label={props.title} onClose={props.onClose}>
      <form novalidate onSubmit={(event) => void submit(event)}>
        <Say phrase={[props.title]} tone="attn" as="h1" />
        <Field
          label={words().ownPassword}
          type="password"
          autocomplete="current-password"
          value={password()}
          error={isWrong('/password')}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <Show when={props.hasCode}>
          <Field
            label={words().code}
            hint={words().codeHint}
            autocomplete="one-time-code"
            value={code()}
            error={isWrong('/code')}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </Show>
        <Show when={isKnown() ? undefined : problem()}>{(refused) => <Problem problem={refused()} />}</Show>
        <div class="acts">
          <Button type="submit" isMain>
            {props.title}
          </Button>
          <Button onClick={props.onClose}>{words().cancel}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Recovery codes, shown this once. */
const Codes = (props: { codes: readonly string[]; onClose: () => void }) => {
  const own = () => words().mine
  function save(): void {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([`${props.codes.join('\r\n')}\r\n`], { type: 'text/plain' }))
    link.download = own().fileName
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }
  return (
    <Dialog label={own().fresh} onClose={props.onClose}>
      <Say phrase={own().codes} tone="attn" as="h1" />
      <p class="cause">{own().codesWhy}</p>
      <pre class="codes" tabindex="0">
        {props.codes.join('\n')}
      </pre>
      <div class="acts">
        <Button onClick={save}>{own().download}</Button>
        <Button isMain onClick={props.onClose}>
          {own().codesSaved}
        </Button>
      </div>
    </Dialog>
  )
}
