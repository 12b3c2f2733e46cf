import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { ConsultationView } from '../../server/wire/consultation.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { Causes } from '../issues/Ask.tsx'
import { useDirectory } from '../issues/directory.ts'
import { post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Area, Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { matterName } from './Matter.tsx'
import { words } from './words.ts'

export type Decision = 'plan' | 'strike-off' | 'entry'
type Values = Record<string, string>

/** What must be filled in for each decision. */
const NEEDED: Record<Decision, readonly string[]> = {
  plan: ['leadAgencyId', 'dueOn', 'plan'],
  'strike-off': ['reason'],
  entry: ['title', 'plainWords'],
}

const valuesOf = (matter: ConsultationView): Record<Decision, Values> => ({
  plan: {
    leadAgencyId: matter.leadAgency?.id ?? matter.agency?.id ?? '',
    dueOn: matter.dueOn ?? '',
    plan: matter.plan,
  },
  'strike-off': { reason: '' },
  entry: { title: matterName(matter), plainWords: '', legalBasis: '' },
})

const titleOf = (decision: Decision, title: string): string => {
  const said = words().consultation
  if (decision === 'plan') return said.planTitle(title)
  return decision === 'entry' ? said.entryTitle(title) : said.strikeOffTitle(title)
}

/** A plan, a strike-off or an entry: what it causes, the words it needs, and what came of it. */
export const MatterDialog = (props: {
  matter: ConsultationView
  decision: Decision
  onDone: () => void
  onClose: () => void
}) => {
  const { matter, decision } = { matter: props.matter, decision: props.decision }
  const said = () => words().consultation
  const [values, setValues] = createStore<Values>(valuesOf(matter)[decision])
  const [problem, setProblem] = createSignal<Refusal>()
  const [isBusy, setIsBusy] = createSignal(false)
  const [hasTried, setHasTried] = createSignal(false)
  const isMissing = (name: string) => NEEDED[decision].includes(name) && (values[name] ?? '').trim() === ''
  const error = (name: string) =>
    errorAt(problem(), `/${name}`) ?? (hasTried() && isMissing(name) ? said().required : undefined)
  async function send(): Promise<void> {
    setHasTried(true)
    if (NEEDED[decision].some(isMissing)) return
    setIsBusy(true)
    const answer = await post<ConsultationView>(
      `/consultations/${matter.id}/${decision}`,
      { ...values },
      matter.version,
    )
    setIsBusy(false)
    if (answer.ok) props.onDone()
    else setProblem(answer.problem)
  }
  const text = (name: string) => ({
    value: values[name] ?? '',
    error: error(name),
    onInput: (event: { currentTarget: { value: string } }) => setValues(name, event.currentTarget.value),
  })
  const cause = () =>
    ({ plan: said().planCause, 'strike-off': said().strikeOffCause, entry: said().entryCause })[decision]
  const action = () => ({ plan: said().plan, 'strike-off': said().strikeOff, entry: said().entry })[decision]
  return (
    <Dialog label={action()} onClose={props.onClose}>
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Say phrase={[titleOf(decision, matterName(matter))]} tone="attn" as="h1" />
        <Causes causes={[cause()]} />
        <Switch>
          <Match when={decision === 'plan'}>
            <div class="two">
              <Agencies
                value={values.leadAgencyId ?? ''}
                error={error('leadAgencyId')}
                onChange={(id) => setValues('leadAgencyId', id)}
              />
              <Field label={said().dueOn} type="date" min={today()} {...text('dueOn')} />
            </div>
            <Area label={said().planText} maxlength="2000" {...text('plan')} />
          </Match>
          <Match when={decision === 'strike-off'}>
            <Area label={said().strikeOffReason} maxlength="2000" {...text('reason')} />
          </Match>
          <Match when={decision === 'entry'}>
            <Field label={said().entryName} maxlength="120" {...text('title')} />
            <Area label={said().plainWords} maxlength="2000" {...text('plainWords')} />
            <Field label={said().legalBasis} maxlength="200" {...text('legalBasis')} />
          </Match>
        </Switch>
        <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
        <div class="acts">
          <Button type="submit" isMain disabled={isBusy()}>
            {action()}
          </Button>
          <Button onClick={() => props.onClose()}>{w().common.cancel}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The district's date, `YYYY-MM-DD`. */
const today = (): string => new Date(now() + 8 * 3_600_000).toISOString().slice(0, 10)

const Agencies = (props: { value: string; error?: string; onChange: (id: string) => void }) => {
  const directory = useDirectory()
  return (
    <Select
      label={words().consultation.leadAgency}
      error={props.error}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    >
      <option value="">{words().consultation.chooseAgency}</option>
      <For each={directory.state.value?.agencies ?? []}>
        {(agency) => (
          <option value={agency.id} selected={agency.id === props.value}>
            {named(agency)}
          </option>
        )}
      </For>
    </Select>
  )
}
