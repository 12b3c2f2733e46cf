import { For, Show } from 'solid-js'
import type { Overview } from '../../server/wire/overview.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { State } from '../ui/State.tsx'
import { Band } from './Band.tsx'
import { issueFacts, issueTone } from './facts.ts'
import { Shares } from './Shares.tsx'

const MOST_ROWS = 5

export const StuckBand = (props: { issues: Overview['issues'] }) => {
  const words = () => w().overview.issues
  const facts = () => issueFacts(props.issues, now())
  const fine = () => Math.max(0, facts().open - facts().late - facts().near - facts().paused)
  const rest = () => (facts().late + facts().near > 0 ? words().rest(fine(), facts().paused) : words().zero)
  return (
    <Band
      question={words().question}
      phrase={words().sentence(facts())}
      tone={issueTone(facts())}
      rest={
        <Show when={facts().open > 0}>
          {rest()}
          <a class="go" href="/issues">
            {words().all(facts().open)}
          </a>
        </Show>
      }
    >
      <Show when={facts().open > 0} fallback={<NoneYet />}>
        <div class="split">
          <div>
            <For each={props.issues.rows.slice(0, MOST_ROWS)}>
              {(row) => (
                <a class="r" data-row href={`/issues/${row.id}`}>
                  <State mark={w().issues.due(row, now())} />
                  <b>{row.title}</b>
                  <span>{row.dueAt === null ? '' : w().issues.dueOn(row.dueAt, now())}</span>
                  <span>{w().issues.progress(row)}</span>
                </a>
              )}
            </For>
          </div>
          <Shares shares={props.issues.shares} />
        </div>
      </Show>
    </Band>
  )
}

const NoneYet = () => (
  <div class="unknown">
    <p>{w().overview.issues.noneYet}</p>
    <svg aria-hidden="true" width="100%" height="12">
      <line class="base" x2="100%" y1="11.5" y2="11.5" />
    </svg>
  </div>
)
