import type { PowerSource } from '../../server/wire/node-protocol.ts'
import type { BoxCondition } from './driver.ts'
import type { Happening } from './sim-options.ts'

/** Who a happening may strike. */
export interface Target {
  id: string
  poweredBy: PowerSource
}

/** Ms since a happening last began, or null when it is not going on `elapsedMs` after the start of the scenario. */
export function ongoingMs(happening: Happening, elapsedMs: number): number | null {
  const since = elapsedMs - happening.atMs
  if (since < 0) return null
  const into = happening.everyMs === undefined ? since : since % happening.everyMs
  return into < (happening.durationMs ?? Number.POSITIVE_INFINITY) ? into : null
}

/** What strikes a device now, in the order of the script. */
export function strikes(scenario: readonly Happening[], device: string, elapsedMs: number): Happening[] {
  return scenario.filter(
    (happening) =>
      (happening.devices === undefined || happening.devices.includes(device)) &&
      ongoingMs(happening, elapsedMs) !== null,
  )
}

/** The condition of a box that lives on `poweredBy`. After an outage it stays dark for `bootMs` more. */
export function boxCondition(
  scenario: readonly Happening[],
  poweredBy: PowerSource,
  bootMs: number,
  elapsedMs: number,
): BoxCondition {
  const own = scenario.filter((happening) => happening.devices === undefined)
  const isOn = (happening: Happening, at: number) => ongoingMs(happening, at) !== null
  const outages = own.filter((happening) => happening.kind === 'outage')
  const isDark = outages.some(
    (outage) => isOn(outage, elapsedMs) || (elapsedMs >= bootMs && isOn(outage, elapsedMs - bootMs)),
  )
  if (poweredBy === 'mains' && isDark) return 'dark'
  return own.some((happening) => happening.kind === 'network_loss' && isOn(happening, elapsedMs)) ? 'offline' : 'up'
}
