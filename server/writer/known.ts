import type { DeviceSettings, DeviceState } from '../domain/power.ts'
import { queueCounterOf } from '../domain/queue.ts'
import { medianSkew, type SkewWindow } from '../ingest/clock-quality.ts'
import type { Ledger, OpenGap } from '../ingest/ledger.ts'
import type {
  StoredBoot,
  StoredDevice,
  StoredMetric,
  StoredNode,
  StoredStart,
  StoredTelemetry,
} from '../store/telemetry-load.ts'
import type { NormalRange } from '../store/telemetry-power.ts'
import { type SampleRow, unpackSamples } from '../store/telemetry-samples.ts'
import { PHASES, type Phase } from '../wire/node-protocol.ts'

/** A metric in memory, with the samples of the flush being planned: packed, or as rows where they do not fit. */
export interface KnownMetric extends StoredMetric {
  node: KnownNode
  device: KnownDevice
  /** The last uneventful voltage, not put through the power rules yet. */
  calm: { at: number; volts: number | null } | null
  /** Start of a packed row, and the boot it was made for. */
  series: string
  seriesBootId: number
  packed: string
  /** The phase whose voltage it is, when power events follow from it. */
  phase: Phase | null
  /** A UPS's own word on whether it runs on battery. */
  isOnBatteryFlag: boolean
  /** One of a queue's counters. */
  isQueueCounter: boolean
  rows: SampleRow[]
  isMoved: boolean
  isHeard: boolean
  text: string | null
  flags: number
  receivedAt: number
}

export interface KnownDevice extends StoredDevice {
  node: KnownNode
  metrics: Map<string, KnownMetric>
  /** State of the power rules; null until it was rebuilt from stored samples. */
  power: DeviceState | null
  /** What the power rules are told of it; null when it measures no supply. */
  settings: DeviceSettings | null
  normal: NormalRange | null
}

export interface KnownBoot extends StoredBoot {
  ledger: Ledger
  /** The open gaps as they are stored. */
  storedGaps: readonly OpenGap[]
}

export interface KnownNode extends StoredNode {
  devices: Map<string, KnownDevice>
  /** By `device/metric`, as values name them. */
  metrics: Map<string, KnownMetric>
  boots: Map<string, KnownBoot>
  start: StoredStart | null
  skew: SkewWindow
  skewMs: number | null
  isClockSynced: boolean | null
  rebirthAskedAt: number
  /** The last sight of it that was written, epoch ms. */
  storedSeenAt: number
}

export function knownNodes(stored: StoredTelemetry): KnownNode[] {
  return stored.nodes.map((node) => {
    const skew = node.clockSkewMs === null ? [] : [node.clockSkewMs]
    const known: KnownNode = {
      ...node,
      devices: new Map(),
      metrics: new Map(),
      boots: new Map(),
      start: stored.starts.find((start) => start.nodeId === node.id) ?? null,
      skew,
      skewMs: medianSkew(skew),
      isClockSynced: null,
      rebirthAskedAt: 0,
      storedSeenAt: 0,
    }
    const devices = stored.devices
      .filter((device) => device.nodeId === node.id)
      .map((device) => addDevice(known, device))
    const byId = new Map(devices.map((device) => [device.id, device]))
    for (const metric of stored.metrics) {
      const device = byId.get(metric.deviceId)
      if (device) addMetric(device, metric)
    }
    for (const boot of stored.boots) if (boot.nodeId === node.id) addBoot(known, boot)
    return known
  })
}

export function addDevice(node: KnownNode, stored: StoredDevice): KnownDevice {
  const device: KnownDevice = { ...stored, node, metrics: new Map(), power: null, settings: null, normal: null }
  node.devices.set(device.name, device)
  return device
}

export function addMetric(device: KnownDevice, stored: StoredMetric): KnownMetric {
  const metric: KnownMetric = {
    ...stored,
    node: device.node,
    device,
    phase: null,
    isOnBatteryFlag: stored.type === 'boolean' && /(^|\.)onBattery$/.test(stored.name),
    isQueueCounter: queueCounterOf(stored.name) !== null,
    calm: null,
    series: '',
    seriesBootId: 0,
    packed: '',
    rows: [],
    isMoved: false,
    isHeard: false,
    text: null,
    flags: 0,
    receivedAt: 0,
  }
  metric.phase = phaseOf(device, metric)
  device.metrics.set(metric.name, metric)
  device.node.metrics.set(`${device.name}/${metric.name}`, metric)
  return metric
}

export function addBoot(node: KnownNode, stored: StoredBoot): KnownBoot {
  const ledger: Ledger = { highest: stored.highest, gaps: stored.gaps }
  const boot: KnownBoot = { ...stored, ledger, storedGaps: stored.gaps }
  node.boots.set(boot.boot, boot)
  return boot
}

/** `l1.volts` … `l3.volts` of a phase in use, or `volts` of a device with one phase; none without a declared voltage. */
export function phaseOf(device: StoredDevice, metric: StoredMetric): Phase | null {
  if (device.declaredVolts === null || metric.unit !== 'V' || metric.type !== 'number') return null
  if (metric.name === 'volts' && device.phases.length === 1) return device.phases[0] ?? null
  return PHASES.find((phase) => metric.name === `${phase}.volts` && device.phases.includes(phase)) ?? null
}

/** Where the device is: its own place, or its node's. */
export const siteOf = (device: KnownDevice): string | null => device.siteId ?? device.node.siteId

/** The samples of a metric in the flush being planned. */
export const pendingSamples = (metric: KnownMetric): SampleRow[] => [...unpackSamples(metric.packed), ...metric.rows]
