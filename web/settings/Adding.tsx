import { createSignal, type JSX, Show } from 'solid-js'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { Answer } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { Button } from '../ui/Button.tsx'
import { Problem } from '../ui/Problem.tsx'

/** A form that adds one thing under its list; what was refused stays written. */
export function Adding<T>(props: {
  title: string
  /** Names of fields that must not be empty, and whether each is. */
  isWhole: () => boolean
  send: () => Promise<Answer<T>>
  onAdded: (value: T) => void
  said: string | undefined
  children: (fields: { error: (name: string, isEmpty?: boolean) => string | undefined }) => JSX.Element
}) {
  const [problem, setProblem] = createSignal<Refusal>()
  const [hasTried, setHasTried] = createSignal(false)
  const [isBusy, setIsBusy] = createSignal(false)

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setHasTried(true)
    if (!props.isWhole()) return
    setIsBusy(true)
    const answer = await props.send()
    setIsBusy(false)
    if (!answer.ok) return void setProblem(answer.problem)
    setProblem(undefined)
    setHasTried(false)
    props.onAdded(answer.value)
  }
  const error = (name: string, isEmpty = false) =>
    errorAt(problem(), `/${name}`) ?? (hasTried() && isEmpty ? w().issue.dialog.required : undefined)
  return (
    <form class="adding" novalidate onSubmit={(event) => void submit(event)}>
      <h2>{props.title}</h2>
      {props.children({ error })}
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button type="submit" isMain disabled={isBusy()}>
          {props.title}
        </Button>
        <Show when={props.said}>
          {(said) => (
            <span class="st st-calm" role="status">
              {said()}
            </span>
          )}
        </Show>
      </div>
    </form>
  )
}
