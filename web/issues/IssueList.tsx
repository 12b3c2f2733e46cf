import './list.css'
import { useSearchParams } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import type { IssueRow, IssueList as Page } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Key } from '../ui/Button.tsx'
import { Glyph } from '../ui/Glyph.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { Filters } from './Filters.tsx'
import { isNarrowed, type ListQuery, pathOf, readQuery } from './list-query.ts'
import { NoIssues } from './NoIssues.tsx'
import { UsedBar } from './UsedBar.tsx'

/** Issues by the filters in the address, worst clock first, a page at a time. */
export default function IssueList() {
  const [search, setSearch] = useSearchParams()
  const query = createMemo(() => readQuery(search))
  const shown = useSnapshot<Page>(
    () => pathOf(query()),
    ({ kind }) => kind === 'issue',
    { isKept: true },
  )
  useTitle(() => w().issues.title)
  const change = (next: Partial<ListQuery>) => setSearch({ cursor: undefined, ...next })
  return (
    <main id="main" class="worklist" tabindex="-1">
      <Shot of={shown}>
        {(page) => (
          <>
            <header class="head">
              <Show when={page().rows.length > 0} fallback={<h1 class="vh">{w().issues.title}</h1>}>
                <Say as="h1" tone={toneOf(page().rows)} phrase={w().issues.sentence(countsOf(page()))} />
              </Show>
              <Filters query={query()} onChange={change} />
            </header>
            <Show when={page().rows.length > 0} fallback={<NoIssues isNarrowed={isNarrowed(query())} />}>
              <Rows rows={page().rows} />
              <Pager next={page().next} cursor={query().cursor} onGo={(cursor) => setSearch({ cursor })} />
            </Show>
          </>
        )}
      </Shot>
    </main>
  )
}

const toneOf = (rows: readonly IssueRow[]) =>
  rows.some(({ light }) => light >= 3) ? 'late' : rows.some(({ light }) => light === 2) ? 'attn' : 'calm'

const countsOf = ({ rows, next }: Page) => ({
  count: rows.length,
  late: rows.filter(({ light }) => light >= 3).length,
  near: rows.filter(({ light }) => light === 2).length,
  desk: rows.filter(({ turn }) => turn.who === 'desk').length,
  hasMore: next !== null,
})

const Rows = (props: { rows: readonly IssueRow[] }) => {
  const column = () => w().issues.column
  return (
    <div class="list scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{column().due}</th>
            <th scope="col" class="c-used">
              {column().used}
            </th>
            <th scope="col" class="c-due">
              {column().dueOn}
            </th>
            <th scope="col">{column().issue}</th>
            <th scope="col">{column().facts}</th>
            <th scope="col">{column().state}</th>
            <th scope="col">{column().agency}</th>
            <th scope="col" class="c-count num">
              {column().reports}
            </th>
            <th scope="col" class="c-number num">
              {column().number}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>{(row) => <Row row={row} />}</For>
        </tbody>
      </table>
    </div>
  )
}

const Row = (props: { row: IssueRow }) => {
  const mark = () => w().issues.due(props.row, now())
  return (
    <tr class={mark().tone}>
      <td>
        <State mark={mark()} />
      </td>
      <td class="c-used">
        <Show when={props.row.share !== null}>
          <UsedBar share={props.row.share ?? 0} tone={mark().tone} />
        </Show>
      </td>
      <td class="c-due dim">{props.row.dueAt === null ? '' : w().time.due(props.row.dueAt, now())}</td>
      <td class="t">
        <a data-row href={`/issues/${props.row.id}`}>
          <b>{props.row.title}</b>
          <span>{props.row.site ? named(props.row.site) : ''}</span>
        </a>
      </td>
      <td>
        <Glyph facts={props.row.facts} />
      </td>
      <td>{w().common.states[props.row.state]}</td>
      <td>{props.row.agency ? named(props.row.agency) : <span class="dim">{w().issues.toDispatch}</span>}</td>
      <td class="c-count num">{props.row.reportCount}</td>
      <td class="c-number num dim">{props.row.number}</td>
    </tr>
  )
}

const Pager = (props: { next: string | null; cursor: string; onGo: (cursor: string | undefined) => void }) => (
  <footer class="keys">
    <Show when={props.cursor !== ''}>
      <button type="button" class="btn" onClick={() => props.onGo(undefined)}>
        {w().issues.first}
      </button>
    </Show>
    <Show when={props.next}>
      {(next) => (
        <button type="button" class="btn" onClick={() => props.onGo(next())}>
          {w().issues.next}
        </button>
      )}
    </Show>
    <span class="hints">
      <Key name="j" />
      <Key name="k" /> {w().issues.legendKeys.move}
    </span>
    <span class="hints">
      <Key name="Enter" /> {w().issues.legendKeys.open}
    </span>
    <span class="legend">{w().issues.legend}</span>
  </footer>
)
