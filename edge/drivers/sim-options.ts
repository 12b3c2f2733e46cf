import { z } from 'zod'
import { PHASES } from '../../server/wire/node-protocol.ts'

export const SIM_KINDS = ['meter', 'ups', 'queue', 'approval'] as const
export type SimKind = (typeof SIM_KINDS)[number]

/** An hour of the day, 0 to 24, at the place. */
const hour = z.number().min(0).max(24)

/**
 * Options of a simulated device (`driver: "sim"`).
 *
 * | Field | Default | Meaning |
 * | --- | --- | --- |
 * | `kind` | required | `meter`: `l1.volts` … `watts`; `ups`: `onBattery`, `supply`, `battery.percent`; `queue`: `waiting`, `windowsOpen`, `servedTotal`; `approval`: `milestone` |
 * | `periodMs` | 1000, queue 5000, approval 10000 | sampling period of all its metrics |
 * | `load.baseWatts`, `.peakWatts` | 800, 6000 | a meter's load at night and in business |
 * | `load.opensAt`, `.closesAt` | 9, 21 | business hours |
 * | `queue.windows`, `.arrivalsPerHour`, `.serviceMinutes` | 4, 30, 6 | a hall at its busiest |
 * | `queue.opensAt`, `.closesAt` | 0, 24 | hours in which people come |
 * | `milestone` | `received` | an approval's state at the beginning |
 * | `runtimeMinutes` | 30 | how long a UPS lasts on battery |
 */
export const simSchema = z.strictObject({
  kind: z.enum(SIM_KINDS),
  periodMs: z.number().int().min(10).optional(),
  load: z
    .strictObject({
      baseWatts: z.number().min(0).default(800),
      peakWatts: z.number().min(0).default(6_000),
      opensAt: hour.default(9),
      closesAt: hour.default(21),
    })
    .prefault({}),
  queue: z
    .strictObject({
      windows: z.number().int().min(0).default(4),
      arrivalsPerHour: z.number().min(0).default(30),
      serviceMinutes: z.number().min(0.1).default(6),
      opensAt: hour.default(0),
      closesAt: hour.default(24),
    })
    .prefault({}),
  milestone: z.string().min(1).max(256).default('received'),
  runtimeMinutes: z.number().min(0.1).default(30),
})
export type SimOptions = z.infer<typeof simSchema>

const timing = {
  /** From the start of the scenario. */
  atMs: z.number().min(0),
  /** Absent: to the end. */
  durationMs: z.number().min(1).optional(),
  /** Happens again and again at this distance. */
  everyMs: z.number().min(1).optional(),
  /** Absent: all devices of the node, and the box itself. */
  devices: z.array(z.string()).optional(),
}
const phases = z.array(z.enum(PHASES)).min(1)

/** One thing that happens. A share is of the declared voltage, in percent. */
export const happeningSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('outage'), ...timing }),
  z.strictObject({
    kind: z.literal('dip'),
    ...timing,
    percent: z.number().min(5).max(90).default(70),
    phases: phases.optional(),
  }),
  z.strictObject({
    kind: z.literal('swell'),
    ...timing,
    percent: z.number().min(110).max(200).default(115),
    phases: phases.optional(),
  }),
  z.strictObject({ kind: z.literal('phase_loss'), ...timing, phases: phases.default(['l2']) }),
  z.strictObject({ kind: z.literal('network_loss'), ...timing }),
  z.strictObject({ kind: z.literal('silence'), ...timing }),
  z.strictObject({
    kind: z.literal('value'),
    ...timing,
    metric: z.string(),
    value: z.union([z.number(), z.boolean(), z.string().max(256), z.null()]),
  }),
])
export type Happening = z.infer<typeof happeningSchema>

/**
 * What happens to the simulated devices of a node and to its box.
 *
 * | Field | Default | Meaning |
 * | --- | --- | --- |
 * | `seed` | 1 | the same seed gives the same noise |
 * | `scenarioStartAt` | start of the agent | epoch ms from which `atMs` counts |
 * | `utcOffsetMinutes` | 480 | the place's clock, for the course of the day |
 * | `bootMs` | 2000 | time the box takes from power to its first reading |
 * | `scenario` | nothing | list of happenings, each with `kind`, `atMs`, `durationMs`, `everyMs`, `devices` |
 *
 * | Kind | More fields | What happens |
 * | --- | --- | --- |
 * | `outage` | | mains gone. Without `devices`, a box on mains goes dark (no death, then a new start with reason `powerOn`); a meter on other supply reads 0 V, a meter on mains is silent, a UPS goes on battery |
 * | `dip`, `swell` | `percent`, `phases` | voltage at that share |
 * | `phase_loss` | `phases` | these phases at 0 V |
 * | `network_loss` | | the line is cut; sampling goes on |
 * | `silence` | | the devices give no values |
 * | `value` | `metric`, `value` | a metric is held at a value; null is a failed sensor |
 */
export const simulationSchema = z.strictObject({
  seed: z.number().int().default(1),
  scenarioStartAt: z.number().int().min(0).optional(),
  utcOffsetMinutes: z.number().int().default(480),
  bootMs: z.number().int().min(0).default(2_000),
  scenario: z.array(happeningSchema).default([]),
})
export type Simulation = z.infer<typeof simulationSchema>
