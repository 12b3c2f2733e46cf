import { blob, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { sites } from './sites.ts'

export const nodes = sqliteTable(
  'nodes',
  {
    /** Client id, user name and topic word in one: `[a-z0-9-]{3,32}`. */
    id: text('id').primaryKey(),
    displayName: text('display_name').notNull(),
    siteId: text('site_id').references(() => sites.id),
    /** SHA-256 of the 256-bit node key. */
    keyHash: text('key_hash').notNull(),
    createdAt: integer('created_at').notNull(),
    revokedAt: integer('revoked_at'),
    poweredBy: text('powered_by'),
    software: text('software'),
    /** Latest birth: the connection a death must name to count. */
    connection: text('connection'),
    bornAt: integer('born_at'),
    diedAt: integer('died_at'),
    deathReason: text('death_reason'),
    lastSeenAt: integer('last_seen_at'),
    startId: text('start_id'),
    outboxPercent: real('outbox_percent'),
    outboxHoursLeft: real('outbox_hours_left'),
    outboxMegabytes: real('outbox_megabytes'),
    /** Records the node said it still held at its latest birth. */
    heldCount: integer('held_count'),
    /** Running median of receive time − device time over live samples, ms. */
    clockSkewMs: real('clock_skew_ms'),
    isClockSynced: integer('is_clock_synced', { mode: 'boolean' }),
  },
  (t) => [index('nodes_by_site').on(t.siteId)],
)

export const devices = sqliteTable(
  'devices',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    nodeId: text('node_id')
      .notNull()
      .references(() => nodes.id),
    name: text('name').notNull(),
    /** What people call it, as declared at birth; null: its name. */
    displayName: text('display_name'),
    siteId: text('site_id').references(() => sites.id),
    dialect: text('dialect').notNull(),
    driver: text('driver').notNull(),
    poweredBy: text('powered_by'),
    declaredVolts: real('declared_volts'),
    /** Comma-separated phases in use: `l1,l2,l3`. */
    phases: text('phases').notNull().default(''),
    /** Incremental state of the power rules, JSON; rebuilt from samples when absent. */
    powerState: text('power_state'),
  },
  (t) => [uniqueIndex('devices_by_node').on(t.nodeId, t.name), index('devices_by_site').on(t.siteId)],
)

export const metrics = sqliteTable(
  'metrics',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    deviceId: integer('device_id')
      .notNull()
      .references(() => devices.id),
    name: text('name').notNull(),
    type: text('type').notNull(),
    unit: text('unit').notNull(),
    deadband: real('deadband').notNull(),
    periodMs: integer('period_ms').notNull(),
    maximumSilenceMs: integer('maximum_silence_ms').notNull(),
  },
  (t) => [uniqueIndex('metrics_by_device').on(t.deviceId, t.name)],
)

/** One life of a node's outbox file, and how far it is committed without a hole. */
export const boots = sqliteTable(
  'boots',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    nodeId: text('node_id')
      .notNull()
      .references(() => nodes.id),
    boot: text('boot').notNull(),
    upTo: integer('up_to').notNull(),
    highest: integer('highest').notNull(),
    firstReceivedAt: integer('first_received_at').notNull(),
    lastReceivedAt: integer('last_received_at').notNull(),
  },
  (t) => [uniqueIndex('boots_by_node').on(t.nodeId, t.boot)],
)

/**
 * Every committed value. Append-only, and the table itself is its index: clustered by metric and device time, unique
 * by (boot, sequence, index) within that. Without rowid (see the migration).
 */
export const samples = sqliteTable(
  'samples',
  {
    metricId: integer('metric_id').notNull(),
    /** The node's wall clock, right or wrong, epoch ms. */
    deviceAt: integer('device_at').notNull(),
    bootId: integer('boot_id').notNull(),
    sequence: integer('sequence').notNull(),
    ix: integer('ix').notNull(),
    receivedAt: integer('received_at').notNull(),
    /** 0 synced, 1 skewed, 2 unsynced. */
    clockQuality: integer('clock_quality').notNull(),
    value: real('value'),
    text: text('text'),
    flags: integer('flags').notNull(),
    isBackfill: integer('is_backfill').notNull(),
  },
  (t) => [primaryKey({ columns: [t.metricId, t.deviceAt, t.bootId, t.sequence, t.ix] })],
)

export const currentValues = sqliteTable('current_values', {
  metricId: integer('metric_id').primaryKey(),
  effectiveAt: integer('effective_at').notNull(),
  receivedAt: integer('received_at').notNull(),
  bootId: integer('boot_id').notNull(),
  sequence: integer('sequence').notNull(),
  value: real('value'),
  text: text('text'),
  flags: integer('flags').notNull().default(0),
})

/** When each metric's silence becomes a fact. `due_at` = received + 1.5 × maximum silence. */
export const deadlines = sqliteTable(
  'deadlines',
  {
    metricId: integer('metric_id').primaryKey(),
    dueAt: integer('due_at').notNull(),
    firedAt: integer('fired_at'),
  },
  (t) => [index('deadlines_by_due').on(t.dueAt)],
)

/** Sequences the server knows it lacks. Never deleted: the past must not look complete again. */
export const gaps = sqliteTable(
  'gaps',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    bootId: integer('boot_id')
      .notNull()
      .references(() => boots.id),
    nodeId: text('node_id').notNull(),
    fromSequence: integer('from_sequence').notNull(),
    toSequence: integer('to_sequence').notNull(),
    seenAt: integer('seen_at').notNull(),
    closedAt: integer('closed_at'),
    /** open, filled, evicted or lost. */
    outcome: text('outcome').notNull(),
  },
  (t) => [index('gaps_by_node').on(t.nodeId, t.seenAt), index('gaps_by_boot').on(t.bootId, t.outcome)],
)

/** One row per CONNECT that reached a birth. */
export const connections = sqliteTable(
  'connections',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    nodeId: text('node_id').notNull(),
    connection: text('connection').notNull(),
    boot: text('boot').notNull(),
    startId: text('start_id').notNull(),
    uptimeMs: integer('uptime_ms').notNull(),
    startReason: text('start_reason').notNull(),
    bornAt: integer('born_at').notNull(),
    diedAt: integer('died_at'),
    deathReason: text('death_reason'),
    /** What the return proved about the silence before it: supply_lost, network_only, nothing_proved, own_power. */
    verdict: text('verdict'),
  },
  (t) => [index('connections_by_node').on(t.nodeId, t.bornAt)],
)

/** Accepted, acknowledged and not understood: kept as bytes with the reason until a person deletes it or 90 days pass. */
export const quarantined = sqliteTable(
  'quarantined',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    nodeId: text('node_id').notNull(),
    topic: text('topic').notNull(),
    receivedAt: integer('received_at').notNull(),
    reason: text('reason').notNull(),
    boot: text('boot'),
    sequence: integer('sequence'),
    ix: integer('ix'),
    size: integer('size').notNull(),
    sha256: text('sha256'),
    bytes: blob('bytes', { mode: 'buffer' }).notNull(),
  },
  (t) => [index('quarantined_by_node').on(t.nodeId, t.receivedAt)],
)

/** Sampled voltage events of a device's phases, each with the interval its start and end lie in. Epoch ms. */
export const powerEvents = sqliteTable(
  'power_events',
  {
    /** Key of (device, phase, kind, start): the same event found again has the same id. */
    id: text('id').primaryKey(),
    siteId: text('site_id').references(() => sites.id),
    deviceId: integer('device_id')
      .notNull()
      .references(() => devices.id),
    phase: text('phase').notNull(),
    kind: text('kind').notNull(),
    startMinAt: integer('start_min_at').notNull(),
    startMaxAt: integer('start_max_at').notNull(),
    endMinAt: integer('end_min_at'),
    endMaxAt: integer('end_max_at'),
    residualVolts: real('residual_volts'),
    resolutionMs: integer('resolution_ms').notNull(),
    class: text('class'),
    isNoticed: integer('is_noticed', { mode: 'boolean' }).notNull(),
    evidence: text('evidence').notNull(),
    evidenceBody: text('evidence_body').notNull().default('{}'),
    revision: integer('revision').notNull().default(1),
    supersededAt: integer('superseded_at'),
    foundAt: integer('found_at').notNull(),
  },
  (t) => [
    index('power_events_by_site').on(t.siteId, t.startMaxAt),
    index('power_events_by_device').on(t.deviceId, t.startMaxAt),
    index('power_events_running').on(t.endMaxAt, t.kind),
  ],
)

/** Commands sent to nodes and what came of them. */
export const commands = sqliteTable(
  'commands',
  {
    id: text('id').primaryKey(),
    nodeId: text('node_id').notNull(),
    kind: text('kind').notNull(),
    body: text('body').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    result: text('result'),
    message: text('message'),
    doneAt: integer('done_at'),
  },
  (t) => [index('commands_by_node').on(t.nodeId, t.createdAt)],
)
