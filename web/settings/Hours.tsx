import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Directory } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { HoursRules } from '../../server/wire/rules.ts'
import { put } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { hoursIn, hoursText } from './hours-text.ts'

/** Opening hours of the desk, and of agencies that keep others. */
export const Hours = () => {
  const shown = useSnapshot<HoursRules>(
    () => '/rules/hours',
    ({ kind, subjectId }) => kind === 'directory' && subjectId === 'rules/hours',
  )
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  return (
    <Shot of={shown}>
      {(rules) => (
        <section class="hours">
          <Say phrase={w().rules.hours.sentence()} tone="calm" />
          <Show when={rules().version} keyed>
            <Form rules={rules()} agencies={directory.state.value?.agencies ?? []} onSaved={shown.put} />
          </Show>
        </section>
      )}
    </Shot>
  )
}

const Form = (props: { rules: HoursRules; agencies: Directory['agencies']; onSaved: (rules: HoursRules) => void }) => {
  const words = () => w().rules.hours
  const [texts, setTexts] = createStore<Record<string, string | undefined>>({
    desk: hoursText(props.rules.body.desk),
    ...Object.fromEntries(Object.entries(props.rules.body.byAgency).map(([id, spans]) => [id, hoursText(spans)])),
  })
  const [reason, setReason] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const own = () => Object.keys(texts).filter((id) => id !== 'desk' && texts[id] !== undefined)
  const nameOf = (id: string) => {
    const agency = props.agencies.find((one) => one.id === id)
    return agency ? named(agency) : id
  }
  const error = (id: string) => (hoursIn(texts[id] ?? '') ? undefined : words().bad)
  const isFit = () => !error('desk') && own().every((id) => !error(id)) && reason().trim() !== ''

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const body = {
      desk: hoursIn(texts.desk ?? ''),
      byAgency: Object.fromEntries(own().map((id) => [id, hoursIn(texts[id] ?? '')])),
    }
    const answer = await put<HoursRules>('/rules/hours', { body, reason: reason().trim() }, props.rules.version)
    if (!answer.ok) return void setProblem(answer.problem)
    props.onSaved(answer.value)
  }
  return (
    <form class="adding" onSubmit={(event) => void save(event)} novalidate>
      <Field
        label={words().desk}
        hint={words().hint}
        error={error('desk')}
        value={texts.desk}
        onInput={(event) => setTexts('desk', event.currentTarget.value)}
      />
      <For each={own()}>
        {(id) => (
          <Field
            label={nameOf(id)}
            error={error(id)}
            value={texts[id]}
            aside={
              <button type="button" class="go" onClick={() => setTexts(id, undefined)}>
                {words().drop}
              </button>
            }
            onInput={(event) => setTexts(id, event.currentTarget.value)}
          />
        )}
      </For>
      <Select
        label={words().add}
        onChange={(event) => {
          if (event.currentTarget.value) setTexts(event.currentTarget.value, texts.desk)
          event.currentTarget.value = ''
        }}
      >
        <option value="">{words().same}</option>
        <For each={props.agencies.filter(({ id }) => !own().includes(id))}>
          {(agency) => <option value={agency.id}>{named(agency)}</option>}
        </For>
      </Select>
      <Field
        label={w().rules.limits.reason}
        maxlength="500"
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button type="submit" isMain disabled={!isFit()}>
          {w().rules.limits.save}
        </Button>
      </div>
    </form>
  )
}
