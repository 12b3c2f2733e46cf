import './indicators.css'
import './indicators-narrow.css'
import { useParams, useSearchParams } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import type { Rate } from '../../server/domain/kpi.ts'
import { PARTS, type Part } from '../../server/domain/kpi.ts'
import type { KpiRows } from '../../server/wire/kpis.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { one, readPicks, searchOf } from './query.ts'
import { words } from './words.ts'

/** The issues behind a figure: every number opens its rows. */
export default function IndicatorRows() {
  const params = useParams<{ kpi: string }>()
  const [search, setSearch] = useSearchParams()
  const picks = createMemo(() => readPicks(search))
  const part = (): Part => PARTS.find((name) => name === one(search.part)) ?? 'denominator'
  const more = () => ({ part: part(), reason: one(search.reason) })
  const shown = useSnapshot<KpiRows>(
    () => `/kpis/${params.kpi}/issues${searchOf(picks(), { ...more(), cursor: one(search.cursor) })}`,
    () => false,
    { isKept: true },
  )
  const name = () => nameOf(params.kpi ?? '')
  useTitle(() => name())
  const period = (rows: KpiRows) => words().period(rows.from, rows.to, rows.to.slice(0, 4))
  return (
    <main id="main" class="indicators rows" tabindex="-1">
      <Shot of={shown}>
        {(page) => (
          <>
            <header class="head">
              <Say
                as="h1"
                tone="attn"
                phrase={words().rows.sentence(name(), `${period(page())} · ${words().rows.parts[part()]}`)}
              />
              <p class="ask">
                <a class="go" href={`/indicators${searchOf(picks())}`}>
                  {words().rows.back}
                </a>
                <Show when={session()?.user.role === 'officer'}>
                  <span class="dim"> {words().rows.own}</span>
                </Show>
              </p>
              <div class="acts">
                <fieldset class="seg" aria-label={words().rows.column.why}>
                  <For each={PARTS}>
                    {(each) => (
                      <button
                        type="button"
                        aria-pressed={each === part()}
                        onClick={() => setSearch({ part: each, reason: undefined, cursor: undefined })}
                      >
                        {words().rows.parts[each]}
                      </button>
                    )}
                  </For>
                </fieldset>
                <a
                  class="btn"
                  href={`/api/v1/kpis/${params.kpi}/issues.csv${searchOf(picks(), more())}`}
                  download={`${params.kpi}.csv`}
                >
                  {words().csv}
                </a>
              </div>
            </header>
            <Show when={page().rows.length > 0} fallback={<p class="pad dim">{words().rows.empty}</p>}>
              <Rows rows={page().rows} />
            </Show>
            <footer class="keys">
              <Show when={one(search.cursor) !== ''}>
                <button type="button" class="btn" onClick={() => setSearch({ cursor: undefined })}>
                  {words().rows.first}
                </button>
              </Show>
              <Show when={page().next}>
                {(next) => (
                  <button type="button" class="btn" onClick={() => setSearch({ cursor: next() })}>
                    {words().rows.next}
                  </button>
                )}
              </Show>
            </footer>
          </>
        )}
      </Shot>
    </main>
  )
}

function nameOf(kpi: string): string {
  const stages: Record<string, string> = words().stages.names
  return words().names[kpi as Rate] ?? stages[kpi] ?? kpi
}

const Rows = (props: { rows: KpiRows['rows'] }) => {
  const column = () => words().rows.column
  return (
    <div class="list scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{column().on}</th>
            <th scope="col">{column().issue}</th>
            <th scope="col">{column().agency}</th>
            <th scope="col">{column().state}</th>
            <th scope="col">{column().why}</th>
            <th scope="col" class="num">
              {column().number}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr>
                <td class="num-left">{row.on ?? words().rows.running}</td>
                <td class="t">
                  <a data-row href={`/issues/${row.issue.id}`}>
                    <b>{row.issue.title}</b> <span class="dim">{row.issue.site ? named(row.issue.site) : ''}</span>
                  </a>
                </td>
                <td>{row.issue.agency ? named(row.issue.agency) : ''}</td>
                <td>{w().common.states[row.issue.state]}</td>
                <td>{whyOf(row)}</td>
                <td class="num dim">{row.issue.number}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

function whyOf(row: KpiRows['rows'][number]): string {
  const said = words().rows
  if (row.isOverdue) return said.overdue
  if (row.reason) return words().reasons[row.reason]
  if (row.minutes !== null) return said.minutes(words().stages.minutes(row.minutes))
  return row.isInNumerator ? said.yes : said.no
}
