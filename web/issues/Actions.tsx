import { createSignal, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { IssueAction, IssueDetail } from '../../server/wire/issues.ts'
import { w } from '../lib/i18n.ts'
import type { Shown } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { FORMS } from './forms.tsx'

/** What this person can do with it now; each says what will happen before anything does. */
export const Actions = (props: { issue: IssueDetail; shown: Shown<IssueDetail> }) => {
  const words = () => w().issue.actions
  const [open, setOpen] = createSignal<IssueAction>()
  const [done, setDone] = createSignal<IssueAction>()

  // Nothing of the same kind is open here: merging would have nowhere to go.
  const actions = () =>
    props.issue.actions.filter((action) => FORMS[action] && (action !== 'merge' || props.issue.mergeable.length > 0))

  function finish(action: IssueAction, issue: IssueDetail): void {
    props.shown.put(issue)
    setDone(action)
    setOpen(undefined)
  }
  return (
    <section>
      <h2>{words().title}</h2>
      <Show when={done()}>
        {(action) => (
          <p class="done st st-calm" role="status">
            {words().done[action()]}
          </p>
        )}
      </Show>
      <Show when={actions().length > 0} fallback={<p class="dim">{words().none}</p>}>
        <For each={actions()}>
          {(action, index) => (
            <div class="do">
              <Button isMain={index() === 0} onClick={() => setOpen(action)}>
                {words().names[action]}
              </Button>
              <p>{words().effects[action]}</p>
            </div>
          )}
        </For>
      </Show>
      <p class="note">{words().turn(w().issues.turn(props.issue.turn.who))}</p>
      <Show when={open()} keyed>
        {(action) => (
          <Dynamic
            component={FORMS[action]}
            issue={props.issue}
            onDone={(issue: IssueDetail) => finish(action, issue)}
            onClose={() => setOpen(undefined)}
            onSeen={(issue: IssueDetail) => props.shown.put(issue)}
          />
        )}
      </Show>
    </section>
  )
}
