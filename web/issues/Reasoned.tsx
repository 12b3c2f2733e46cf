import { createSignal, type JSX, Show } from 'solid-js'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Area } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Causes } from './Ask.tsx'

/** One step with one reason: what it will cause, the reason, and what came of it. `onSend` returns the refusal, or null. */
export const Reasoned = (props: {
  title: string
  action: string
  causes: readonly string[]
  label: string
  isOptional?: boolean
  children?: JSX.Element
  onSend: (reason: string) => Promise<Refusal | null>
  onClose: () => void
}) => {
  const [reason, setReason] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal | null>(null)
  const [isBusy, setIsBusy] = createSignal(false)
  const [hasTried, setHasTried] = createSignal(false)
  const isMissing = () => !props.isOptional && reason().trim() === ''
  async function send(): Promise<void> {
    setHasTried(true)
    if (isMissing()) return
    setIsBusy(true)
    setProblem(await props.onSend(reason().trim()))
    setIsBusy(false)
  }
  return (
    <Dialog label={props.action} onClose={props.onClose}>
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Say phrase={[props.title]} tone="attn" as="h1" />
        <Causes causes={props.causes} />
        {props.children}
        <Area
          label={props.label}
          maxlength="2000"
          error={hasTried() && isMissing() ? w().issue.dialog.required : undefined}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
        <div class="acts">
          <Button type="submit" isMain disabled={isBusy()}>
            {props.action}
          </Button>
          <Button onClick={() => props.onClose()}>{w().common.cancel}</Button>
        </div>
      </form>
    </Dialog>
  )
}
