const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** One step of a made-up issue: the transition, and how long after receipt it comes. */
export interface Step {
  rule: string
  from: string | null
  to: string
  actor: string
  afterMs: number
}

/** One run of a clock: from and to as ms after receipt; `toMs` null while it runs. */
export interface Run {
  clock: string
  rule: 'A' | 'B' | 'C'
  amount: number
  round: number
  fromMs: number
  toMs: number | null
  dueMs: number
  stoppedBy: string | null
}

/** A life of an issue, with its share of all in percent. */
export interface Path {
  id: number
  percent: number
  isOpen: boolean
  steps: readonly Step[]
  runs: readonly Run[]
}

const step = (rule: string, from: string | null, to: string, actor: string, afterMs: number): Step => ({
  rule,
  from,
  to,
  actor,
  afterMs,
})
const RECEIVED = step('T1', null, 'received', 'operator', 0)
const HANDLED = [
  RECEIVED,
  step('T3', 'received', 'dispatched', 'operator', 30 * MINUTE),
  step('T7', 'dispatched', 'signed', 'agency', 5 * HOUR),
  step('T10', 'signed', 'handling', 'agency', 8 * HOUR),
  step('T13', 'handling', 'replied', 'agency', 4 * DAY),
  step('T16', 'replied', 'follow_up', 'system', 4 * DAY + MINUTE),
]
const run = (
  clock: string,
  rule: Run['rule'],
  amount: number,
  fromMs: number,
  toMs: number | null,
  dueMs: number,
  stoppedBy: string | null,
  round = 1,
): Run => ({ clock, rule, amount, round, fromMs, toMs, dueMs, stoppedBy })

const HANDLED_RUNS = [
  run('accept', 'B', 120, 0, 30 * MINUTE, 2 * HOUR, 'T3'),
  run('sign', 'A', 1, 30 * MINUTE, 5 * HOUR, DAY + 30 * MINUTE, 'T7'),
  run('handle', 'A', 5, 5 * HOUR, 4 * DAY, 7 * DAY + 5 * HOUR, 'T13'),
  run('follow_up', 'A', 1, 4 * DAY, 4 * DAY + MINUTE, 5 * DAY, 'T16'),
]
const ended = (id: number, percent: number, steps: readonly Step[], runs: readonly Run[]): Path => ({
  id,
  percent,
  isOpen: false,
  steps,
  runs,
})
const waiting = (id: number, percent: number, steps: readonly Step[], runs: readonly Run[]): Path => ({
  id,
  percent,
  isOpen: true,
  steps,
  runs,
})
const still = ({ toMs: _, stoppedBy: __, ...rest }: Run): Run => ({ ...rest, toMs: null, stoppedBy: null })

/** How issues of the past went. */
export const ENDED: readonly Path[] = [
  ended(
    0,
    20,
    [
      RECEIVED,
      step('T2', 'received', 'answered', 'operator', 10 * MINUTE),
      step('T16', 'answered', 'follow_up', 'system', 11 * MINUTE),
      step('T20', 'follow_up', 'closed', 'system', 14 * DAY),
    ],
    [
      run('accept', 'B', 120, 0, 10 * MINUTE, 2 * HOUR, 'T2'),
      run('follow_up', 'A', 1, 10 * MINUTE, 11 * MINUTE, DAY, 'T16'),
    ],
  ),
  ended(
    1,
    68,
    [
      ...HANDLED,
      step('T18', 'follow_up', 'confirmed', 'reporter', 5 * DAY),
      step('T24', 'confirmed', 'closed', 'system', 12 * DAY),
    ],
    HANDLED_RUNS,
  ),
  ended(
    2,
    5,
    [
      RECEIVED,
      step('T3', 'received', 'dispatched', 'operator', 30 * MINUTE),
      step('T8', 'dispatched', 'returned', 'agency', 3 * HOUR),
      step('T9', 'returned', 'dispatched', 'operator', 4 * HOUR),
      step('T7', 'dispatched', 'signed', 'agency', 6 * HOUR),
      step('T10', 'signed', 'handling', 'agency', 9 * HOUR),
      step('T13', 'handling', 'replied', 'agency', 6 * DAY),
      step('T16', 'replied', 'follow_up', 'system', 6 * DAY + MINUTE),
      step('T20', 'follow_up', 'closed', 'system', 20 * DAY),
    ],
    [
      run('accept', 'B', 120, 0, 30 * MINUTE, 2 * HOUR, 'T3'),
      run('sign', 'A', 1, 30 * MINUTE, 3 * HOUR, DAY, 'T8'),
      run('accept', 'B', 120, 3 * HOUR, 4 * HOUR, 5 * HOUR, 'T9'),
      run('sign', 'A', 1, 4 * HOUR, 6 * HOUR, DAY + 4 * HOUR, 'T7'),
      run('handle', 'A', 5, 6 * HOUR, 6 * DAY, 7 * DAY, 'T13'),
      run('follow_up', 'A', 1, 6 * DAY, 6 * DAY + MINUTE, 7 * DAY, 'T16'),
    ],
  ),
  ended(
    3,
    2,
    [RECEIVED, step('T6', 'received', 'withdrawn', 'reporter', HOUR)],
    [run('accept', 'B', 120, 0, HOUR, 2 * HOUR, 'T6')],
  ),
  ended(
    4,
    2,
    [RECEIVED, step('T4', 'received', 'not_accepted', 'operator', HOUR)],
    [run('accept', 'B', 120, 0, HOUR, 2 * HOUR, 'T4')],
  ),
  ended(
    5,
    3,
    [
      ...HANDLED,
      step('T19', 'follow_up', 'dissatisfied', 'reporter', 5 * DAY),
      step('T21', 'dissatisfied', 'dispatched', 'operator', 5 * DAY + HOUR),
      step('T7', 'dispatched', 'signed', 'agency', 5 * DAY + 5 * HOUR),
      step('T10', 'signed', 'handling', 'agency', 5 * DAY + 8 * HOUR),
      step('T13', 'handling', 'replied', 'agency', 8 * DAY),
      step('T16', 'replied', 'follow_up', 'system', 8 * DAY + MINUTE),
      step('T20', 'follow_up', 'closed', 'system', 22 * DAY),
    ],
    [
      ...HANDLED_RUNS,
      run('accept', 'B', 120, 5 * DAY, 5 * DAY + HOUR, 5 * DAY + 2 * HOUR, 'T21', 2),
      run('sign', 'A', 1, 5 * DAY + HOUR, 5 * DAY + 5 * HOUR, 6 * DAY, 'T7', 2),
      run('handle', 'A', 5, 5 * DAY + 5 * HOUR, 8 * DAY, 12 * DAY, 'T13', 2),
      run('follow_up', 'A', 1, 8 * DAY, 8 * DAY + MINUTE, 9 * DAY, 'T16', 2),
    ],
  ),
]

/** Where the newest issues stand. */
export const OPEN: readonly Path[] = [
  waiting(10, 12, HANDLED.slice(0, 1), HANDLED_RUNS.slice(0, 1).map(still)),
  waiting(11, 16, HANDLED.slice(0, 2), [HANDLED_RUNS[0]!, still(HANDLED_RUNS[1]!)]),
  waiting(12, 12, HANDLED.slice(0, 3), [...HANDLED_RUNS.slice(0, 2), still(HANDLED_RUNS[2]!)]),
  waiting(13, 45, HANDLED.slice(0, 4), [...HANDLED_RUNS.slice(0, 2), still(HANDLED_RUNS[2]!)]),
  waiting(14, 15, HANDLED, HANDLED_RUNS),
]
