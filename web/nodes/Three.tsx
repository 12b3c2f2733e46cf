import { For, Show } from 'solid-js'
import type { NodeDetail } from '../../server/wire/nodes.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'

/** What it still holds, how its clock stands, and what was kept apart. */
export const Three = (props: { node: NodeDetail }) => (
  <div class="three">
    <Outbox node={props.node} />
    <Clock node={props.node} />
    <Quarantine node={props.node} />
  </div>
)

const Outbox = (props: { node: NodeDetail }) => {
  const words = () => w().nodes.outbox
  return (
    <section>
      <h2>{words().title}</h2>
      <p class="big">{words().big(props.node.outbox.heldCount, props.node.outbox.hoursLeft)}</p>
      <p class="dim">{words().note}</p>
      <Show when={props.node.outbox.percent !== null}>
        <svg
          width="100%"
          height="42"
          role="img"
          aria-label={words().picture(Math.round(props.node.outbox.percent ?? 0))}
        >
          <rect class="holder" x=".5" y="6.5" width="99.5%" height="11" />
          <rect
            class={(props.node.outbox.percent ?? 0) > 80 ? 'strip-out' : 'fresh-bar'}
            y="6"
            width={`${Math.max(0.5, props.node.outbox.percent ?? 0)}%`}
            height="12"
          />
          <line class="limit" x1="90%" x2="90%" y1="1" y2="23" />
          <text y="38">{words().from}</text>
          <text x="100%" y="38" text-anchor="end">
            {words().until}
          </text>
        </svg>
      </Show>
    </section>
  )
}

const CLOCK_BAND_MS = 10_000
const Clock = (props: { node: NodeDetail }) => {
  const words = () => w().nodes.clock
  const at = () =>
    50 + (Math.max(-CLOCK_BAND_MS, Math.min(CLOCK_BAND_MS, -(props.node.clockSkewMs ?? 0))) / CLOCK_BAND_MS) * 48
  return (
    <section>
      <h2>{words().title}</h2>
      <p class="big">{words().big(props.node.clockSkewMs, props.node.isClockSynced)}</p>
      <p class="dim">{props.node.isClockSynced === false ? words().unsynced : words().note}</p>
      <Show when={props.node.clockSkewMs !== null}>
        <svg width="100%" height="42" aria-hidden="true">
          <rect class="calm-band" x="26%" width="48%" y="2" height="20" />
          <line class="base" x1="50%" x2="50%" y1="2" y2="22" />
          <line class="limit" x1={`${at()}%`} x2={`${at()}%`} y1="0" y2="24" />
          <text x="26%" y="38" text-anchor="middle">
            −5 s
          </text>
          <text x="74%" y="38" text-anchor="middle">
            +5 s
          </text>
        </svg>
      </Show>
    </section>
  )
}

const Quarantine = (props: { node: NodeDetail }) => {
  const words = () => w().nodes.quarantine
  const latest = () => Math.max(...props.node.quarantined.map(({ latestAt }) => latestAt))
  return (
    <section>
      <h2>
        {words().title}
        <span class="dim">{words().note}</span>
      </h2>
      <Show
        when={props.node.quarantined.length > 0}
        fallback={
          <>
            <p class="big">{words().none}</p>
            <p class="dim">{words().noneNote}</p>
          </>
        }
      >
        <p class="big">{words().big(props.node.quarantinedCount, w().time.instant(latest(), now()))}</p>
        <ul class="kept">
          <For each={props.node.quarantined}>
            {(group) => (
              <li>
                <b>{group.count}</b>
                <span>{words().reason(group.reason)}</span>
                <span class="dim">{words().largest((group.largest / 1_024).toFixed(1))}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
