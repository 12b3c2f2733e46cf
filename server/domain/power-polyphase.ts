/** What is needed of an event to tell whether several phases suffered the same trouble. Instants in epoch ms. */
export interface PhaseSpell {
  deviceId: string | number
  startMinAt: number
  startMaxAt: number
  endMaxAt: number | null
  residualVolts: number | null
}

/** One trouble of a polyphase supply: when its first phase showed it, and the deepest voltage of any phase. */
export interface PolyphaseSpell {
  at: number
  volts: number | null
}

const deeper = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)

/**
 * Events of single phases as events of the supply: on a polyphase system a dip begins when any phase goes below and ends
 * when all are back (IEC 61000-4-30, 5.4), so spells of one device that overlap, as far as their intervals tell, count
 * once. Oldest first.
 */
export function polyphaseSpells(spells: readonly PhaseSpell[]): PolyphaseSpell[] {
  const found: (PolyphaseSpell & { deviceId: string | number; untilAt: number })[] = []
  for (const spell of [...spells].sort((a, b) => a.startMaxAt - b.startMaxAt)) {
    const untilAt = spell.endMaxAt ?? Number.POSITIVE_INFINITY
    const same = found.findLast((one) => one.deviceId === spell.deviceId && spell.startMinAt < one.untilAt)
    if (same) {
      same.volts = deeper(same.volts, spell.residualVolts)
      same.untilAt = Math.max(same.untilAt, untilAt)
    } else found.push({ deviceId: spell.deviceId, at: spell.startMaxAt, volts: spell.residualVolts, untilAt })
  }
  return found.map(({ at, volts }) => ({ at, volts }))
}
