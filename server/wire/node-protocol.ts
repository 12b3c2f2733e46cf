import { z } from 'zod'

/** The native node protocol, version 1: MQTT 3.1.1, QoS 1, nothing retained, UTF-8 JSON objects, instants in epoch ms UTC. */
export const PROTOCOL_VERSION = 1

export const NODE_ID = /^[a-z0-9-]{3,32}$/
/** 16 random lower-case hex digits: one life of an outbox file. */
export const BOOT_ID = /^[0-9a-f]{16}$/

/** What a node keeps to; the server accepts more (SERVER_LIMITS), so that a limit can be lowered at the nodes first. */
export const NODE_LIMITS = { dataBytes: 8_192, valuesPerRecord: 100, birthBytes: 32_768 } as const
export const SERVER_LIMITS = {
  payloadBytes: 65_536,
  valuesPerRecord: 500,
  devices: 64,
  metrics: 500,
  textChars: 256,
  metricNameChars: 64,
  deviceIdChars: 64,
  topicBytes: 256,
  topicLevels: 8,
  /** Bytes of an oversized payload that are kept beside its length and SHA-256. */
  quarantinedHeadBytes: 4_096,
} as const

export const UPLINKS = ['birth', 'data', 'death'] as const
export const DOWNLINKS = ['receipt', 'cmd'] as const
export type Uplink = (typeof UPLINKS)[number]
export type Downlink = (typeof DOWNLINKS)[number]

/** `mc/1/{node}/{channel}`. Precondition: `node` matches NODE_ID, so no wildcard can enter. */
export const topicOf = (node: string, channel: Uplink | Downlink): string => `mc/1/${node}/${channel}`

/** The node and channel a topic names, or null when it is not one of ours. */
export function parseTopic(topic: string): { node: string; channel: Uplink | Downlink } | null {
  const parts = topic.split('/')
  const [prefix, version, node, channel] = parts
  if (parts.length !== 4 || prefix !== 'mc' || version !== '1' || !node || !NODE_ID.test(node)) return null
  const known = [...UPLINKS, ...DOWNLINKS].find((name) => name === channel)
  return known ? { node, channel: known } : null
}

/** Bits of a value's flags. */
export const FLAG = { crossedThreshold: 1, invalid: 2, maximumSilence: 4, estimated: 8 } as const

export const POWER_SOURCES = ['mains', 'ups', 'battery', 'otherFeeder'] as const
export type PowerSource = (typeof POWER_SOURCES)[number]
export const START_REASONS = ['powerOn', 'watchdog', 'software', 'unknown'] as const
export type StartReason = (typeof START_REASONS)[number]
export const METRIC_TYPES = ['number', 'boolean', 'text', 'counter'] as const
export type MetricType = (typeof METRIC_TYPES)[number]
export const UNITS = ['V', 'A', 'W', 'VA', 'var', 'Wh', 'Hz', '%', 's', 'ms', 'count', 'dBm', 'Cel', '1'] as const
export type Unit = (typeof UNITS)[number]
export const PHASES = ['l1', 'l2', 'l3'] as const
export type Phase = (typeof PHASES)[number]
export const EVICTION_REASONS = ['thinned', 'dropped', 'unreadable'] as const
export const DEATH_REASONS = ['will', 'stopped', 'updating'] as const
export const COMMAND_KINDS = ['rebirth', 'configure', 'identify', 'rotateKey', 'restart'] as const
export const COMMAND_RESULTS = ['ok', 'refused', 'expired', 'failed'] as const

/** 366 days in ms: a longer period or silence says nothing, and a due instant must stay a safe integer. */
const DURATION_MAX_MS = 366 * 86_400_000

const instant = z.number().int().min(0)
const sequence = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const boot = z.string().regex(BOOT_ID)
const v = z.literal(PROTOCOL_VERSION)

/** What the node's wall clock was worth when the record was appended. `monotonicMs` counts from hardware start `start`. */
export const clockSchema = z.object({
  isSynced: z.boolean(),
  monotonicMs: z.number().min(0),
  at: z.number().int(),
  start: z.string().max(64).optional(),
})
export type NodeClock = z.infer<typeof clockSchema>

export const metricDeclarationSchema = z.object({
  name: z.string().min(1).max(SERVER_LIMITS.metricNameChars),
  type: z.enum(METRIC_TYPES),
  unit: z.enum(UNITS),
  /** Sampling period in ms. */
  periodMs: z.number().int().min(1).max(DURATION_MAX_MS),
  /** Change that counts, in `unit`; 0 = every change. */
  deadband: z.number().min(0),
  /** Longest time in ms a healthy metric stays without a value. */
  maximumSilenceMs: z.number().int().min(1).max(DURATION_MAX_MS),
})
export type MetricDeclaration = z.infer<typeof metricDeclarationSchema>

export const deviceDeclarationSchema = z.object({
  id: z.string().min(1).max(SERVER_LIMITS.deviceIdChars),
  /** What people call it; absent: its id. */
  displayName: z.string().min(1).max(64).optional(),
  driver: z.string().max(64),
  poweredBy: z.enum(POWER_SOURCES).optional(),
  /** Phase to neutral, volts; without it no power events. */
  declaredVolts: z.number().min(50).max(1_000).optional(),
  /** Phases in use; a phase never wired is not listed. */
  phases: z.array(z.enum(PHASES)).max(3).optional(),
  metrics: z.array(metricDeclarationSchema).max(SERVER_LIMITS.metrics),
})
export type DeviceDeclaration = z.infer<typeof deviceDeclarationSchema>

export const birthSchema = z.object({
  v,
  boot,
  /** Random per CONNECT; the will carries the same value. */
  connection: z.string().min(1).max(64),
  sentAt: instant,
  software: z.string().max(64),
  poweredBy: z.enum(POWER_SOURCES),
  start: z.object({
    id: z.string().max(64),
    uptimeMs: z.number().min(0).max(Number.MAX_SAFE_INTEGER),
    reason: z.enum(START_REASONS),
  }),
  clock: clockSchema,
  /** The sequence the next appended record will get. */
  next: sequence,
  /** All that the outbox still has, per boot. */
  holds: z.array(z.object({ boot, from: sequence, to: sequence })).max(10_000),
  outbox: z.object({
    percent: z.number().min(0),
    megabytes: z.number().min(0),
    hoursLeft: z.number().min(0).nullable(),
  }),
  devices: z.array(deviceDeclarationSchema).max(SERVER_LIMITS.devices),
})
export type Birth = z.infer<typeof birthSchema>

/** A reading's value; `null` with FLAG.invalid is a failed sensor. */
export type ReadingValue = number | boolean | string | null
/** `["device/metric", at, value, flags?]`: `at` is the node's wall clock, epoch ms. */
export const valueSchema = z.union([
  z.tuple([z.string(), z.number().int(), z.union([z.number(), z.boolean(), z.string(), z.null()])]),
  z.tuple([
    z.string(),
    z.number().int(),
    z.union([z.number(), z.boolean(), z.string(), z.null()]),
    z.number().int().min(0),
  ]),
])
export type WireValue = [name: string, at: number, value: ReadingValue, flags?: number]

export const evictionSchema = z.object({
  from: sequence,
  to: sequence,
  why: z.enum(EVICTION_REASONS),
  kept: z.number().int().min(0),
})
export type Eviction = z.infer<typeof evictionSchema>

export const dataSchema = z.object({
  v,
  boot,
  sequence,
  sentAt: instant,
  backfill: z.boolean(),
  clock: clockSchema,
  values: z.array(valueSchema).max(SERVER_LIMITS.valuesPerRecord),
  evicted: z.array(evictionSchema).optional(),
  done: z
    .array(
      z.object({ id: z.string().max(64), result: z.enum(COMMAND_RESULTS), message: z.string().max(256).optional() }),
    )
    .optional(),
})
export interface DataRecord {
  v: 1
  boot: string
  sequence: number
  sentAt: number
  backfill: boolean
  clock: NodeClock
  values: WireValue[]
  evicted?: Eviction[]
  done?: { id: string; result: (typeof COMMAND_RESULTS)[number]; message?: string }[]
}

export const deathSchema = z.object({ v, connection: z.string().min(1).max(64), reason: z.enum(DEATH_REASONS) })
export type Death = z.infer<typeof deathSchema>

/** `upTo` = n: every sequence 1…n of `boot` is committed, quarantined as bytes, or closed in the gap ledger. Never falls. */
export const receiptSchema = z.object({
  v,
  boot,
  connection: z.string().nullable(),
  upTo: z.number().int().min(0),
  highest: z.number().int().min(0),
  /** At most 8 inclusive ranges the server still lacks. */
  missing: z.array(z.tuple([sequence, sequence])).max(8),
  at: instant,
  error: z.enum(['conflict', 'birth']).optional(),
})
export type Receipt = z.infer<typeof receiptSchema>

export const commandSchema = z.object({
  v,
  id: z.string().min(1).max(64),
  kind: z.enum(COMMAND_KINDS),
  expiresAt: instant,
  arguments: z.record(z.string(), z.unknown()),
})
export type Command = z.infer<typeof commandSchema>
