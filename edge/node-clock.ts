import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import type { NodeClock, StartReason } from '../server/wire/node-protocol.ts'
import type { EdgeConfig } from './config.ts'
import type { RememberedStart } from './domain/start-reason.ts'
import { startReason } from './domain/start-reason.ts'

/** 2001-09-09T01:46:40Z: a wall clock before this was never set (protocol, clock quality). */
const FIRST_CREDIBLE_AT = 1_000_000_000_000
const WATCHDOG = '/sys/class/watchdog/watchdog0/bootstatus'

/** The sources of time: wall clock in epoch ms and a monotonic clock in ms. */
export interface TimeSource {
  now: () => number
  monotonic: () => number
}

/** One power-up of the hardware. */
export interface Start {
  id: string
  uptimeMs: number
  reason: StartReason
}

/** The node's two clocks: the wall clock with what it is worth, and the time since the hardware started. */
export class NodeClockwork {
  start: { id: string; reason: StartReason }
  private startedAt: number
  private readonly time: TimeSource
  private readonly settings: EdgeConfig['clock']

  constructor(time: TimeSource, settings: EdgeConfig['clock'], start: Start) {
    this.time = time
    this.settings = settings
    this.start = { id: start.id, reason: start.reason }
    this.startedAt = time.monotonic() - start.uptimeMs
  }

  /** The node's wall clock, right or wrong, epoch ms. */
  now(): number {
    return this.time.now() + this.settings.offsetMs
  }

  /** Monotonic ms for measuring spans; unrelated to `uptimeMs`. */
  monotonic(): number {
    return this.time.monotonic()
  }

  get uptimeMs(): number {
    return Math.round(this.time.monotonic() - this.startedAt)
  }

  read(): NodeClock {
    const { syncedFile } = this.settings
    const at = this.now()
    const isSynced = at >= FIRST_CREDIBLE_AT && (syncedFile === undefined || existsSync(syncedFile))
    return { isSynced, monotonicMs: this.uptimeMs, at, start: this.start.id }
  }

  /** A simulated box got its power back. */
  restart(start: Start): void {
    this.start = { id: start.id, reason: start.reason }
    this.startedAt = this.time.monotonic() - start.uptimeMs
  }
}

/** The start of the machine this runs on, named by the kernel where it gives a name. */
export function machineStart(remembered: RememberedStart): Start {
  const id = readText('/proc/sys/kernel/random/boot_id')?.slice(0, 64) ?? randomBytes(16).toString('hex')
  const status = readText(WATCHDOG)
  const reason = startReason(id, remembered, status === null ? null : Number(status))
  return { id, uptimeMs: Math.round(uptime() * 1000), reason }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}
