import './open-data.css'
import { createSignal, Show } from 'solid-js'
import type { SentUpdate } from '../../server/wire/open311.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Table } from '../ui/Table.tsx'
import { When } from '../ui/When.tsx'
import { openDataWords as words } from './open-data-words.ts'

/** What other systems say about issues of ours: the desk looks at each. */
export const OpenDataUpdates = () => {
  const shown = useSnapshot<SentUpdate[]>(
    () => '/open-data/updates',
    ({ kind }) => kind === 'directory' || kind === 'issue',
  )
  const [problem, setProblem] = createSignal<Refusal>()
  async function see(id: string): Promise<void> {
    const answer = await post<null>(`/open-data/updates/${encodeURIComponent(id)}/seen`, {})
    setProblem(answer.ok ? undefined : answer.problem)
    shown.reload()
  }
  return (
    <Shot of={shown}>
      {(updates) => (
        <>
          <Say phrase={words().updatesSentence(updates().length)} tone="calm" />
          <p class="dim">{words().updatesWhy}</p>
          <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
          <Show when={updates().length > 0}>
            <Table
              caption={words().updates}
              rows={updates()}
              columns={[
                {
                  head: words().update.issue,
                  cell: (update) => (
                    <a class="go" href={`/issues/${update.issue.id}`}>
                      {update.issue.number}
                    </a>
                  ),
                },
                { head: words().update.from, cell: (update) => update.from },
                { head: words().update.at, cell: (update) => <When at={update.at} />, class: 'number' },
                { head: words().update.status, cell: (update) => words().status[update.status] ?? update.status },
                { head: words().update.text, cell: (update) => update.text },
                {
                  head: '',
                  cell: (update) => (
                    <button type="button" class="open-data-act" onClick={() => void see(update.id)}>
                      {words().seen}
                    </button>
                  ),
                },
              ]}
            />
          </Show>
        </>
      )}
    </Shot>
  )
}
