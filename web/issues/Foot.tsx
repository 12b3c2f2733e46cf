import { type JSX, Show } from 'solid-js'
import { w } from '../lib/i18n.ts'
import { areKeysOn } from '../lib/keys.ts'
import { Key } from '../ui/Button.tsx'
import { BulkBar } from './Bulk.tsx'
import type { Picked } from './picked.ts'
import { words } from './words.ts'

/** The foot of a list: its keys and the legend of the small window, or what can be done with the rows picked. */
export const Foot = (props: { picked: Picked; onChanged: () => void; children?: JSX.Element }) => {
  const keys = () => words().worklist.keys
  return (
    <footer class="keys">
      {props.children}
      <Show
        when={props.picked.all().length === 0}
        fallback={<BulkBar picked={props.picked} onChanged={props.onChanged} />}
      >
        <Show when={areKeysOn()}>
          <span class="hints">
            <Key name="j" />
            <Key name="k" />
            {keys().move}
          </span>
          <span class="hints">
            <Key name="Enter" />
            {keys().open}
          </span>
          <span class="hints">
            <Key name="a" />
            {keys().answer}
          </span>
          <span class="hints">
            <Key name="d" />
            {keys().dispatch}
          </span>
          <span class="hints">
            <Key name="m" />
            {keys().merge}
          </span>
          <span class="hints">
            <Key name="x" />
            {keys().pick}
          </span>
          <span class="hints">
            <Key name="?" />
            {keys().all}
          </span>
        </Show>
        <span class="legend">{w().issues.legend}</span>
      </Show>
    </footer>
  )
}
