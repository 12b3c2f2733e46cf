import { and, eq, inArray, isNull, like, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { sites } from '../../db/schema/sites.ts'
import { currentValues, deadlines, devices, metrics, nodes, powerEvents } from '../../db/schema/telemetry.ts'
import { initialDevice, initialPhase, PHASES, type Phase, type PhaseState, thresholds } from '../domain/power.ts'
import type { Meter, PowerSource } from '../domain/supply.ts'
import type { ProbableNode } from '../domain/supply-evidence.ts'
import { FLAG } from '../wire/node-protocol.ts'

/** One voltage of a device, with its newest value. */
export interface VoltageMetric {
  metricId: number
  phase: Phase
  periodMs: number
  maximumSilenceMs: number
  firstAt: number | null
  at: number | null
  volts: number | null
  isInvalid: boolean
  dueAt: number | null
}

/** A device that measures a site's supply, or a UPS that knows about it. */
export interface MeterDevice {
  deviceId: number
  name: string
  nodeId: string
  siteId: string
  supplyId: string | null
  declaredVolts: number | null
  voltages: VoltageMetric[]
  meter: Meter
}

export interface Fleet {
  meters: MeterDevice[]
  /** Every node in use, for telling a common silence. */
  nodes: (ProbableNode & { siteId: string; supplyId: string | null })[]
}

/** Before this a clock was never set, epoch ms. */
const CLOCK_SET_AFTER = 1_000_000_000_000

/** The meters and nodes of some sites and of all others on their supply lines; null = of every site. Four queries. */
export async function loadFleet(db: Db, siteIds: readonly string[] | null): Promise<Fleet> {
  const owned = await ownedDevices(db, siteIds)
  if (owned.length === 0) return { meters: [], nodes: [] }
  const ids = owned.flatMap(({ device }) => (device ? [device.id] : []))
  const [voltages, batteries, events, silences] = await Promise.all([
    voltageMetrics(db, ids),
    batteryReadings(db, ids),
    interruptionsOf(db, ids),
    silenceOfNodes(db, [...new Set(owned.map(({ node }) => node.id))]),
  ])
  const byNode = new Map(owned.map((row) => [row.node.id, row]))
  return {
    meters: owned.flatMap(({ device, node, siteId, supplyId }) => {
      if (!device) return []
      const own = voltagesOf(device, voltages.get(device.id) ?? [])
      const ups = batteries.get(device.id) ?? null
      if (own.length === 0 && !ups) return []
      const poweredBy = (device.poweredBy ?? node.poweredBy) as PowerSource | null
      const meter = meterOf(device, own, events.get(device.id), { poweredBy, diedAt: diedAtOf(node), ups })
      const { id, declaredVolts } = device
      const name = device.displayName ?? device.name
      return [{ deviceId: id, name, nodeId: node.id, siteId, supplyId, declaredVolts, voltages: own, meter }]
    }),
    nodes: [...byNode.values()].flatMap(({ node, siteId, supplyId }) => {
      const silence = silences.get(node.id)
      if (!silence || node.lastSeenAt === null) return []
      const poweredBy = node.poweredBy as PowerSource | null
      return [
        {
          nodeId: node.id,
          poweredBy,
          lastSeenAt: node.lastSeenAt,
          diedAt: diedAtOf(node),
          siteId,
          supplyId,
          ...silence,
        },
      ]
    }),
  }
}

const diedAtOf = (node: { bornAt: number | null; diedAt: number | null }): number | null =>
  node.diedAt !== null && node.diedAt >= (node.bornAt ?? 0) ? node.diedAt : null

type DeviceRecord = typeof devices.$inferSelect

async function ownedDevices(db: Db, siteIds: readonly string[] | null) {
  const siteOf = sql<string>`coalesce(${devices.siteId}, ${nodes.siteId})`
  const onTheirLines = siteIds
    ? or(
        inArray(sites.id, [...siteIds]),
        inArray(
          sites.supplyId,
          db
            .select({ id: sites.supplyId })
            .from(sites)
            .where(inArray(sites.id, [...siteIds])),
        ),
      )
    : undefined
  return db
    .select({ device: devices, node: nodes, siteId: sites.id, supplyId: sites.supplyId })
    .from(nodes)
    .leftJoin(devices, eq(devices.nodeId, nodes.id))
    .innerJoin(sites, eq(sites.id, siteOf))
    .where(and(isNull(nodes.revokedAt), onTheirLines))
    .orderBy(nodes.id, devices.id)
}

type VoltageRow = Omit<VoltageMetric, 'phase'> & { name: string }

async function voltageMetrics(db: Db, deviceIds: readonly number[]): Promise<Map<number, VoltageRow[]>> {
  const rows = await db
    .select({
      deviceId: metrics.deviceId,
      metricId: metrics.id,
      name: metrics.name,
      periodMs: metrics.periodMs,
      maximumSilenceMs: metrics.maximumSilenceMs,
      at: currentValues.effectiveAt,
      volts: currentValues.value,
      flags: currentValues.flags,
      dueAt: deadlines.dueAt,
      firstAt: sql<number | null>`(SELECT s.device_at FROM samples s WHERE s.metric_id = ${metrics.id}
        AND s.device_at > ${CLOCK_SET_AFTER} ORDER BY s.device_at LIMIT 1)`,
    })
    .from(metrics)
    .leftJoin(currentValues, eq(currentValues.metricId, metrics.id))
    .leftJoin(deadlines, eq(deadlines.metricId, metrics.id))
    .where(and(inArray(metrics.deviceId, [...deviceIds]), eq(metrics.unit, 'V'), eq(metrics.type, 'number')))
    .orderBy(metrics.id)
  const byDevice = new Map<number, VoltageRow[]>()
  for (const { deviceId, flags, ...row } of rows)
    byDevice.set(deviceId, [
      ...(byDevice.get(deviceId) ?? []),
      { ...row, isInvalid: ((flags ?? 0) & FLAG.invalid) !== 0 },
    ])
  return byDevice
}

/** `l1.volts` … of phases in use, or `volts` of a device with one phase; none without a declared voltage. */
function voltagesOf(device: DeviceRecord, rows: readonly VoltageRow[]): VoltageMetric[] {
  const phases = device.phases.split(',').flatMap((word) => PHASES.filter((phase) => phase === word))
  if (device.declaredVolts === null) return []
  return phases.flatMap((phase) => {
    const row = rows.find(({ name }) => name === `${phase}.volts` || (name === 'volts' && phases.length === 1))
    return row ? [{ ...row, phase }] : []
  })
}

async function batteryReadings(db: Db, deviceIds: readonly number[]): Promise<Map<number, Meter['ups']>> {
  const rows = await db
    .select({
      deviceId: metrics.deviceId,
      at: currentValues.effectiveAt,
      value: currentValues.value,
      dueAt: deadlines.dueAt,
      // Only a UPS on battery is asked since when: such spells are short.
      sinceAt: sql<number | null>`CASE WHEN ${currentValues.value} = 1 THEN (SELECT s.device_at FROM samples s
        WHERE s.metric_id = ${metrics.id} AND s.device_at > coalesce((SELECT b.device_at FROM samples b
          WHERE b.metric_id = ${metrics.id} AND b.value = 0 ORDER BY b.device_at DESC LIMIT 1), ${CLOCK_SET_AFTER})
        ORDER BY s.device_at LIMIT 1) END`,
    })
    .from(metrics)
    .innerJoin(currentValues, eq(currentValues.metricId, metrics.id))
    .leftJoin(deadlines, eq(deadlines.metricId, metrics.id))
    .where(and(inArray(metrics.deviceId, [...deviceIds]), like(metrics.name, '%onBattery')))
  return new Map(
    rows
      .filter(({ value }) => value !== null)
      .map(({ deviceId, at, value, dueAt, sinceAt }) => [
        deviceId,
        { isOnBattery: value === 1, sinceAt: sinceAt ?? at, dueAt },
      ]),
  )
}

interface Interruptions {
  /** Start of the running interruption of all phases, epoch ms. */
  runningAt: number | null
  lostPhases: string[]
  latestEndAt: number | null
}

async function interruptionsOf(db: Db, deviceIds: readonly number[]): Promise<Map<number, Interruptions>> {
  const rows = await db
    .select({
      deviceId: powerEvents.deviceId,
      runningAt: sql<
        number | null
      >`max(CASE WHEN ${powerEvents.endMaxAt} IS NULL AND ${powerEvents.kind} = 'interruption'
        THEN ${powerEvents.startMaxAt} END)`,
      lost: sql<
        string | null
      >`group_concat(CASE WHEN ${powerEvents.endMaxAt} IS NULL AND ${powerEvents.kind} = 'phase_loss'
        THEN ${powerEvents.phase} END)`,
      latestEndAt: sql<
        number | null
      >`max(CASE WHEN ${powerEvents.kind} = 'interruption' THEN ${powerEvents.endMaxAt} END)`,
    })
    .from(powerEvents)
    .where(
      and(
        inArray(powerEvents.deviceId, [...deviceIds]),
        inArray(powerEvents.kind, ['interruption', 'phase_loss']),
        isNull(powerEvents.supersededAt),
      ),
    )
    .groupBy(powerEvents.deviceId)
  return new Map(
    rows.map(({ deviceId, runningAt, lost, latestEndAt }) => [
      deviceId,
      { runningAt, lostPhases: lost?.split(',') ?? [], latestEndAt },
    ]),
  )
}

async function silenceOfNodes(db: Db, nodeIds: readonly string[]) {
  const rows = await db
    .select({
      nodeId: devices.nodeId,
      dueAt: sql<number>`max(${deadlines.dueAt})`,
      maximumSilenceMs: sql<number>`max(${metrics.maximumSilenceMs})`,
    })
    .from(devices)
    .innerJoin(metrics, eq(metrics.deviceId, devices.id))
    .innerJoin(deadlines, eq(deadlines.metricId, metrics.id))
    .where(inArray(devices.nodeId, [...nodeIds]))
    .groupBy(devices.nodeId)
  return new Map(rows.map(({ nodeId, ...silence }) => [nodeId, silence]))
}

/** The power rules' view of a device from what is stored of it: its newest voltages and its running events. */
function meterOf(
  device: DeviceRecord,
  voltages: readonly VoltageMetric[],
  events: Interruptions | undefined,
  rest: Pick<Meter, 'poweredBy' | 'diedAt' | 'ups'>,
): Meter {
  const phases = Object.fromEntries(
    voltages.map((voltage) => [voltage.phase, phaseState(voltage, device.declaredVolts ?? 0, events)]),
  )
  const running = events?.runningAt ?? null
  const state = { ...initialDevice, phases, interruption: running === null ? null : { startMaxAt: running } }
  return {
    ...rest,
    phases: voltages.map(({ phase }) => phase),
    // Of a running interruption nothing but its start is asked.
    state: state as Meter['state'],
    dueAt: Object.fromEntries(voltages.map(({ phase, dueAt }) => [phase, dueAt])),
  }
}

function phaseState(voltage: VoltageMetric, declaredVolts: number, events: Interruptions | undefined): PhaseState {
  const { at, volts, firstAt } = voltage
  if (at === null) return initialPhase
  const isInvalid = voltage.isInvalid || volts === null
  const isLost = (events?.runningAt ?? null) !== null || (events?.lostPhases.includes(voltage.phase) ?? false)
  const isDead = !isInvalid && (isLost || volts < thresholds(declaredVolts).interruptionBelow)
  const liveSinceAt = events?.latestEndAt ?? firstAt ?? at
  return {
    ...initialPhase,
    status: isInvalid ? 'invalid' : isDead ? 'interruption' : 'normal',
    sinceAt: at,
    lastAt: at,
    lastVolts: volts,
    lastValidAt: isInvalid ? null : at,
    liveSinceAt,
    lastLiveAt: isDead ? null : at,
  }
}
