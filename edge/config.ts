import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { NODE_ID, PHASES, POWER_SOURCES, SERVER_LIMITS, START_REASONS } from '../server/wire/node-protocol.ts'
import { replaySchema } from './drivers/replay-options.ts'
import { simSchema, simulationSchema } from './drivers/sim-options.ts'
import { LOG_LEVELS } from './log.ts'
import { PAGE_BYTES } from './outbox-file.ts'

/**
 * The configuration file of one node (JSON). Relative paths start at the file's own folder.
 *
 * | Field | Default | Meaning |
 * | --- | --- | --- |
 * | `nodeId` | required | stable name, `[a-z0-9-]{3,32}`; also the MQTT client id and user name |
 * | `displayName` | `nodeId` | for people at the box; the server keeps its own |
 * | `server` | required | `mqtt://host:port`, or `mqtts://` for TLS |
 * | `key`, `keyFile` | one of them required | the node's key, or a file that holds it |
 * | `dataDir` | required | folder of the outbox file `{nodeId}.outbox.db` |
 * | `poweredBy` | required | `mains`, `ups`, `battery` or `otherFeeder`: what the box itself lives on |
 * | `outbox.megabytes` | 64 | most the outbox file may take (from 0.25) |
 * | `collectMs` | 500 | longest that ordinary values wait to share a record (0 to 500); urgent ones never wait |
 * | `keepaliveSeconds` | 30 | 10 to 120 (shorter only for trials); the server notices a dead line after 1.5 times this |
 * | `reconnect.minMs`, `.maxMs` | 1000, 30000 | limits of the random wait before a new connection |
 * | `reconnect.refusedMs` | 300000 | wait after the server refused the key |
 * | `birthTimeoutMs` | 30000 | wait for the receipt of a birth before it is repeated |
 * | `backlogPerSecond` | 20 | records of the backlog sent per second beside live ones |
 * | `clock.syncedFile` | none | the wall clock counts as set only while this file exists, e.g. `/run/systemd/timesync/synchronized` |
 * | `clock.offsetMs` | 0 | added to the wall clock, for trials with a wrong clock |
 * | `start` | the machine's own | `{id, uptimeMs, reason}` of a simulated box at the moment the agent starts |
 * | `simulation` | none | what happens to simulated devices and the box, see drivers/sim-options.ts |
 * | `logLevel` | `info` | `debug`, `info`, `warn`, `error`, `silent` |
 * | `devices[].id`, `.driver` | required | name of the device on this node; `sim` or `replay` |
 * | `devices[].displayName` | its id | what people call it on the screens |
 * | `devices[].poweredBy` | the node's | what the device lives on |
 * | `devices[].declaredVolts` | none | phase to neutral; 220 in China; without it no power events |
 * | `devices[].phases` | none | phases in use, of `l1` `l2` `l3` |
 * | `devices[].metrics` | none | by metric name: other `periodMs`, `deadband`, `maximumSilenceMs` |
 * | `devices[].…` | | options of the driver: drivers/sim-options.ts, drivers/replay-options.ts |
 */
const ruleSchema = z.strictObject({
  periodMs: z.number().int().min(10).optional(),
  deadband: z.number().min(0).optional(),
  maximumSilenceMs: z.number().int().min(100).optional(),
})

const deviceFields = {
  displayName: z.string().min(1).max(64).optional(),
  id: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and hyphens')
    .max(SERVER_LIMITS.deviceIdChars),
  poweredBy: z.enum(POWER_SOURCES).optional(),
  declaredVolts: z.number().min(50).max(1_000).optional(),
  phases: z.array(z.enum(PHASES)).max(3).optional(),
  metrics: z.record(z.string(), ruleSchema).default({}),
}
const deviceSchema = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('sim'), ...deviceFields, ...simSchema.shape }),
  z.strictObject({ driver: z.literal('replay'), ...deviceFields, ...replaySchema.shape }),
])
export type DeviceConfig = z.infer<typeof deviceSchema>

const configSchema = z
  .strictObject({
    nodeId: z.string().regex(NODE_ID, 'must be 3 to 32 of a-z, 0-9 and hyphen'),
    displayName: z.string().min(1).max(256).optional(),
    server: z.string().regex(/^mqtts?:\/\/[^/\s]+$/, 'must look like mqtt://host:1883'),
    key: z.string().min(1).optional(),
    keyFile: z.string().min(1).optional(),
    dataDir: z.string().min(1),
    poweredBy: z.enum(POWER_SOURCES),
    outbox: z.strictObject({ megabytes: z.number().min(0.25).max(65_536).default(64) }).prefault({}),
    collectMs: z.number().int().min(0).max(500).default(500),
    keepaliveSeconds: z.number().int().min(1).max(120).default(30),
    reconnect: z
      .strictObject({
        minMs: z.number().int().min(1).default(1_000),
        maxMs: z.number().int().min(1).default(30_000),
        refusedMs: z.number().int().min(1).default(300_000),
      })
      .prefault({}),
    birthTimeoutMs: z.number().int().min(100).default(30_000),
    backlogPerSecond: z.number().min(0.1).max(10_000).default(20),
    clock: z.strictObject({ syncedFile: z.string().optional(), offsetMs: z.number().int().default(0) }).prefault({}),
    start: z
      .strictObject({
        id: z.string().min(1).max(64),
        uptimeMs: z.number().min(0).default(0),
        reason: z.enum(START_REASONS).default('powerOn'),
      })
      .optional(),
    simulation: simulationSchema.prefault({}),
    logLevel: z.enum(LOG_LEVELS).default('info'),
    devices: z.array(deviceSchema).min(1).max(SERVER_LIMITS.devices),
  })
  .check((context) => {
    const { key, keyFile, reconnect, devices } = context.value
    const say = (path: string[], message: string) =>
      context.issues.push({ code: 'custom', input: context.value, path, message })
    if ((key === undefined) === (keyFile === undefined)) say(['key'], 'give either key or keyFile')
    if (reconnect.maxMs < reconnect.minMs) say(['reconnect', 'maxMs'], 'must not be below minMs')
    const ids = devices.map((device) => device.id)
    const doubled = ids.find((id, index) => ids.indexOf(id) !== index)
    if (doubled !== undefined) say(['devices'], `two devices are named ${doubled}`)
  })

type Parsed = z.infer<typeof configSchema>

/** A checked configuration with its defaults, absolute paths, the key and the page cap of the outbox. */
export interface EdgeConfig extends Omit<Parsed, 'key' | 'keyFile' | 'outbox'> {
  key: string
  outbox: { megabytes: number; pageCap: number; path: string }
}

export type ConfigResult = { ok: true; config: EdgeConfig } | { ok: false; problems: string[] }

/** Reads and checks a configuration file; `problems` are sentences for a person, all of them at once. */
export function readConfig(path: string): ConfigResult {
  try {
    return parseConfig(JSON.parse(readFileSync(path, 'utf8')), dirname(resolve(path)))
  } catch (error) {
    return { ok: false, problems: [`${path}: ${error instanceof Error ? error.message : String(error)}`] }
  }
}

/** Checks a configuration; relative paths start at `folder`. */
export function parseConfig(raw: unknown, folder: string): ConfigResult {
  const parsed = configSchema.safeParse(raw)
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(sentence) }
  const { key, keyFile, outbox, ...rest } = parsed.data
  const secret = key ?? readKey(resolve(folder, keyFile ?? ''))
  if (secret === null) return { ok: false, problems: [`keyFile: ${keyFile} cannot be read or is empty`] }
  const dataDir = resolve(folder, rest.dataDir)
  return {
    ok: true,
    config: {
      ...rest,
      devices: rest.devices.map((device) =>
        device.driver === 'replay' ? { ...device, file: resolve(folder, device.file) } : device,
      ),
      key: secret,
      dataDir,
      outbox: {
        megabytes: outbox.megabytes,
        pageCap: Math.floor((outbox.megabytes * 1_048_576) / PAGE_BYTES),
        path: resolve(dataDir, `${rest.nodeId}.outbox.db`),
      },
    },
  }
}

function readKey(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null
  } catch {
    return null
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.') || 'configuration'
  return `${path}: ${issue.message}`
}
