import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const minutes = z.coerce.number().positive()
const count = z.coerce.number().int().positive()
const cidrs = z.string().transform((text, context) => {
  const list = new BlockList()
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (!entry) continue
    const [address = '', bits] = entry.split('/')
    const family = isIP(address)
    const prefix = bits === undefined ? (family === 6 ? 128 : 32) : Number(bits)
    const isGood = family !== 0 && Number.isInteger(prefix) && prefix >= 0 && prefix <= (family === 6 ? 128 : 32)
    if (isGood) list.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4')
    else context.addIssue({ code: 'custom', message: `"${entry}" is not an address or CIDR` })
  }
  return list
})

/** Every variable of the server. Names marked secret may also be given as `X_FILE`, a file that holds the value. */
const VARIABLES = {
  PORT: port.default(8080),
  HOST: z.string().min(1).default('0.0.0.0'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|https?:\/\/|wss?:\/\/|libsql:\/\/)/, 'must start with file:, http(s)://, ws(s):// or libsql://')
    .optional(),
  DATABASE_TOKEN: z.string().optional(),
  MQTT_PORT: port.default(1883),
  MQTT_HOST: z.string().min(1).default('0.0.0.0'),
  MQTT_URL: z
    .string()
    .regex(/^(mqtts?|wss?|tcp|ssl):\/\//, 'must start with mqtt:// or mqtts://')
    .optional(),
  MQTT_USERNAME: z.string().optional(),
  MQTT_PASSWORD: z.string().optional(),
  TRUSTED_PROXIES: cidrs.default(new BlockList()),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  SESSION_IDLE_MINUTES: minutes.default(30),
  /** A cookie lives 400 days at most (RFC 6265bis, 5.6.1). */
  SESSION_HOURS: minutes.max(400 * 24).default(12),
  STREAMS_MAX: count.default(500),
  STREAMS_PER_USER: count.default(5),
  STREAMS_PER_ADDRESS: count.default(20),
  /** Halls whose screens share one address: no limit per address. */
  STREAMS_SHARED_ADDRESSES: cidrs.default(new BlockList()),
  LIVE_RETENTION_HOURS: minutes.default(72),
  /** Merchants' reports one address may send at once; a market shares one. Then one more every 3 s. */
  REPORTS_PER_ADDRESS: count.default(60),
  MAX_CONNECTIONS: count.default(4_000),
  /** Seals what must be read again, such as secrets of second factors; without it a key file is made in DATA_DIR. */
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
} as const
const SECRETS = ['DATABASE_TOKEN', 'MQTT_PASSWORD', 'SECRET_KEY'] as const

const schema = z.object(VARIABLES)
type Variables = z.infer<typeof schema>

/** All bad settings at once, in sentences for the console. */
export class ConfigRefused extends Error {
  readonly permanent = true
}

/** Everything the process was told from outside, frozen. Durations in ms. */
export interface Config {
  port: number
  host: string
  dataDir: string
  database: { url: string; authToken?: string }
  mqtt: { port: number; host: string; url: string | null; username: string | null; password: string | null }
  trustedProxies: BlockList
  /** Origin people use, `https://mingchuang.example`, when it is known. */
  publicOrigin: string | null
  logLevel: Variables['LOG_LEVEL']
  session: { idleMs: number; absoluteMs: number }
  streams: { max: number; perUser: number; perAddress: number; sharedAddresses: BlockList }
  liveRetentionMs: number
  reportsPerAddress: number
  maxConnections: number
  /** Null: the key file in `dataDir`. */
  secretKey: string | null
}

/** Reads the environment; throws ConfigRefused with every bad name at once. The only reader of process.env in server/. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const problems: string[] = [...misspelt(environment)]
  const given: Record<string, string> = {}
  for (const name of Object.keys(VARIABLES)) {
    const value = environment[name]
    if (value) given[name] = value
  }
  for (const name of SECRETS) {
    const path = environment[`${name}_FILE`]
    if (!path) continue
    if (given[name]) problems.push(`${name} and ${name}_FILE are both set: keep one.`)
    try {
      given[name] = readFileSync(path, 'utf8').trim()
    } catch {
      problems.push(`${name}_FILE: ${path} cannot be read.`)
    }
  }
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    for (const issue of parsed.error.issues) problems.push(`${issue.path.join('.')}: ${issue.message}.`)
  if (!parsed.success || problems.length > 0) throw new ConfigRefused(problems.join('\n'))
  return Object.freeze(shape(parsed.data))
}

function shape(v: Variables): Config {
  const dataDir = resolve(v.DATA_DIR)
  const file = resolve(dataDir, 'mingchuang.db').replaceAll(/[%?#]/g, encodeURIComponent)
  const url = v.DATABASE_URL ?? `file:${file}`
  return {
    port: v.PORT,
    host: v.HOST,
    dataDir,
    database: { url, ...(v.DATABASE_TOKEN ? { authToken: v.DATABASE_TOKEN } : {}) },
    mqtt: {
      port: v.MQTT_PORT,
      host: v.MQTT_HOST,
      url: v.MQTT_URL ?? null,
      username: v.MQTT_USERNAME ?? null,
      password: v.MQTT_PASSWORD ?? null,
    },
    trustedProxies: v.TRUSTED_PROXIES,
    publicOrigin: v.PUBLIC_URL ? new URL(v.PUBLIC_URL).origin : null,
    logLevel: v.LOG_LEVEL,
    session: { idleMs: v.SESSION_IDLE_MINUTES * 60_000, absoluteMs: v.SESSION_HOURS * 3_600_000 },
    streams: {
      max: v.STREAMS_MAX,
      perUser: v.STREAMS_PER_USER,
      perAddress: v.STREAMS_PER_ADDRESS,
      sharedAddresses: v.STREAMS_SHARED_ADDRESSES,
    },
    liveRetentionMs: v.LIVE_RETENTION_HOURS * 3_600_000,
    reportsPerAddress: v.REPORTS_PER_ADDRESS,
    maxConnections: v.MAX_CONNECTIONS,
    secretKey: v.SECRET_KEY ?? null,
  }
}

/** Names that look like ours and are not: `DATABSE_URL`, `MINGCHUANG_PORT`. */
function* misspelt(environment: Readonly<Record<string, string | undefined>>): Generator<string> {
  const known = [...Object.keys(VARIABLES), ...SECRETS.map((name) => `${name}_FILE`)]
  for (const name of Object.keys(environment)) {
    if (known.includes(name)) continue
    const bare = name.replace(/^(MINGCHUANG|MC)_/, '')
    const isOurs = bare !== name
    const near = known.find((word) => (isOurs && bare === word) || isNear(bare, word))
    if (near) yield `${name} is not a setting: did you mean ${near}?`
    else if (isOurs) yield `${name} is not a setting of this version.`
  }
}

/** One wrong, missing, extra or swapped letter in a name of seven letters or more. */
function isNear(a: string, b: string): boolean {
  if (b.length < 7 || a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const isSwap = restA.length === 2 && restA[0] === restB[1] && restA[1] === restB[0]
  return isSwap || Math.max(restA.length, restB.length) <= 1
}
