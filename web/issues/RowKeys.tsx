import { createSignal, Show } from 'solid-js'
import type { IssueAction, IssueDetail, IssueRow } from '../../server/wire/issues.ts'
import { get } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { useKeys } from '../lib/keys.ts'
import { clockTime } from '../lib/time.ts'
import { ActionDialog } from './ActionDialog.tsx'
import type { Picked } from './picked.ts'
import { words } from './words.ts'

/** Keys of a list of issues, for the row the focus is on: answer, dispatch, merge, pick. What was done is said in words. */
export const RowKeys = (props: { rows: () => readonly IssueRow[]; picked: Picked; onChanged: () => void }) => {
  const [open, setOpen] = createSignal<{ issue: IssueDetail; action: IssueAction }>()
  const [said, setSaid] = createSignal('')
  const focused = () => {
    const id = (document.activeElement as HTMLElement | null)?.dataset.id
    return props.rows().find((row) => row.id === id)
  }
  async function begin(...wanted: IssueAction[]): Promise<void> {
    const row = focused()
    if (!row) return
    setSaid(words().worklist.reading)
    const answer = await get<IssueDetail>(`/issues/${row.id}`)
    if (!answer.ok) return void setSaid(answer.problem.title)
    const action = wanted.find((one) => answer.value.actions.includes(one))
    setSaid(action ? '' : words().worklist.cannot(w().issue.actions.names[wanted[0] as IssueAction]))
    if (action) setOpen({ issue: answer.value, action })
  }
  useKeys({
    a: () => void begin('answer', 'reply'),
    d: () => void begin('dispatch'),
    m: () => void begin('merge'),
    x: () => {
      const row = focused()
      if (row) props.picked.toggle(row)
    },
  })
  return (
    <>
      <p class="i-said" role="status">
        {said()}
      </p>
      <Show when={open()} keyed>
        {({ issue, action }) => (
          <ActionDialog
            issue={issue}
            action={action}
            onDone={(changed) => {
              setSaid(
                w().common.list([
                  `${clockTime(now())} ${changed.number} ${changed.title}`,
                  w().issue.actions.done[action],
                ]),
              )
              setOpen(undefined)
              props.onChanged()
            }}
            onClose={() => setOpen(undefined)}
            onSeen={props.onChanged}
          />
        )}
      </Show>
    </>
  )
}
