import type { IssueKind, IssueState } from '../../../server/domain/issue.ts'
import type { SiteKind } from '../../../server/wire/common.ts'
import type { Role } from '../../../server/wire/people.ts'
import type { PowerEvent, Supply } from '../../../server/wire/power.ts'

const roles: Record<Role, string> = {
  administrator: '管理员',
  operator: '受理员',
  officer: '承办人员',
  supervisor: '督办',
  window_manager: '窗口负责人',
  project_officer: '项目专员',
  viewer: '只看',
}
const states: Record<IssueState, string> = {
  received: '受理',
  answered: '直办',
  dispatched: '派单',
  returned: '退单',
  signed: '签收',
  handling: '办理',
  waiting_reporter: '补充材料',
  suspended: '挂起',
  replied: '答复',
  follow_up: '回访',
  dissatisfied: '不满意',
  confirmed: '确认解决',
  closed: '办结归档',
  not_accepted: '不予受理',
  merged: '并案',
  withdrawn: '撤单',
}
const kinds: Record<IssueKind, string> = {
  consult: '咨询',
  help: '求助',
  complaint: '投诉',
  report: '举报',
  suggestion: '建议',
}
const siteKinds: Record<SiteKind, string> = {
  mall: '商场',
  market: '市场',
  street: '商街',
  hall: '办事大厅',
  park: '园区',
  factory: '厂区',
  other: '其他',
}
const supply: Record<Supply['value'], string> = { present: '有电', absent: '停电', unknown: '不明' }
const evidence: Record<Supply['evidence'], string> = { confirmed: '确认', probable: '很可能', unknown: '不明' }
const powerEvents: Record<PowerEvent['kind'], string> = {
  interruption: '停电',
  voltage_dip: '骤降',
  swell: '骤升',
  phase_loss: '缺相',
}
const phases: Record<string, string> = { l1: 'A相', l2: 'B相', l3: 'C相', all: '三相' }
const channels: Record<string, string> = {
  phone_page: '手机上报',
  telephone: '电话',
  window: '窗口',
  web: '网上',
  import: '导入',
  edge: '电表立单',
  open311: '外部系统',
}
const months = (month: number, day: number): string => `${month}月${day}日`

export const common = {
  brand: '明窗',
  title: (page: string, district: string): string => [page, '明窗', district].filter((part) => part !== '').join(' · '),
  nav: {
    main: '主导航',
    overview: '总览',
    issues: '诉求',
    sites: '供电',
    nodes: '节点',
    settings: '设置',
    skip: '跳到正文',
  },
  monthDay: months,
  makeUpDay: '调休上班',
  dayOff: '休息',
  provisional: '暂定',
  provisionalWhy: '放假安排还没公布，先按周一到周五算',
  newIssue: '新建诉求',
  updatedAt: '更新于',
  connecting: '正在连',
  lost: '断线了。',
  lostFor: (seconds: number, at: string | null): string =>
    at === null ? `连不上，${seconds}秒了` : `已断线${seconds}秒，停在${at}`,
  lostDetail: (attempt: number, retryIn: number | null): string =>
    `画面停着，时限照走。第${attempt}次在连${retryIn === null ? '' : `，${retryIn}秒后再试`}；连上自己补齐。`,
  connectNow: '现在就连',
  insecure: '这一页没走加密（http），口令在网上能被看见。只在内网试用时这样开。',
  roles,
  states,
  kinds,
  siteKinds,
  supply,
  evidence,
  powerEvents,
  phases,
  channels,
  search: {
    label: '搜索',
    placeholder: '搜诉求编号、市场',
    hint: (count: number): string => (count === 0 ? '没有对得上的' : `${count}个对得上`),
    none: (text: string): string => `最近的诉求和市场里没有“${text}”`,
    issue: '诉求',
    site: '供电',
  },
  keys: {
    title: '全部按键',
    search: '搜索',
    newIssue: '新建诉求',
    down: '下一行',
    up: '上一行',
    open: '打开这一行',
    help: '这张表',
    close: '关上',
    areOn: '单键快捷键开着',
    areOff: '单键快捷键关着',
    turnOff: '关掉',
    turnOn: '打开',
  },
  chart: '图',
  table: '表',
  chartOrTable: '图或表',
  chartLoading: '正在画图',
  loading: '正在读。',
  loadingFrom: (at: string): string => `正在读，先看${at}存下的。`,
  retry: '再读一次',
  cancel: '不了',
  close: '关上',
  save: '存下',
  send: '交上去',
  all: (count: number, unit: string): string => `全部${count}${unit}`,
  none: '无',
  quote: (text: string): string => `“${text}”`,
  /** The name of a thing in this language. */
  name: (thing: { nameZh: string; nameEn: string }): string => thing.nameZh,
  space: '',
  comma: '，',
  colon: '：',
  stop: '。',
  list: (parts: readonly string[]): string => parts.filter((part) => part !== '').join('，'),
  more: (count: number): string => `其余${count}个`,
  notFound: {
    page: '没有这一页。',
    back: '回总览',
  },
  problem: {
    unreachable: '连不上服务器。',
    unreachableDo: '看看这台机器的网；网好了自己会再连，也可以现在再试一次。',
    refusedDo: (allowed: string): string => (allowed === '' ? '' : `现在能走的：${allowed}。`),
    broken: '服务器出了岔子。',
    brokenDo: '再试一次；再不行，把编号报给管理员。',
    crashed: '这一页画不出来了。',
    crashedDo: '再开一次这一页；再不行，换一页接着干，把下面的话报给管理员。',
    number: (id: string): string => `编号${id}`,
    kept: '您写的都还在。',
  },
}
