import { z } from 'zod'
import { instantSchema, namedSchema } from './common.ts'
import { issueRowSchema } from './issues.ts'
import { siteDaySchema } from './sites.ts'

/** A queue as its counter reports it. An estimate needs history, so none is given here: the page says why. */
export const queueNowSchema = z.strictObject({
  deviceId: z.number().int(),
  name: z.string(),
  site: namedSchema,
  waiting: z.number().int().nullable(),
  windowsOpen: z.number().int().nullable(),
  servedTotal: z.number().int().nullable(),
  /** The metric behind each counter, so that the stream's readings find their place. */
  metricIds: z.strictObject({
    waiting: z.number().int().nullable(),
    windowsOpen: z.number().int().nullable(),
    servedTotal: z.number().int().nullable(),
  }),
  at: instantSchema.nullable(),
  isStale: z.boolean(),
})
export type QueueNow = z.infer<typeof queueNowSchema>

export const daySchema = z.strictObject({
  on: z.string(),
  /** 0 = Sunday. */
  weekday: z.number().int(),
  isWorkingDay: z.boolean(),
  isMakeUpDay: z.boolean(),
  isProvisional: z.boolean(),
  /** Local midnight in epoch ms. */
  startAt: instantSchema,
})
export type Day = z.infer<typeof daySchema>

export const overviewSchema = z
  .strictObject({
    at: instantSchema,
    /** The newest live event this snapshot contains: streams join at `?after=`. */
    eventId: z.number().int(),
    day: daySchema,
    /** Every site, worst first. */
    sites: z.array(siteDaySchema),
    merchantsTold: z.number().int(),
    queues: z.array(queueNowSchema),
    issues: z.strictObject({
      open: z.number().int(),
      late: z.number().int(),
      near: z.number().int(),
      paused: z.number().int(),
      byState: z.record(z.string(), z.number().int()),
      /** Open issues by light, then due; at most 12. */
      rows: z.array(issueRowSchema),
      /** Share of the limit used by each open issue with a running clock, for the picture; at most 500. */
      shares: z.array(z.number()),
    }),
    nodes: z.strictObject({ total: z.number().int(), online: z.number().int() }),
    setup: z.strictObject({
      hasDistrict: z.boolean(),
      hasSite: z.boolean(),
      hasNode: z.boolean(),
      hasColleague: z.boolean(),
      hasServices: z.boolean(),
    }),
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof overviewSchema>
