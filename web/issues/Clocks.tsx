import { For, Show } from 'solid-js'
import type { PauseView } from '../../server/wire/issue-steps.ts'
import type { ClockRunView, IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { Say } from '../ui/Say.tsx'
import { Bars, RunBar } from './ClockBars.tsx'
import { runInView, twoReadings } from './issue-facts.ts'
import { words as own } from './words.ts'

/** The clock that runs and how much of it is gone, the four clocks of this round, what paused them, and earlier rounds. */
export const Clocks = (props: { issue: IssueDetail }) => {
  const words = () => w().issue.clocks
  const run = () => runInView(props.issue)
  const mark = () => w().issues.due(props.issue, now())
  const instant = (at: number) => w().time.due(at, now())
  const runs = () => props.issue.clocks.filter(({ round }) => round === props.issue.round)
  const earlier = () => props.issue.clocks.filter(({ round }) => round < props.issue.round)
  return (
    <section class="clocks">
      <h2>{words().title}</h2>
      <Show when={props.issue.dueAt !== null} fallback={<p class="dim">{words().none}</p>}>
        <Say tone={mark().tone} phrase={[mark().text]} class={`st st-${mark().tone} big`} />
        <Show when={run()}>{(at) => <p>{limitSaid(at())}</p>}</Show>
        <Show when={isStill(props.issue) && props.issue.pausedUntilAt}>
          {(at) => <p class="dim">{own().page.clocks.paused(instant(at()))}</p>}
        </Show>
      </Show>
      <Show when={twoReadings(props.issue, now())}>{(readings) => <TwoBars {...readings()} />}</Show>
      <ul class="i-runs">
        <For each={runs()}>{(each) => <Run run={each} pauses={props.issue.pauses} />}</For>
      </ul>
      <Show when={props.issue.expectedAt}>
        {(at) => <p class="note">{words().promised(w().time.due(at(), now()))}</p>}
      </Show>
      <Pauses pauses={props.issue.pauses} />
      <Show when={earlier().length > 0}>
        <details class="i-folded">
          <summary>{own().page.clocks.earlier(props.issue.round - 1)}</summary>
          <ul class="i-runs">
            <For each={earlier()}>{(each) => <Run run={each} pauses={props.issue.pauses} isEarlier />}</For>
          </ul>
        </details>
      </Show>
    </section>
  )
}

const isStill = ({ state }: IssueDetail): boolean => state === 'waiting_reporter' || state === 'suspended'

function limitSaid(run: ClockRunView): string {
  const { clocks } = w().issue
  const name = clocks.names[run.clock] ?? run.clock
  const due = clocks.due(w().time.due(run.dueAt, now()))
  const raw = run.rawDueAt === run.dueAt ? '' : own().page.clocks.raw(w().time.due(run.rawDueAt, now()))
  return w().common.list([clocks.limitOf(name, clocks.limit(run.rule, run.amount)), due, raw])
}

/** Counted time of a run, in its own rule. */
function usedOf({ rule, share, amount, startedAt, stoppedAt }: ClockRunView): string {
  const used = share * amount
  if (rule === 'B') return w().time.running(used * 60_000)
  if (rule === 'C') return w().time.running((stoppedAt ?? now()) - startedAt)
  return used < 1 ? w().time.running(used * 86_400_000) : own().page.clocks.workingDays(Math.round(used * 10) / 10)
}

const Run = (props: { run: ClockRunView; pauses: readonly PauseView[]; isEarlier?: boolean }) => {
  const words = () => w().issue.clocks
  const name = () => words().names[props.run.clock] ?? props.run.clock
  const state = () =>
    w().common.list([
      props.run.stoppedAt === null ? words().running : own().page.clocks.stopped,
      props.run.light >= 3 ? own().page.clocks.late : '',
    ])
  return (
    <li>
      <p class="i-run">
        <b>{props.isEarlier ? w().common.list([own().page.clocks.round(props.run.round), name()]) : name()}</b>
        <span class={props.run.light >= 3 ? 'st st-late' : ''}>{usedOf(props.run)}</span>
        <span class="dim">
          {words().limit(props.run.rule, props.run.amount)}
          <Show when={props.run.isProvisional}>
            <span class="tag" title={own().page.clocks.provisionalWhy}>
              {own().page.clocks.provisional}
            </span>
          </Show>
        </span>
      </p>
      <RunBar
        run={props.run}
        pauses={props.pauses}
        label={own().page.clocks.picture({
          clock: name(),
          from: w().time.instant(props.run.startedAt, now()),
          due: w().time.instant(props.run.dueAt, now()),
          state: state(),
        })}
      />
      <Show when={props.run.isProvisional && props.run.stoppedAt === null}>
        <p class="dim">{own().page.clocks.provisionalWhy}</p>
      </Show>
    </li>
  )
}

/** Each pause with its reason, its basis, and how far it moved the due. */
const Pauses = (props: { pauses: readonly PauseView[] }) => {
  const said = () => own().page.clocks
  const instant = (at: number) => w().time.instant(at, now())
  return (
    <Show when={props.pauses.length > 0}>
      <ul class="i-lines i-pauses">
        <For each={[...props.pauses].reverse()}>
          {(pause) => (
            <li>
              <p class={pause.endedAt === null && pause.kind !== 'extension' ? 'st st-hold' : ''}>
                {said().pausedFor(
                  said().kinds[pause.kind] ?? pause.kind,
                  instant(pause.fromAt),
                  instant(pause.endedAt ?? pause.untilAt),
                )}
              </p>
              <p class="dim">
                {w().common.list([
                  said().moved(w().time.due(pause.dueBeforeAt, now()), w().time.due(pause.dueAfterAt, now())),
                  pause.reason,
                  pause.legalBasis,
                ])}
              </p>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

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
