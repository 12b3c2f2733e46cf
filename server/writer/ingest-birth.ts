import { declareHeld } from '../ingest/ledger.ts'
import type { IngestMessage } from '../ingest/port.ts'
import { readJson } from '../ingest/read-json.ts'
import { endConnection, insertConnection, updateBornNode, updateDeadNode } from '../store/telemetry-births.ts'
import {
  type Birth,
  birthSchema,
  type DeviceDeclaration,
  deathSchema,
  type MetricDeclaration,
  SERVER_LIMITS,
} from '../wire/node-protocol.ts'
import { bootFlush, type Flush, nodeEvent, quarantine } from './flush.ts'
import type { DataContext } from './ingest-data.ts'
import { addDevice, addMetric, type KnownDevice, type KnownNode, phaseOf } from './known.ts'
import { catchUp, settle, stepSilence } from './power-live.ts'
import { verdictOf } from './retro.ts'

export interface BirthContext extends DataContext {
  nextDeviceId(): number
  nextMetricId(): number
}

function parse(payload: Uint8Array): unknown {
  try {
    return readJson((payload as Buffer).toString('utf8'))
  } catch {
    return undefined
  }
}

/** Takes in a birth: the node is alive as it declares itself, and what it no longer holds is lost. */
export function ingestBirth(context: BirthContext, node: KnownNode, message: IngestMessage): void {
  const { flush } = context
  const isTooLarge = message.payload.length > SERVER_LIMITS.payloadBytes
  const parsed = isTooLarge ? null : birthSchema.safeParse(parse(message.payload))
  const metricCount = parsed?.data?.devices.reduce((sum, device) => sum + device.metrics.length, 0) ?? 0
  if (parsed?.success && metricCount <= SERVER_LIMITS.metrics) takeBirth(context, node, parsed.data, message.receivedAt)
  else refuseBirth(flush, node, message, isTooLarge)
}

function takeBirth(context: BirthContext, node: KnownNode, birth: Birth, at: number): void {
  const { flush } = context
  const verdict = birth.connection === node.connection ? null : verdictOf(flush, node, birth, at)
  declare(context, node, birth, at)
  const held = moveLedgers(context, node, birth, at)
  flush.statements.push(updateBornNode(node.id, birth, held, at))
  if (birth.connection !== node.connection) flush.statements.push(insertConnection(node.id, birth, verdict, at))
  const change = birth.connection === node.connection ? 'declared' : 'born'
  nodeEvent(flush, node, at, verdict ? { change, verdict } : { change })
  Object.assign(node, {
    poweredBy: birth.poweredBy,
    connection: birth.connection,
    startId: birth.start.id,
    bornAt: at,
    diedAt: null,
    isClockSynced: birth.clock.isSynced,
    start: {
      nodeId: node.id,
      connection: birth.connection,
      startId: birth.start.id,
      uptimeMs: birth.start.uptimeMs,
      reason: birth.start.reason,
      bornAt: at,
    },
  })
}

/** A refused birth is answered on the newest boot known, so that the node learns of it. */
function refuseBirth(flush: Flush, node: KnownNode, message: IngestMessage, isTooLarge: boolean): void {
  quarantine(flush, message, { reason: isTooLarge ? 'too_large' : 'bad_birth' })
  const newest = [...node.boots.values()].sort((a, b) => b.lastReceivedAt - a.lastReceivedAt)[0]
  if (!newest) return
  const account = bootFlush(flush, node, newest)
  account.error = 'birth'
  account.isUrgent = true
}

function moveLedgers(context: BirthContext, node: KnownNode, birth: Birth, at: number): number {
  const current = context.bootOf(node, birth.boot, at)
  current.lastReceivedAt = at
  bootFlush(context.flush, node, current).isUrgent = true
  for (const boot of node.boots.values()) {
    const held = birth.holds.filter((range) => range.boot === boot.boot)
    const step = declareHeld(boot.ledger, held, boot === current ? birth.next : null, at)
    if (step.closed.length > 0) bootFlush(context.flush, node, boot).closed.push(...step.closed)
    boot.ledger = step.ledger
  }
  const heldCount = birth.holds.reduce((sum, { from, to }) => sum + Math.max(0, to - from + 1), 0)
  return Math.min(heldCount, Number.MAX_SAFE_INTEGER)
}

function declare(context: BirthContext, node: KnownNode, birth: Birth, at: number): void {
  const declared = new Set<number>()
  for (const declaration of birth.devices) {
    const device = declareDevice(context, node, declaration)
    for (const metric of declaration.metrics) declared.add(declareMetric(context, device, metric, at))
    for (const metric of device.metrics.values()) metric.phase = phaseOf(device, metric)
    catchUp(context.flush, device)
    settle(device)
  }
  for (const metric of node.metrics.values()) {
    if (declared.has(metric.id) || !metric.deadline) continue
    metric.deadline = null
    context.flush.droppedDeadlines.push([metric.id])
  }
}

function declareDevice(context: BirthContext, node: KnownNode, declared: DeviceDeclaration): KnownDevice {
  const stored = {
    driver: declared.driver,
    poweredBy: declared.poweredBy ?? null,
    declaredVolts: declared.declaredVolts ?? null,
    phases: declared.phases ?? [],
    displayName: declared.displayName ?? null,
  }
  const known = node.devices.get(declared.id)
  const device =
    known ??
    addDevice(node, { ...stored, id: context.nextDeviceId(), nodeId: node.id, name: declared.id, siteId: null })
  const isSame =
    known &&
    known.driver === stored.driver &&
    known.poweredBy === stored.poweredBy &&
    known.declaredVolts === stored.declaredVolts &&
    known.phases.join() === stored.phases.join() &&
    known.displayName === stored.displayName
  if (isSame) return device
  Object.assign(device, stored)
  const { id, driver, poweredBy, declaredVolts, phases, displayName } = device
  const supply = [poweredBy, declaredVolts, phases.join()]
  context.flush.devices.push([id, node.id, declared.id, 'native', driver, ...supply, displayName])
  return device
}

function declareMetric(context: BirthContext, device: KnownDevice, declared: MetricDeclaration, at: number): number {
  const { name, type, unit, deadband, periodMs, maximumSilenceMs } = declared
  const stored = { name, type, unit, deadband, periodMs, maximumSilenceMs }
  const known = device.metrics.get(name)
  const metric =
    known ??
    addMetric(device, { ...stored, id: context.nextMetricId(), deviceId: device.id, current: null, deadline: null })
  const isSame =
    known &&
    known.type === type &&
    known.unit === unit &&
    known.deadband === deadband &&
    known.periodMs === periodMs &&
    known.maximumSilenceMs === maximumSilenceMs
  if (!isSame) {
    Object.assign(metric, stored)
    context.flush.newMetrics.push([metric.id, device.id, name, type, unit, deadband, periodMs, maximumSilenceMs])
  }
  if (!metric.deadline) {
    metric.deadline = { dueAt: at + 1.5 * maximumSilenceMs, firedAt: null }
    context.flush.addedDeadlines.push([metric.id, metric.deadline.dueAt])
  }
  return metric.id
}

/** Takes in a death. One that names an older connection is a late will: that connection ended, the node did not. */
export function ingestDeath(context: DataContext, node: KnownNode, message: IngestMessage): void {
  const { flush } = context
  const parsed = deathSchema.safeParse(parse(message.payload))
  if (!parsed.success) {
    quarantine(flush, message, { reason: 'bad_death' })
    return
  }
  const { connection, reason } = parsed.data
  const at = message.receivedAt
  flush.statements.push(endConnection(node.id, connection, reason, at))
  if (connection !== node.connection || node.diedAt !== null) return
  node.diedAt = at
  flush.statements.push(updateDeadNode(node.id, reason, at))
  nodeEvent(flush, node, at, { change: 'died', reason })
  for (const device of node.devices.values()) stepSilence(flush, device, at)
}
