import { For, Show } from 'solid-js'
import type { ReviewStepView } from '../../server/wire/review.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { State } from '../ui/State.tsx'
import { When } from '../ui/When.tsx'
import { toned } from '../words/phrase.ts'
import { pausesIn } from './review-facts.ts'
import { entriesOf, entryOf } from './timeline-words.ts'
import { words } from './words.ts'

/** Step by step: since when, in whose hands, how long in working time and by the clock, and what happened in it. */
export const ReviewSteps = (props: { steps: readonly ReviewStepView[] }) => {
  const column = () => words().review.column
  return (
    <section class="scroll" aria-label={words().review.steps} tabindex="0">
      <table class="tbl i-steps">
        <thead>
          <tr>
            <th scope="col">{column().from}</th>
            <th scope="col">{column().state}</th>
            <th scope="col">{column().holder}</th>
            <th scope="col" class="num">
              {column().working}
            </th>
            <th scope="col" class="num">
              {column().wall}
            </th>
            <th scope="col" class="num">
              {column().paused}
            </th>
            <th scope="col">{column().clock}</th>
            <th scope="col">{column().what}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.steps}>{(step) => <Step step={step} />}</For>
        </tbody>
      </table>
    </section>
  )
}

const isEnd = ({ toAt, wallMs }: ReviewStepView): boolean => toAt === null && wallMs === 0

const Step = (props: { step: ReviewStepView }) => {
  const said = () => words().review
  return (
    <tr>
      <td>
        <When at={props.step.fromAt} />
      </td>
      <td>
        <b>{w().common.states[props.step.state]}</b>
        <Show when={props.step.round > 1}>
          <span class="dim"> {said().round(props.step.round)}</span>
        </Show>
        <Show when={props.step.toAt === null && !isEnd(props.step)}>
          <span class="dim"> {said().still}</span>
        </Show>
      </td>
      <td>
        {props.step.holder === 'agency' && props.step.agency
          ? named(props.step.agency)
          : said().holders[props.step.holder]}
      </td>
      <td class="num">{isEnd(props.step) ? '' : said().working(props.step.workingMinutes)}</td>
      <td class="num dim">{isEnd(props.step) ? '' : w().time.duration(props.step.wallMs)}</td>
      <td class="num dim">{props.step.pausedMs > 0 ? w().time.duration(props.step.pausedMs) : ''}</td>
      <td>
        <StepClocks step={props.step} />
      </td>
      <td class="what">
        <WhatHappened step={props.step} />
      </td>
    </tr>
  )
}

const StepClocks = (props: { step: ReviewStepView }) => {
  const said = () => words().review
  const mark = ({ isLate, stoppedAt, isProvisional, clock, rule, amount }: ReviewStepView['clocks'][number]) => {
    const { names, limit } = w().issue.clocks
    const verdict = isLate ? said().late : stoppedAt === null ? said().running : said().inTime
    const text = w().common.list([
      `${names[clock] ?? clock}${w().common.space}${verdict}`,
      limit(rule, amount),
      isProvisional ? said().provisional : '',
    ])
    return toned(isLate ? 'late' : 'calm', text)
  }
  return (
    <ul>
      <For each={props.step.clocks}>
        {(run) => (
          <li>
            <State mark={mark(run)} />
          </li>
        )}
      </For>
    </ul>
  )
}

/** The move that began the step, then pauses, notices and everything else, oldest first. */
const WhatHappened = (props: { step: ReviewStepView }) => {
  const said = () => words().review
  const instant = (at: number) => w().time.instant(at, now())
  const begun = () =>
    entryOf(
      {
        ...{ id: props.step.id, at: props.step.fromAt, kind: 'transition', fromState: null, toState: props.step.state },
        ...{ rule: props.step.rule, round: props.step.round, body: props.step.body, agency: props.step.agency },
        ...{ actorRole: props.step.actorRole, actorName: props.step.actorName },
      },
      w(),
    )
  return (
    <ul>
      <li>
        {begun().who}
        {w().common.space || '：'}
        {begun().text}
      </li>
      <For each={pausesIn(props.step)}>
        {(pause) => (
          <li class="st st-hold">
            {said().pause(
              words().page.clocks.kinds[pause.kind] ?? pause.kind,
              instant(pause.fromAt),
              instant(pause.endedAt ?? pause.untilAt),
              pause.reason,
            )}
          </li>
        )}
      </For>
      <For each={props.step.notices}>
        {(notice) => (
          <li>
            {said().notice(
              words().page.notices.rungs[notice.rung] ?? notice.rung,
              instant(notice.sentAt ?? notice.sendAt),
              notice.readAt === null ? null : instant(notice.readAt),
            )}
          </li>
        )}
      </For>
      <For each={entriesOf(props.step.events, w()).reverse()}>
        {(entry) => (
          <li class={entry.tone === 'calm' ? 'dim' : `st st-${entry.tone}`}>
            <When at={entry.at} /> {entry.who} {entry.text}
          </li>
        )}
      </For>
    </ul>
  )
}
