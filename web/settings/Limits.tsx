import { createSignal, For, Show } from 'solid-js'
import { createStore, unwrap } from 'solid-js/store'
import { CLOCK_RULES, type ClockRule } from '../../server/domain/clock-advance.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { LimitsBody, LimitsRules } from '../../server/wire/rules.ts'
import { put } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Hours } from './Hours.tsx'
import { Versions } from './Versions.tsx'

const STAGES = ['accept', 'sign', 'follow_up', 'contact'] as const

/** How long each step may take, and the hours it is counted in. */
export const Limits = () => {
  const shown = useSnapshot<LimitsRules>(
    () => '/rules/limits',
    ({ kind, subjectId }) => kind === 'directory' && subjectId === 'rules/limits',
  )
  return (
    <>
      <Shot of={shown}>
        {(rules) => (
          <>
            <Say phrase={w().rules.limits.sentence()} tone="calm" />
            <Show when={rules().version} keyed>
              <Form rules={rules()} onSaved={shown.put} />
            </Show>
            <Versions versions={rules().versions} />
          </>
        )}
      </Shot>
      <Hours />
    </>
  )
}

const Form = (props: { rules: LimitsRules; onSaved: (rules: LimitsRules) => void }) => {
  const words = () => w().rules.limits
  const [body, setBody] = createStore<LimitsBody>(structuredClone(unwrap(props.rules.body)))
  const [reason, setReason] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const [isDirty, setIsDirty] = createSignal(false)

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const answer = await put<LimitsRules>('/rules/limits', { body, reason: reason().trim() }, props.rules.version)
    if (!answer.ok) return void setProblem(answer.problem)
    props.onSaved(answer.value)
  }
  const change = (apply: () => void): void => {
    apply()
    setIsDirty(true)
  }
  return (
    <form onSubmit={(event) => void save(event)} novalidate>
      <Rows
        title={words().handle}
        rows={Object.keys(body.handle)}
        name={(key) => words().classes[key] ?? key}
        limit={(key) => body.handle[key]!}
        onChange={(key, limit) => change(() => setBody('handle', key, limit))}
      />
      <Rows
        title={words().stage}
        rows={STAGES}
        name={(key) => words().stages[key as (typeof STAGES)[number]]}
        limit={(key) => body[key as (typeof STAGES)[number]]}
        onChange={(key, limit) => change(() => setBody(key as (typeof STAGES)[number], limit))}
      />
      <Field
        label={words().reason}
        maxlength="500"
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button type="submit" isMain disabled={!isDirty() || reason().trim() === ''}>
          {words().save}
        </Button>
        <Show when={!isDirty()}>
          <span class="dim">{words().unchanged}</span>
        </Show>
      </div>
    </form>
  )
}

type Limit = { rule: ClockRule; amount: number }

const Rows = (props: {
  title: string
  rows: readonly string[]
  name: (key: string) => string
  limit: (key: string) => Limit
  onChange: (key: string, limit: Partial<Limit>) => void
}) => {
  const words = () => w().rules.limits
  return (
    <div class="scroll">
      <table class="tbl">
        <thead>
          <tr>
            <th scope="col">{props.title}</th>
            <th scope="col">{words().limit}</th>
            <th scope="col">{words().unit}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(key) => (
              <tr>
                <td>{props.name(key)}</td>
                <td>
                  <input
                    class="box short"
                    type="number"
                    min="1"
                    step="1"
                    required
                    aria-label={w().common.list([props.name(key), words().limit])}
                    value={props.limit(key).amount}
                    onInput={(event) => props.onChange(key, { amount: event.currentTarget.valueAsNumber })}
                  />
                </td>
                <td>
                  <select
                    class="box"
                    aria-label={w().common.list([props.name(key), words().unit])}
                    onChange={(event) => props.onChange(key, { rule: event.currentTarget.value as ClockRule })}
                  >
                    <For each={CLOCK_RULES}>
                      {(rule) => (
                        <option value={rule} selected={rule === props.limit(key).rule}>
                          {words().units[rule]}
                        </option>
                      )}
                    </For>
                  </select>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
