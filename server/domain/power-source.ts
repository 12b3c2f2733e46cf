/** What a node or device lives on; `null` elsewhere means that nobody declared it. */
export const POWER_SOURCES = ['mains', 'ups', 'battery', 'otherFeeder'] as const
export type PowerSource = (typeof POWER_SOURCES)[number]

/** Whether a device goes on speaking when the supply it measures is gone. */
export function isIndependent(poweredBy: PowerSource | null): boolean {
  return poweredBy === 'ups' || poweredBy === 'battery' || poweredBy === 'otherFeeder'
}
