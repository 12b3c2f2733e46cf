import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { session } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { Causes } from './Ask.tsx'
import { type BulkAction, bulkFields, bulkFor } from './bulk-steps.ts'
import { Faults } from './Faults.tsx'
import { FormFields } from './FormFields.tsx'
import { bodyOf, faultsOf, type Values } from './form-spec.ts'
import type { Picked, PickedRow } from './picked.ts'
import { words } from './words.ts'

type Result = { id: string; number: string | null; problem: string | null }

/** What can be done with the picked rows together. */
export const BulkBar = (props: { picked: Picked; onChanged: () => void }) => {
  const said = () => words().worklist.bulk
  const [open, setOpen] = createSignal<BulkAction>()
  const steps = () => bulkFor(session()?.user.role)
  return (
    <>
      <span>{said().picked(props.picked.all().length)}</span>
      <For each={steps()}>
        {(action) => <Button onClick={() => setOpen(action)}>{w().issue.actions.names[action]}</Button>}
      </For>
      <button type="button" class="link" onClick={() => props.picked.keep([])}>
        {said().none}
      </button>
      <Show when={open()} keyed>
        {(action) => (
          <BulkDialog
            action={action}
            rows={props.picked.all()}
            onDone={(results) => {
              props.picked.keep(results.filter(({ problem }) => problem !== null).map(({ id }) => id))
              props.onChanged()
            }}
            onClose={() => setOpen(undefined)}
          />
        )}
      </Show>
    </>
  )
}

/** One step on several issues, and what became of each. */
const BulkDialog = (props: {
  action: BulkAction
  rows: readonly PickedRow[]
  onDone: (results: readonly Result[]) => void
  onClose: () => void
}) => {
  const said = () => words().worklist.bulk
  const rows = [...props.rows]
  const fields = bulkFields(props.action)
  const [values, setValues] = createStore<Values>({})
  const [hasTried, setHasTried] = createSignal(false)
  const [isBusy, setIsBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<Refusal>()
  const [results, setResults] = createSignal<readonly Result[]>()
  const name = () => w().issue.actions.names[props.action]
  const faults = () => (hasTried() ? faultsOf(fields, values, w().issue.dialog.required) : [])

  async function send(): Promise<void> {
    setHasTried(true)
    if (faults().length > 0) return
    setIsBusy(true)
    const answer = await post<{ results: Result[] }>('/issues/bulk', {
      action: props.action,
      issues: rows.map(({ id, version }) => ({ id, version })),
      body: bodyOf(fields, values),
    })
    setIsBusy(false)
    if (!answer.ok) return void setProblem(answer.problem)
    setResults(answer.value.results)
    props.onDone(answer.value.results)
  }
  return (
    <Dialog label={name()} onClose={props.onClose}>
      <Show
        when={results()}
        fallback={
          <form
            novalidate
            onSubmit={(event) => {
              event.preventDefault()
              void send()
            }}
          >
            <Say phrase={[said().title(name(), rows.length)]} tone="attn" as="h1" />
            <Causes causes={[w().issue.actions.effects[props.action], said().cause]} />
            <Faults action={name()} faults={faults()} />
            <FormFields
              fields={fields}
              values={values}
              error={(field) => faults().find(({ name }) => name === field)?.text}
              onChange={setValues}
            />
            <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
            <div class="acts">
              <Button type="submit" isMain disabled={isBusy()}>
                {said().apply(name(), rows.length)}
              </Button>
              <Button onClick={() => props.onClose()}>{w().common.cancel}</Button>
            </div>
          </form>
        }
      >
        {(all) => <Results rows={rows} results={all()} onClose={props.onClose} />}
      </Show>
    </Dialog>
  )
}

const Results = (props: { rows: readonly PickedRow[]; results: readonly Result[]; onClose: () => void }) => {
  const said = () => words().worklist.bulk
  const bad = () => props.results.filter(({ problem }) => problem !== null).length
  const mark = ({ problem }: Result) =>
    problem === null ? toned('calm', said().ok) : toned('attn', said().reasons[problem] ?? said().failed)
  const titleOf = (id: string) => {
    const row = props.rows.find((one) => one.id === id)
    return row ? `${row.number} ${row.title}` : id
  }
  return (
    <>
      <div role="status">
        <Say phrase={[said().done(props.results.length - bad(), bad())]} tone={bad() > 0 ? 'attn' : 'calm'} as="h1" />
      </div>
      <ul class="i-lines i-results">
        <For each={props.results}>
          {(result) => (
            <li class="bar">
              <a class="go" href={`/issues/${result.id}`}>
                {titleOf(result.id)}
              </a>
              <State mark={mark(result)} />
            </li>
          )}
        </For>
      </ul>
      <Show when={bad() > 0}>
        <p class="note">{said().left}</p>
      </Show>
      <div class="acts">
        <Button isMain onClick={() => props.onClose()}>
          {w().common.close}
        </Button>
      </div>
    </>
  )
}
