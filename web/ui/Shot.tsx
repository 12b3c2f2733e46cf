import { type Accessor, type JSX, Match, Show, Switch } from 'solid-js'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import type { Shown } from '../lib/snapshot.ts'
import { clockSeconds } from '../lib/time.ts'
import { Problem } from './Problem.tsx'

/** The designed states of one snapshot: reading, refused, or shown, with a word when what is shown is an earlier one. */
export function Shot<T extends object>(props: { of: Shown<T>; children: (value: Accessor<T>) => JSX.Element }) {
  const state = () => props.of.state
  return (
    <Switch fallback={<Loading />}>
      <Match when={state().value}>
        {(value) => (
          <>
            <Show when={state().problem}>
              {(problem) => (
                <div class="pad">
                  <Problem problem={problem()} onRetry={props.of.reload} />
                </div>
              )}
            </Show>
            <Show when={state().isLoading && now() - (state().at ?? 0) > 20_000}>
              <p class="earlier dim" role="status">
                {w().common.loadingFrom(clockSeconds(state().at ?? 0))}
              </p>
            </Show>
            {props.children(value as Accessor<T>)}
          </>
        )}
      </Match>
      <Match when={state().problem}>
        {(problem) => (
          <div class="pad">
            <Problem problem={problem()} onRetry={props.of.reload} />
          </div>
        )}
      </Match>
    </Switch>
  )
}

/** Nothing spins: a sentence, and the shape of what comes. */
export const Loading = () => (
  <div class="pad loading" role="status">
    <p class="say is-calm">{w().common.loading}</p>
    <div class="ghost" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  </div>
)

/** Nothing there yet: says why, and where it would come from. */
export const Empty = (props: { title: string; children?: JSX.Element }) => (
  <div class="empty">
    <p class="say is-calm">{props.title}</p>
    {props.children}
  </div>
)
