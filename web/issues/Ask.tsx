import { createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { createStore, unwrap } from 'solid-js/store'
import type { IssueAction, IssueDetail } from '../../server/wire/issues.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { get, post } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { areKeysOn } from '../lib/keys.ts'
import { Button, Key } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { actionWords } from './action-order.ts'
import { Clash } from './Clash.tsx'
import { Faults, goToField } from './Faults.tsx'
import { FormFields } from './FormFields.tsx'
import {
  bodyOf,
  type Faulty,
  type FormSpec,
  faultsOf,
  nameOf,
  shownFields,
  type Values,
  type Writable,
} from './form-spec.ts'
import { words } from './words.ts'

export type AskProps = {
  issue: IssueDetail
  action: IssueAction
  spec: FormSpec
  /** Beside the fields, such as templates; writes into the form. */
  beside?: (form: Writable) => JSX.Element
  onDone: (issue: IssueDetail) => void
  onClose: () => void
  onSeen: (issue: IssueDetail) => void
}

/** One step as a form: what it will cause, the fields, and what came of it. A newer version is compared, never overwritten. */
export const Ask = (props: AskProps) => {
  // The page goes on living behind the dialog: what was opened is kept as it was.
  const opened = structuredClone(unwrap(props.issue))
  const form = props.spec(opened)
  const [values, setValues] = createStore<Values>({ ...form.start })
  const [problem, setProblem] = createSignal<Refusal>()
  const [isBusy, setIsBusy] = createSignal(false)
  const [hasTried, setHasTried] = createSignal(false)
  const [clash, setClash] = createSignal<{ current: IssueDetail; refusal: Refusal }>()
  const [version, setVersion] = createSignal(opened.version)

  const own = () => actionWords(opened, props.action, w(), words())
  const name = () => own().name
  const fields = createMemo(() => shownFields(form.fields, values, problem()))
  const faults = createMemo(() => (hasTried() ? faultsOf(fields(), values, w().issue.dialog.required) : []))
  const said = createMemo(() => saidBy(problem(), fields()))
  // The server's own words say more than that a field is empty.
  const listed = () =>
    faults().length === 0 ? said() : faults().map((fault) => said().find(({ name }) => name === fault.name) ?? fault)
  const error = (field: string) => listed().find((fault) => fault.name === field)?.text
  const causes = () => [own().effect, ...(form.causes?.(values) ?? [])]

  async function send(): Promise<void> {
    setHasTried(true)
    const first = faults()[0]
    if (first) return goToField(first.name)
    setIsBusy(true)
    const body = bodyOf(fields(), values)
    const answer = await post<IssueDetail>(
      `/issues/${opened.id}/${props.action}`,
      form.body ? form.body(body) : body,
      version(),
    )
    setIsBusy(false)
    if (answer.ok) return done(answer.value)
    if (answer.problem.status === 412) return compare(answer.problem)
    setProblem(answer.problem)
  }
  /** Some steps answer with what they made; then the issue is read anew. */
  async function done(value: IssueDetail): Promise<void> {
    if ('actions' in value) return props.onDone(value)
    const current = await get<IssueDetail>(`/issues/${opened.id}`)
    if (current.ok) props.onDone(current.value)
    else setProblem(current.problem)
  }
  async function compare(refusal: Refusal): Promise<void> {
    const current = await get<IssueDetail>(`/issues/${opened.id}`)
    if (current.ok) setClash({ current: current.value, refusal })
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
          <Form onSend={() => void send()}>
            <Say phrase={[w().issue.dialog.title(name(), opened.title)]} tone="attn" as="h1" />
            <Causes causes={causes()} />
            <Faults action={name()} faults={listed()} />
            {form.beside?.({ values, set: setValues })}
            {props.beside?.({ values, set: setValues })}
            <FormFields fields={fields()} values={values} error={error} onChange={setValues} />
            <Show when={said().length === 0 && problem()}>
              {(refused) => <Problem problem={refused()} note={<p>{w().common.problem.kept}</p>} />}
            </Show>
            <div class="acts">
              <Button type="submit" isMain disabled={isBusy()}>
                {name()} <Key name="Ctrl Enter" />
              </Button>
              <Button onClick={() => props.onClose()} key="Esc">
                {w().common.cancel}
              </Button>
            </div>
          </Form>
        }
      >
        {(found) => (
          <Clash
            action={name()}
            opened={opened}
            current={found().current}
            wanted={form.wanted?.(values) ?? {}}
            canRepeat={found().current.actions.includes(props.action)}
            onKeep={() => {
              props.onSeen(found().current)
              props.onClose()
            }}
            onRepeat={() => again(found().current)}
          />
        )}
      </Show>
    </Dialog>
  )
}

/** What the server finds wrong with the fields in view. */
function saidBy(problem: Refusal | undefined, fields: readonly { name: string; label: () => string }[]): Faulty[] {
  return (problem?.errors ?? []).flatMap((fault) => {
    const field = fields.find(({ name }) => name === nameOf(fault))
    return field ? [{ name: field.name, label: field.label(), text: fault.detail }] : []
  })
}

export const Causes = (props: { causes: readonly string[] }) => (
  <ul class="cause">
    <For each={props.causes}>{(cause) => <li>{cause}</li>}</For>
  </ul>
)

/** A form sent by its button or by Ctrl and Enter. */
const Form = (props: { onSend: () => void; children: JSX.Element }) => {
  let element!: HTMLFormElement
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing || !areKeysOn()) return
    event.preventDefault()
    props.onSend()
  }
  onMount(() => element.addEventListener('keydown', press))
  onCleanup(() => element.removeEventListener('keydown', press))
  return (
    <form
      ref={element}
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        props.onSend()
      }}
    >
      {props.children}
    </form>
  )
}
