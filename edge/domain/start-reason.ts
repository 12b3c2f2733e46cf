import type { StartReason } from '../../server/wire/node-protocol.ts'

/** What the outbox remembers of the start it last saw. */
export interface RememberedStart {
  id: string | null
  reason: StartReason | null
  /** Whether the agent was told to stop, as it is before an orderly reboot. */
  wasStopped: boolean
}

/**
 * Why the hardware started. `watchdogStatus` is the kernel's boot status of the hardware watchdog (0 = the watchdog did
 * not fire, null = there is none to ask). Only a stop nobody ordered, on a board whose watchdog denies having done it,
 * counts as power-on: this reason confirms an interruption, so whatever is in doubt is `unknown`.
 */
export function startReason(startId: string, remembered: RememberedStart, watchdogStatus: number | null): StartReason {
  if (remembered.id === startId && remembered.reason !== null) return remembered.reason
  if (watchdogStatus !== null && watchdogStatus !== 0) return 'watchdog'
  if (remembered.id === null) return 'unknown'
  if (remembered.wasStopped) return 'software'
  return watchdogStatus === 0 ? 'powerOn' : 'unknown'
}
