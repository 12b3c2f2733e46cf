import type { Exclusion, Rate } from '../../../server/domain/kpi.ts'
import type { Figure, StageTime } from '../../../server/wire/kpis.ts'
import type { Mark, Phrase } from '../phrase.ts'
import { toned } from '../phrase.ts'

const percent = (share: number): string => `${Math.round(share * 100)}%`

const reasons: Record<Exclusion, string> = {
  test: '测试的',
  imported: '导入的旧件',
  not_accepted: '不受理',
  merged: '并案',
  withdrawn: '撤回',
  returned: '退单',
  redispatched: '签收前改派',
  direct_answer: '直接答复',
  provisional: '时限暂定的',
  no_promise: '没记下承诺的',
  co_handling: '协办的',
  no_answer: '没回话的',
  not_asked: '没法问的',
  not_graded: '没打分的',
  two_persons: '两人剔除',
  me_too: '跟着关注的',
  stale: '没有可用读数的',
  unreachable: '没联系上的',
  running: '还在走的',
}

const names: Record<Rate, string> = {
  received: '收到',
  direct_handle: '直接答复',
  'direct_handle.consult': '直接答复：咨询',
  'direct_handle.help': '直接答复：求助',
  'direct_handle.complaint': '直接答复：投诉',
  'direct_handle.report': '直接答复：举报',
  'direct_handle.suggestion': '直接答复：建议',
  direct_back: '直答后又来问',
  sign_on_time: '签收及时',
  handle_on_time: '按时办结',
  'handle_on_time.raw': '按时办结，暂停也算上',
  'handle_on_time.supply': '按时办结，以来电为准',
  handle_agency: '按时办结，按各家自己的时限',
  'handle_agency.raw': '按各家时限，暂停也算上',
  completion: '办结',
  response: '响应',
  unreached: '打了没接通',
  resolution: '解决',
  satisfaction: '满意',
  grade_five: '打满分',
  follow_up_answer: '回访应答',
  return: '退单',
  retransfer: '二次转派',
  transfer_twice: '转派两次以上',
  rework: '重办',
  repeat: '重复诉求',
  evidence_conflict: '佐证对不上',
  identical: '雷同答复',
  last_moment: '压线答复',
  paused: '暂停',
  seven_day: '7天又开',
  withdrawal_check: '撤单回头问',
  exclusion_share: '剔除',
  entry_come_back: '照知识答的，又来问',
}

/** What was counted out of what. */
const counted: Partial<Record<Rate, (n: number, of: number) => string>> = {
  direct_handle: (n, of) => `受理${of}件里，没派单就答了${n}件`,
  direct_back: (n, of) => `直接答复${of}件里，后来不满意或又开的${n}件`,
  sign_on_time: (n, of) => `派出${of}件，按时签收的${n}件`,
  handle_on_time: (n, of) => `${of}件里，第一次答复按时的${n}件`,
  handle_agency: (n, of) => `签收的${of}件里，在自己时限内答复的${n}件`,
  completion: (n, of) => `该办的${of}件里，截止前答复的${n}件`,
  response: (n, of) => `派出${of}件，限时内有人联系的${n}件`,
  resolution: (n, of) => `问到的${of}件里，商户说解决了的${n}件`,
  satisfaction: (n, of) => `打了分的${of}件里，基本满意以上${n}件`,
  follow_up_answer: (n, of) => `问了${of}件，回了话的${n}件`,
  return: (n, of) => `派出${of}件，被退回的${n}件`,
  retransfer: (n, of) => `派过的${of}件里，转过别家的${n}件`,
  rework: (n, of) => `答复过的${of}件里，重办过的${n}件`,
  repeat: (n, of) => `收到${of}件里，90天内又来的${n}件，越低越好`,
  entry_come_back: (n, of) => `照知识条目答的${of}件里，又来问的${n}件`,
}

const bases: Record<Figure['basis'], string> = {
  receipt: '按收到日',
  dispatch: '按派单日',
  reply: '按答复日',
  answer: '按回答日',
  sending: '按发问日',
  call_back: '按回访日',
  stop: '按停表日',
}

const month = (name: string): string => `${Number(name.slice(5, 7))}月`
const monthDay = (on: string): string => `${Number(on.slice(5, 7))}月${Number(on.slice(8))}日`

/** `9月`, `2025年9月`, `今年到9月`, or the two dates. */
function period(from: string, to: string, year: string): string {
  const isYear = from.endsWith('-01-01') && to.endsWith('-12-31') && from.slice(0, 4) === to.slice(0, 4)
  if (isYear) return from.slice(0, 4) === year ? '今年' : `${from.slice(0, 4)}年`
  if (from.slice(0, 7) === to.slice(0, 7) && from.endsWith('-01') && Number(to.slice(8)) >= 28)
    return from.slice(0, 4) === year ? month(from) : `${from.slice(0, 4)}年${month(from)}`
  return `${monthDay(from)}到${monthDay(to)}`
}

export const indicators = {
  title: '指标',
  percent,
  names,
  reasons,
  bases,
  period,
  month,
  counted: (kpi: Rate, n: number, of: number): string => counted[kpi]?.(n, of) ?? `${of}件里${n}件`,
  overdue: (count: number): string => `，到期末还没答、已超时的${count}件也在里面`,
  /** A rate with what it was before. */
  before: (rate: string): string => `前面${rate}`,
  leftOut: (items: readonly { reason: Exclusion; count: number }[]): string =>
    `不算：${items.map(({ reason, count }) => `${reasons[reason]}${count}${reason === 'me_too' ? '户' : '件'}`).join('，')}`,
  interval: (low: number, high: number): string => `${Math.round(low * 100)}–${Math.round(high * 100)}`,
  few: (n: number, of: number): string => `${of}件里${n}件`,
  fewNote: '太少，不说几成',
  noData: '没有可数的',
  open: '打开这些诉求',
  openShort: '打开',
  head: {
    rate: '几成',
    how: '怎么算的',
    trend: (from: string, to: string, isLike: boolean): string =>
      `${from}到${to}，${isLike ? '每格都高40个点' : '格底写在右边'}`,
    other: '另一面',
  },
  sentence: (f: {
    rate: number | null
    isFew: boolean
    n: number
    of: number
    raw: number | null
    lastMoment: number | null
  }): Phrase => {
    if (f.of === 0) return ['这段时间还没有该算按时不按时的诉求。']
    if (f.isFew || f.rate === null) return [`按时办结${f.of}件里${f.n}件，太少，不说几成。`]
    const turn: (string | Mark)[] = []
    if (f.lastMoment !== null && f.lastMoment >= 0.08)
      turn.push(toned('attn', `可有${percent(f.lastMoment)}是压着点答的`))
    if (f.raw !== null && f.rate - f.raw >= 0.015)
      turn.push(
        turn.length > 0 ? `，暂停也算上只剩${percent(f.raw)}` : toned('attn', `暂停也算上只剩${percent(f.raw)}`),
      )
    return turn.length > 0
      ? [`按时办结${percent(f.rate)}；`, ...turn, '。']
      : [`按时办结${percent(f.rate)}，没看出是做出来的。`]
  },
  ask: { see: '看', issues: '诉求，跟', compare: '比。', end: '' },
  pick: {
    period: '哪段时间',
    service: '哪类事项',
    agency: '哪家承办',
    site: '哪一处',
    compare: '跟什么比',
    allServices: '各类',
    allAgencies: '全区',
    allSites: '各处',
    comparisons: { since_january: '年初到之前', previous: '前一段', last_year: '去年同期', none: '什么都不' },
    thisYear: '今年',
    lastYear: '去年',
  },
  scope: (received: number, cutOff: string, tests: number): string =>
    `收到${received}件，截到${cutOff}${tests > 0 ? `；测试的${tests}件不算` : ''}。小字和灰带是九成五把握的范围。`,
  waiting: (count: number): string => `还有${count}条记录没数进来，过会儿自己会补上。`,
  trend: (name: string, months: readonly { month: string; rate: number | null; n: number; of: number }[]): string =>
    `${name}：${months.map((m) => `${month(m.month)}${m.rate === null ? `${m.of}件里${m.n}件` : percent(m.rate)}`).join('，')}`,
  rawLine: '虚线：暂停也算上',
  other: {
    raw: (rate: string): string => `暂停的时间也算上，只剩${rate}`,
    supply: (rate: string): string => `以来电为准，是${rate}`,
    lastMoment: (count: number): string => `${count}件压到最后才答`,
    notReached: (asked: number, silent: number): string => `问了${asked}件，没问到${silent}件`,
    conflict: (count: number): string => `${count}件说解决了，表上没有`,
    fullMarks: (name: string, count: number): string => `${name}${count}份全是5分`,
    unreached: (count: number): string => `打了没接通的${count}件，算没联系`,
    again: (count: number, rate: string): string => `答复后7天又开的${count}件${rate ? `，占${rate}` : ''}`,
    returned: (returned: number, moved: number): string => `退单${returned}件，转派两次以上${moved}件`,
    back: (count: number): string => `直答后又来问的${count}件`,
    most: (name: string, count: number): string => `同一处最多：${name}，${count}件`,
    before: (rate: string): string => `前面是${rate}`,
  },
  agencies: {
    sentence: (count: number, lower: readonly string[], higher: readonly string[]): Phrase => {
      if (count === 0) return ['没有够30件的单位，谁好谁差都说不准。']
      const said = [
        ...(lower.length > 0 ? [toned('attn', `${lower.join('、')}真比全区低`)] : []),
        ...(higher.length > 0 ? [`${lower.length > 0 ? '，' : ''}${higher.join('、')}真比全区高`] : []),
      ]
      return said.length > 0
        ? [`够30件的${count}家，`, ...said, '，其余分不出高下。']
        : [`够30件的${count}家，分不出高下。`]
    },
    column: { name: '按件数排', onTime: '按时', range: '几成，横线是说得准的范围', verdict: '跟全区比' },
    verdicts: { few: '太少', same: '分不出', lower: '比全区低', higher: '比全区高' },
    fewRow: '不到30件',
    few: (items: readonly { name: string; n: number; of: number }[]): string =>
      `${items.map(({ name, n, of }) => `${name}${of}件里${n}件`).join('，')}。太少，不画几成。`,
    district: (share: number): string => `全区${Math.round(share * 100)}`,
    raw: (rate: string): string => `暂停也算上${rate}`,
    note: '横线压着全区那条虚线，就不能说谁好谁差。各家接的事不一样，不排名次。按各家自己的时限算，退回的不算。',
    none: '这段时间没有哪家答复过。',
  },
  checks: {
    sentence: (count: number): Phrase =>
      count > 0
        ? ['这些数有没有做出来的？', toned('attn', `${count}样要看看`), '。']
        : ['这些数有没有做出来的？没看出来。'],
    column: { what: '查什么', found: '查到什么', count: '件数' },
    lastMoment: (count: number, most: { name: string; count: number } | null): string =>
      `时限最后5%才答：${count}件${most ? `，${most.name}占${most.count}件` : ''}`,
    identical: (count: number): string => `跟别的诉求一字不差：${count}件`,
    conflict: (count: number): string => `说解决了，传感器说没有：${count}件`,
    paused: (count: number, beyond: number): string => `停过表${count}件，其中${beyond}件不停就超时`,
    again: (count: number): string => `答复后不满意或重开：${count}件`,
    withdrawal: (asked: number, pressed: number): string => `问到${asked}人，${pressed}人说是被劝撤的`,
    exclusion: '两人同意才剔除，每件有理由',
    provisional: '时限还没正式定，不进分母',
    provisionalName: '暂定时限',
    items: (count: number): string => `${count}件`,
    note: '哪条规则、谁看过、怎么定的，点开都有。',
  },
  more: {
    title: '其余的率',
    column: { rate: '率', counted: '怎么算的', percent: '几成', before: '前面' },
  },
  stages: {
    sentence: (f: { median: string; p90: string; count: number } | null): Phrase =>
      f === null ? ['这段时间还没有走完的表。'] : [`签收到答复，一半在${f.median}以内，九成在${f.p90}以内。`],
    names: {
      'stage.accept': '受理',
      'stage.sign': '签收',
      'stage.handle': '办理',
      'stage.follow_up': '回访',
      'stage.all': '合起来',
    } satisfies Record<StageTime['kpi'], string>,
    column: {
      clock: '哪块表',
      median: '一半在',
      p90: '九成在',
      count: '走完',
      running: '还在走',
      before: '前面一半在',
    },
    note: '按各表自己的规则数：工作日的表一天算24小时，营业分钟的表只数开门的时间，2小时、24小时的表一直数；暂停的不算。',
    minutes: (minutes: number): string => {
      if (minutes < 60) return `${minutes}分钟`
      if (minutes < 1_440) return `${Math.round(minutes / 6) / 10}小时`
      return `${Math.round(minutes / 144) / 10}天`
    },
  },
  empty: '这段时间没有诉求。',
  emptyDo: '换一段时间看看，或者等第一件诉求进来。',
  csv: '下载表格',
  print: '打印',
  numbers: '每月的数',
  how: '每个数怎么算的',
  rows: {
    title: (name: string): string => `${name}：背后的诉求`,
    sentence: (name: string, part: string): Phrase => [`${name}，${part}。`],
    parts: { numerator: '算进去的', rest: '没算进去的', denominator: '全部', excluded: '不算的' },
    column: { issue: '诉求', on: '算在', agency: '承办', state: '到哪步', why: '怎么算', number: '编号' },
    yes: '算进去',
    no: '没算进去',
    overdue: '期末超时没答',
    minutes: (text: string): string => `用了${text}`,
    running: '还在走',
    empty: '没有这样的诉求。',
    own: '只列你看得到的；数是全区的。',
    back: '回指标',
    next: '下一页',
    first: '回第一页',
  },
}
