import { createSignal, Show } from 'solid-js'
import type { NewNode, NodeDetail } from '../../server/wire/nodes.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { KeyOnce } from './KeyOnce.tsx'

/** Steps that cut a node off: each says what will happen first. */
export const Manage = (props: { node: NodeDetail; onChanged: () => void }) => {
  const words = () => w().nodes.manage
  const [asked, setAsked] = createSignal<'rotate' | 'revoke'>()
  const [problem, setProblem] = createSignal<Refusal>()
  const [key, setKey] = createSignal<NewNode>()

  async function go(step: 'rotate' | 'revoke'): Promise<void> {
    const answer = await post<NewNode | null>(`/nodes/${props.node.id}/${step === 'rotate' ? 'key' : 'revocation'}`, {})
    if (!answer.ok) return void setProblem(answer.problem)
    setAsked(undefined)
    if (step === 'rotate' && answer.value) setKey(answer.value)
    props.onChanged()
  }
  return (
    <section class="pad">
      <h2>{words().title}</h2>
      <div class="acts">
        <Button onClick={() => setAsked('rotate')}>{words().rotate}</Button>
        <Button onClick={() => setAsked('revoke')}>{words().revoke}</Button>
      </div>
      <Show when={asked()}>
        {(step) => (
          <Dialog label={words()[step()]} onClose={() => setAsked(undefined)}>
            <Say phrase={[`${words()[step()]}${w().common.colon}${props.node.displayName}`]} tone="attn" />
            <p class="cause">{step() === 'rotate' ? words().rotateWill : words().revokeWill}</p>
            <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
            <div class="acts">
              <Button isMain onClick={() => void go(step())}>
                {step() === 'rotate' ? words().rotate : words().revokeConfirm}
              </Button>
              <Button onClick={() => setAsked(undefined)}>{w().common.cancel}</Button>
            </div>
          </Dialog>
        )}
      </Show>
      <Show when={key()}>{(given) => <KeyOnce given={given()} onClose={() => setKey(undefined)} />}</Show>
    </section>
  )
}
