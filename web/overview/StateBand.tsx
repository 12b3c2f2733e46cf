import { ISSUE_STATES, type IssueState } from '../../server/domain/issue.ts'
import type { Overview } from '../../server/wire/overview.ts'
import { w } from '../lib/i18n.ts'
import { Figure } from '../ui/Figure.tsx'
import { Say } from '../ui/Say.tsx'

/** Issues by state, counted: where they stand, and where most of them are. */
export const StateBand = (props: { issues: Overview['issues'] }) => {
  const words = () => w().overview.states
  const counts = () =>
    ISSUE_STATES.flatMap((state) => {
      const count = props.issues.byState[state] ?? 0
      return count > 0 ? [{ state, count }] : []
    })
  const most = () => [...counts()].sort((a, b) => b.count - a.count)[0]
  const name = (state: IssueState) => w().common.states[state]
  return (
    <section class="band states">
      <div class="lead">
        <h2>{words().question}</h2>
        <Say
          tone="calm"
          phrase={words().sentence(
            props.issues.open,
            most() ? name(most()?.state ?? 'received') : '',
            most()?.count ?? 0,
          )}
        />
      </div>
      <div class="rows">
        <Figure
          title={words().picture}
          summary={w().common.list(counts().map(({ state, count }) => `${name(state)} ${count}${words().unit}`))}
          spec={{
            kind: 'bars',
            bars: counts().map(({ state, count }) => ({ label: name(state), value: count, tone: 'calm' })),
          }}
          rows={counts()}
          columns={[
            { head: words().column, cell: (row) => name(row.state) },
            { head: words().count, cell: (row) => row.count, isNumber: true },
          ]}
        />
      </div>
    </section>
  )
}
