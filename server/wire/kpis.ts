import { z } from 'zod'
import { BASES, EXCLUSIONS, PARTS, RATES, STAGES } from '../domain/kpi.ts'
import { COMPARISONS } from '../domain/kpi-period.ts'
import { VERDICTS } from '../domain/wilson.ts'
import { instantSchema, namedSchema } from './common.ts'
import { issueRowSchema } from './issues.ts'

const on = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const id = z.string().min(1).max(64)
const picks = {
  /** The district's dates, both in; without them the last whole month that has issues. */
  from: on.optional(),
  to: on.optional(),
  service: id.optional(),
  agency: id.optional(),
  site: id.optional(),
}

export const kpiQuery = z.strictObject({ ...picks, compare: z.enum(COMPARISONS).default('since_january') })
export type KpiQuery = z.infer<typeof kpiQuery>

const count = z.number().int()
/** Of a rate: its counts, and the ends of its 95 % interval (Wilson) where 30 or more are counted. */
export const countedSchema = z.strictObject({
  numerator: count,
  denominator: count,
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type Counted = z.infer<typeof countedSchema>

export const figureSchema = z
  .strictObject({
    kpi: z.enum(RATES),
    /** The instant by which something counts into the period. */
    basis: z.enum(BASES),
    ...countedSchema.shape,
    /** `no_data` without a denominator, `few` below 30: then only “n of m” may be said. */
    is: z.enum(['no_data', 'few', 'rate']),
    /** Of the denominator: what was open and past its due at the end of the period. */
    overdue: count,
    excluded: z.array(z.strictObject({ reason: z.enum(EXCLUSIONS), count })),
    /** The months since January, to the end of the period. */
    months: z.array(z.strictObject({ month: z.string(), ...countedSchema.shape })),
    compare: countedSchema.nullable(),
  })
  .meta({ id: 'Figure' })
export type Figure = z.infer<typeof figureSchema>

/** Whole counted minutes, each in its clock's own rule; null without a stopped run. */
const timesSchema = z.strictObject({ count, median: count.nullable(), p90: count.nullable() })
export const stageSchema = z
  .strictObject({
    kpi: z.enum([...STAGES, 'stage.all']),
    ...timesSchema.shape,
    /** Clocks that run now. */
    running: count,
    compare: z.strictObject({ count, median: count.nullable() }).nullable(),
  })
  .meta({ id: 'StageTime' })
export type StageTime = z.infer<typeof stageSchema>

export const agencyFigureSchema = z.strictObject({
  agency: namedSchema,
  ...countedSchema.shape,
  raw: countedSchema,
  /** `same`: it cannot be told apart from the district. */
  verdict: z.enum(VERDICTS),
})
export type AgencyFigure = z.infer<typeof agencyFigureSchema>

const most = z.strictObject({ of: namedSchema, count }).nullable()
export const kpisSchema = z
  .strictObject({
    at: instantSchema,
    /** Everything up to this instant is counted. */
    cutOffAt: instantSchema,
    /** Events that wait to be counted. */
    waiting: count,
    from: on,
    to: on,
    compare: z.strictObject({ from: on, to: on }).nullable(),
    /** Issues that came in the period; test ones are out of everything. */
    received: count,
    tests: count,
    figures: z.array(figureSchema),
    stages: z.array(stageSchema),
    /** On-time handling by agency, each against its own due; most handled first, no ranks. */
    byAgency: z.strictObject({ district: countedSchema, raw: countedSchema, rows: z.array(agencyFigureSchema) }),
    beside: z.strictObject({
      /** Whose last-moment replies are most. */
      lastMoment: most,
      /** Agencies of which 20 or more grades are all the best one. */
      fullMarks: z.array(z.strictObject({ of: namedSchema, count })),
      /** The site with most repeats. */
      repeats: most,
    }),
  })
  .meta({ id: 'Indicators' })
export type Kpis = z.infer<typeof kpisSchema>

export const kpiParams = z.strictObject({ kpi: z.enum([...RATES, ...STAGES]) })
export const kpiRowsQuery = z.strictObject({
  ...picks,
  part: z.enum(PARTS).default('denominator'),
  reason: z.enum(EXCLUSIONS).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export type KpiRowsQuery = z.infer<typeof kpiRowsQuery>

export const kpiRowsSchema = z
  .strictObject({
    from: on,
    to: on,
    rows: z.array(
      z.strictObject({
        issue: issueRowSchema,
        /** The date it counts by; null for a clock that runs. */
        on: on.nullable(),
        isInNumerator: z.boolean(),
        reason: z.enum(EXCLUSIONS).nullable(),
        minutes: count.nullable(),
        /** It was open and past its due at the end of the period. */
        isOverdue: z.boolean(),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'IndicatorRows' })
export type KpiRows = z.infer<typeof kpiRowsSchema>
export type { Part } from '../domain/kpi.ts'
