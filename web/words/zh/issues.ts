import type { IssueRow } from '../../../server/wire/issues.ts'
import { type Due, farFromDue } from '../../lib/due.ts'
import type { Mark, Phrase } from '../phrase.ts'
import { toned } from '../phrase.ts'
import { common } from './common.ts'
import { time } from './time.ts'

const agencyOf = (row: Pick<IssueRow, 'agency'>): string => row.agency?.nameZh ?? '承办单位'

/** What is going on with it, for the last column of a row. */
function progress(row: Pick<IssueRow, 'state' | 'agency' | 'channel'>): string {
  const agency = agencyOf(row)
  switch (row.state) {
    case 'received':
      return row.channel === 'edge' ? '电表立单，还没派' : '还没派'
    case 'dispatched':
      return `派给${agency}，未签收`
    case 'returned':
      return `${agency}退单了，等改派`
    case 'signed':
      return `${agency}签收了`
    case 'handling':
      return `${agency}在办`
    case 'waiting_reporter':
      return '等商户补充'
    case 'suspended':
      return '批准挂起'
    case 'answered':
      return '直接答了，等回访'
    case 'replied':
      return `${agency}答复了，等回访`
    case 'follow_up':
      return '回访中，等商户回话'
    case 'dissatisfied':
      return '商户说没好，等重办'
    case 'confirmed':
      return '商户说好了'
    default:
      return common.states[row.state]
  }
}

/** What is left of the clock or how far it is past, as that clock counts. */
function due(row: Due, now: number): Mark {
  if (row.state === 'waiting_reporter') return toned('hold', '暂停')
  if (row.state === 'suspended') return toned('hold', '挂起')
  const far = farFromDue(row, now)
  if (!far) return toned('calm', '没有时限')
  const amount = far.days === null ? time.running(far.ms) : `${far.days}个工作日`
  if (row.dueAt !== null && far.isLate) return toned('late', `超${amount}`)
  const tone = row.dueAt === null ? 'calm' : row.light >= 3 ? 'late' : row.light === 2 ? 'attn' : 'calm'
  return toned(tone, `剩${far.isLate ? time.running(0) : amount}`)
}

export const issues = {
  title: '诉求',
  progress,
  due,
  dueOn: (at: number, now: number): string => `应${time.due(at, now)}`,

  turn: (who: 'desk' | 'agency' | 'reporter' | 'system' | 'nobody'): string =>
    ({ desk: '轮到受理', agency: '轮到承办单位', reporter: '等商户回话', system: '等系统', nobody: '没有要办的' })[who],
  sentence: (f: { count: number; late: number; near: number; desk: number; hasMore: boolean }): Phrase => {
    if (f.count === 0) return ['没有这样的诉求。']
    const parts: (string | Mark)[] = []
    if (f.late > 0) parts.push(toned('late', `${f.late}件超时`), '，')
    if (f.near > 0) parts.push(toned('attn', `${f.near}件快到`), '，')
    if (f.desk > 0) parts.push(`${f.desk}件等受理拿主意，`)
    return [...parts, f.hasMore ? `这一页${f.count}件。` : `共${f.count}件。`]
  },
  ask: { see: '看', of: '的', at: '，', sorted: '，', end: '。' },
  filter: {
    state: '到哪步',
    site: '地点',
    service: '事项',
    agency: '承办',
    sort: '排序',
    anySite: '各处',
    anyService: '各类事项',
    anyAgency: '各承办单位',
    inState: (state: string): string => `在“${state}”的`,
    states: { open: '没办完的', late: '超时的', all: '全部的' } as Record<string, string>,
    sorts: { due: '时限先到的在前', received: '新来的在前' } as Record<string, string>,
  },
  column: {
    due: '时限',
    used: '用掉',
    dueOn: '到期',
    issue: '诉求',
    facts: '四件事',
    state: '到哪步',
    agency: '承办',
    reports: '户数',
    number: '编号',
    received: '收到',
  },
  usedShare: (percent: number): string => `用掉时限的${percent}%`,
  toDispatch: '待派',
  reports: (count: number): string => `${count}户`,
  next: '下一页',
  first: '回第一页',
  empty: '还没有诉求。第一件会从这三处来：',
  emptyFiltered: '没有这样的诉求。换个条件看看。',
  clear: '看没办完的',
  from: {
    telephone: '电话',
    telephoneHow: '来电时按 n，记一句话就行',
    telephoneGo: '记一件',
    phone: '手机',
    phoneHow: '商户扫市场里的码上报',
    phoneGo: '打印市场码',
    meter: '电表',
    meterHow: '停电了自己立单',
    meterGo: '看节点',
  },
  legend: '上：答复、办结　下：商户确认、佐证　斜线：对不上',
  legendKeys: { move: '上下', open: '打开' },
}
