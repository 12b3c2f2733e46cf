import { createSignal, type JSX, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { IssueAction, IssueDetail } from '../../server/wire/issues.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { get, post } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Clash } from './Clash.tsx'

export type FormProps = {
  issue: IssueDetail
  onDone: (issue: IssueDetail) => void
  onClose: () => void
  onSeen: (issue: IssueDetail) => void
}
type Around = FormProps & {
  action: IssueAction
  /** The body to send, or the names of the fields that are still missing. */
  body: () => Record<string, unknown> | null
  /** What the step would change, for the comparison when somebody was faster. */
  wanted: { state?: string; agency?: string }
  children: (error: (field: string) => string | undefined) => JSX.Element
}

/** The frame of one action: what will happen, the fields, and what came of it. A newer version is compared, never overwritten. */
export const Ask = (props: Around) => {
  const [problem, setProblem] = createSignal<Refusal>()
  const [isBusy, setIsBusy] = createSignal(false)
  const [hasTried, setHasTried] = createSignal(false)
  const [clash, setClash] = createSignal<IssueDetail>()
  // The page goes on living behind the dialog: what was opened is kept as it was.
  const opened = structuredClone(unwrap(props.issue))
  const [version, setVersion] = createSignal(props.issue.version)
  const name = () => w().issue.actions.names[props.action]
  const error = (field: string) => errorAt(problem(), `/${field}`)

  async function send(): Promise<void> {
    setHasTried(true)
    const body = props.body()
    if (!body) return
    setIsBusy(true)
    const answer = await post<IssueDetail>(`/issues/${props.issue.id}/${props.action}`, body, version())
    setIsBusy(false)
    if (answer.ok) return props.onDone(answer.value)
    if (answer.problem.status === 412) return compare(answer.problem)
    setProblem(answer.problem)
  }
  async function compare(refusal: Refusal): Promise<void> {
    const current = await get<IssueDetail>(`/issues/${props.issue.id}`)
    if (current.ok) setClash(current.value)
    else setProblem(refusal)
  }
  function again(current: IssueDetail): void {
    setVersion(current.version)
    setClash(undefined)
    props.onSeen(current)
    void send()
  }
  return (
    <Dialog label={name()} onClose={props.onClose}>
      <Show
        when={clash()}
        fallback={
          <form
            novalidate
            onSubmit={(event) => {
              event.preventDefault()
              void send()
            }}
          >
            <Say phrase={[w().issue.dialog.title(name(), props.issue.title)]} tone="attn" as="h1" />
            <p class="cause">{w().issue.actions.effects[props.action]}</p>
            {props.children((field) => error(field) ?? (hasTried() ? '' : undefined))}
            <Show when={problem()}>
              {(refused) => <Problem problem={refused()} note={<p>{w().common.problem.kept}</p>} />}
            </Show>
            <div class="acts">
              <Button type="submit" isMain disabled={isBusy()}>
                {name()}
              </Button>
              <Button onClick={() => props.onClose()}>{w().common.cancel}</Button>
            </div>
          </form>
        }
      >
        {(current) => (
          <Clash
            action={name()}
            opened={opened}
            current={current()}
            wanted={props.wanted}
            canRepeat={current().actions.includes(props.action)}
            onKeep={() => {
              props.onSeen(current())
              props.onClose()
            }}
            onRepeat={() => again(current())}
          />
        )}
      </Show>
    </Dialog>
  )
}

/** The word for an empty field once sending was tried. */
export const required = (value: string, error: string | undefined): string | undefined => {
  if (error) return error
  return error === '' && value.trim() === '' ? w().issue.dialog.required : undefined
}
