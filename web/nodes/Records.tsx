import { For, Show } from 'solid-js'
import type { Gap, NodeDetail } from '../../server/wire/nodes.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { dayStart } from '../lib/time.ts'
import { State } from '../ui/State.tsx'
import { Table } from '../ui/Table.tsx'
import { TimeAxis } from '../ui/TimeAxis.tsx'
import { dayLanes } from './day-lanes.ts'

/** Today's records on one axis: when it was connected, each hole and what became of it; then the ledger of holes. */
export const Records = (props: { node: NodeDetail }) => {
  const words = () => w().nodes.records
  const lanes = () => dayLanes(props.node, dayStart(now()), now())
  const today = () => props.node.gaps.filter(({ seenAt }) => seenAt >= dayStart(now()))
  const count = (outcome: Gap['outcome']) => today().filter((gap) => gap.outcome === outcome).length
  const summary = () =>
    words().summary({
      drops: lanes().off.length,
      open: count('open'),
      filled: count('filled'),
      lost: count('lost') + count('evicted'),
    })
  return (
    <section class="pad">
      <h2>
        {words().title(props.node.recordsToday)}
        <span class="dim">{words().note(props.node.openGaps.records, props.node.lostRecords)}</span>
      </h2>
      <div class="lanes">
        <span>{words().lanes.connection}</span>
        <svg width="100%" height="44" role="img" aria-label={summary()}>
          <For each={lanes().on}>
            {(part) => <line class="strip-ok" x1={`${part.start}%`} x2={`${part.end}%`} y1="30" y2="30" />}
          </For>
          <For each={lanes().off}>
            {(part) => (
              <>
                <rect
                  class="strip-gone"
                  x={`${part.start}%`}
                  y="24.5"
                  width={`${Math.max(0.28, part.end - part.start)}%`}
                  height="11"
                />
                <Show when={part.isLabelled}>
                  <text x={`${part.start}%`} y="16" text-anchor={part.start > 70 ? 'end' : 'start'}>
                    {words().off(w().time.duration(part.ms))}
                  </text>
                </Show>
              </>
            )}
          </For>
        </svg>
        <span>{words().lanes.gaps}</span>
        <svg width="100%" height="34" aria-hidden="true">
          <For each={lanes().gaps}>
            {(gap) => (
              <svg aria-hidden="true" x={`${gap.at}%`} overflow="visible">
                <GapShape outcome={gap.outcome} />
                <Show when={gap.isLabelled}>
                  <text
                    class={gapTone(gap.outcome)}
                    x={gap.at > 70 ? -10 : 12}
                    y="23"
                    text-anchor={gap.at > 70 ? 'end' : 'start'}
                  >
                    {gapSaid(gap.outcome, gap.records)}
                  </text>
                </Show>
              </svg>
            )}
          </For>
        </svg>
        <span />
        <TimeAxis class="lane-axis" from={dayStart(now())} to={now()} most={8} />
      </div>
      <Gaps gaps={props.node.gaps} />
    </section>
  )
}

const GapShape = (props: { outcome: Gap['outcome'] }) => (
  <Show when={props.outcome !== 'open'} fallback={<path class="strip-dip" d="M0 12.5 6 23.5H-6z" />}>
    <rect class={props.outcome === 'filled' ? 'gap-back' : 'strip-out'} x="-5" y="13" width="10" height="10" />
  </Show>
)

const gapTone = (outcome: Gap['outcome']): string => (outcome === 'open' ? 'attn' : outcome === 'filled' ? '' : 'late')
function gapSaid(outcome: Gap['outcome'], records: number): string {
  const words = w().nodes.records
  if (outcome === 'open') return words.held(records)
  return outcome === 'filled' ? words.filled(records) : words.lost(records)
}

const Gaps = (props: { gaps: readonly Gap[] }) => {
  const words = () => w().nodes.gaps
  return (
    <Show when={props.gaps.length > 0} fallback={<p class="note">{words().none}</p>}>
      <Table
        caption={words().title}
        class="ledger"
        rows={props.gaps}
        columns={[
          { head: words().column.seen, cell: (gap) => w().time.instant(gap.seenAt, now()) },
          { head: words().column.records, cell: (gap) => gap.records, isNumber: true },
          {
            head: words().column.sequences,
            cell: (gap) => w().time.span(String(gap.fromSequence), String(gap.toSequence)),
            class: 'dim',
          },
          { head: words().column.outcome, cell: (gap) => <State mark={words().outcome(gap.outcome)} /> },
          { head: words().column.why, cell: (gap) => words().why(gap, now()) },
        ]}
      />
    </Show>
  )
}
