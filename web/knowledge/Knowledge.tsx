import '../issues/list.css'
import { useSearchParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { ENTRY_SCOPES } from '../../server/domain/knowledge.ts'
import type { EntryList, EntryRow } from '../../server/wire/knowledge.ts'
import type { Directory } from '../../server/wire/people.ts'
import { PickOne, PickThing } from '../issues/Pick.tsx'
import { now } from '../lib/clock.ts'
import { named } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { dayParts } from '../lib/time.ts'
import { useTitle } from '../lib/title.ts'
import { Marked } from '../ui/Marked.tsx'
import { Say } from '../ui/Say.tsx'
import { Empty, Shot } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { SearchBox } from './SearchBox.tsx'
import { Tabs } from './Tabs.tsx'
import { words } from './words.ts'

type Query = { scope?: string; q?: string; service?: string; agency?: string; cursor?: string }

const scopeOf = ({ scope }: Query) => ENTRY_SCOPES.find((one) => one === scope) ?? 'published'

function pathOf(query: Query): string {
  const search = new URLSearchParams({ scope: scopeOf(query) })
  for (const name of ['q', 'service', 'agency', 'cursor'] as const) if (query[name]) search.set(name, query[name] ?? '')
  return `/knowledge?${search}`
}

/** What the desk may answer from: by service, agency and state, or by words. */
export default function Knowledge() {
  const [search, setSearch] = useSearchParams<Query>()
  const shown = useSnapshot<EntryList>(
    () => pathOf(search),
    ({ kind }) => kind === 'knowledge',
    { isKept: true },
  )
  useTitle(() => words().title)
  const isNarrowed = () => Boolean(search.q || search.service || search.agency) || scopeOf(search) !== 'published'
  const change = (next: Partial<Query>) => setSearch({ cursor: undefined, ...next })
  return (
    <main id="main" class="knowledge" tabindex="-1">
      <Tabs here="knowledge" />
      <Shot of={shown}>
        {(list) => (
          <>
            <header class="head">
              <Say as="h1" tone={toneOf(list().counts)} phrase={words().sentence(list().counts)} />
              <Filters query={search} onChange={change} />
              <div class="k-bar">
                <SearchBox
                  label={words().find}
                  hint={words().findHint}
                  value={search.q ?? ''}
                  onSearch={(q) => change({ q: q.trim() === '' ? undefined : q })}
                />
                <Show when={list().mayAdd}>
                  <a class="btn" href="/knowledge/new">
                    {words().add}
                  </a>
                </Show>
              </div>
            </header>
            <Show when={list().rows.length > 0} fallback={<Nothing isNarrowed={isNarrowed()} />}>
              <Rows rows={list().rows} />
              <Pager next={list().next} cursor={search.cursor} onGo={(cursor) => setSearch({ cursor })} />
            </Show>
          </>
        )}
      </Shot>
    </main>
  )
}

const toneOf = ({ stale, expired }: EntryList['counts']) => (expired > 0 ? 'late' : stale > 0 ? 'attn' : 'calm')

const Filters = (props: { query: Query; onChange: (next: Partial<Query>) => void }) => {
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  const scopes = () => ENTRY_SCOPES.map((scope) => ({ value: scope, label: words().scopes[scope] }))
  return (
    <p class="ask">
      {words().ask.see}
      <PickOne
        label={words().scope}
        value={scopeOf(props.query)}
        options={scopes()}
        onPick={(scope) => props.onChange({ scope })}
      />
      {words().ask.of}
      <PickThing
        label={words().service}
        any={words().anyService}
        value={props.query.service ?? ''}
        things={directory.state.value?.services}
        onPick={(service) => props.onChange({ service: service || undefined })}
      />
      {words().ask.service}
      <PickThing
        label={words().agency}
        any={words().anyAgency}
        value={props.query.agency ?? ''}
        things={directory.state.value?.agencies}
        onPick={(agency) => props.onChange({ agency: agency || undefined })}
      />
      {words().ask.agency}
    </p>
  )
}

const Nothing = (props: { isNarrowed: boolean }) => (
  <div class="pad">
    <Show when={props.isNarrowed} fallback={<Empty title={words().none} />}>
      <Empty title={words().noneFound}>
        <p>
          <a class="go" href="/knowledge?scope=all">
            {words().seeAll}
          </a>
        </p>
      </Empty>
    </Show>
  </div>
)

const Rows = (props: { rows: readonly EntryRow[] }) => (
  <div class="list scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">{words().column.entry}</th>
          <th scope="col">{words().column.dates}</th>
          <th scope="col" class="k-wide">
            {words().column.agency}
          </th>
          <th scope="col" class="k-wide">
            {words().column.use}
          </th>
          <th scope="col" class="num k-wide">
            {words().column.id}
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>{(row) => <Row row={row} />}</For>
      </tbody>
    </table>
  </div>
)

const Row = (props: { row: EntryRow }) => {
  const mark = () => words().dates(props.row, dayParts(now()).year)
  return (
    <tr class={mark().tone}>
      <td class="t">
        <a data-row href={`/knowledge/${props.row.id}`}>
          <b>
            <Marked {...props.row.title} />
          </b>
          <span>
            <Marked {...(props.row.found ?? props.row.plainWords)} />
          </span>
        </a>
      </td>
      <td>
        <State mark={mark()} />
      </td>
      <td class="k-wide">{props.row.agency ? named(props.row.agency) : ''}</td>
      <td class="k-wide dim">{words().use(props.row.useCount, props.row.comeBackCount)}</td>
      <td class="num dim k-wide">{props.row.id}</td>
    </tr>
  )
}

const Pager = (props: {
  next: string | null
  cursor: string | undefined
  onGo: (cursor: string | undefined) => void
}) => (
  <Show when={props.cursor || props.next}>
    <footer class="k-bar">
      <Show when={props.cursor}>
        <button type="button" class="btn" onClick={() => props.onGo(undefined)}>
          {words().first}
        </button>
      </Show>
      <Show when={props.next}>
        {(next) => (
          <button type="button" class="btn" onClick={() => props.onGo(next())}>
            {words().next}
          </button>
        )}
      </Show>
    </footer>
  </Show>
)
