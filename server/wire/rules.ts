import { z } from 'zod'
import { CLOCK_RULES } from '../domain/clock-advance.ts'
import { instantSchema, wordsSchema } from './common.ts'

/** The versioned documents that decide about issues. */
export const RULE_KINDS = ['calendar', 'limits', 'hours', 'catalogue'] as const
export type RuleKind = (typeof RULE_KINDS)[number]

export const dateSchema = z.iso.date()

/** Days off and make-up working days of the years up to `lastOfficialYear`; later dates are provisional. */
export const calendarBody = z.strictObject({
  lastOfficialYear: z.number().int().min(2022).max(2100),
  holidays: z.array(dateSchema).max(2_000),
  makeUpDays: z.array(dateSchema).max(1_000),
})
export type CalendarBody = z.infer<typeof calendarBody>

/** Working days (A), business minutes (B) or minutes (C). */
export const limitSchema = z.strictObject({
  rule: z.enum(CLOCK_RULES),
  amount: z.number().positive().max(1_000_000),
})
export const limitsBody = z.strictObject({
  handle: z.record(z.string().regex(/^[a-z][a-z0-9_]{1,39}$/), limitSchema),
  accept: limitSchema,
  sign: limitSchema,
  follow_up: limitSchema,
  contact: limitSchema,
})
export type LimitsBody = z.infer<typeof limitsBody>

const minute = z.number().int().min(0).max(1_440)
/** [from, to) in minutes of the local day, in order and apart. */
export const openingHoursSchema = z
  .array(z.tuple([minute, minute]))
  .min(1)
  .max(6)
  .refine((spans) => spans.every(([from, to], n) => from < to && (n === 0 || spans[n - 1]![1] <= from)), 'in order')
export const hoursBody = z.strictObject({
  desk: openingHoursSchema,
  byAgency: z.record(z.string().max(64), openingHoursSchema),
})
export type HoursBody = z.infer<typeof hoursBody>

/** One version in a list. */
export const ruleVersionSchema = z.strictObject({
  version: z.number().int(),
  reason: z.string(),
  createdBy: z.string().nullable(),
  createdAt: instantSchema.nullable(),
})

const change = { reason: wordsSchema.min(1).max(500) }
export const calendarChange = z.strictObject({ body: calendarBody, ...change })
export const limitsChange = z.strictObject({ body: limitsBody, ...change })
export const hoursChange = z.strictObject({ body: hoursBody, ...change })
/** One official year: added after the last one there is, or put in its place. */
export const calendarYearChange = z.strictObject({
  year: z.number().int().min(2022).max(2100),
  holidays: z.array(dateSchema).max(120),
  makeUpDays: z.array(dateSchema).max(60),
  ...change,
})
export type CalendarYearChange = z.infer<typeof calendarYearChange>

/** A year as `holiday-cn` publishes it, one file each. */
export const holidayCnSchema = z.object({
  year: z.number().int().min(2022).max(2100),
  days: z.array(z.object({ date: dateSchema, isOffDay: z.boolean() })).max(200),
})

const version = z.number().int()
const versions = z.array(ruleVersionSchema)
export const calendarRules = z
  .strictObject({
    version,
    versions,
    body: calendarBody,
    /** Open issues whose due still rests on days nobody has published. */
    provisionalCount: z.number().int(),
  })
  .meta({ id: 'CalendarRules' })
export type CalendarRules = z.infer<typeof calendarRules>
export const limitsRules = z.strictObject({ version, versions, body: limitsBody }).meta({ id: 'LimitsRules' })
export type LimitsRules = z.infer<typeof limitsRules>
export const hoursRules = z.strictObject({ version, versions, body: hoursBody }).meta({ id: 'HoursRules' })
export type HoursRules = z.infer<typeof hoursRules>
