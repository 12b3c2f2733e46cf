import { For, Show } from 'solid-js'
import type { PauseView } from '../../server/wire/issue-steps.ts'
import type { ClockRunView } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { clockBar } from './clock-bar.ts'

/** One run over time: used, standing still (hatched), over, left; strokes for the due and for the due without pauses. */
export const RunBar = (props: { run: ClockRunView; pauses: readonly PauseView[]; label: string }) => {
  const bar = () => clockBar(props.run, props.pauses, now())
  return (
    <svg class="run-bar" width="100%" height="14" role="img" aria-label={props.label}>
      <For each={bar().pieces}>
        {(piece) => (
          <rect
            class={piece.kind}
            x={`${piece.from}%`}
            y={piece.kind === 'paused' ? 2.5 : 3}
            width={`${piece.to - piece.from}%`}
            height={piece.kind === 'paused' ? 9 : 8}
          />
        )}
      </For>
      <Show when={bar().raw}>{(at) => <line class="raw" x1={`${at()}%`} x2={`${at()}%`} y1="0" y2="14" />}</Show>
      <line class="due" x1={`${bar().due}%`} x2={`${bar().due}%`} y1="0" y2="14" />
    </svg>
  )
}

/** Shares of one limit under each other, with one stroke for the due. */
export const Bars = (props: { rows: readonly { label: string; share: number }[]; dueAt: number }) => {
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
