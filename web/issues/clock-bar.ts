import type { PauseView } from '../../server/wire/issue-steps.ts'
import type { ClockRunView } from '../../server/wire/issues.ts'

/** A stretch of a bar, in percent of its width. */
export type Piece = { from: number; to: number; kind: 'used' | 'paused' | 'over' | 'left' }
export type ClockBar = { pieces: Piece[]; due: number; raw: number | null; now: number | null }

/** A run nothing paused, by its counted time: working time looks like nothing else. */
function countedBar({ share }: ClockRunView): ClockBar {
  const most = Math.max(1, Math.min(2, share))
  const percent = (part: number) => Math.min(100, (part / most) * 100)
  const pieces: Piece[] = [
    { from: 0, to: percent(Math.min(1, share)), kind: 'used' },
    { from: percent(1), to: percent(share), kind: 'over' },
    { from: percent(share), to: percent(1), kind: 'left' },
  ]
  return { pieces: pieces.filter(({ from, to }) => to > from), due: percent(1), raw: null, now: null }
}

/**
 * One run as a bar over time (epoch ms): used, standing still, over its due, and left; one nothing paused as
 * shares of its limit. The bar ends at the due or at what came later. `raw`: where the due would lie without pauses, when that is elsewhere.
 */
export function clockBar(run: ClockRunView, pauses: readonly PauseView[], now: number): ClockBar {
  const until = run.stoppedAt ?? now
  const still = stillTimes(run, pauses, until)
  if (still.length === 0 && run.rawDueAt === run.dueAt) return countedBar(run)
  const end = Math.max(run.dueAt, Math.min(until, run.dueAt + (run.dueAt - run.startedAt)))
  const width = Math.max(1, end - run.startedAt)
  const percent = (at: number) => Math.min(100, Math.max(0, ((at - run.startedAt) / width) * 100))
  const used = { from: 0, to: percent(Math.min(until, run.dueAt)), kind: 'used' as const }
  const over = { from: percent(run.dueAt), to: percent(until), kind: 'over' as const }
  const left = { from: percent(until), to: percent(run.dueAt), kind: 'left' as const }
  const paused = still.map(([from, to]) => ({ from: percent(from), to: percent(to), kind: 'paused' as const }))
  return {
    pieces: [used, over, left, ...paused].filter(({ from, to }) => to > from),
    due: percent(run.dueAt),
    raw: run.rawDueAt === run.dueAt ? null : percent(run.rawDueAt),
    now: run.stoppedAt === null ? percent(now) : null,
  }
}

/** When a handling clock stood still; an extension lets it run. */
function stillTimes(run: ClockRunView, pauses: readonly PauseView[], until: number): [number, number][] {
  if (run.clock !== 'handle') return []
  return pauses
    .filter(({ kind, round }) => kind !== 'extension' && round === run.round)
    .map(({ fromAt, endedAt }): [number, number] => [
      Math.max(fromAt, run.startedAt),
      Math.min(endedAt ?? until, until),
    ])
    .filter(([from, to]) => to > from)
}
