import { createSignal, For, Show } from 'solid-js'
import type { IssueAction, IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { useKeys } from '../lib/keys.ts'
import type { Shown } from '../lib/snapshot.ts'
import { clockTime } from '../lib/time.ts'
import { Button } from '../ui/Button.tsx'
import { ActionDialog } from './ActionDialog.tsx'
import { actionWords, KEY_OF, mainAndMore } from './action-order.ts'
import { words } from './words.ts'

/** What this person can do with it now; each says what will happen before anything does. */
export const Actions = (props: { issue: IssueDetail; shown: Shown<IssueDetail> }) => {
  const said = () => w().issue.actions
  const [open, setOpen] = createSignal<IssueAction>()
  const [done, setDone] = createSignal<string>()
  const wordsOf = (action: IssueAction) => actionWords(props.issue, action, w(), words())
  const parted = () => mainAndMore(props.issue)
  const begin = (action: IssueAction) => () => {
    if (props.issue.actions.includes(action)) setOpen(action)
  }
  useKeys(Object.fromEntries(Object.entries(KEY_OF).map(([action, key]) => [key, begin(action as IssueAction)])))

  function finish(action: IssueAction, issue: IssueDetail): void {
    props.shown.put(issue)
    setDone(words().page.doneAt(said().done[action], clockTime(now())))
    setOpen(undefined)
  }
  return (
    <section class="actions">
      <h2>{said().title}</h2>
      <p class="done-line" role="status">
        <Show when={done()}>{(text) => <span class="done st st-calm">{text()}</span>}</Show>
      </p>
      <Show when={parted().main.length > 0} fallback={<p class="dim">{said().none}</p>}>
        <For each={parted().main}>
          {(action, index) => (
            <div class="do">
              <Button isMain={index() === 0} key={KEY_OF[action]} onClick={() => setOpen(action)}>
                {wordsOf(action).name}
              </Button>
              <p>{wordsOf(action).effect}</p>
            </div>
          )}
        </For>
      </Show>
      <Show when={parted().more.length > 0}>
        <details class="i-folded">
          <summary>{words().page.more(parted().more.length)}</summary>
          <div class="acts">
            <For each={parted().more}>
              {(action) => (
                <Button title={wordsOf(action).effect} onClick={() => setOpen(action)}>
                  {wordsOf(action).name}
                </Button>
              )}
            </For>
          </div>
        </details>
      </Show>
      <p class="note">{said().turn(w().issues.turn(props.issue.turn.who))}</p>
      <Show when={open()} keyed>
        {(action) => (
          <ActionDialog
            issue={props.issue}
            action={action}
            onDone={(issue) => finish(action, issue)}
            onClose={() => setOpen(undefined)}
            onSeen={(issue) => props.shown.put(issue)}
          />
        )}
      </Show>
    </section>
  )
}
