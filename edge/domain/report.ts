import type { ReadingValue, WireValue } from '../../server/wire/node-protocol.ts'
import { FLAG } from '../../server/wire/node-protocol.ts'
import type { SupplyZone } from './supply-zone.ts'
import { nextZone } from './supply-zone.ts'

/** One value of one metric as a driver gave it: `at` in epoch ms of the node's wall clock, `value` in the metric's unit, null = the sensor failed. */
export interface Sample {
  name: string
  at: number
  value: ReadingValue
  isEstimated?: boolean
}

/** What makes a change urgent: nothing, a power threshold of `declaredVolts`, or any change at all (a UPS going on battery). */
export type Watch = { kind: 'none' } | { kind: 'voltage'; declaredVolts: number } | { kind: 'change' }

/** How one metric is reported; `deadband` in the metric's unit, 0 = every change. */
export interface ReportRule {
  periodMs: number
  deadband: number
  maximumSilenceMs: number
  watch: Watch
}

interface Seen {
  at: number
  value: ReadingValue
}

/** What is remembered of a metric between samples. */
export interface ReportState {
  sent: Seen | null
  last: Seen | null
  zone: SupplyZone | null
  /** The last sample crossed a threshold: the next one travels too, because a notice needs two. */
  hasJustCrossed: boolean
}

/** The state of a metric that has never been sampled. */
export const NEVER_SAMPLED: ReportState = { sent: null, last: null, zone: null, hasJustCrossed: false }

/** Decides what of a sample travels: on a change of at least the deadband, on a crossed threshold (with the samples before and after it, whatever the deadband), or at maximum silence. */
export function report(
  rule: ReportRule,
  state: ReportState,
  sample: Sample,
): { state: ReportState; values: WireValue[]; isTransition: boolean } {
  const zone = zoneAfter(rule, state, sample)
  const hasCrossed = crossed(rule, state, sample, zone)
  const isNews =
    hasCrossed || state.hasJustCrossed || state.sent === null || differs(rule.deadband, state.sent.value, sample.value)
  const isSilent = state.sent !== null && sample.at - state.sent.at + rule.periodMs / 2 > rule.maximumSilenceMs
  const seen = { at: sample.at, value: sample.value }
  if (!isNews && !isSilent) return { state: { ...state, last: seen, zone }, values: [], isTransition: false }

  const before = hasCrossed && state.last && state.last !== state.sent ? [wireValue(sample.name, state.last, 0)] : []
  const flags =
    (hasCrossed ? FLAG.crossedThreshold : 0) |
    (sample.value === null ? FLAG.invalid : 0) |
    (isNews ? 0 : FLAG.maximumSilence) |
    (sample.isEstimated ? FLAG.estimated : 0)
  return {
    state: { sent: seen, last: seen, zone, hasJustCrossed: hasCrossed },
    values: [...before, wireValue(sample.name, seen, flags)],
    isTransition: hasCrossed || state.hasJustCrossed || (state.zone === null && zone !== null && zone !== 'normal'),
  }
}

function zoneAfter(rule: ReportRule, state: ReportState, sample: Sample): SupplyZone | null {
  if (rule.watch.kind !== 'voltage' || typeof sample.value !== 'number') return null
  return nextZone(state.zone, sample.value, rule.watch.declaredVolts)
}

function crossed(rule: ReportRule, state: ReportState, sample: Sample, zone: SupplyZone | null): boolean {
  if (rule.watch.kind === 'voltage') return state.zone !== null && zone !== null && zone !== state.zone
  return rule.watch.kind === 'change' && state.last !== null && state.last.value !== sample.value
}

function differs(deadband: number, sent: ReadingValue, value: ReadingValue): boolean {
  if (typeof sent !== 'number' || typeof value !== 'number') return sent !== value
  // 221.1 - 220 is a little less than 1.1 in binary.
  return sent !== value && Math.abs(value - sent) >= deadband - 1e-9 * Math.max(1, Math.abs(value))
}

function wireValue(name: string, seen: Seen, flags: number): WireValue {
  return flags === 0 ? [name, seen.at, seen.value] : [name, seen.at, seen.value, flags]
}
