import type { EvidenceGrade, SupplyValue } from './supply.ts'

/** [from, to), epoch ms. */
export type Stretch = readonly [from: number, to: number]

/** What one device says of a time: where its samples vouch for it, and its interruptions (`to` null while one runs). */
export type DeviceDay = {
  covered: readonly Stretch[]
  absences: readonly { from: number; to: number | null; evidence: EvidenceGrade }[]
}

/** A stretch with one supply value; `to` null = still so. */
export type Span = { from: number; to: number | null; value: SupplyValue }

/**
 * A site's supply over [from, to), epoch ms: absent where a device confirms it, present where one vouches for voltage,
 * absent where it is probable and nobody vouches, unknown for the rest. Neighbouring stretches of one value are one.
 */
export function supplySpans(devices: readonly DeviceDay[], from: number, to: number): Span[] {
  const edges = new Set<number>([from])
  for (const { covered, absences } of devices) {
    for (const edge of [...covered.flat(), ...absences.flatMap((one) => [one.from, one.to ?? to])])
      if (edge > from && edge < to) edges.add(edge)
  }
  const spans: Span[] = []
  for (const at of [...edges].sort((a, b) => a - b)) {
    const value = valueAt(devices, at)
    const last = spans.at(-1)
    if (last?.value === value) continue
    if (last) last.to = at
    spans.push({ from: at, to: null, value })
  }
  return spans
}

function valueAt(devices: readonly DeviceDay[], at: number): SupplyValue {
  const seen = devices.map(({ covered, absences }) => ({
    absence: absences.find((one) => one.from <= at && at < (one.to ?? Number.POSITIVE_INFINITY)),
    isCovered: covered.some(([from, to]) => from <= at && at < to),
  }))
  // A running interruption is vouched for only as long as its meter speaks.
  if (seen.some(({ absence, isCovered }) => absence?.evidence === 'confirmed' && (absence.to !== null || isCovered)))
    return 'absent'
  if (seen.some(({ absence, isCovered }) => isCovered && !absence)) return 'present'
  return seen.some(({ absence }) => absence?.evidence === 'probable') ? 'absent' : 'unknown'
}

/** The covered stretches of a metric within [from, to]: all but its holes, from its first to its last sample (epoch ms). */
export function coveredStretches(
  heard: { firstAt: number; lastAt: number; holes: readonly Stretch[] } | null,
  silenceMs: number,
  from: number,
  to: number,
): Stretch[] {
  if (!heard) return []
  const isSilent = to - heard.lastAt > silenceMs
  const stretches: Stretch[] = []
  let begin = heard.firstAt
  for (const [holeFrom, holeTo] of heard.holes) {
    stretches.push([begin, holeFrom])
    begin = holeTo
  }
  stretches.push([begin, isSilent ? heard.lastAt : to])
  return stretches.map(([a, b]): Stretch => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => b > a)
}
