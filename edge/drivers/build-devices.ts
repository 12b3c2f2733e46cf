import type { DeviceConfig, EdgeConfig } from '../config.ts'
import type { Log } from '../log.ts'
import type { DrivenDevice } from './driver.ts'
import { replayDevice } from './replay.ts'
import { simDevice } from './sim.ts'

/** The devices of a configuration. `at` is the start of the agent, epoch ms. Throws when a recording cannot be used. */
export function buildDevices(config: EdgeConfig, at: number, log: Log): DrivenDevice[] {
  return config.devices.map((device) => withRules(named(build(device, config, at, log), device), device.metrics, log))
}

function build(device: DeviceConfig, config: EdgeConfig, at: number, log: Log): DrivenDevice {
  const { simulation } = config
  if (device.driver === 'sim') {
    const poweredBy = device.poweredBy ?? (device.kind === 'ups' ? 'ups' : config.poweredBy)
    return simDevice(device, { simulation, scenarioStartAt: simulation.scenarioStartAt ?? at, poweredBy })
  }
  const setting = { poweredBy: device.poweredBy ?? config.poweredBy, startedAt: device.startAt ?? at }
  const replay = replayDevice(device, setting)
  const [first] = replay.problems
  if (first) log.warn('recording-lines-skipped', { device: device.id, count: replay.problems.length, first })
  return replay.device
}

const named = (device: DrivenDevice, { displayName }: DeviceConfig): DrivenDevice =>
  displayName === undefined ? device : { ...device, declaration: { ...device.declaration, displayName } }

function withRules(device: DrivenDevice, rules: DeviceConfig['metrics'], log: Log): DrivenDevice {
  const names = device.declaration.metrics.map((metric) => metric.name)
  for (const name of Object.keys(rules)) {
    if (!names.includes(name)) log.warn('no-such-metric', { device: device.declaration.id, metric: name, known: names })
  }
  const metrics = device.declaration.metrics.map((metric) => {
    const rule = { ...metric, ...rules[metric.name] }
    return { ...rule, maximumSilenceMs: Math.max(rule.maximumSilenceMs, rule.periodMs) }
  })
  return { ...device, declaration: { ...device.declaration, metrics } }
}
