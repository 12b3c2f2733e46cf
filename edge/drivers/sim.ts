import type { MetricDeclaration, PowerSource } from '../../server/wire/node-protocol.ts'
import type { DeviceConfig } from '../config.ts'
import type { Sample, Watch } from '../domain/report.ts'
import type { DrivenDevice, Driver } from './driver.ts'
import { seededRandom } from './random.ts'
import { strikes } from './scenario.ts'
import { approvalModel } from './sim-approval.ts'
import { meterModel } from './sim-meter.ts'
import type { Happening, SimKind, Simulation } from './sim-options.ts'
import { queueModel } from './sim-queue.ts'
import { upsModel } from './sim-ups.ts'

export type SimDevice = Extract<DeviceConfig, { driver: 'sim' }>

/** What a model is given for one reading: local hour 0–24, seconds since the last reading, and what strikes the device. */
export interface Moment {
  hour: number
  stepSeconds: number
  struck: readonly Happening[]
}

/** A simulated thing: what it declares, and its values at a moment by metric name; null when it is silent. */
export interface Model {
  metrics: MetricDeclaration[]
  watches: Record<string, Watch>
  readingsAt(moment: Moment): Record<string, Sample['value']> | null
}

/** Where a simulated device stands: supply and start of its scenario, epoch ms. */
export interface Setting {
  simulation: Simulation
  scenarioStartAt: number
  poweredBy: PowerSource
}

/** A simulated device; the same seed and the same instants give the same values. */
export function simDevice(device: SimDevice, setting: Setting): DrivenDevice {
  const random = seededRandom(setting.simulation.seed, device.id)
  const model = MODELS[device.kind](device, setting, random)
  return {
    declaration: {
      id: device.id,
      driver: `sim-${device.kind}`,
      poweredBy: setting.poweredBy,
      ...(device.declaredVolts !== undefined && { declaredVolts: device.declaredVolts }),
      ...(device.phases && { phases: device.phases }),
      metrics: model.metrics,
    },
    watches: model.watches,
    driver: simDriver(device.id, model, setting),
  }
}

const MODELS: Record<SimKind, (device: SimDevice, setting: Setting, random: () => number) => Model> = {
  meter: meterModel,
  ups: upsModel,
  queue: queueModel,
  approval: approvalModel,
}

function simDriver(id: string, model: Model, setting: Setting): Driver {
  const { scenario, utcOffsetMinutes } = setting.simulation
  let readAt: number | null = null
  return {
    async read(at, due) {
      const struck = strikes(scenario, id, at - setting.scenarioStartAt)
      const stepSeconds = readAt === null ? 0 : Math.max(0, at - readAt) / 1000
      readAt = at
      const hour = (((at / 60_000 + utcOffsetMinutes) % 1440) + 1440) % 1440
      const readings = model.readingsAt({ hour: hour / 60, stepSeconds, struck })
      if (readings === null || struck.some((happening) => happening.kind === 'silence')) return []
      for (const happening of struck) if (happening.kind === 'value') readings[happening.metric] = happening.value
      return Object.entries(readings)
        .filter(([name]) => due.has(name))
        .map(([name, value]) => ({ name, at, value }))
    },
  }
}
