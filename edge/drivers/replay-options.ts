import { z } from 'zod'
import { METRIC_TYPES, SERVER_LIMITS, UNITS } from '../../server/wire/node-protocol.ts'

const columnSchema = z.strictObject({
  metric: z.string().min(1).max(SERVER_LIMITS.metricNameChars),
  type: z.enum(METRIC_TYPES).default('number'),
  unit: z.enum(UNITS).default('1'),
  /** The column's numbers times this give the declared unit (an average wait in seconds for a metric in ms: 1000). */
  factor: z.number().default(1),
})
export type ReplayColumn = z.infer<typeof columnSchema>

/**
 * Options of a recording (`driver: "replay"`).
 *
 * | Field | Default | Meaning |
 * | --- | --- | --- |
 * | `file` | required | CSV, UTF-8, first line names the columns |
 * | `timeColumn` | `at` | ISO 8601 with an offset or Z |
 * | `columns` | required | by column name: `{metric, type, unit, factor}` |
 * | `filter` | none | `{column, equals}`: only these lines, so that one file gives several devices |
 * | `speed` | 1 | recorded seconds per real second |
 * | `restamp` | true | true: the recording begins now, its distances divided by `speed`; false: the original times are sent |
 * | `loop` | false | begins again at its end (only with `restamp`) |
 * | `startAt` | start of the agent | epoch ms at which the recording begins to play |
 */
export const replaySchema = z.strictObject({
  file: z.string().min(1),
  timeColumn: z.string().default('at'),
  columns: z
    .record(z.string(), columnSchema)
    .refine((columns) => Object.keys(columns).length > 0, 'name at least one column'),
  filter: z.strictObject({ column: z.string(), equals: z.string() }).optional(),
  speed: z.number().positive().max(1_000_000).default(1),
  restamp: z.boolean().default(true),
  loop: z.boolean().default(false),
  startAt: z.number().int().min(0).optional(),
})
export type ReplayOptions = z.infer<typeof replaySchema>
