import './issue-more.css'
import './list.css'
import './rows.css'
import { useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { IssueList } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { session } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { type Shown, useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Empty, Loading } from '../ui/Shot.tsx'
import { OwnAgency } from './Filters.tsx'
import { Foot } from './Foot.tsx'
import { pathOf, searchOf } from './list-query.ts'
import { createPicked, type Picked } from './picked.ts'
import { RowKeys } from './RowKeys.tsx'
import { COLUMN_COUNT, Rows, RowsTable } from './Rows.tsx'
import { SavedFilters } from './SavedFilters.tsx'
import { WorkFilters } from './WorkFilters.tsx'
import { words } from './words.ts'
import {
  groupQuery,
  groupsOf,
  readWork,
  type Turn,
  type WorkQuery,
  workCounts,
  workSearch,
  workTone,
} from './work-query.ts'

const FIRST = 40
const MOST = 200

/** What is to be done, in groups by whose turn it is, the worst clock first. */
export default function WorkList() {
  const [search, setSearch] = useSearchParams()
  const query = createMemo(() => readWork(search))
  const picked = createPicked()
  const isOfficer = () => session()?.user.role === 'officer'
  const desk = useGroup('desk', query)
  const agency = useGroup('agency', query)
  const reporter = useGroup('reporter', query)
  const paused = useGroup('paused', query)
  const byTurn = { desk, agency, reporter, paused }
  const groups = createMemo(() => groupsOf(query(), isOfficer()).map((turn) => byTurn[turn]))
  const rows = () => groups().flatMap(({ shown }) => shown.state.value?.rows ?? [])
  const isRead = () => groups().every(({ shown }) => shown.state.value)
  const problem = () => groups().find(({ shown }) => shown.state.problem)?.shown
  const hasMore = () => groups().some(({ shown }) => shown.state.value?.next != null)
  const counts = () => workCounts(rows(), isOfficer() ? 'agency' : 'desk', now(), w())
  const reload = () => {
    for (const { shown } of groups()) shown.reload()
  }
  useTitle(() => words().worklist.title)
  return (
    <main id="main" class="worklist" tabindex="-1">
      <Show when={problem()}>
        {(shown) => (
          <div class="pad">
            <Show when={shown().state.problem}>
              {(refused) => <Problem problem={refused()} onRetry={shown().reload} />}
            </Show>
          </div>
        )}
      </Show>
      <Show when={isRead()} fallback={<Show when={!problem()}>{<Loading />}</Show>}>
        <header class="head">
          <Say
            as="h1"
            tone={workTone(rows())}
            phrase={words().worklist.sentence({ ...counts(), isOfficer: isOfficer() })}
          />
          <WorkFilters
            query={query()}
            isOfficer={isOfficer()}
            count={rows().length}
            hasMore={hasMore()}
            onChange={(next: Partial<WorkQuery>) => setSearch(next)}
          />
          <OwnAgency />
          <SavedFilters list="worklist" search={workSearch(query())} />
        </header>
        <Show when={rows().length > 0} fallback={<NothingToDo isNarrowed={!isBare(query())} />}>
          <RowsTable>
            <For each={groups()}>
              {(group) => (
                // What stands still is only mentioned when there is some.
                <Show when={group.turn !== 'paused' || query().state === 'paused' || hasRows(group)}>
                  <GroupBody query={query()} group={group} isOfficer={isOfficer()} picked={picked} />
                </Show>
              )}
            </For>
          </RowsTable>
          <RowKeys rows={rows} picked={picked} onChanged={reload} />
          <Foot picked={picked} onChanged={reload} />
        </Show>
      </Show>
    </main>
  )
}

/** Nothing is up: by the filter, or at all. */
const NothingToDo = (props: { isNarrowed: boolean }) => (
  <div class="none-yet">
    <Empty title={words().worklist.empty}>
      <a class="go" href={props.isNarrowed ? '/worklist' : '/issues?state=all'}>
        {props.isNarrowed ? w().issues.clear : words().worklist.allIssues}
      </a>
    </Empty>
  </div>
)

const hasRows = ({ shown }: Group): boolean => (shown.state.value?.rows.length ?? 0) > 0
const isBare = ({ site, service, state }: WorkQuery): boolean => site === '' && service === '' && state === 'open'

type Group = { turn: Turn; shown: Shown<IssueList>; more: () => void; canMore: () => boolean }

/** One group's rows while it is in view, worst first; more of them on demand, up to what a page can bear. */
function useGroup(turn: Turn, query: () => WorkQuery): Group {
  const [limit, setLimit] = createSignal(FIRST)
  const isOfficer = () => session()?.user.role === 'officer'
  const path = () => {
    return groupsOf(query(), isOfficer()).includes(turn) ? pathOf(groupQuery(query(), turn), limit()) : null
  }
  const shown = useSnapshot<IssueList>(path, ({ kind }) => kind === 'issue', { isKept: true, isFresh: true })
  return { turn, shown, more: () => setLimit(MOST), canMore: () => limit() < MOST }
}

const GroupBody = (props: { query: WorkQuery; group: Group; isOfficer: boolean; picked: Picked }) => {
  const said = () => words().worklist.group
  const rows = () => props.group.shown.state.value?.rows ?? []
  const isMore = () => props.group.shown.state.value?.next != null
  const title = () => {
    const turn = props.group.turn
    if (turn === 'reporter' || turn === 'paused') return said()[turn]
    if (props.isOfficer) return turn === 'agency' ? said().officerAgency : said().officerDesk
    return turn === 'desk' ? said().desk : said().agency
  }
  const note = () => {
    if (rows().length === 0) return said().none
    const isToRemind = props.group.turn === 'agency' && !props.isOfficer && rows().some(({ light }) => light >= 3)
    return w().common.list([said().note(rows().length, isMore()), isToRemind ? said().late : ''])
  }
  return (
    <tbody>
      <tr class="group">
        <th colspan={COLUMN_COUNT} scope="rowgroup">
          <b>{title()}</b>
          <span>{note()}</span>
        </th>
      </tr>
      <Rows rows={rows()} picked={props.picked} />
      <Show when={isMore()}>
        <tr class="group">
          <td colspan={COLUMN_COUNT}>
            <Show
              when={props.group.canMore()}
              fallback={
                <a class="go" href={`/issues?${searchOf(groupQuery(props.query, props.group.turn))}`}>
                  {w().issues.next}
                </a>
              }
            >
              <button type="button" class="link" onClick={() => props.group.more()}>
                {said().more}
              </button>
            </Show>
          </td>
        </tr>
      </Show>
    </tbody>
  )
}
