import { z } from 'zod'
import { instantSchema } from './common.ts'

export const SUPPLY_VALUES = ['present', 'absent', 'unknown'] as const
export const EVIDENCE_GRADES = ['confirmed', 'probable', 'unknown'] as const
export const POWER_EVENT_KINDS = ['interruption', 'voltage_dip', 'swell', 'phase_loss'] as const

/** Whether a place has power, since when we know it, and what that rests on. */
export const supplySchema = z
  .strictObject({
    value: z.enum(SUPPLY_VALUES),
    sinceAt: instantSchema.nullable(),
    evidence: z.enum(EVIDENCE_GRADES),
    /** Code of the reason, for words on the screen: `no_node`, `silent`, `meter_zero`, `ups_on_battery`, … */
    reason: z.string(),
  })
  .meta({ id: 'Supply' })
export type Supply = z.infer<typeof supplySchema>

/** A stretch of the day with one supply value; `to` null = still so. */
export const supplySpanSchema = z.strictObject({
  from: instantSchema,
  to: instantSchema.nullable(),
  value: z.enum(SUPPLY_VALUES),
})
export type SupplySpan = z.infer<typeof supplySpanSchema>

/** A sampled voltage event: its start lies in (startMinAt, startMaxAt], its end in (endMinAt, endMaxAt]. */
export const powerEventSchema = z
  .strictObject({
    id: z.string(),
    deviceId: z.number().int(),
    deviceName: z.string(),
    phase: z.string(),
    kind: z.enum(POWER_EVENT_KINDS),
    startMinAt: instantSchema,
    startMaxAt: instantSchema,
    endMinAt: instantSchema.nullable(),
    endMaxAt: instantSchema.nullable(),
    /** Shortest and longest it can have lasted, ms; of a running event, until now. */
    minMs: z.number(),
    maxMs: z.number().nullable(),
    residualVolts: z.number().nullable(),
    resolutionMs: z.number().int(),
    class: z.string().nullable(),
    isNoticed: z.boolean(),
    evidence: z.enum(EVIDENCE_GRADES),
    revision: z.number().int(),
    issueId: z.string().nullable(),
  })
  .meta({ id: 'PowerEvent' })
export type PowerEvent = z.infer<typeof powerEventSchema>

/** One phase's voltage over a window. A point is [at, lowest, highest]; a null voltage starts a hole nobody vouches for. */
export const voltageSeriesSchema = z.strictObject({
  deviceId: z.number().int(),
  deviceName: z.string(),
  nodeId: z.string(),
  metricId: z.number().int(),
  phase: z.string(),
  declaredVolts: z.number().nullable(),
  periodMs: z.number().int(),
  points: z.array(z.tuple([instantSchema, z.number().nullable(), z.number().nullable()])),
})
export type VoltageSeries = z.infer<typeof voltageSeriesSchema>

export const sitePowerSchema = z
  .strictObject({
    from: instantSchema,
    to: instantSchema,
    /** Width of a point's bucket in ms; 0 = every sample. */
    bucketMs: z.number().int(),
    series: z.array(voltageSeriesSchema),
    events: z.array(powerEventSchema),
    spans: z.array(supplySpanSchema),
  })
  .meta({ id: 'SitePower' })
export type SitePower = z.infer<typeof sitePowerSchema>
