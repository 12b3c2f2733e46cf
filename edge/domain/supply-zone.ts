/** Where a phase's voltage stands against its declared voltage, with the hysteresis of edge reference section 7 (EN 50160 practice). */
export type SupplyZone = 'normal' | 'dip' | 'swell' | 'interruption'

/** Shares of the declared voltage at which a zone starts and ends (EN 50160 practice as vendors describe it). */
export const ZONE_SHARES = {
  interruption: { starts: 0.05, ends: 0.07 },
  dip: { starts: 0.9, ends: 0.92 },
  swell: { starts: 1.1, ends: 1.08 },
} as const

/** The zone after a sample of `volts`; `zone` is the one before it, null when there was no valid sample. Precondition: `declaredVolts` > 0. */
export function nextZone(zone: SupplyZone | null, volts: number, declaredVolts: number): SupplyZone {
  const share = volts / declaredVolts
  const { interruption, dip, swell } = ZONE_SHARES
  if (share < (zone === 'interruption' ? interruption.ends : interruption.starts)) return 'interruption'
  const wasLow = zone === 'dip' || zone === 'interruption'
  if (share < (wasLow ? dip.ends : dip.starts)) return 'dip'
  return share > (zone === 'swell' ? swell.ends : swell.starts) ? 'swell' : 'normal'
}
