/** Phases of a supply, phase to neutral; only phases in use have events. */
export const PHASES = ['l1', 'l2', 'l3'] as const
export type Phase = (typeof PHASES)[number]

/** Kinds of sampled voltage events; words of IEC 61000-4-30 and EN 50160, `phase_loss` is ours. */
export const POWER_EVENT_KINDS = ['voltage_dip', 'swell', 'interruption', 'phase_loss'] as const
export type PowerEventKind = (typeof POWER_EVENT_KINDS)[number]

/** State of one phase: `unknown` is silence, `invalid` a failing sensor; neither is ever an interruption. */
export const PHASE_STATUSES = ['normal', 'dip', 'swell', 'interruption', 'unknown', 'invalid'] as const
export type PhaseStatus = (typeof PHASE_STATUSES)[number]

/** The start bound of an event that already ran at the first sample ever: nothing bounds it from below. */
export const UNBOUNDED_START_AT = 0

/**
 * A sampled voltage event. Instants are epoch ms: the start lies in (startMinAt, startMaxAt], the end in
 * (endMinAt, endMaxAt], null while it runs. `residualVolts` is the deepest sample (of a swell: the highest).
 */
export type PowerEvent = {
  key: string
  deviceId: number
  kind: PowerEventKind
  phase: Phase | 'all'
  startMinAt: number
  startMaxAt: number
  endMinAt: number | null
  endMaxAt: number | null
  /** Last sample that had not yet passed the end threshold. */
  lastBadAt: number
  residualVolts: number
  badSamples: number
  /** Time inside the event that no sample vouches for (silence, invalid samples), ms. */
  unvouchedMs: number
  /** Sampling period, ms; anything shorter is invisible. */
  resolutionMs: number
  class: string | null
  /** Interruption above the long limit; null while the interval spans the limit, and for other kinds. */
  isLong: boolean | null
  /** Two consecutive samples lay beyond the threshold. */
  isNoticed: boolean
  /** False for a dip that became an interruption: it is kept as the excursion around it, and not counted as a dip. */
  isCounted: boolean
}

/** One change of an event; `updated` is given only when something a person sees has changed. */
export type PowerChange = { change: 'opened' | 'updated' | 'closed'; event: PowerEvent }

/** What the rules need to know of a device. */
export type PowerSettings = {
  deviceId: number
  /** Declared voltage, phase to neutral (220 in China). */
  declaredVolts: number
  resolutionMs: number
  /** Longest healthy time without a sample, ms; a hole above 1.5 times it is silence. Null = no such limit. */
  maximumSilenceMs?: number | null
  /** Interruptions above this are long, ms; default 3 min (EN 50160 practice). */
  longAfterMs?: number
}

/** Limits in volts, rounded to the millivolt so that a sample exactly at a limit compares as written. */
export type Thresholds = {
  dipBelow: number
  dipEnd: number
  swellAbove: number
  swellEnd: number
  interruptionBelow: number
  interruptionEnd: number
}

/** Start and end limits as shares of declared voltage: dip 90/92 %, swell 110/108 %, interruption 5/7 % (EN 50160 practice). */
export function thresholds(declaredVolts: number): Thresholds {
  const share = (percent: number) => Math.round(declaredVolts * percent * 10) / 1_000
  return {
    dipBelow: share(90),
    dipEnd: share(92),
    swellAbove: share(110),
    swellEnd: share(108),
    interruptionBelow: share(5),
    interruptionEnd: share(7),
  }
}

/** The stable id of an event: the same event found again in the same samples has the same key. */
export function powerEventKey(
  deviceId: number,
  phase: Phase | 'all',
  kind: PowerEventKind,
  startMaxAt: number,
): string {
  return `${deviceId}:${phase}:${kind}:${startMaxAt}`
}

/** Shortest and longest an event can have lasted, ms; `maxMs` null when nothing bounds its start. */
export type DurationInterval = { minMs: number; maxMs: number | null }

type Bounds = Pick<PowerEvent, 'startMinAt' | 'startMaxAt' | 'endMinAt' | 'endMaxAt'> &
  Partial<Pick<PowerEvent, 'lastBadAt' | 'unvouchedMs'>>

/**
 * The duration of an event as an interval; of a running one up to `now` (epoch ms; default its last bad sample).
 * Time nobody vouched for counts in the longest and not in the shortest duration.
 */
export function durationInterval(event: Bounds, now?: number): DurationInterval {
  const lastBadAt = event.lastBadAt ?? event.startMaxAt
  const certain = (event.endMinAt ?? lastBadAt) - event.startMaxAt - (event.unvouchedMs ?? 0)
  const latest = event.endMaxAt ?? Math.max(now ?? lastBadAt, lastBadAt)
  const minMs = Math.max(0, certain)
  if (event.startMinAt === UNBOUNDED_START_AT) return { minMs, maxMs: null }
  return { minMs, maxMs: Math.max(minMs, latest - event.startMinAt) }
}
