import { For, Show } from 'solid-js'
import type { QueueNow } from '../../server/wire/overview.ts'
import { now } from '../lib/clock.ts'
import { live } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { Band } from './Band.tsx'
import { queueFacts, queueTone, queueWith } from './facts.ts'
import { Unknown } from './PowerBand.tsx'

const MOST_ROWS = 5

export const QueueBand = (props: { queues: readonly QueueNow[] }) => {
  const words = () => w().overview.queues
  const queues = () => props.queues.map((queue) => queueWith(queue, live.state.readings))
  const facts = () => queueFacts(queues())
  const rows = () =>
    queues()
      .sort((a, b) => Number(a.isStale) - Number(b.isStale) || (b.waiting ?? -1) - (a.waiting ?? -1))
      .slice(0, MOST_ROWS)
  const most = () => Math.max(10, ...queues().map(({ waiting }) => waiting ?? 0))
  return (
    <Band
      question={words().question}
      phrase={words().sentence(facts())}
      tone={queueTone(facts())}
      rest={facts().liveCount > 0 ? words().refused : ''}
    >
      <Show when={props.queues.length > 0} fallback={<Unknown text={words().noneYet} />}>
        <For each={rows()}>{(queue) => <QueueRow queue={queue} most={most()} />}</For>
        <svg class="time-axis axis" height="22" aria-hidden="true">
          <text x="0" y="16">
            0
          </text>
          <text x="100%" y="16" text-anchor="end">
            {words().axisEnd(most())}
          </text>
        </svg>
      </Show>
    </Band>
  )
}

const QueueRow = (props: { queue: QueueNow; most: number }) => {
  const words = () => w().overview.queues
  const isSilent = () => props.queue.isStale || props.queue.waiting === null
  const waiting = () => props.queue.waiting ?? 0
  const at = () => (props.queue.at === null ? '' : w().time.instant(props.queue.at, now()))
  return (
    <a class="r" data-row href={`/sites/${props.queue.site.id}`}>
      <State mark={isSilent() ? toned('hold', words().silent) : toned('calm', words().waiting(waiting()))} />
      <b>{props.queue.name}</b>
      <span>
        {isSilent()
          ? at() === ''
            ? words().neverWhy
            : words().silentWhy(at())
          : w().common.list([
              props.queue.windowsOpen === null ? '' : words().open(props.queue.windowsOpen),
              props.queue.servedTotal === null ? '' : words().served(props.queue.servedTotal),
            ])}
      </span>
      <span class="dim">{named(props.queue.site)}</span>
      <svg class="pic" width="100%" height="36" aria-hidden="true">
        <Show when={!isSilent()} fallback={<rect class="strip-hatch" y="15" width="100%" height="6" />}>
          <line class="base" y1="9" y2="27" />
          <rect class="count" y="12" height="12" width={`${(waiting() / props.most) * 88}%`} />
        </Show>
      </svg>
    </a>
  )
}
