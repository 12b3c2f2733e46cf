import './list.css'
import { useNavigate, useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { Directory } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Button } from '../ui/Button.tsx'
import { Area, Choice, Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { State } from '../ui/State.tsx'

const CHANNELS = ['telephone', 'window', 'web'] as const
const TEXT_MAX = 2_000

/** A new issue while the caller speaks: what, where, in their words; issues that may already cover it stand beside. */
export default function NewIssue() {
  const words = () => w().issues.fresh
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const [form, setForm] = createStore({
    channel: 'telephone' as (typeof CHANNELS)[number],
    serviceId: '',
    siteId: typeof search.site === 'string' ? search.site : '',
    place: '',
    text: '',
    telephone: '',
    name: '',
  })
  const [problem, setProblem] = createSignal<Refusal>()
  const [hasTried, setHasTried] = createSignal(false)
  const [isBusy, setIsBusy] = createSignal(false)
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory' || kind === 'site',
  )
  const service = createMemo(() => directory.state.value?.services.find(({ id }) => id === form.serviceId))
  const covers = useSnapshot<IssueList>(
    () =>
      form.siteId !== '' && form.serviceId !== ''
        ? `/issues?state=open&site=${form.siteId}&service=${form.serviceId}`
        : null,
    ({ kind }) => kind === 'issue',
  )
  useTitle(() => words().title)

  const missing = (field: 'serviceId' | 'text') =>
    errorAt(problem(), `/${field}`) ?? (hasTried() && form[field].trim() === '' ? w().issue.dialog.required : undefined)
  const empty = (text: string) => (text.trim() === '' ? null : text.trim())

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setHasTried(true)
    if (form.serviceId === '' || form.text.trim() === '') return
    setIsBusy(true)
    const answer = await post<IssueDetail>('/issues', {
      ...form,
      siteId: empty(form.siteId),
      telephone: empty(form.telephone),
      name: empty(form.name),
    })
    setIsBusy(false)
    if (answer.ok) navigate(`/issues/${answer.value.id}`)
    else setProblem(answer.problem)
  }
  const willDispatch = () => {
    const chosen = service()
    if (!chosen) return ''
    return chosen.isAutoDispatched && chosen.agency ? words().willDispatch(named(chosen.agency)) : words().wontDispatch
  }
  return (
    <main id="main" class="fresh" tabindex="-1">
      <form class="pad" novalidate onSubmit={(event) => void submit(event)}>
        <div class="crumb">
          <h1>{words().title}</h1>
        </div>
        <Say phrase={[words().sentence]} tone="attn" />
        <Area
          label={words().text}
          hint={words().counted(TEXT_MAX - form.text.length)}
          placeholder={words().textHint}
          error={missing('text')}
          maxlength={TEXT_MAX}
          rows="4"
          value={form.text}
          onInput={(event) => setForm('text', event.currentTarget.value)}
        />
        <div class="two">
          <Select
            label={words().service}
            error={missing('serviceId')}
            onChange={(event) => setForm('serviceId', event.currentTarget.value)}
          >
            <option value="">{words().pickService}</option>
            <For each={directory.state.value?.services}>{(each) => <option value={each.id}>{named(each)}</option>}</For>
          </Select>
          <Choice
            label={words().channel}
            name="channel"
            value={form.channel}
            options={CHANNELS.map((value) => ({ value, label: words().channels[value] }))}
            onChange={(value) => setForm('channel', value)}
          />
        </div>
        <div class="two">
          <Select
            label={words().site}
            error={errorAt(problem(), '/siteId')}
            onChange={(event) => setForm('siteId', event.currentTarget.value)}
          >
            <option value="">{words().noSite}</option>
            <For each={directory.state.value?.sites}>
              {(each) => (
                <option value={each.id} selected={each.id === form.siteId}>
                  {named(each)}
                </option>
              )}
            </For>
          </Select>
          <Field
            label={words().place}
            placeholder={words().placeHint}
            maxlength="60"
            value={form.place}
            onInput={(event) => setForm('place', event.currentTarget.value)}
          />
        </div>
        <div class="two">
          <Field
            label={words().name}
            maxlength="40"
            value={form.name}
            onInput={(event) => setForm('name', event.currentTarget.value)}
          />
          <Field
            label={words().telephone}
            type="tel"
            hint={words().contactHint}
            error={errorAt(problem(), '/telephone')}
            maxlength="20"
            value={form.telephone}
            onInput={(event) => setForm('telephone', event.currentTarget.value)}
          />
        </div>
        <Show when={problem()}>
          {(refused) => <Problem problem={refused()} note={<p>{w().common.problem.kept}</p>} />}
        </Show>
        <div class="acts">
          <Button type="submit" isMain disabled={isBusy()}>
            {words().submit}
          </Button>
          <span class="dim">{willDispatch()}</span>
        </div>
      </form>
      <aside class="pad">
        <Show when={(covers.state.value?.rows.length ?? 0) > 0}>
          <h2>{words().covers}</h2>
          <p class="dim">{words().coversWhy}</p>
          <For each={covers.state.value?.rows}>
            {(row) => (
              <a class="cover" href={`/issues/${row.id}`}>
                <b>{row.title}</b>
                <State mark={w().issues.due(row, now())} />
                <span class="dim">
                  {w().common.list([
                    row.number.slice(-4),
                    w().issues.progress(row),
                    w().issues.reports(row.reportCount),
                  ])}
                </span>
              </a>
            )}
          </For>
        </Show>
      </aside>
    </main>
  )
}
