import { createSignal, For, Show } from 'solid-js'
import type { IssueDetail, IssueReport } from '../../server/wire/issues.ts'
import type { ContactReason, ContactView as Seen } from '../../server/wire/privacy.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Choice } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Causes } from './Ask.tsx'
import { choices } from './forms-desk.ts'
import { words } from './words.ts'

/** A merchant's own number, for a reason, leaving a trace. It is gone again when the dialog closes. */
export const ContactView = (props: { issue: IssueDetail; report: IssueReport; onClose: () => void }) => {
  const said = () => words().forms
  const [reason, setReason] = createSignal<string | null>(null)
  const [problem, setProblem] = createSignal<Refusal>()
  const [seen, setSeen] = createSignal<Seen>()
  const [hasTried, setHasTried] = createSignal(false)
  async function look(): Promise<void> {
    setHasTried(true)
    const why = reason()
    if (why === null) return
    const answer = await post<Seen>(`/issues/${props.issue.id}/contact-view`, {
      reportId: props.report.id,
      reason: why as ContactReason,
    })
    if (answer.ok) setSeen(answer.value)
    else setProblem(answer.problem)
  }
  return (
    <Dialog label={said().contactTitle} onClose={props.onClose}>
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void look()
        }}
      >
        <Say
          phrase={[w().common.list([said().contactTitle, props.report.place || props.report.number])]}
          tone="attn"
          as="h1"
        />
        <Show when={seen()} fallback={<Causes causes={[said().contactTrace]} />}>
          {(contact) => (
            <div class="i-seen" role="status">
              <For each={[contact().name, contact().telephone].filter((part) => part !== null)}>
                {(part) => <p class="number">{part}</p>}
              </For>
              <Show when={contact().name === null && contact().telephone === null}>
                <p>{said().contactNone}</p>
              </Show>
            </div>
          )}
        </Show>
        <Show when={!seen()}>
          <Choice
            label={said().contactWhy}
            name="contact-reason"
            value={reason()}
            error={hasTried() && reason() === null ? w().issue.dialog.required : undefined}
            options={choices(said().contactReasons)}
            onChange={setReason}
          />
        </Show>
        <Show when={problem()}>
          {(refused) => (
            <Show when={refused().status === 403} fallback={<Problem problem={refused()} />}>
              <div class="problem" role="alert">
                <p class="say is-calm">
                  <span class="st st-attn">{said().noRight}</span>
                </p>
                <p>{said().noRightDo}</p>
              </div>
            </Show>
          )}
        </Show>
        <div class="acts">
          <Show when={!seen() && problem()?.status !== 403}>
            <Button type="submit" isMain>
              {said().contactTitle}
            </Button>
          </Show>
          <Button onClick={() => props.onClose()}>{w().common.close}</Button>
        </div>
      </form>
    </Dialog>
  )
}
