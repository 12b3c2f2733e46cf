import { Match, Switch } from 'solid-js'
import { here, second } from '../lib/clock.ts'
import { live } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { clockSeconds } from '../lib/time.ts'

/** “更新于 10:02:31” by the server's clock, or since when nothing is heard. Always in sight. */
export const Live = () => {
  const heardAt = () => (live.state.heardAt === null ? null : clockSeconds(live.state.heardAt))
  const openedHere = here()
  const silence = () => Math.max(0, Math.floor((second() - (live.state.heardHere ?? openedHere)) / 1_000))
  return (
    <Switch fallback={<p class="live">{w().common.connecting}</p>}>
      <Match when={live.state.phase === 'down'}>
        <p class="live is-down">
          <span class="st st-late">{w().common.lostFor(silence(), heardAt())}</span>
        </p>
      </Match>
      <Match when={heardAt()}>
        {(at) => (
          <p class="live">
            {w().common.updatedAt}
            <time>{at()}</time>
          </p>
        )}
      </Match>
    </Switch>
  )
}
