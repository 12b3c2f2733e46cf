import { For, Show } from 'solid-js'
import type { ClockRunView, IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { Say } from '../ui/Say.tsx'
import { runInView, twoReadings } from './issue-facts.ts'

/** The clock that runs, how much of it is gone, and the others of this round. */
export const Clocks = (props: { issue: IssueDetail }) => {
  const words = () => w().issue.clocks
  const run = () => runInView(props.issue)
  const mark = () => w().issues.due(props.issue, now())
  return (
    <section>
      <h2>{words().title}</h2>
      <Show when={props.issue.dueAt !== null} fallback={<p class="dim">{words().none}</p>}>
        <Say tone={mark().tone} phrase={[mark().text]} class={`st st-${mark().tone} big`} />
        <Show when={run()}>{(at) => <p>{limitSaid(at())}</p>}</Show>
      </Show>
      <Show when={twoReadings(props.issue, now())} fallback={<Used issue={props.issue} />}>
        {(readings) => <TwoBars {...readings()} />}
      </Show>
      <div class="stage">
        <For each={props.issue.clocks.filter(({ round }) => round === props.issue.round)}>
          {(each) => <Stage run={each} />}
        </For>
      </div>
      <Show when={props.issue.expectedAt}>
        {(at) => <p class="note">{words().promised(w().time.due(at(), now()))}</p>}
      </Show>
    </section>
  )
}

function limitSaid(run: ClockRunView): string {
  const { clocks } = w().issue
  const name = clocks.names[run.clock] ?? run.clock
  return w().common.list([
    clocks.limitOf(name, clocks.limit(run.rule, run.amount)),
    clocks.due(w().time.due(run.dueAt, now())),
    run.isProvisional ? clocks.provisional : '',
  ])
}

const Stage = (props: { run: ClockRunView }) => {
  const words = () => w().issue.clocks
  return (
    <>
      <b>{words().names[props.run.clock] ?? props.run.clock}</b>
      <span class={props.run.light >= 3 ? 'tone-late' : ''}>
        {props.run.stoppedAt === null ? words().running : w().time.duration(props.run.stoppedAt - props.run.startedAt)}
      </span>
      <span>{words().limit(props.run.rule, props.run.amount)}</span>
    </>
  )
}

const Used = (props: { issue: IssueDetail }) => (
  <Show when={props.issue.share !== null && props.issue.dueAt !== null}>
    <Bars
      rows={[
        { label: w().issues.usedShare(Math.round((props.issue.share ?? 0) * 100)), share: props.issue.share ?? 0 },
      ]}
      dueAt={props.issue.dueAt ?? 0}
    />
  </Show>
)

/** The same clock stopped by the reply and by the meter, side by side. */
const TwoBars = (props: { limitMs: number; dueAt: number; byReplyMs: number | null; byMeterMs: number }) => {
  const words = () => w().issue.clocks
  const row = (ms: number, label: string) => ({ label, share: ms / props.limitMs })
  return (
    <Bars
      dueAt={props.dueAt}
      rows={[
        ...(props.byReplyMs === null
          ? []
          : [row(props.byReplyMs, words().byReply(w().time.duration(props.byReplyMs)))]),
        row(props.byMeterMs, words().byMeter(w().time.duration(props.byMeterMs))),
      ]}
    />
  )
}

const Bars = (props: { rows: readonly { label: string; share: number }[]; dueAt: number }) => {
  const most = () => Math.max(1.2, ...props.rows.map(({ share }) => share))
  const percent = (share: number) => `${(share / most()) * 100}%`
  const summary = () => w().issue.clocks.picture(w().common.list(props.rows.map(({ label }) => label)))
  return (
    <svg class="clock" width="100%" height={22 + props.rows.length * 44} role="img" aria-label={summary()}>
      <For each={props.rows}>
        {(row, index) => (
          <>
            <text x="0" y={34 + index() * 44}>
              {row.label}
            </text>
            <rect class="used" y={42 + index() * 44} width={percent(Math.min(1, row.share))} height="10" />
            <Show when={row.share > 1}>
              <rect class="over" x={percent(1)} y={42 + index() * 44} width={percent(row.share - 1)} height="10" />
            </Show>
          </>
        )}
      </For>
      <line class="due" x1={percent(1)} x2={percent(1)} y1="18" y2={18 + props.rows.length * 44 - 6} />
      <text x={percent(1)} y="12" text-anchor={most() > 1.6 ? 'middle' : 'end'}>
        {w().issue.clocks.due(w().time.due(props.dueAt, now()))}
      </text>
    </svg>
  )
}
