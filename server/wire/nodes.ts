import { z } from 'zod'
import { instantSchema, namedSchema, wordsSchema } from './common.ts'
import { NODE_ID } from './node-protocol.ts'

export const NODE_STATUSES = ['online', 'silent', 'known_dead', 'never_seen', 'revoked'] as const
export type NodeStatus = (typeof NODE_STATUSES)[number]

export const nodeRowSchema = z
  .strictObject({
    id: z.string(),
    displayName: z.string(),
    site: namedSchema.nullable(),
    status: z.enum(NODE_STATUSES),
    lastSeenAt: instantSchema.nullable(),
    diedAt: instantSchema.nullable(),
    poweredBy: z.string().nullable(),
    software: z.string().nullable(),
    outbox: z.strictObject({
      percent: z.number().nullable(),
      hoursLeft: z.number().nullable(),
      heldCount: z.number().int().nullable(),
    }),
    /** Gaps the node may still fill, older than 30 s. */
    openGaps: z.strictObject({ count: z.number().int(), records: z.number().int() }),
    /** Records lost for good today: evicted or lost. */
    lostRecords: z.number().int(),
    silentMetrics: z.array(z.string()),
    quarantinedCount: z.number().int(),
    clockSkewMs: z.number().nullable(),
    isClockSynced: z.boolean().nullable(),
  })
  .meta({ id: 'NodeRow' })
export type NodeRow = z.infer<typeof nodeRowSchema>

export const nodeMetricSchema = z.strictObject({
  metricId: z.number().int(),
  device: z.string(),
  name: z.string(),
  type: z.string(),
  unit: z.string(),
  deadband: z.number(),
  periodMs: z.number(),
  maximumSilenceMs: z.number(),
  at: instantSchema.nullable(),
  value: z.number().nullable(),
  text: z.string().nullable(),
  isStale: z.boolean(),
  /** Today, at most 120 points [at, value]. */
  day: z.array(z.tuple([instantSchema, z.number().nullable()])),
})
export type NodeMetric = z.infer<typeof nodeMetricSchema>

export const gapSchema = z.strictObject({
  id: z.number().int(),
  boot: z.string(),
  fromSequence: z.number().int(),
  toSequence: z.number().int(),
  records: z.number().int(),
  seenAt: instantSchema,
  closedAt: instantSchema.nullable(),
  outcome: z.enum(['open', 'filled', 'evicted', 'lost']),
})
export type Gap = z.infer<typeof gapSchema>

export const nodeDetailSchema = z
  .strictObject({
    ...nodeRowSchema.shape,
    createdAt: instantSchema,
    recordsToday: z.number().int(),
    devices: z.array(
      z.strictObject({ id: z.number().int(), name: z.string(), driver: z.string(), poweredBy: z.string().nullable() }),
    ),
    metrics: z.array(nodeMetricSchema),
    gaps: z.array(gapSchema),
    connections: z.array(
      z.strictObject({
        bornAt: instantSchema,
        diedAt: instantSchema.nullable(),
        deathReason: z.string().nullable(),
        startReason: z.string(),
        uptimeMs: z.number(),
        verdict: z.string().nullable(),
      }),
    ),
    quarantined: z.array(
      z.strictObject({
        reason: z.string(),
        count: z.number().int(),
        latestAt: instantSchema,
        largest: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'NodeDetail' })
export type NodeDetail = z.infer<typeof nodeDetailSchema>

export const newNodeBody = z.strictObject({
  id: z.string().regex(NODE_ID),
  displayName: wordsSchema.min(1).max(60),
  siteId: z.string().max(64).nullable(),
})
/** The key is shown once and stored only as its hash. */
export const newNodeAnswer = z.strictObject({
  id: z.string(),
  key: z.string(),
  configuration: z.record(z.string(), z.unknown()),
})
export type NewNode = z.infer<typeof newNodeAnswer>
