import { For, type JSX, Show } from 'solid-js'
import type { IssueRow } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { Glyph } from '../ui/Glyph.tsx'
import { State } from '../ui/State.tsx'
import type { Picked } from './picked.ts'
import { besideTitle, dueSaid, lastSaid, stateSaid } from './row-words.ts'
import { UsedBar } from './UsedBar.tsx'
import { words } from './words.ts'

export const COLUMN_COUNT = 10

/** A table of issues; columns drop as the screen narrows. Its bodies are given, so that they can be groups. */
export const RowsTable = (props: { children: JSX.Element }) => {
  const column = () => w().issues.column
  return (
    <div class="list scroll">
      <table>
        <colgroup>
          <col class="k-pick" />
          <col class="k-clock" />
          <col class="k-used" />
          <col class="k-due" />
          <col />
          <col class="k-facts" />
          <col class="k-state" />
          <col class="k-agency" />
          <col class="k-last" />
          <col class="k-number" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" class="c-pick">
              <span class="vh">{words().worklist.column.pick}</span>
            </th>
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
            <th scope="col" class="c-last">
              {words().worklist.column.last}
            </th>
            <th scope="col" class="c-number num">
              {column().number}
            </th>
          </tr>
        </thead>
        {props.children}
      </table>
    </div>
  )
}

/** The rows of one body. */
export const Rows = (props: { rows: readonly IssueRow[]; picked: Picked }) => (
  <For each={props.rows}>{(row) => <Row row={row} picked={props.picked} />}</For>
)

const Row = (props: { row: IssueRow; picked: Picked }) => {
  const mark = () => w().issues.due(props.row, now())
  const last = () => lastSaid(props.row, now(), w(), words())
  const short = () => props.row.number.split('-').at(-1) ?? props.row.number
  return (
    <tr class={`${mark().tone} ${props.picked.has(props.row.id) ? 'picked' : ''}`}>
      <td class="c-pick">
        <input
          type="checkbox"
          aria-label={`${words().worklist.column.pick} ${props.row.number}`}
          checked={props.picked.has(props.row.id)}
          onChange={() => props.picked.toggle(props.row)}
        />
      </td>
      <td class="c-clock">
        <State mark={mark()} />
      </td>
      <td class="c-used">
        <Show when={props.row.share !== null}>
          <UsedBar share={props.row.share ?? 0} tone={mark().tone} />
        </Show>
      </td>
      <td class="c-due dim">
        {dueSaid(props.row, now(), w(), words())}
        <Show when={props.row.isProvisional}>
          <span class="tag" title={words().page.clocks.provisionalWhy}>
            {words().worklist.provisional}
          </span>
        </Show>
      </td>
      <td class="t">
        <a data-row data-id={props.row.id} href={`/issues/${props.row.id}`}>
          <b>{props.row.title}</b>
          <span>{besideTitle(props.row, w(), words())}</span>
        </a>
      </td>
      <td class="c-facts">
        <Glyph facts={props.row.facts} />
      </td>
      <td class="c-state">{stateSaid(props.row, w(), words())}</td>
      <td class="c-agency">
        {props.row.agency ? named(props.row.agency) : <span class="dim">{w().issues.toDispatch}</span>}
      </td>
      <td class="c-last">
        <Show when={last()}>
          {(said) => (
            <span title={`${said().who} ${said().text}`}>
              <time datetime={new Date(said().at).toISOString()}>{said().when}</time>
              {said().text}
            </span>
          )}
        </Show>
      </td>
      <td class="c-number num dim" title={props.row.number}>
        {short()}
      </td>
    </tr>
  )
}
