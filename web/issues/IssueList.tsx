import './issue-more.css'
import './list.css'
import './rows.css'
import { useSearchParams } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import type { IssueRow, IssueList as Page } from '../../server/wire/issues.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Filters } from './Filters.tsx'
import { Foot } from './Foot.tsx'
import { isNarrowed, type ListQuery, pathOf, readQuery, searchOf } from './list-query.ts'
import { NoIssues } from './NoIssues.tsx'
import { createPicked } from './picked.ts'
import { RowKeys } from './RowKeys.tsx'
import { Rows, RowsTable } from './Rows.tsx'
import { SavedFilters } from './SavedFilters.tsx'

/** Issues by the filters in the address, worst clock first, a page at a time. */
export default function IssueList() {
  const [search, setSearch] = useSearchParams()
  const query = createMemo(() => readQuery(search))
  const picked = createPicked()
  const shown = useSnapshot<Page>(
    () => pathOf(query()),
    ({ kind }) => kind === 'issue',
    { isKept: true, isFresh: true },
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
              <SavedFilters list="issues" search={searchOf(query())} />
            </header>
            <Show when={page().rows.length > 0} fallback={<NoIssues isNarrowed={isNarrowed(query())} />}>
              <RowsTable>
                <tbody>
                  <Rows rows={page().rows} picked={picked} />
                </tbody>
              </RowsTable>
              <RowKeys rows={() => page().rows} picked={picked} onChanged={shown.reload} />
              <Foot picked={picked} onChanged={shown.reload}>
                <Pager next={page().next} cursor={query().cursor} onGo={(cursor) => setSearch({ cursor })} />
              </Foot>
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

const Pager = (props: { next: string | null; cursor: string; onGo: (cursor: string | undefined) => void }) => (
  <>
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
  </>
)
