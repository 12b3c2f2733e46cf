import type { DeviceState } from './power-device.ts'
import type { Phase, PowerEvent } from './power-event.ts'
import type { PhaseState } from './power-phase.ts'
import { isIndependent, type PowerSource } from './power-source.ts'
import type { ProbableOutage } from './supply-evidence.ts'

export * from './power-source.ts'
export * from './supply-evidence.ts'

/** Whether a place has power: three values, because silence is neither. */
export const SUPPLY_VALUES = ['present', 'absent', 'unknown'] as const
export type SupplyValue = (typeof SUPPLY_VALUES)[number]

/** What a supply value rests on; only `confirmed` bears on an issue. */
export const EVIDENCE_GRADES = ['confirmed', 'probable', 'unknown'] as const
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number]

/** Why a supply value is what it is, as codes for words on the screen. */
export const SUPPLY_REASONS = [
  'no_meter',
  'no_data',
  'silent',
  'known_dead',
  'sensor_invalid',
  'meter_present',
  'meter_zero',
  'meter_disagrees',
  'phase_lost',
  'zero_on_mains',
  'ups_on_battery',
  'ups_on_mains',
  'nodes_silent_together',
] as const
export type SupplyReason = (typeof SUPPLY_REASONS)[number]

/** The supply of a device or a site; `sinceAt` (epoch ms) is the first instant we know the value for, null if never. */
export type Supply = { value: SupplyValue; sinceAt: number | null; evidence: EvidenceGrade; reason: SupplyReason }

/** A UPS's own word; `sinceAt` is the first reading that said so, `dueAt` when it is no longer vouched for (epoch ms). */
export type UpsReading = { isOnBattery: boolean; sinceAt: number; dueAt: number | null }

/** What is known of one measuring device; `dueAt` per phase is when its silence becomes a fact, `diedAt` the end of its node's connection. */
export type Meter = {
  poweredBy: PowerSource | null
  phases: readonly Phase[]
  state: DeviceState | null
  dueAt: Partial<Record<Phase, number | null>>
  diedAt: number | null
  ups?: UpsReading | null
}

const unknown = (reason: SupplyReason, sinceAt: number | null): Supply => ({
  value: 'unknown',
  sinceAt,
  evidence: 'unknown',
  reason,
})
const known = (value: 'present' | 'absent', reason: SupplyReason, sinceAt: number | null): Supply => ({
  value,
  sinceAt,
  evidence: 'confirmed',
  reason,
})

/** The supply a device vouches for at `now` (epoch ms). Silence, death and failing sensors are unknown, never absent. */
export function supplyOf(meter: Meter, now: number): Supply {
  if (meter.diedAt !== null) return unknown('known_dead', meter.diedAt)
  const measured = measuredSupply(meter, now)
  const ups = meter.ups && !isPast(meter.ups.dueAt, now) ? meter.ups : null
  if (!ups) return measured
  if (!ups.isOnBattery) return measured.value === 'absent' ? measured : known('present', 'ups_on_mains', ups.sinceAt)
  return measured.value === 'present'
    ? unknown('meter_disagrees', ups.sinceAt)
    : known('absent', 'ups_on_battery', ups.sinceAt)
}

const isPast = (dueAt: number | null | undefined, now: number) => dueAt !== null && dueAt !== undefined && now > dueAt

function measuredSupply({ phases, state, dueAt, poweredBy, ups }: Meter, now: number): Supply {
  if (phases.length === 0) return unknown(ups ? 'silent' : 'no_meter', ups?.dueAt ?? null)
  const heard = phases.flatMap((phase) => {
    const phaseState = state?.phases[phase]
    return phaseState ? [{ ...phaseState, dueAt: dueAt[phase] ?? null }] : []
  })
  const fresh = heard.filter(({ status, dueAt }) => status !== 'unknown' && status !== 'invalid' && !isPast(dueAt, now))
  const live = fresh.filter(({ status }) => status !== 'interruption')
  if (live.length > 0) {
    const isWhole = live.length === fresh.length
    return known('present', isWhole ? 'meter_present' : 'phase_lost', Math.min(...live.map(liveSince)))
  }
  if (fresh.length < phases.length) return unvouched(heard, now)
  const sinceAt = state?.interruption?.startMaxAt ?? null
  return isIndependent(poweredBy) ? known('absent', 'meter_zero', sinceAt) : unknown('zero_on_mains', sinceAt)
}

const liveSince = ({ liveSinceAt, vouchedSinceAt }: PhaseState) => Math.max(liveSinceAt ?? 0, vouchedSinceAt ?? 0)

function unvouched(heard: readonly (PhaseState & { dueAt: number | null })[], now: number): Supply {
  const lost = heard.filter(({ status, dueAt }) => status === 'unknown' || status === 'invalid' || isPast(dueAt, now))
  if (lost.every(({ lastAt }) => lastAt === null)) return unknown('no_data', null)
  const sinceAt = Math.max(
    ...lost.map(({ status, sinceAt, dueAt }) => (status === 'unknown' || status === 'invalid' ? sinceAt : dueAt) ?? 0),
  )
  return unknown(lost.every(({ status }) => status === 'invalid') ? 'sensor_invalid' : 'silent', sinceAt)
}

/**
 * A site's supply: the worst its devices confirm, a probable outage where none confirms anything, else unknown. A UPS
 * on battery beside a device that sees voltage is contradicted and confirms nothing.
 */
export function siteSupply(devices: readonly Supply[], probable: ProbableOutage | null = null): Supply {
  const present = devices.filter(({ value, evidence }) => value === 'present' && evidence === 'confirmed')
  const absent = devices.filter(
    ({ value, evidence, reason }) =>
      value === 'absent' && evidence === 'confirmed' && (reason !== 'ups_on_battery' || present.length === 0),
  )
  const [worst] = absent.sort(earliest)
  if (worst) return worst
  const [latest] = present.sort(earliest).reverse()
  if (latest) return latest
  if (probable?.isProbable)
    return { value: 'absent', sinceAt: probable.startMaxAt, evidence: 'probable', reason: 'nodes_silent_together' }
  return [...devices].sort(earliest).at(-1) ?? unknown('no_meter', null)
}

const earliest = (one: Supply, other: Supply) => (one.sinceAt ?? 0) - (other.sinceAt ?? 0)

/** What a voltage event rests on: an outage reported by a device that lives on the very supply it measures proves nothing. */
export function evidenceOfEvent({ kind }: Pick<PowerEvent, 'kind'>, poweredBy: PowerSource | null): EvidenceGrade {
  if (kind !== 'interruption') return 'confirmed'
  return isIndependent(poweredBy) ? 'confirmed' : 'unknown'
}
