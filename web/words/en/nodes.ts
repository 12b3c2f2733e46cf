import type { Gap, NodeDetail, NodeRow, NodeStatus } from '../../../server/wire/nodes.ts'
import { clockTime } from '../../lib/time.ts'
import { type Trouble, troublesOf } from '../../nodes/node-facts.ts'
import { type Mark, type Phrase, toned } from '../phrase.ts'
import type { Words } from '../words.ts'
import { many, time } from './time.ts'

const statuses: Record<NodeStatus, string> = {
  online: 'Online',
  silent: 'Silent',
  known_dead: 'Offline',
  never_seen: 'Never connected',
  revoked: 'Revoked',
}
const hours = (n: number): string => (n >= 48 ? many(Math.floor(n / 24), 'day') : `${Math.floor(n)} h`)
const seconds = (ms: number): string => `${(Math.abs(ms) / 1_000).toFixed(Math.abs(ms) < 9_950 ? 1 : 0)} s`
const skew = (ms: number): string => (Math.abs(ms) < 50 ? 'on time' : `${seconds(ms)} ${ms < 0 ? 'fast' : 'slow'}`)

function trouble(node: NodeRow, kind: Trouble, now: number): { word: string; why: string } {
  const last = node.lastSeenAt
  switch (kind) {
    case 'silent':
      return {
        word: `silent ${last === null ? '' : time.running(now - last)}`.trim(),
        why: last === null ? 'not counted as an outage' : `last record ${clockTime(last)}, not an outage`,
      }
    case 'known_dead':
      return {
        word: 'offline',
        why: node.diedAt === null ? '' : `since ${time.instant(node.diedAt, now)}, not an outage`,
      }
    case 'outbox_full':
      return {
        word: `${hours(node.outbox.hoursLeft ?? 0)} left`,
        why: `${node.outbox.heldCount ?? 0} held, filling faster than sent`,
      }
    case 'lost':
      return { word: `${node.lostRecords} lost`, why: 'records lost for good today' }
    case 'silent_metrics':
      return { word: `${node.silentMetrics.length} silent`, why: node.silentMetrics.slice(0, 3).join(', ') }
    case 'clock':
      return {
        word: node.clockSkewMs === null ? 'clock not set' : `clock ${skew(node.clockSkewMs)}`,
        why: 'beyond ±5 s, times are marked unsure',
      }
    case 'gaps':
      return { word: `${node.openGaps.records} missing`, why: 'the node still holds them' }
    case 'quarantined':
      return { word: `${node.quarantinedCount} apart`, why: 'kept but not understood' }
    case 'never_seen':
      return { word: 'never connected', why: 'install its configuration and start it' }
    case 'revoked':
      return { word: 'revoked', why: 'its key no longer works' }
  }
}

function sentence(node: NodeDetail, now: number): Phrase {
  if (node.status === 'revoked') return ['Revoked: its key no longer works.']
  if (node.status === 'never_seen')
    return [toned('hold', 'Never connected'), '; install its configuration and start it.']
  const head =
    node.status === 'online'
      ? 'Online'
      : `${statuses[node.status]}${node.lastSeenAt === null ? '' : ` for ${time.running(now - node.lastSeenAt)}`}, not an outage`
  const held =
    node.outbox.heldCount === null
      ? ''
      : node.outbox.heldCount === 0
        ? '; nothing held'
        : `; ${many(node.outbox.heldCount, 'record')} not confirmed`
  const left = node.outbox.hoursLeft === null ? '' : `; room for ${hours(node.outbox.hoursLeft)}`
  const bad: string[] = []
  if (node.status === 'online' && node.silentMetrics.length > 0)
    bad.push(`${many(node.silentMetrics.length, 'metric')} silent`)
  if (node.lostRecords > 0) bad.push(`${many(node.lostRecords, 'record')} lost for good today`)
  const first = node.status === 'online' ? head : toned('hold', head)
  return bad.length > 0 ? [first, `${held}${left}. \n`, toned('attn', bad.join(', ')), '.'] : [first, `${held}${left}.`]
}

const outcomes: Record<Gap['outcome'], Mark> = {
  open: toned('attn', 'held by the node'),
  filled: toned('calm', 'filled'),
  evicted: toned('late', 'lost for good'),
  lost: toned('late', 'lost for good'),
}
const why: Record<Gap['outcome'], string> = {
  open: 'later ones have arrived; waiting for these',
  filled: 'kept while offline, sent afterwards',
  evicted: 'the node ran out of room and dropped old ones',
  lost: 'the node says it does not have them',
}
const verdicts: Record<string, Mark> = {
  supply_lost: toned('evid', 'proves an outage'),
  network_only: toned('calm', 'network only, power stayed'),
  nothing_proved: toned('hold', 'proves nothing'),
  own_power: toned('evid', 'had power all along'),
}
const starts: Record<string, string> = {
  powerOn: 'power-on start',
  watchdog: 'watchdog restart',
  software: 'software restart',
  unknown: 'start reason unknown',
}
const deaths: Record<string, string> = { will: 'dropped', stopped: 'stopped', updating: 'updating' }
const quarantines: Record<string, string> = {
  not_json: 'not complete JSON',
  not_a_record: 'not a record',
  too_many_values: 'too many values',
  too_large: 'too large; first 4 KB and fingerprint kept',
  bad_birth: 'a birth that cannot be read',
  bad_death: 'a death that cannot be read',
  unknown_node: 'node not registered',
  unknown_topic: 'no such topic',
  unknown_device: 'device not declared',
  unknown_metric: 'metric not declared',
  malformed: 'not a reading',
  not_finite: 'not a finite number',
  wrong_type: 'not of the declared type',
  impossible: 'beyond what it can mean',
  conflict: 'one sequence, two contents',
}
const metricNames: Record<string, string> = {
  'l1.volts': 'Voltage L1',
  'l2.volts': 'Voltage L2',
  'l3.volts': 'Voltage L3',
  watts: 'Power',
  onBattery: 'UPS on battery',
  supply: 'UPS input',
  'battery.percent': 'UPS charge',
  waiting: 'Waiting',
  serving: 'Being served',
  windowsOpen: 'Windows open',
  servedTotal: 'Served today',
  milestone: 'Milestone',
}
const units: Record<string, string> = { count: '', Cel: '°C', '1': '' }
const texts: Record<string, string> = {
  present: 'on',
  absent: 'off',
  unknown: 'unknown',
  mains: 'mains',
  battery: 'battery',
}

export const nodes: Words['nodes'] = {
  title: 'Nodes',
  statuses,
  trouble,
  troubles: (node, now) => troublesOf(node).map((kind) => trouble(node, kind, now)),
  sentence,
  fleet: (total) => many(total, 'node'),
  fleetNote: (online) => `${online} online, worst first`,
  fleetLabel: 'All nodes, worst first',
  calmMore: (count) => `${count} more, all fine`,
  listColumn: {
    state: 'How it is',
    name: 'Node',
    id: 'Id',
    site: 'Place',
    seen: 'Last record',
    held: 'Held',
    gaps: 'Missing',
    lost: 'Lost today',
    power: 'Powered by',
    software: 'Version',
  },
  asTable: 'All nodes',
  add: 'Add a node',
  empty: 'No nodes yet.',
  emptyDo: 'Add one and give it a key; install its configuration, and it reports once it connects.',
  listSentence: (total, online, silent) =>
    silent > 0
      ? [toned('hold', `${many(silent, 'node')} silent`), `, which is not an outage; ${online} of ${total} online.`]
      : [`${online} of ${total} online.`],
  software: (version) => `version ${version}`,
  powers: { mains: 'on mains', ups: 'on UPS', battery: 'on battery', otherFeeder: 'on another feeder' },
  claimed: (day) => `added ${day}`,
  site: (name) => name,
  noSite: 'at no place',
  never: 'never',
  records: {
    title: (count) => `${many(count, 'record')} today`,
    note: (open, lost) => `${open} still held, ${lost} lost for good`,
    lanes: { connection: 'Link', gaps: 'Gaps' },
    lost: (count) => `${count} lost`,
    filled: (count) => `${count} filled`,
    held: (count) => `${count} held`,
    restart: 'restart',
    off: (duration) => `off ${duration}`,
    summary: (f) => `Today ${many(f.drops, 'drop')}; gaps: ${f.filled} filled, ${f.open} held, ${f.lost} lost`,
  },
  gaps: {
    title: 'Gaps',
    none: 'No gaps today, nothing is missing.',
    column: { seen: 'Found', records: 'Records', sequences: 'Sequences', outcome: 'Fate', why: 'Why' },
    outcome: (outcome) => outcomes[outcome],
    why: (gap, now) =>
      gap.closedAt === null || gap.outcome !== 'filled'
        ? why[gap.outcome]
        : `filled ${time.instant(gap.closedAt, now)}`,
  },
  metrics: {
    title: (devices, metrics) => `${many(devices, 'device')}, ${many(metrics, 'metric')}`,
    silent: (count) => (count > 0 ? `${count} silent` : 'all reporting'),
    hint: 'the stroke is the longest silence; half as much again counts as silent',
    column: { name: 'Metric', now: 'Now', ago: 'When', fresh: 'Fresh', how: 'Reports', day: 'Today' },
    name: (name) => metricNames[name] ?? name,
    unit: (unit) => units[unit] ?? unit,
    text: (text) => texts[text] ?? text,
    how: (metric) =>
      `${metric.deadband > 0 ? `by ${metric.deadband} ${units[metric.unit] ?? metric.unit}`.trim() : 'on change'}, at most ${time.exact(metric.maximumSilenceMs)}`,
    stale: (duration) => `silent ${duration}`,
    neverRead: 'never',
    yes: 'yes',
    no: 'no',
    freshPicture: (ago, longest) => `${ago}, at most ${longest}`,
    none: 'The node has not said what it measures.',
  },
  connections: {
    title: (drops) => (drops === 0 ? 'No drops today' : `${many(drops, 'drop')} today`),
    note: 'judged by what the node says on its return',
    back: 'up',
    off: 'down',
    came: (start, uptime) => `${start}, up ${uptime}`,
    start: (reason) => starts[reason] ?? reason,
    death: (reason) => deaths[reason] ?? reason,
    verdict: (verdict) => verdicts[verdict] ?? toned('calm', verdict),
    noVerdict: 'not judged',
    still: 'now',
    none: 'Never connected.',
  },
  outbox: {
    title: 'Held',
    big: (held, left) =>
      `${held === null ? 'not stated' : many(held, 'record')}${left === null ? '' : `, room for ${hours(left)}`}`,
    note: 'old ones are dropped beyond 90%',
    picture: (percent) => `${percent}% used; old ones are dropped beyond 90%`,
    from: '0%',
    until: 'drops from 90%',
  },
  clock: {
    title: 'Clock',
    big: (ms, isSynced) =>
      ms === null
        ? 'not known yet'
        : `${skew(ms)}, ${isSynced === false || Math.abs(ms) > 5_000 ? 'not right' : 'right'}`,
    note: 'beyond ±5 s times are marked unsure',
    unsynced: 'the node says its clock was never set',
  },
  quarantine: {
    title: 'Kept apart',
    note: 'received, not used',
    big: (count, at) => `${count}, latest ${at}`,
    none: '0',
    noneNote: 'everything was understood',
    reason: (reason) => quarantines[reason] ?? reason,
    largest: (kilobytes) => `up to ${kilobytes} KB`,
  },
  manage: {
    title: 'Manage',
    rotate: 'New key',
    rotateWill: 'The old key stops working at once and the node disconnects until the new configuration is installed.',
    revoke: 'Revoke',
    revokeWill: 'Its key stops working, it disconnects and sends no more; what was received stays.',
    revokeConfirm: 'Revoke it',
  },
}
