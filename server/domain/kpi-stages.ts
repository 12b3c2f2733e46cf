import { MINUTE_MS } from './calendar.ts'
import { countedBetween, UNIT_MS } from './clock.ts'
import type { Draft } from './kpi-draft.ts'
import { isDispatch, type KpiPause, type KpiRun, type KpiSource, type Step } from './kpi-history.ts'

/**
 * Whole minutes a stopped run counted, in its own rule: minutes of working days (A), business minutes (B), minutes (C);
 * what a handling clock stood still is out.
 */
export function countedMinutes(run: KpiRun, stoppedAt: number, pauses: readonly KpiPause[]): number {
  const between = (from: number, to: number) => countedBetween(from, to, run.rule, run.calendar) * UNIT_MS[run.rule]
  const still = pauses
    .filter((pause) => run.clock === 'handle' && pause.round === run.round && pause.kind !== 'extension')
    .map(({ fromAt, endedAt, untilAt }) =>
      between(Math.max(fromAt, run.startedAt), Math.min(endedAt ?? untilAt, stoppedAt)),
    )
  const ms = between(run.startedAt, stoppedAt) - still.reduce((sum, one) => sum + one, 0)
  // Days are counted in fractions: a minute must not be lost to rounding.
  return Math.floor((Math.round(ms) + 0.5) / MINUTE_MS)
}

/** The times of the stages: every stopped run by its stop, the running ones apart. A run replaced by another is none. */
export function stageDrafts({ runs, pauses }: KpiSource, steps: readonly Step[]): Draft[] {
  return runs.flatMap((run): Draft[] => {
    if (run.stoppedBy === 'service_changed') return []
    const by = { kpi: `stage.${run.clock}`, agencyId: agencyOf(run, steps) } as const
    if (run.stoppedAt === null) return [{ ...by, at: null, exclusion: 'running' }]
    return [{ ...by, at: run.stoppedAt, minutes: countedMinutes(run, run.stoppedAt, pauses) }]
  })
}

/** Whose time it is: an agency's for signing and handling, else the desk's. */
function agencyOf(run: KpiRun, steps: readonly Step[]): string {
  if (run.clock !== 'sign' && run.clock !== 'handle') return ''
  const until = run.stoppedAt ?? Number.MAX_SAFE_INTEGER
  return run.agencyId ?? steps.findLast((step) => isDispatch(step) && step.at <= until)?.agencyId ?? ''
}
