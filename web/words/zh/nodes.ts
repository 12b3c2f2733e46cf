import type { Gap, NodeDetail, NodeMetric, NodeRow, NodeStatus } from '../../../server/wire/nodes.ts'
import { clockTime } from '../../lib/time.ts'
import { type Trouble, troublesOf } from '../../nodes/node-facts.ts'
import { type Mark, type Phrase, toned } from '../phrase.ts'
import { time } from './time.ts'

const statuses: Record<NodeStatus, string> = {
  online: '在线',
  silent: '没回音',
  known_dead: '掉线',
  never_seen: '没连上过',
  revoked: '停用了',
}
const hours = (n: number): string => (n >= 48 ? `${Math.floor(n / 24)}天` : `${Math.floor(n)}小时`)
const seconds = (ms: number): string => `${(Math.abs(ms) / 1_000).toFixed(Math.abs(ms) < 9_950 ? 1 : 0)}秒`
const skew = (ms: number): string => (Math.abs(ms) < 50 ? '不快不慢' : `${ms < 0 ? '快' : '慢'}${seconds(ms)}`)

/** The word of a trouble in the list, and what stands under it. */
function trouble(node: NodeRow, kind: Trouble, now: number): { word: string; why: string } {
  const last = node.lastSeenAt
  const since = last === null ? '' : time.running(now - last)
  switch (kind) {
    case 'silent':
      return { word: `没回音${since}`, why: last === null ? '不算停电' : `最后一条${clockTime(last)}，不算停电` }
    case 'known_dead':
      return {
        word: `掉线${node.diedAt === null ? '' : time.running(now - node.diedAt)}`,
        why: node.diedAt === null ? '' : `${time.instant(node.diedAt, now)}起，断网、断电或停机，不算停电`,
      }
    case 'outbox_full':
      return {
        word: `还能存${hours(node.outbox.hoursLeft ?? 0)}`,
        why: `攒着${node.outbox.heldCount ?? 0}条，发的赶不上记的`,
      }
    case 'lost':
      return { word: `没了${node.lostRecords}条`, why: '今天永远没了的记录' }
    case 'silent_metrics':
      return { word: `${node.silentMetrics.length}个没回音`, why: node.silentMetrics.slice(0, 3).join('，') }
    case 'clock':
      return {
        word: node.clockSkewMs === null ? '时钟没对上' : `时钟${skew(node.clockSkewMs)}`,
        why: '超过±5秒，时间标“不准”',
      }
    case 'gaps':
      return { word: `缺${node.openGaps.records}条`, why: '节点还攒着，等它补' }
    case 'quarantined':
      return { word: `隔离${node.quarantinedCount}份`, why: '看不懂的，收了没当数用' }
    case 'never_seen':
      return { word: '没连上过', why: '把配置文件放上去，启动它' }
    case 'revoked':
      return { word: '停用了', why: '钥匙作废，连不上来' }
  }
}

function sentence(node: NodeDetail, now: number): Phrase {
  if (node.status === 'revoked') return ['停用了，钥匙作废。']
  if (node.status === 'never_seen') return [toned('hold', '还没连上过'), '；把配置文件放到机器上，启动它。']
  const head =
    node.status === 'online'
      ? '在线'
      : `${statuses[node.status]}${node.lastSeenAt === null ? '' : time.running(now - node.lastSeenAt)}，不算停电`
  const held =
    node.outbox.heldCount === null
      ? ''
      : node.outbox.heldCount === 0
        ? '；没有攒着的'
        : `；攒着${node.outbox.heldCount}条没确认`
  const left = node.outbox.hoursLeft === null ? '' : `；还能存${hours(node.outbox.hoursLeft)}`
  const bad: string[] = []
  if (node.status === 'online' && node.silentMetrics.length > 0) bad.push(`${node.silentMetrics.length}个指标没回音`)
  if (node.lostRecords > 0) bad.push(`今天有${node.lostRecords}条永远没了`)
  const first = node.status === 'online' ? head : toned('hold', head)
  return bad.length > 0
    ? [first, `${held}${left}。\n`, toned('attn', bad.join('，')), '。']
    : [first, `${held}${left}。`]
}

const outcomes: Record<Gap['outcome'], Mark> = {
  open: toned('attn', '节点还攒着'),
  filled: toned('calm', '补回'),
  evicted: toned('late', '永远没了'),
  lost: toned('late', '永远没了'),
}
const why: Record<Gap['outcome'], string> = {
  open: '后面的已经收到，等前面补齐一起销',
  filled: '断网时攒着，连上补齐了',
  evicted: '节点存不下，自己删了旧的',
  lost: '节点说没有这些了，不再等',
}
const verdicts: Record<string, Mark> = {
  supply_lost: toned('evid', '停电坐实'),
  network_only: toned('calm', '只是断网，没停电'),
  nothing_proved: toned('hold', '什么也证明不了'),
  own_power: toned('evid', '一直有电，只是没连上'),
}
const starts: Record<string, string> = {
  powerOn: '上电启动',
  watchdog: '看门狗重启',
  software: '程序重启',
  unknown: '没说为什么启动',
}
const deaths: Record<string, string> = { will: '掉线', stopped: '正常停', updating: '升级' }
const powers: Record<string, string> = {
  mains: '市电供电',
  ups: 'UPS供电',
  battery: '电池供电',
  otherFeeder: '另一路供电',
}
const quarantines: Record<string, string> = {
  not_json: '不是完整的JSON',
  not_a_record: '不像一条记录',
  too_many_values: '一条里的数太多',
  too_large: '太大，只留前4 KB和指纹',
  bad_birth: '上线的话看不懂',
  bad_death: '下线的话看不懂',
  unknown_node: '没登记的节点',
  unknown_topic: '没有这种主题',
  unknown_device: '没申报的设备',
  unknown_metric: '没申报的指标',
  malformed: '不像一个读数',
  not_finite: '不是一个有限的数',
  wrong_type: '该是数，送来的不是',
  impossible: '数大得不可能',
  conflict: '同一个序号送来两样内容',
}
const metricNames: Record<string, string> = {
  'l1.volts': 'A相电压',
  'l2.volts': 'B相电压',
  'l3.volts': 'C相电压',
  watts: '总功率',
  onBattery: 'UPS用电池',
  supply: 'UPS看市电',
  'battery.percent': 'UPS电量',
  waiting: '等候人数',
  serving: '正在办',
  windowsOpen: '开着的窗口',
  servedTotal: '今天办了',
  milestone: '走到哪一步',
}
const units: Record<string, string> = { count: '', Cel: '°C', '1': '' }
const texts: Record<string, string> = {
  present: '有电',
  absent: '没电',
  unknown: '不明',
  mains: '市电',
  battery: '电池',
}

export const nodes = {
  title: '节点',
  statuses,
  trouble,
  troubles: (node: NodeRow, now: number) => troublesOf(node).map((kind) => trouble(node, kind, now)),
  sentence,
  fleet: (total: number): string => `${total}个节点`,
  fleetNote: (online: number): string => `${online}个在线，要紧的在前`,
  fleetLabel: '全部节点，要紧的在前',
  calmMore: (count: number): string => `其余${count}个正常`,
  listColumn: {
    state: '怎么样',
    name: '节点',
    id: '节点号',
    site: '装在哪',
    seen: '最后一条',
    held: '攒着',
    gaps: '缺着',
    lost: '今天没了',
    power: '吃什么电',
    software: '版本',
  },
  asTable: '看全部',
  add: '加节点',
  empty: '还没有节点。',
  emptyDo: '加一个，给它一把钥匙；把配置文件放到机器上，它连上就报数。',
  listSentence: (total: number, online: number, silent: number): Phrase =>
    silent > 0
      ? [toned('hold', `${silent}个节点没回音`), `，不算停电；${online}个在线，共${total}个。`]
      : [`${online}个在线，共${total}个。`],
  software: (version: string): string => `${version}版`,
  powers,
  claimed: (day: string): string => `${day}加的`,
  site: (name: string): string => name,
  noSite: '没放在哪一处',
  never: '从来没有',
  records: {
    title: (count: number): string => `今天${count}条`,
    note: (open: number, lost: number): string => `节点还攒着${open}，永远没了${lost}`,
    lanes: { connection: '连接', gaps: '缺口' },
    lost: (count: number): string => `没了${count}条`,
    filled: (count: number): string => `补回${count}条`,
    held: (count: number): string => `还攒着${count}条`,
    restart: '重启',
    off: (duration: string): string => `掉线${duration}`,
    summary: (f: { drops: number; open: number; lost: number; filled: number }): string =>
      `今天掉线${f.drops}回；缺口补回${f.filled}处，还攒着${f.open}处，永远没了${f.lost}处`,
  },
  gaps: {
    title: '缺口',
    none: '今天没有缺口，一条不少。',
    column: { seen: '几时发现', records: '条数', sequences: '序号', outcome: '下落', why: '怎么回事' },
    outcome: (outcome: Gap['outcome']): Mark => outcomes[outcome],
    why: (gap: Gap, now: number): string =>
      gap.closedAt === null || gap.outcome !== 'filled' ? why[gap.outcome] : `${time.instant(gap.closedAt, now)}补齐`,
  },
  metrics: {
    title: (devices: number, metrics: number): string => `${devices}个设备，${metrics}个指标`,
    silent: (count: number): string => (count > 0 ? `${count}个没回音` : '都在报'),
    hint: '竖线是最长间隔，过了一倍半算没回音',
    column: { name: '指标', now: '现在', ago: '多久前', fresh: '新不新', how: '怎么报', day: '今天' },
    name: (name: string): string => metricNames[name] ?? name,
    unit: (unit: string): string => units[unit] ?? unit,
    text: (text: string): string => texts[text] ?? text,
    how: (metric: NodeMetric): string =>
      `${metric.deadband > 0 ? `变${metric.deadband} ${units[metric.unit] ?? metric.unit}报` : '一变就报'}，最长${time.exact(metric.maximumSilenceMs)}`,
    stale: (duration: string): string => `没回音${duration}`,
    neverRead: '没报过',
    yes: '是',
    no: '否',
    freshPicture: (ago: string, longest: string): string => `${ago}，最长${longest}`,
    none: '节点还没说它有什么指标。',
  },
  connections: {
    title: (drops: number): string => (drops === 0 ? '今天没掉过线' : `今天掉线${drops}回`),
    note: '按节点回来时说的判',
    back: '上线',
    off: '掉线',
    came: (start: string, uptime: string): string => `${start}，已开${uptime}`,
    start: (reason: string): string => starts[reason] ?? reason,
    death: (reason: string): string => deaths[reason] ?? reason,
    verdict: (verdict: string): Mark => verdicts[verdict] ?? toned('calm', verdict),
    noVerdict: '不判',
    still: '还连着',
    none: '还没连上过。',
  },
  outbox: {
    title: '攒着的',
    big: (held: number | null, left: number | null): string =>
      `${held === null ? '没说攒着几条' : `${held}条`}${left === null ? '' : `，还能存${hours(left)}`}`,
    note: '过九成才开始删旧的',
    picture: (percent: number): string => `用了${percent}%，过九成才开始删旧的`,
    from: '0%',
    until: '90%起删旧数',
  },
  clock: {
    title: '时钟',
    big: (ms: number | null, isSynced: boolean | null): string =>
      ms === null ? '还不知道' : `${skew(ms)}，${isSynced === false || Math.abs(ms) > 5_000 ? '不准' : '准'}`,
    note: '过±5秒算不准，时间标“不准”',
    unsynced: '节点说它还没对过时',
  },
  quarantine: {
    title: '隔离区',
    note: '收了，没当数用',
    big: (count: number, at: string): string => `${count}份，最近${at}`,
    none: '0份',
    noneNote: '没有看不懂的',
    reason: (reason: string): string => quarantines[reason] ?? reason,
    largest: (kilobytes: string): string => `最大${kilobytes} KB`,
  },
  manage: {
    title: '管理',
    rotate: '换钥匙',
    rotateWill: '旧钥匙马上作废，节点断开，要把新配置放上去才连得上。',
    revoke: '停用',
    revokeWill: '钥匙作废，节点断开，不再收它的数；收过的都留着。',
    revokeConfirm: '停用它',
  },
}
