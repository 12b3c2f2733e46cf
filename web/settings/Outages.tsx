import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { OutageImport, OutageList, PlannedOutage } from '../../server/wire/outages.ts'
import type { Directory } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { clockTime } from '../lib/time.ts'
import { Button } from '../ui/Button.tsx'
import { Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { Table } from '../ui/Table.tsx'
import type { Mark } from '../words/phrase.ts'
import { toned } from '../words/phrase.ts'
import { Adding } from './Adding.tsx'
import { words } from './catalogue-words.ts'

/** Announced interruptions of supply: what runs, what comes, entered one by one or from a file. */
export const Outages = () => {
  const [when, setWhen] = createSignal<'coming' | 'all'>('coming')
  const [problem, setProblem] = createSignal<Refusal>()
  const shown = useSnapshot<OutageList>(
    () => `/outages?when=${when()}`,
    ({ kind }) => kind === 'site',
    { isKept: true },
  )
  const o = () => words().outages
  const isRunning = ({ fromAt, untilAt, cancelledAt }: PlannedOutage) =>
    cancelledAt === null && fromAt <= now() && now() < untilAt
  const isComing = ({ fromAt, cancelledAt }: PlannedOutage) => cancelledAt === null && fromAt > now()
  const stateOf = (outage: PlannedOutage): Mark => {
    if (outage.cancelledAt !== null) return toned('hold', o().cancelled)
    if (isRunning(outage)) return toned('attn', o().running)
    return toned('calm', isComing(outage) ? o().coming : o().over)
  }
  async function cancel(outage: PlannedOutage): Promise<void> {
    const answer = await post<PlannedOutage>(`/outages/${outage.id}/cancellation`, undefined)
    setProblem(answer.ok ? undefined : answer.problem)
    shown.reload()
  }
  return (
    <Shot of={shown}>
      {(list) => (
        <>
          <Say
            phrase={o().sentence(list().outages.filter(isRunning).length, list().outages.filter(isComing).length)}
            tone={list().outages.some(isRunning) ? 'attn' : 'calm'}
          />
          <p class="acts">
            <Button onClick={() => setWhen(when() === 'all' ? 'coming' : 'all')}>
              {when() === 'all' ? o().onlyComing : o().all}
            </Button>
          </p>
          <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
          <Show when={list().outages.length > 0}>
            <Table
              caption={o().column.where}
              rows={list().outages}
              columns={[
                { head: o().column.where, cell: (one) => <b>{placeOf(one)}</b> },
                { head: o().column.span, cell: (one) => spanOf(one) },
                { head: o().column.reason, cell: (one) => one.reason },
                {
                  head: o().column.source,
                  cell: (one) => `${one.source} ${one.sourceNumber ?? ''}`.trim(),
                  class: 'dim',
                },
                { head: o().column.state, cell: (one) => <State mark={stateOf(one)} /> },
                {
                  head: '',
                  cell: (one) => (
                    <Show when={isComing(one) || isRunning(one)}>
                      <button type="button" class="link" onClick={() => void cancel(one)}>
                        {o().cancel}
                      </button>
                    </Show>
                  ),
                },
              ]}
            />
          </Show>
          <AddOutage supplies={list().supplies} onAdded={shown.reload} />
          <TakeFile onTaken={shown.reload} />
        </>
      )}
    </Shot>
  )
}

const placeOf = ({ site, supply }: PlannedOutage): string =>
  site ? named(site) : supply ? words().outages.wholeLine(named(supply)) : ''
const spanOf = ({ fromAt, untilAt }: PlannedOutage): string =>
  w().time.span(
    w().time.instant(fromAt, now()),
    sameDay(fromAt, untilAt) ? clockTime(untilAt) : w().time.instant(untilAt, now()),
  )
const sameDay = (a: number, b: number): boolean => w().time.day(a) === w().time.day(b)

/** A local wall time of the district, as the browser's field gives it, in epoch ms; null when it is none. */
export function wallInstant(text: string): number | null {
  const at = Date.parse(`${text}:00+08:00`)
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) && Number.isFinite(at) ? at : null
}

const BLANK = { target: '', from: '', until: '', reason: '', source: '' }

const AddOutage = (props: { supplies: OutageList['supplies']; onAdded: () => void }) => {
  const o = () => words().outages
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory' || kind === 'site',
  )
  const [form, setForm] = createStore({ ...BLANK })
  const [said, setSaid] = createSignal<string>()
  const [fromAt, untilAt] = [() => wallInstant(form.from), () => wallInstant(form.until)]
  const isWhole = () =>
    form.target !== '' && form.reason.trim() !== '' && fromAt() !== null && (untilAt() ?? 0) > (fromAt() ?? 0)
  return (
    <Adding<PlannedOutage>
      title={o().add}
      said={said()}
      isWhole={isWhole}
      send={() => {
        const [kind, id] = form.target.split(':')
        return post('/outages', {
          siteId: kind === 'site' ? id : null,
          supplyId: kind === 'line' ? id : null,
          fromAt: fromAt(),
          untilAt: untilAt(),
          reason: form.reason,
          source: form.source,
        })
      }}
      onAdded={() => {
        setForm({ ...BLANK })
        setSaid(o().added)
        props.onAdded()
      }}
    >
      {({ error }) => (
        <>
          <Select
            label={o().target}
            error={error('siteId', form.target === '')}
            onChange={(event) => setForm('target', event.currentTarget.value)}
          >
            <option value="" selected={form.target === ''}>
              {o().pick}
            </option>
            <optgroup label={o().sites}>
              <For each={directory.state.value?.sites}>
                {(site) => (
                  <option value={`site:${site.id}`} selected={form.target === `site:${site.id}`}>
                    {named(site)}
                  </option>
                )}
              </For>
            </optgroup>
            <optgroup label={o().lines}>
              <For each={props.supplies}>
                {(line) => (
                  <option value={`line:${line.id}`} selected={form.target === `line:${line.id}`}>
                    {named(line)}
                  </option>
                )}
              </For>
            </optgroup>
          </Select>
          <div class="two">
            <Field
              label={o().from}
              type="datetime-local"
              error={fromAt() === null ? error('fromAt', true) : undefined}
              value={form.from}
              onInput={(event) => setForm('from', event.currentTarget.value)}
            />
            <Field
              label={o().until}
              type="datetime-local"
              error={error('untilAt', (untilAt() ?? 0) <= (fromAt() ?? 0)) === undefined ? undefined : o().pickTime}
              value={form.until}
              onInput={(event) => setForm('until', event.currentTarget.value)}
            />
          </div>
          <Field
            label={o().reason}
            maxlength="200"
            error={error('reason', form.reason.trim() === '')}
            value={form.reason}
            onInput={(event) => setForm('reason', event.currentTarget.value)}
          />
          <Field
            label={o().source}
            hint={w().settings.optional}
            maxlength="60"
            value={form.source}
            onInput={(event) => setForm('source', event.currentTarget.value)}
          />
        </>
      )}
    </Adding>
  )
}

const TakeFile = (props: { onTaken: () => void }) => {
  const o = () => words().outages
  const [file, setFile] = createSignal<File>()
  const [taken, setTaken] = createSignal<OutageImport>()
  const [problem, setProblem] = createSignal<Refusal>()

  async function take(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const chosen = file()
    if (!chosen) return
    const answer = await post<OutageImport>('/outages/import', {
      csv: await chosen.text(),
      source: chosen.name.slice(0, 60),
    })
    setProblem(answer.ok ? undefined : answer.problem)
    setTaken(answer.ok ? answer.value : undefined)
    props.onTaken()
  }
  return (
    <form class="adding" onSubmit={(event) => void take(event)}>
      <h2>{o().importTitle}</h2>
      <p class="dim">{o().importHint}</p>
      <Field
        label={o().file}
        type="file"
        accept=".csv,text/csv"
        onChange={(event) => setFile(event.currentTarget.files?.[0])}
      />
      <div class="acts">
        <Button type="submit" isMain={file() !== undefined} disabled={!file()}>
          {o().doImport}
        </Button>
      </div>
      <div role="status">
        <Show when={taken()}>
          {(result) => (
            <>
              <p>{o().taken(result().added, result().known, result().bad.length)}</p>
              <ul>
                <For each={result().bad.slice(0, 20)}>
                  {({ line, why }) => <li class="dim">{o().badLine(line, why)}</li>}
                </For>
              </ul>
            </>
          )}
        </Show>
      </div>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
    </form>
  )
}
