import { randomBytes } from 'node:crypto'
import type { Link, LinkOptions } from './connection.ts'
import { openLink } from './connection.ts'
import { reconnectDelayMs } from './domain/backoff.ts'
import type { Log } from './log.ts'
import type { Session } from './session.ts'

/** `refused`: the server does not accept the key; `waiting`: connected, the birth not yet answered. */
export type UplinkState = 'down' | 'refused' | 'waiting' | 'live'

export interface UplinkParts {
  link: Omit<LinkOptions, 'connection'>
  reconnect: { minMs: number; maxMs: number; refusedMs: number }
  log: Log
  /** In [0, 1). */
  random: () => number
  newSession: (link: Link, connection: string) => Session
}

/** Keeps the node connected: one fresh connection after the other, at random distances. */
export class Uplink {
  private session: Session | null = null
  private link: Link | null = null
  private isRefused = false
  private isStopping = false
  private isAllowed = true
  private wakeUp: () => void = () => {}
  private running: Promise<void> = Promise.resolve()
  private readonly parts: UplinkParts

  constructor(parts: UplinkParts) {
    this.parts = parts
  }

  get state(): UplinkState {
    if (this.session) return this.session.isLive ? 'live' : 'waiting'
    return this.isRefused ? 'refused' : 'down'
  }

  start(): void {
    this.running = this.run()
  }

  /** Declares the node again on the present connection, if there is one. */
  birth(): void {
    this.session?.birth().catch(() => this.link?.cut())
  }

  /** Cuts the line without a word (a simulated loss of network or power), or allows it again. */
  allow(isAllowed: boolean): void {
    this.isAllowed = isAllowed
    if (!isAllowed) this.link?.cut()
    else this.wakeUp()
  }

  async stop(): Promise<void> {
    this.isStopping = true
    this.wakeUp()
    await this.session?.stop()
    this.link?.cut()
    await this.running
  }

  private async run(): Promise<void> {
    const { reconnect, random } = this.parts
    await this.wait(random() * Math.min(1_000, reconnect.minMs))
    while (!this.isStopping) {
      if (this.isAllowed) await this.connectOnce()
      if (this.isStopping) return
      if (!this.isAllowed) await this.wait(Number.POSITIVE_INFINITY)
      else await this.wait(this.isRefused ? reconnect.refusedMs : reconnectDelayMs(reconnect, random()))
    }
  }

  private async connectOnce(): Promise<void> {
    const { log } = this.parts
    const connection = randomBytes(4).toString('hex')
    const result = await openLink({ ...this.parts.link, connection })
    this.isRefused = !result.ok && result.isRefused
    if (!result.ok) {
      if (result.isRefused) log.error('refused', { reason: result.reason, retryMs: this.parts.reconnect.refusedMs })
      else log.warn('unreachable', { reason: result.reason })
      return
    }
    this.link = result.link
    if (this.isStopping || !this.isAllowed) result.link.cut()
    log.info('connected', { connection })
    this.session = this.parts.newSession(result.link, connection)
    const reason = await this.session.run().catch((error: unknown) => {
      result.link.cut()
      return error instanceof Error ? error.message : String(error)
    })
    this.session = null
    this.link = null
    log.warn('disconnected', { reason })
  }

  private wait(ms: number): Promise<void> {
    if (this.isStopping) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(() => this.wakeUp(), ms) : null
      this.wakeUp = () => {
        if (timer) clearTimeout(timer)
        resolve()
      }
    })
  }
}
