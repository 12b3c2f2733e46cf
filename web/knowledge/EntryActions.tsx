import { createSignal, Match, Show, Switch } from 'solid-js'
import type { EntryDetail } from '../../server/wire/knowledge.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { type Answer, post } from '../lib/api.ts'
import { useKeys } from '../lib/keys.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Area, Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { words } from './words.ts'

type Step = 'publication' | 'retirement'

/** What may be done with an entry now, and keeping it as a note of one's own with one key. */
export const EntryActions = (props: {
  entry: EntryDetail
  onEdit: () => void
  onChanged: (entry: EntryDetail) => void
}) => {
  const said = () => words().entry
  const [step, setStep] = createSignal<Step>()
  const [done, setDone] = createSignal('')
  const may = (action: EntryDetail['actions'][number]) => props.entry.actions.includes(action)

  async function keep(): Promise<void> {
    if (props.entry.status === 'proposed') return
    const answer = await post<unknown>('/notes', { entryId: props.entry.id })
    setDone(answer.ok ? said().kept : answer.problem.title)
  }
  useKeys({
    s: () => void keep(),
    e: () => {
      if (may('edit')) props.onEdit()
    },
  })
  return (
    <>
      <div class="acts">
        <Show when={props.entry.status !== 'proposed'}>
          <Button key="s" onClick={() => void keep()}>
            {said().keep}
          </Button>
        </Show>
        <Show when={may('publication')}>
          <Button
            isMain={props.entry.status !== 'published' || props.entry.isReviewDue}
            onClick={() => setStep('publication')}
          >
            {props.entry.status === 'published' ? said().reviewed : said().publish}
          </Button>
        </Show>
        <Show when={may('edit')}>
          <Button key="e" onClick={() => props.onEdit()}>
            {said().edit}
          </Button>
        </Show>
        <Show when={may('retirement')}>
          <Button onClick={() => setStep('retirement')}>{said().retire}</Button>
        </Show>
        <span class="dim" role="status">
          {done()}
        </span>
      </div>
      <Switch>
        <Match when={step() === 'publication'}>
          <Publication {...props} onClose={() => setStep(undefined)} />
        </Match>
        <Match when={step() === 'retirement'}>
          <Retirement {...props} onClose={() => setStep(undefined)} />
        </Match>
      </Switch>
    </>
  )
}

type StepProps = { entry: EntryDetail; onChanged: (entry: EntryDetail) => void; onClose: () => void }

/** Sends a step on the version that is shown; a refusal stays in the dialog. */
function createSending(props: StepProps) {
  const [problem, setProblem] = createSignal<Refusal>()
  const send = async (path: string, body: unknown): Promise<void> => {
    const answer: Answer<EntryDetail> = await post(`/knowledge/${props.entry.id}/${path}`, body, props.entry.version)
    setProblem(answer.ok ? undefined : answer.problem)
    if (!answer.ok) return
    props.onChanged(answer.value)
    props.onClose()
  }
  return { problem, send }
}

const Publication = (props: StepProps) => {
  const said = () => words().entry
  const isReview = () => props.entry.status === 'published'
  const [on, setOn] = createSignal(isReview() ? '' : (props.entry.reviewOn ?? ''))
  const { problem, send } = createSending(props)
  const title = () => (isReview() ? said().reviewTitle : said().publishTitle)
  return (
    <Dialog label={title()} onClose={props.onClose}>
      <h2 class="say">{title()}</h2>
      <p>{isReview() ? said().reviewHow : said().publishHow}</p>
      <Show when={props.entry.missing.some((field) => field !== 'reviewOn')}>
        <p class="st st-attn">{said().missing(props.entry.missing.filter((field) => field !== 'reviewOn'))}</p>
      </Show>
      <Field
        label={said().nextReview}
        type="date"
        value={on()}
        error={errorAt(problem(), '/reviewOn')}
        onInput={(event) => setOn(event.currentTarget.value)}
      />
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button isMain onClick={() => void send('publication', { reviewOn: on() || null })}>
          {isReview() ? said().reviewed : said().publish}
        </Button>
        <Button onClick={() => props.onClose()}>{words().form.cancel}</Button>
      </div>
    </Dialog>
  )
}

const Retirement = (props: StepProps) => {
  const said = () => words().entry
  const [reason, setReason] = createSignal('')
  const { problem, send } = createSending(props)
  return (
    <Dialog label={said().retireTitle} onClose={props.onClose}>
      <h2 class="say">{said().retireTitle}</h2>
      <p>{said().retireHow}</p>
      <Area
        label={said().reason}
        maxlength="200"
        rows="2"
        value={reason()}
        error={errorAt(problem(), '/reason')}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button isMain disabled={reason().trim() === ''} onClick={() => void send('retirement', { reason: reason() })}>
          {said().retire}
        </Button>
        <Button onClick={() => props.onClose()}>{words().form.cancel}</Button>
      </div>
    </Dialog>
  )
}
