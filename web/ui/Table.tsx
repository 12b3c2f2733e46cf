import { For, type JSX } from 'solid-js'

export type Column<T> = { head: string; cell: (row: T) => JSX.Element; class?: string; isNumber?: boolean }

/** Rows under heads; wide ones scroll in their own frame. */
export function Table<T>(props: {
  columns: readonly Column<T>[]
  rows: readonly T[]
  caption: string
  class?: string
}) {
  const classOf = (column: Column<T>) => `${column.isNumber ? 'num' : ''} ${column.class ?? ''}`
  return (
    <section class="scroll" aria-label={props.caption} tabindex="0">
      <table class={`tbl ${props.class ?? ''}`}>
        <caption class="vh">{props.caption}</caption>
        <thead>
          <tr>
            <For each={props.columns}>
              {(column) => (
                <th scope="col" class={classOf(column)}>
                  {column.head}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr>
                <For each={props.columns}>{(column) => <td class={classOf(column)}>{column.cell(row)}</td>}</For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
