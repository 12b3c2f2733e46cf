import { For, Show } from 'solid-js'
import type { NodeDetail } from '../../server/wire/nodes.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { dayStart } from '../lib/time.ts'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'

const SHOWN = 10

/** Comings and goings, newest first, with what each return proved about the silence before it. */
export const Connections = (props: { node: NodeDetail }) => {
  const words = () => w().nodes.connections
  const drops = () => props.node.connections.filter(({ diedAt }) => diedAt !== null && diedAt >= dayStart(now())).length
  return (
    <section class="pad">
      <h2>
        {words().title(drops())}
        <span class="dim">{words().note}</span>
      </h2>
      <Show when={props.node.connections.length > 0} fallback={<p class="dim">{words().none}</p>}>
        <ol class="comings">
          <For each={props.node.connections.slice(0, SHOWN)}>
            {(life) => (
              <li>
                <time>
                  {w().time.span(
                    w().time.instant(life.bornAt, now()),
                    life.diedAt === null ? words().still : w().time.instant(life.diedAt, now()),
                  )}
                </time>
                <span>{words().came(words().start(life.startReason), w().time.duration(life.uptimeMs))}</span>
                <span class="dim">{life.deathReason === null ? '' : words().death(life.deathReason)}</span>
                <State
                  mark={life.verdict === null ? toned('calm', words().noVerdict) : words().verdict(life.verdict)}
                />
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  )
}
