import { For, Show } from 'solid-js'
import type { Overview } from '../../server/wire/overview.ts'
import { w } from '../lib/i18n.ts'
import { Say } from '../ui/Say.tsx'
import { type Step, stepsOf } from './setup-steps.ts'

/** Stays on the overview until the five things exist; each links to where it is done. */
export const SetupBand = (props: { setup: Overview['setup'] }) => {
  const words = () => w().overview.setup
  const steps = () => stepsOf(props.setup, w())
  const done = () => steps().filter(({ isDone }) => isDone).length
  return (
    <section class="band first">
      <div class="lead">
        <h2>{words().title}</h2>
        <Say phrase={words().sentence(done(), steps().length)} tone="attn" />
        <Panes steps={steps()} />
      </div>
      <div class="rows">
        <ol class="list">
          <For each={steps()}>
            {(step) => (
              <li>
                <span class={`st ${step.isDone ? 'st-calm' : 'st-todo'}`}>
                  {step.isDone ? words().done : words().todo}
                </span>
                <b>{step.name}</b>
                <span class={step.isDone ? 'dim' : ''}>{step.todo}</span>
                <Show when={!step.isDone}>
                  <a class="btn" href={step.path}>
                    {step.go}
                  </a>
                </Show>
              </li>
            )}
          </For>
        </ol>
      </div>
    </section>
  )
}

const PANES = [
  { x: 4, y: 4, width: 88, height: 60 },
  { x: 98, y: 4, width: 88, height: 60 },
  { x: 4, y: 70, width: 57, height: 58 },
  { x: 67, y: 70, width: 56, height: 58 },
  { x: 129, y: 70, width: 57, height: 58 },
] as const

const Panes = (props: { steps: readonly Step[] }) => {
  const lit = () => w().common.list(props.steps.flatMap(({ isDone, name }) => (isDone ? [name] : [])))
  return (
    <svg
      class="panes"
      width="190"
      height="132"
      viewBox="0 0 190 132"
      role="img"
      aria-label={w().overview.setup.picture(lit() || w().overview.setup.nothing)}
    >
      <For each={PANES}>{(pane, index) => <rect class={props.steps[index()]?.isDone ? 'lit' : ''} {...pane} />}</For>
      <path class="frame" d="M1 1h188v130H1zM1 67h188M95 1v66M64 67v64M126 67v64" />
      <For each={PANES}>
        {(pane, index) => (
          <text
            class={props.steps[index()]?.isDone ? 'on' : ''}
            x={pane.x + pane.width / 2}
            y={pane.y + pane.height / 2 + 5}
            text-anchor="middle"
          >
            {props.steps[index()]?.name}
          </text>
        )}
      </For>
    </svg>
  )
}
