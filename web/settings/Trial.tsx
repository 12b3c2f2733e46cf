import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { DryRun } from '../../server/wire/catalogue.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { type Line, type Things, targetWords } from './catalogue-lines.ts'
import { words } from './catalogue-words.ts'

const CHANNELS = ['telephone', 'window', 'web', 'phone_page', 'edge'] as const
const LAST = 200
const CONDITION_NAMES = {
  kind: 'kinds',
  service: 'serviceIds',
  area: 'siteIds',
  channel: 'channels',
  hours: 'hours',
  days: 'days',
  words: 'words',
  planned_outage: 'plannedOutage',
  evidence: 'evidence',
} as const

/** Says which line would fire and why, and what would become of recent issues; nothing is written. */
export const Trial = (props: { lines: readonly Line[]; isDirty: boolean; things: Things }) => {
  const [form, setForm] = createStore({ serviceId: '', siteId: '', channel: 'telephone', text: '' })
  const [result, setResult] = createSignal<DryRun>()
  const [problem, setProblem] = createSignal<Refusal>()
  const serviceId = () => form.serviceId || props.things.services[0]?.id || ''

  async function run(lastCount: number): Promise<void> {
    const matter = { ...form, serviceId: serviceId(), siteId: form.siteId || null }
    const answer = await post<DryRun>('/catalogue/dry-run', {
      ...(props.isDirty ? { lines: props.lines } : {}),
      ...(lastCount > 0 ? { lastCount } : { matter }),
    })
    setProblem(answer.ok ? undefined : answer.problem)
    setResult(answer.ok ? answer.value : undefined)
  }
  return (
    <section class="adding">
      <h2>{words().trial.title}</h2>
      <p class="dim">{words().trial.hint}</p>
      <div class="two">
        <Select label={words().trial.service} onChange={(event) => setForm('serviceId', event.currentTarget.value)}>
          <For each={props.things.services}>{(one) => <option value={one.id}>{named(one)}</option>}</For>
        </Select>
        <Select label={words().trial.site} onChange={(event) => setForm('siteId', event.currentTarget.value)}>
          <option value="">{words().trial.anywhere}</option>
          <For each={props.things.sites}>{(one) => <option value={one.id}>{named(one)}</option>}</For>
        </Select>
        <Select label={words().trial.channel} onChange={(event) => setForm('channel', event.currentTarget.value)}>
          <For each={CHANNELS}>{(one) => <option value={one}>{w().common.channels[one]}</option>}</For>
        </Select>
        <Field
          label={words().trial.text}
          maxlength="2000"
          value={form.text}
          onInput={(event) => setForm('text', event.currentTarget.value)}
        />
      </div>
      <div class="acts">
        <Button onClick={() => void run(0)}>{words().trial.go}</Button>
        <Button disabled={!props.isDirty} onClick={() => void run(LAST)}>
          {words().trial.past}
        </Button>
      </div>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div aria-live="polite">
        <Show when={result()?.fired}>{(fired) => <Fired fired={fired()} things={props.things} />}</Show>
        <Show when={(result()?.past.looked ?? 0) > 0 && result()?.past}>
          {(past) => <Past past={past()} things={props.things} />}
        </Show>
      </div>
    </section>
  )
}

const Fired = (props: { fired: NonNullable<DryRun['fired']>; things: Things }) => (
  <>
    <p class="say is-calm">{words().trial.fired(props.fired.place, targetWords(props.fired.line, props.things))}</p>
    <ul class="tried">
      <For each={props.fired.tried}>
        {({ place, line, didMatch, why }) => (
          <li class={didMatch ? '' : 'dim'}>
            {words().trial.line(place, line.name)}{' '}
            {didMatch
              ? words().trial.matched
              : words().trial.missed(
                  w().common.list(
                    why
                      .filter(({ isMet }) => !isMet)
                      .map(({ condition }) => words().conditions[CONDITION_NAMES[condition]]),
                  ),
                )}
          </li>
        )}
      </For>
    </ul>
  </>
)

const Past = (props: { past: DryRun['past']; things: Things }) => (
  <>
    <p class="say is-calm">
      {props.past.changed.length === 0
        ? words().trial.same(props.past.looked)
        : words().trial.changed(props.past.looked, props.past.changed.length)}
    </p>
    <ul class="tried">
      <For each={props.past.changed}>
        {({ issue, before, after }) => (
          <li>
            <a class="go" href={`/issues/${issue.id}`} target="_blank" rel="noopener">
              {issue.number.slice(-4)} {issue.title}
            </a>{' '}
            <span class="dim">
              {words().trial.fromTo(targetWords(before, props.things), targetWords(after, props.things))}
            </span>
          </li>
        )}
      </For>
    </ul>
  </>
)
