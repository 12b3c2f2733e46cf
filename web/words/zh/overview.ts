import type { Named } from '../../../server/wire/common.ts'
import { clockTime } from '../../lib/time.ts'
import type { IssueFacts, PowerFacts, QueueFacts } from '../../overview/facts.ts'
import type { Phrase } from '../phrase.ts'
import { time } from './time.ts'

const em = (tone: 'late' | 'attn' | 'hold', text: string) => ({ tone, text })
const told = (count: number): string => (count > 0 ? `，\n已通知商户${count}户` : '')

function power(f: PowerFacts): Phrase {
  const [first] = f.out
  if (first && f.out.length === 1)
    return [em('late', `${first.site.nameZh}停电`), `，\n到现在${time.running(first.ms)}${told(f.toldCount)}。`]
  if (first)
    return [
      em('late', `${f.out.length}${f.areAllMarkets ? '个市场' : '处'}停电`),
      `${told(f.toldCount)}，\n最长${time.running(f.longestMs)}。`,
    ]
  if (f.seenCount === 0) return ['不知道']
  if (f.silent) return [em('hold', `${f.silent.site.nameZh}不明${time.running(f.silent.ms)}`), '，\n不算停电。']
  if (f.dipped) return [em('attn', `${f.dipped.site.nameZh}电压骤降${f.dipped.count}次`), '，\n没断电。']
  if (f.stoppedCount > 0) return [`${f.presentCount}处都有电；今天停过${f.stoppedCount}回，都来电了。`]
  return [`${f.presentCount}处都有电，今天没断过。`]
}

function queues(f: QueueFacts): Phrase {
  if (f.count === 0) return ['不知道']
  if (!f.longest) return [em('hold', `${f.count}个队列都没有数`), '，不知道谁在等。']
  if (f.waiting === 0) return ['没有人在等。']
  return [`${f.liveCount}个队列共等${f.waiting}人，\n最多的是${f.longest.name}，${f.longest.waiting}人。`]
}

function issues(f: IssueFacts): Phrase {
  if (f.late > 0)
    return [em('late', `${f.late}件超时`), f.longestLateMs > 0 ? `，\n最久超${time.duration(f.longestLateMs)}。` : '。']
  if (f.near > 0)
    return [em('attn', `${f.near}件快到时限`), f.nextDueAt === null ? '。' : `，\n最近的${clockTime(f.nextDueAt)}。`]
  if (f.open === 0) return ['0件']
  return [`在办${f.open}件，没有超时，没有快到的。`]
}

export const overview = {
  power: {
    question: '谁没电？',
    sentence: power,
    noneYet: '还没有节点报数。节点连上后，一分钟内这里有第一条。',
    rest: (f: PowerFacts): string =>
      [
        `有电${f.presentCount}处`,
        f.silentCount > 0 ? `不明${f.silentCount}处` : '',
        f.unheardCount > 0 ? `没报过数${f.unheardCount}处` : '',
        f.noNodeCount > 0 ? `没装节点${f.noNodeCount}处` : '',
      ]
        .filter((part) => part !== '')
        .join('，'),
    all: (count: number): string => `全部${count}处`,
    zero: '停电0处，不明0处',
    othersFine: (count: number): string => `其余${count}处今天没断过电`,
    allFine: (count: number): string => `${count}处今天没断过电`,
    since: (at: string): string => `${at}起`,
    households: (count: number): string => (count > 0 ? `${count}户` : ''),
    silentSince: (at: string): string => `${at}起节点没回音`,
    noNode: '没装节点',
    noNodeWhy: '没有表，不知道',
    notOutage: '不算停电',
    dipWhen: (at: string, volts: string): string => `最近${at}${volts === '' ? '' : `，${volts}`}`,
    notCut: '没断电',
    stopped: (count: number, duration: string): string => `停过${count}回，共${duration}`,
    backSince: (at: string): string => `${at}来电`,
  },
  rowState: {
    out: (duration: string): string => `停电${duration}`,
    unknown: (duration: string): string => `不明${duration}`,
    dips: (count: number): string => `电压骤降${count}次`,
    back: '来电了',
    present: '有电',
    noNode: '没装节点',
  },
  queues: {
    question: '谁在等？',
    sentence: queues,
    noneYet: '还没有取号机报数。接上取号机的节点后，这里有等候人数。',
    refused: '等多久不报：刚接上计数，没攒够历史，算不准就不报。',
    waiting: (count: number): string => `等${count}人`,
    open: (windows: number): string => `开${windows}窗`,
    served: (count: number): string => `办了${count}人`,
    silent: '不报人数',
    silentWhy: (at: string): string => `${at}起没有数据`,
    neverWhy: '一个数也没来过',
    nobody: '没人等',
    axisEnd: (count: number): string => `${count}人`,
    picture: '每个队列等候的人数',
  },
  issues: {
    question: '哪件事卡住了？',
    sentence: issues,
    noneYet: '记第一件，或打印市场码让商户自己报。',
    rest: (fine: number, paused: number): string =>
      paused > 0 ? `其余${fine}件正常，${paused}件暂停` : `其余${fine}件正常`,
    zero: '超时0件，快到0件',
    all: (count: number): string => `全部${count}件`,
    shareAxis: '已用时限',
    times: '3倍',
    fine: (count: number): string => `正常${count}`,
    near: (count: number): string => `快到${count}`,
    late: (count: number): string => `超时${count}`,
    picture: (fine: number, near: number, late: number): string =>
      `有时限在走的诉求，按已用时限排列：${fine}件正常，${near}件快到，${late}件超时`,
  },
  states: {
    question: '都到哪一步了？',
    sentence: (open: number, state: string, count: number): Phrase =>
      open === 0 ? ['没有在办的。'] : [`在办${open}件，\n最多的在“${state}”，${count}件。`],
    picture: '各步的诉求件数',
    column: '到哪步',
    count: '件数',
    unit: '件',
  },
  setup: {
    title: '开张',
    sentence: (done: number, all: number): Phrase => [`${all}样好了${done}样，\n齐了这块自己收起。`],
    done: '好了',
    todo: '没做',
    district: '区',
    districtDo: '区名定下来，放假安排跟着国家公布的走',
    site: '市场',
    siteDo: '先建一处：市场、商街、大厅都行',
    siteGo: '建一处',
    node: '节点',
    nodeDo: '给它一把钥匙，装到市场里，连上就报数',
    nodeGo: '加节点',
    colleague: '同事',
    colleagueDo: '至少再有一位，您请假时才有人接',
    colleagueGo: '加同事',
    services: '事项',
    servicesDo: '挑您区用的事项，定派给谁、要不要自动派',
    servicesGo: '定事项',
    picture: (lit: string): string => `五格窗，已亮：${lit}`,
    nothing: '一格也没有',
  },
  name: (thing: Named): string => thing.nameZh,
}
