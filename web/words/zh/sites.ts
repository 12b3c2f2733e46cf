import type { SupplyReason } from '../../../server/domain/supply.ts'
import type { Supply } from '../../../server/wire/power.ts'
import { clockTime } from '../../lib/time.ts'
import type { SiteStory } from '../../sites/site-facts.ts'
import { type Phrase, toned } from '../phrase.ts'
import { time } from './time.ts'

const reasons: Record<SupplyReason, string> = {
  no_meter: '没装电表',
  no_data: '还没报过数',
  silent: '没回音',
  known_dead: '节点掉线了',
  sensor_invalid: '电表坏了',
  meter_present: '电表有电压',
  meter_zero: '电表没电压',
  meter_disagrees: '几样东西说得不一样',
  phase_lost: '缺了相',
  zero_on_mains: '没电压，可电表自己也吃市电，不作数',
  ups_on_battery: 'UPS在用电池',
  ups_on_mains: 'UPS在用市电',
  nodes_silent_together: '几个吃市电的同时没回音',
}

function sentence(f: SiteStory): Phrase {
  const head = now(f)
  if (f.interruptions === 0 || f.value === 'absent') return head
  const today = `今天停过${f.interruptions}回，共${time.exact(f.interruptedMs)}`
  if (f.value === 'present')
    return [toned('late', today), f.backAt === null ? '，现在有电。' : `，\n${clockTime(f.backAt)}来电，现在有电。`]
  return [...head.slice(0, -1), `，不算停电；\n${today}。`]
}

function now(f: SiteStory): Phrase {
  if (f.value === 'absent')
    return [
      toned('late', `停电${time.running(f.lastingMs)}`),
      `，${f.sinceAt === null ? '' : `${clockTime(f.sinceAt)}起，`}\n${f.grade === 'confirmed' ? '电表确认' : '还没有第二样证据'}。`,
    ]
  if (f.value === 'unknown')
    return f.hasNode
      ? [toned('hold', `有没有电不知道${f.sinceAt === null ? '' : `，${time.running(f.lastingMs)}了`}`), '，不算停电。']
      : ['没装节点，有没有电不知道。']
  if (f.dips > 0) return [toned('attn', `今天电压骤降${f.dips}次`), '，没断电。']
  return ['有电，今天没断过。']
}

export const sites = {
  title: '供电',
  reason: (supply: Supply): string => (reasons as Record<string, string>)[supply.reason] ?? supply.reason,
  reasons,
  sentence,
  count: (count: number): string => `${count}处`,
  merchants: (count: number): string => `${count}个商户`,
  nodeLink: (name: string): string => `节点：${name}`,
  line: (name: string): string => name,
  column: {
    supply: '现在',
    site: '地点',
    kind: '哪一类',
    since: '从几时起',
    issue: '诉求',
    day: '今天',
    stopped: '停过',
    nodes: '节点',
  },
  stopped: (count: number, duration: string): string => (count === 0 ? '0回' : `${count}回，${duration}`),
  emptyTitle: '还没有市场。',
  emptyDo: '先在设置里建一处，再给它装节点。',
  emptyGo: '建一处',
  voltage: {
    title: '各相电压',
    note: (f: { interruptions: number; dips: number; low: number; high: number }): string =>
      `停${f.interruptions}回，骤降${f.dips}回；灰带是正常范围，${f.low}到${f.high} V`,
    summary: (f: { from: string; to: string; phases: number; interruptions: number; dips: number }): string =>
      `${f.from}到${f.to}，${f.phases}相电压：停电${f.interruptions}回，骤降${f.dips}回`,
    verdict: '判定',
    none: '这段时间没有电压读数。',
    noneWhy: (reason: string): string => `原因：${reason}。`,
    dip: (volts: string): string => `骤降${volts}`,
    out: (duration: string): string => `停电${duration}`,
    unknown: (duration: string): string => `不明${duration}`,
    ranges: { hour: '1小时', quarter: '6小时', day: '今天', full: '24小时' },
    range: '看多长',
    column: { at: '时间', phase: '相', low: '最低', high: '最高' },
  },
  lens: {
    shortest: (duration: string): string => `最短${duration}，`,
    longest: (duration: string): string => `最长${duration}`,
    running: (duration: string): string => `停了${duration}，还没来电`,
    note: (period: string): string => `${period}一个数，真正断、真正来都在两个数中间。更短的骤降看不见。`,
    cut: '断电',
    back: '来电',
    cutWithin: (duration: string): string => `中间这${duration}里断的`,
    backWithin: (duration: string): string => `中间这${duration}里来的`,
    unbounded: '开始装表时就没电，从几时起不知道',
    notYet: '还没来电',
    picture: (what: string, from: string, to: string): string => `${what}在${from}到${to}之间`,
  },
  events: {
    title: '停电和骤降',
    none: '这段时间没有停电，也没有骤降。',
    column: {
      kind: '什么',
      when: '几时',
      duration: '多久',
      residual: '最低',
      phase: '相',
      device: '哪块表',
      evidence: '凭据',
      issue: '诉求',
    },
    running: '还没完',
    before: (at: string): string => `${at}以前`,
    atMost: (duration: string): string => `最多${duration}`,
    open: '看诉求',
  },
  issues: {
    title: '这儿的诉求',
    open: (count: number): string => `${count}件在办`,
    none: '这儿没有在办的诉求。',
    all: '全部诉求',
    recent: '办过的',
  },
  nodes: { title: '这儿的节点', none: '还没装节点。', go: '加节点' },
  neighbours: {
    title: '同一路电',
    of: (line: string): string => line,
    none: '没有登记同一路电的别处',
  },
  poster: {
    title: '市场码',
    why: '贴在市场里，商户扫了直接报，不用账号。',
    print: '打印',
    heading: '没电？有事？扫码说一声',
    steps: '点三下，写一句；不用账号，不用留名。',
    orOpen: '或打开',
    picture: (site: string): string => `${site}上报二维码`,
  },
}
