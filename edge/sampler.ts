import type { DeviceDeclaration, MetricDeclaration, WireValue } from '../server/wire/node-protocol.ts'
import { FLAG } from '../server/wire/node-protocol.ts'
import type { ReportState } from './domain/report.ts'
import { NEVER_SAMPLED, report } from './domain/report.ts'
import type { DrivenDevice } from './drivers/driver.ts'
import type { Log } from './log.ts'
import { messageOf } from './log.ts'
import type { NodeClockwork } from './node-clock.ts'
import type { Recorder } from './recorder.ts'

/** A change of how a metric is sampled and reported. */
export type RuleChange = Partial<Pick<MetricDeclaration, 'periodMs' | 'deadband' | 'maximumSilenceMs'>>

interface Metric {
  declaration: MetricDeclaration
  state: ReportState
  dueAt: number
  readAt: number
}

/** Reads one device in the rhythm of its metrics and reports what is worth telling. */
export class Sampler {
  private readonly metrics: Map<string, Metric>
  private timer: NodeJS.Timeout | null = null
  private isRunning = false
  private hasFailed = false
  private readonly device: DrivenDevice
  private readonly recorder: Recorder
  private readonly clock: NodeClockwork
  private readonly log: Log

  constructor(device: DrivenDevice, recorder: Recorder, clock: NodeClockwork, log: Log) {
    this.device = device
    this.recorder = recorder
    this.clock = clock
    this.log = log
    this.metrics = new Map(
      device.declaration.metrics.map((declaration) => [
        declaration.name,
        { declaration: { ...declaration }, state: NEVER_SAMPLED, dueAt: 0, readAt: Number.NEGATIVE_INFINITY },
      ]),
    )
  }

  get declaration(): DeviceDeclaration {
    return { ...this.device.declaration, metrics: [...this.metrics.values()].map((metric) => metric.declaration) }
  }

  start(): void {
    if (this.isRunning) return
    this.isRunning = true
    for (const metric of this.metrics.values()) metric.dueAt = 0
    this.arm(0)
  }

  stop(): void {
    this.isRunning = false
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  /** The box lost its power: nothing is remembered. */
  forget(): void {
    for (const metric of this.metrics.values()) metric.state = NEVER_SAMPLED
  }

  /** Changes a metric's rule; false when there is no such metric or the rule makes no sense. */
  configure(name: string, change: RuleChange): boolean {
    const metric = this.metrics.get(name)
    if (!metric) return false
    const declaration = { ...metric.declaration, ...change }
    if (declaration.maximumSilenceMs < declaration.periodMs) return false
    metric.declaration = declaration
    metric.dueAt = 0
    if (this.isRunning) this.arm(0)
    return true
  }

  /** The present value of every metric that has one, now counted as sent. */
  presentValues(): WireValue[] {
    const now = this.clock.monotonic()
    return [...this.metrics.values()].flatMap((metric) => {
      const { last } = metric.state
      if (last === null || now - metric.readAt > metric.declaration.maximumSilenceMs) return []
      metric.state = { ...metric.state, sent: last }
      const name = `${this.device.declaration.id}/${metric.declaration.name}`
      return [last.value === null ? [name, last.at, null, FLAG.invalid] : [name, last.at, last.value]] as WireValue[]
    })
  }

  private arm(delayMs: number): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.sample(), delayMs)
  }

  private async sample(): Promise<void> {
    const now = this.clock.monotonic()
    const due = new Set([...this.metrics].filter(([, metric]) => metric.dueAt <= now).map(([name]) => name))
    for (const name of due) advance(this.metrics.get(name)!, now)
    try {
      const samples = await this.device.driver.read(this.clock.now(), due)
      if (this.isRunning) this.take(samples)
      if (this.hasFailed) this.log.info('device-answers', { device: this.device.declaration.id })
      this.hasFailed = false
    } catch (error) {
      if (!this.hasFailed)
        this.log.warn('device-lost', { device: this.device.declaration.id, reason: messageOf(error) })
      this.hasFailed = true
    }
    if (this.isRunning) this.arm(this.waitMs())
  }

  private take(samples: Awaited<ReturnType<DrivenDevice['driver']['read']>>): void {
    const values: WireValue[] = []
    let isUrgent = false
    for (const sample of samples) {
      const metric = this.metrics.get(sample.name)
      if (!metric) continue
      const rule = { ...metric.declaration, watch: this.device.watches[sample.name] ?? { kind: 'none' as const } }
      const result = report(rule, metric.state, { ...sample, name: `${this.device.declaration.id}/${sample.name}` })
      metric.state = result.state
      metric.readAt = this.clock.monotonic()
      values.push(...result.values)
      isUrgent ||= result.isTransition
    }
    if (isUrgent) this.recorder.urgent(values)
    else if (values.length > 0) this.recorder.collect(values)
  }

  private waitMs(): number {
    if (this.device.readEveryMs !== undefined) return this.device.readEveryMs
    const next = Math.min(...[...this.metrics.values()].map((metric) => metric.dueAt))
    return Math.min(60_000, Math.max(0, next - this.clock.monotonic()))
  }
}

// A reading that is late by more than a period does not have to be made up for.
function advance(metric: Metric, now: number): void {
  const { periodMs } = metric.declaration
  metric.dueAt = metric.dueAt === 0 || now - metric.dueAt > periodMs ? now + periodMs : metric.dueAt + periodMs
}
