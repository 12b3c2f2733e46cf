import type { Calendar } from './calendar.ts'
import type { Limit } from './clock.ts'
import type { Clock, IssueKind, PauseKind } from './issue.ts'

/** What figures read of an issue. `expectedAt` is the promise of the round it is in (epoch ms). */
export interface KpiIssue {
  id: string
  kind: IssueKind
  serviceId: string
  siteId: string | null
  isTest: boolean
  isPart: boolean
  isRepeat: boolean
  /** A meter's interruption is behind it. */
  hasMeter: boolean
  round: number
  expectedAt: number | null
}
/** One row of the issue's log; `at` in epoch ms. */
export interface KpiEvent {
  at: number
  kind: string
  rule: string | null
  toState: string | null
  round: number
  actorRole: string
  agencyId: string | null
  body: Readonly<Record<string, unknown>>
}
/** One run of a clock, with the calendar it froze. Epoch ms. */
export interface KpiRun extends Limit {
  clock: Clock
  round: number
  startedAt: number
  dueAt: number
  rawDueAt: number
  isProvisional: boolean
  stoppedAt: number | null
  stoppedBy: string | null
  agencyId: string | null
  calendar: Calendar
}
export interface KpiPause {
  kind: PauseKind
  round: number
  fromAt: number
  untilAt: number
  endedAt: number | null
  dueAfterAt: number | null
}
/** A merchant on the issue; epoch ms. What they say stands in the events, under their number. */
export interface KpiReport {
  number: string
  isPrimary: boolean
  createdAt: number
}
/** Everything the figures of one issue are made of. Events, runs and pauses in the order they were written. */
export interface KpiSource {
  issue: KpiIssue
  events: readonly KpiEvent[]
  runs: readonly KpiRun[]
  pauses: readonly KpiPause[]
  reports: readonly KpiReport[]
  /** Fingerprints of its replies: whether one to another issue within the 180 days before was the same. */
  prints: readonly { round: number; repliedAt: number; isRepeated: boolean }[]
  callBack: { outcome: string; calledAt: number } | null
}

/** A move of the issue, with whose it was once it was made: '' while it lay with the desk. */
export interface Step extends KpiEvent {
  holderId: string
  /** Its place among all events of the issue. */
  index: number
}

const DISPATCHES = ['T3', 'T9', 'T21']
const TO_DESK = ['T2', 'T8', 'T22']

/** The moves of an issue in their order, the receipt first; an issue whose beginning nobody wrote down has none. */
export function stepsOf(events: readonly KpiEvent[]): Step[] {
  const steps: Step[] = []
  let holderId = ''
  for (const [index, event] of events.entries()) {
    const isImport = event.kind === 'imported'
    if (event.kind !== 'transition' && !isImport) continue
    if (isDispatch(event)) holderId = event.agencyId ?? ''
    else if (event.rule !== null && TO_DESK.includes(event.rule)) holderId = ''
    steps.push({ ...event, holderId, index })
  }
  return steps
}

/** Whether a move gives the issue to an agency. */
export const isDispatch = ({ rule }: Pick<KpiEvent, 'rule'>): boolean => rule !== null && DISPATCHES.includes(rule)
/** Whether a move is an agency's reply. */
export const isReply = ({ rule }: Pick<KpiEvent, 'rule'>): boolean => rule === 'T13'
/** Whether a move opens the issue anew: the merchant is not satisfied, or somebody reopens it. */
export const isComeBack = ({ rule }: Pick<KpiEvent, 'rule'>): boolean => rule === 'T19' || rule === 'T25'

/** Who had an issue before a step: the agency its reply or return is put to. */
export const holderBefore = (steps: readonly Step[], index: number): string => steps[index - 1]?.holderId ?? ''

/** The handling clock under which something happened at `at` in a round: of several the newest that ran then. */
export const handleRunAt = (runs: readonly KpiRun[], round: number, at: number): KpiRun | null =>
  runs.findLast(
    (run) =>
      run.clock === 'handle' &&
      run.round === round &&
      run.startedAt <= at &&
      (run.stoppedAt === null || run.stoppedAt >= at),
  ) ?? null

/** The promise that stood at a step: as the step says, else the issue's own while it is in that round. */
export function promiseAt(step: KpiEvent, issue: KpiIssue): number | null {
  const { expectedAt } = step.body
  if (typeof expectedAt === 'number') return expectedAt
  return issue.round === step.round ? issue.expectedAt : null
}
