import { For, Show } from 'solid-js'
import type { NodeDetail, NodeMetric } from '../../server/wire/nodes.ts'
import { now } from '../lib/clock.ts'
import { live } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { dayStart } from '../lib/time.ts'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { byDevice, freshness, sparkline } from './node-facts.ts'
import { valueSaid } from './value-words.ts'

/** What each metric says, how fresh it is, how it reports, and its day; the values move with the stream. */
export const Metrics = (props: { node: NodeDetail }) => {
  const words = () => w().nodes.metrics
  const silent = () => props.node.metrics.filter(({ isStale }) => isStale).length
  return (
    <section class="pad">
      <h2 class="bar">
        <span>
          {words().title(props.node.devices.length, props.node.metrics.length)}
          <span class="dim">{words().silent(silent())}</span>
        </span>
        <span class="dim hint">{words().hint}</span>
      </h2>
      <Show when={props.node.metrics.length > 0} fallback={<p class="dim">{words().none}</p>}>
        <div class="scroll">
          <table class="dev">
            <thead>
              <tr>
                <th scope="col">{words().column.name}</th>
                <th scope="col" class="num">
                  {words().column.now}
                </th>
                <th scope="col">{words().column.ago}</th>
                <th scope="col" class="m-fresh">
                  {words().column.fresh}
                </th>
                <th scope="col" class="m-how">
                  {words().column.how}
                </th>
                <th scope="col" class="m-day">
                  {words().column.day}
                </th>
              </tr>
            </thead>
            <For each={byDevice(props.node)}>
              {(group) => (
                <tbody>
                  <tr>
                    <th colspan="6" scope="rowgroup">
                      <b>{group.name}</b>
                      {group.device?.poweredBy
                        ? (w().nodes.powers[group.device.poweredBy] ?? group.device.poweredBy)
                        : ''}
                    </th>
                  </tr>
                  <For each={group.metrics}>{(metric) => <MetricRow metric={metric} />}</For>
                </tbody>
              )}
            </For>
          </table>
        </div>
      </Show>
    </section>
  )
}

const MetricRow = (props: { metric: NodeMetric }) => {
  const words = () => w().nodes.metrics
  const reading = () => live.state.readings[props.metric.metricId]
  const isLive = () => (reading()?.at ?? 0) > (props.metric.at ?? 0)
  const at = () => (isLive() ? (reading()?.at ?? null) : props.metric.at)
  const isStale = () => props.metric.isStale && !isLive()
  const value = () => (isLive() ? (reading()?.value ?? null) : (props.metric.text ?? props.metric.value))
  return (
    <tr classList={{ old: isStale() }}>
      <td>{words().name(props.metric.name)}</td>
      <td class="num v">{valueSaid(props.metric, value(), w())}</td>
      <td>
        <Show when={at()} fallback={<State mark={toned('hold', words().neverRead)} />}>
          {(seen) => (
            <Show when={isStale()} fallback={w().time.ago(now() - seen())}>
              <State mark={toned('hold', words().stale(w().time.running(now() - seen())))} />
            </Show>
          )}
        </Show>
      </td>
      <td class="m-fresh">
        <Fresh metric={props.metric} at={at()} isStale={isStale()} />
      </td>
      <td class="m-how">{words().how(props.metric)}</td>
      <td class="m-day">
        <Spark metric={props.metric} />
      </td>
    </tr>
  )
}

const FRESH_WIDTH = 84
const Fresh = (props: { metric: NodeMetric; at: number | null; isStale: boolean }) => {
  const words = () => w().nodes.metrics
  const ago = () => (props.at === null ? words().neverRead : w().time.ago(now() - props.at))
  const share = () => (props.at === null ? 0 : freshness(props.metric, props.at, now()) / 1.5)
  return (
    <svg
      width={FRESH_WIDTH}
      height="12"
      role="img"
      aria-label={words().freshPicture(ago(), w().time.exact(props.metric.maximumSilenceMs))}
    >
      <Show
        when={!props.isStale && props.at !== null}
        fallback={<rect class="strip-hatch" y="3" width={FRESH_WIDTH} height="6" />}
      >
        <line class="base" x2={FRESH_WIDTH} y1="6" y2="6" />
        <rect class="fresh-bar" y="3" height="6" width={Math.max(2, share() * FRESH_WIDTH)} />
        <path class="base" d="M56.5 0v12" />
      </Show>
    </svg>
  )
}

const BOX = { width: 712, height: 20 }
const Spark = (props: { metric: NodeMetric }) => (
  <svg width="100%" height="24" viewBox="0 -2 712 24" preserveAspectRatio="none" aria-hidden="true">
    <path class="spark" d={sparkline(props.metric.day, dayStart(now()), now(), BOX)} />
  </svg>
)
