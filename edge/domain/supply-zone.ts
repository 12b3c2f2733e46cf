import { thresholds } from '../../server/domain/power-event.ts'

/** Where a phase's voltage stands against its declared voltage. */
export type SupplyZone = 'normal' | 'dip' | 'swell' | 'interruption'

/** The zone after a sample of `volts`, with the server's limits and hysteresis, so that what it will count is what is sent at once; `zone` is the one before, null when there was no valid sample. */
export function nextZone(zone: SupplyZone | null, volts: number, declaredVolts: number): SupplyZone {
  const limits = thresholds(declaredVolts)
  if (volts < (zone === 'interruption' ? limits.interruptionEnd : limits.interruptionBelow)) return 'interruption'
  const wasLow = zone === 'dip' || zone === 'interruption'
  if (volts < (wasLow ? limits.dipEnd : limits.dipBelow)) return 'dip'
  return volts > (zone === 'swell' ? limits.swellEnd : limits.swellAbove) ? 'swell' : 'normal'
}
