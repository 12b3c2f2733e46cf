import type { IssueRow } from '../../../server/wire/issues.ts'
import { clockTime } from '../../lib/time.ts'
import type { Phrase } from '../phrase.ts'
import { toned } from '../phrase.ts'
import { time } from './time.ts'

/** What the opening sentence and the words to read rest on; instants in epoch ms. */
export type IntakeStory = {
  now: number
  best: 'join' | 'answer' | 'dispatch'
  site: string | null
  service: string | null
  agency: string | null
  isSupplyOutage: boolean
  /** The issue it would be joined to. */
  join: {
    title: string
    number: string
    receivedAt: number
    sinceAt: number | null
    isDispatched: boolean
    agency: string | null
    nth: number
    expectedAt: number | null
  } | null
  planned: { fromAt: number; untilAt: number; reason: string } | null
  stop: { text: string; where: string } | null
  expectedAt: number | null
  entryWords: string | null
  toAsk: readonly ('site' | 'service' | 'since' | 'neighbours')[]
}

function sentence(f: IntakeStory): Phrase {
  if (f.stop) return [toned('attn', f.stop.text), `，请他${f.stop.where}。`]
  if (f.join) {
    const { title, sinceAt, receivedAt } = f.join
    const head = sinceAt === null ? title : `${title}${time.running(f.now - sinceAt)}`
    return [toned('late', head), `，${clockTime(receivedAt)}已立单，这通并进去就行。`]
  }
  if (f.planned) return [`${f.site ?? ''}正在计划停电，`, toned('attn', '不用派'), '，照右边念。']
  if (f.service === null) return ['他说什么，就记什么。']
  if (f.best === 'answer') return [`${f.service}，知识里有，当场能答。`]
  if (f.agency) return [`${f.site ?? ''}${f.service}，还没人报过，立单派${f.agency}。`]
  return [`${f.site ?? ''}${f.service}，还没人报过，立单等受理派。`]
}

const ASK: Record<IntakeStory['toAsk'][number], string> = {
  site: '您在哪个市场、几号摊？',
  service: '是什么事？',
  since: '几点开始的？',
  neighbours: '隔壁有没有电？',
}
const MISSING: Record<IntakeStory['toAsk'][number], string> = {
  site: '在哪',
  service: '什么事',
  since: '几点起',
  neighbours: '隔壁有没有电',
}

/** Read out word by word; what must be said right stands out. */
function read(f: IntakeStory): Phrase {
  const by = (at: number | null): Phrase =>
    at === null
      ? ['办好了再问您。']
      : ['最晚', toned('calm', time.due(at, f.now).replace('今天', '')), '给您办好，办好了再问您。']
  if (f.stop) return [f.stop.text, '，请您', toned('calm', f.stop.where), '。']
  if (f.join) {
    const { sinceAt, receivedAt, isDispatched, agency, nth, expectedAt } = f.join
    return [
      ...(sinceAt === null ? [] : ['您那儿', toned('calm', clockTime(sinceAt)), '停的，']),
      toned('calm', clockTime(receivedAt)),
      isDispatched && agency ? `已经派给${agency}，` : '已经立单，',
      '您是第',
      toned('calm', `${nth}`),
      '户，不用再打。',
      ...by(expectedAt),
    ]
  }
  if (f.planned)
    return [
      '您那儿是计划停电，',
      toned('calm', `${clockTime(f.planned.fromAt)}到${clockTime(f.planned.untilAt)}`),
      `，${f.planned.reason}。到点没来电，您再打来。`,
    ]
  if (f.toAsk.length > 0) return [f.toAsk.map((code) => ASK[code]).join('')]
  if (f.best === 'answer' && f.entryWords) return [f.entryWords]
  return ['给您记下了，', f.agency ? `这就派给${f.agency}，` : '', ...by(f.expectedAt)]
}

export const intake = {
  title: '新建诉求',
  sentence,
  read,
  channels: { telephone: '电话', window: '窗口', web: '网上' },
  channel: '怎么来的',
  text: '来电人怎么说',
  textHint: '照原话记，不用整理',
  counted: (left: number): string => `还能写${left}字`,
  asked: (codes: readonly IntakeStory['toAsk'][number][]): string =>
    codes.length === 0 ? '该问的都有了' : `还可以问：${codes.map((code) => MISSING[code]).join('、')}`,
  secret: '保密',
  test: '试验，不算数',
  how: { chosen: '手选的', typed: '打字认出', caller: '上回的来电', none: '' } as Record<string, string>,
  opens: (at: number, now: number): string => `现在下班，${time.due(at, now)}开门；急事照样收、照样派`,
  who: {
    label: '谁',
    nobody: '没留名',
    telephone: '回话电话',
    name: '怎么称呼',
    none: '没留电话',
    earlier: (count: number): string => (count === 0 ? '头一回来电' : `报过${count}回`),
  },
  where: {
    label: '在哪',
    site: '市场或地点',
    place: '摊位或门店',
    nowhere: '没听出在哪',
    none: '不在哪一处',
    line: (line: string, others: readonly string[]): string =>
      others.length === 0 ? line : `${line}，和${others[0]}${others.length > 1 ? '等' : ''}同一路`,
    noLine: '没登记哪路电',
  },
  what: {
    label: '什么事',
    service: '事项',
    nothing: '没听出什么事',
    kind: (kind: string, limit: string): string => `${kind}，${limit}`,
  },
  limit: (rule: 'A' | 'B' | 'C', amount: number): string =>
    rule === 'A'
      ? `限${amount}个工作日`
      : rule === 'C' && amount % 60 === 0
        ? `限${amount / 60}小时`
        : `限${amount}分钟`,
  since: {
    label: '几点起',
    time: '几点起',
    unknown: '没说',
    rough: (at: string): string => `${at}左右`,
    meter: '电表确认',
    agrees: (said: string): string => `他说${said}，对得上`,
    differs: (said: string): string => `他说${said}，对不上`,
    said: '他说的',
    together: '隔壁也没有',
    alone: '就他一家',
    noNeighbours: '没问隔壁',
  },
  similar: {
    title: '在办的',
    count: (all: number, same: number): string =>
      all === 0 ? '这儿没有在办的' : same === 0 ? `${all}件沾边，没有同一件` : `${all}件沾边，${same}件像是同一件`,
    relation: (relation: string, reports: string): string =>
      ({
        same: `同一处同一件事，${reports}`,
        same_line: '同一路，别的市场',
        same_place: '同一处，别的事',
        recent: '近14天办结过',
      })[relation] ?? '',
  },
  planned: {
    title: '计划停电',
    none: (site: string | null): string => (site === null ? '说了在哪才查' : `近30天${site}没有`),
    some: (count: number): string => `近30天${count}次`,
    span: (fromAt: number, untilAt: number, now: number): string => `${time.due(fromAt, now)}到${clockTime(untilAt)}`,
    whole: (line: string): string => `${line}全停`,
  },
  supply: {
    title: (site: string): string => `${site}现在`,
    absent: (at: string): string => `${at}起没电，现在还没来`,
    present: '有电',
    noMeter: '没有电表，看不出',
    unknown: '电表没信号，看不出',
    picture: (site: string, from: string, words: string): string => `${from}到现在，${site}：${words}`,
  },
  knowledge: {
    title: '知识',
    none: '还没有这类事的知识',
    expired: '过期了，不能照它答',
    reviewDue: (on: string): string => `${on}该复核，还没复核`,
    use: '照它直接答复',
    open: '全文和依据',
  },
  rule: {
    head: (place: number, what: string): string => `要是另立一单，按第${place}条${what}`,
    version: (version: number): string => `派单目录第${version}版，从上往下，先中先派`,
    place: (place: number): string => `第${place}条`,
    to: {
      agency: (name: string): string => `派${name}`,
      answer: '当场答复',
      desk: '受理台自己拿主意',
      as: '换一类再查',
    },
    automatic: '自动派',
    hit: (why: string): string => `中了${why === '' ? '' : `，${why}`}`,
    missed: (why: string): string => `没中，${why}`,
    notReached: '没走到',
    rest: (target: string): string => `都没中，${target}`,
    empty: '说了什么事，才知道派给谁',
    yes: {
      kind: '类别',
      service: '事项',
      area: '地点',
      channel: '来路',
      hours: '时段',
      days: '日子',
      words: '话里有词',
      planned_outage: '计划停电',
      evidence: '电表',
    } as Record<string, string>,
    no: {
      kind: '不是这类诉求',
      service: '不是这类事',
      area: '不在这些地方',
      channel: '不是这个来路',
      hours: '不在这个时段',
      days: '不是这种日子',
      words: '话里没有这些词',
      planned_outage: '计划停电对不上',
      evidence: '电表对不上',
    } as Record<string, string>,
  },
  readTo: '念给他听',
  ways: {
    title: '怎么收',
    join: (number: string): string => `并入${number}`,
    joinWhy: (nth: number): string => `记成第${nth}户，原话留着，办好了单独问他。`,
    answer: '直接答复',
    answerWhy: (entry: string | null): string =>
      entry
        ? `按${entry}当场答完，不派单，1个工作日里回访。只是打听时用。`
        : '当场答完，不派单；答的话记成一条新知识，等人审。',
    dispatch: (agency: string): string => `另立一单派${agency}`,
    keep: '另立一单，受理台派',
    dispatchWhy: (place: number | null, expected: string | null): string =>
      `${place === null ? '' : `按派单目录第${place}条。`}${expected === null ? '' : `从现在起算，应${expected}。`}`,
    elsewhere: '派给别的单位',
    sending: '正在立单',
  },
  answering: {
    text: '怎么答的',
    title: '没有现成的知识，起个名，记成一条',
    plannedTitle: '计划停电怎么答',
    send: '答完了，立单',
    back: '先不答',
  },
  elsewhere: {
    agency: '派给谁',
    reason: '为什么不按目录',
    pick: '选一个单位',
    send: '派出去',
    back: '还按目录',
  },
  guide: {
    stop: '这事不归这儿',
    where: (where: string): string => `请他：${where}`,
    anyway: '还是要立，往下写',
    risk: '先说安全',
    promise: '答应的',
    questions: '这类事还要问',
    yes: '是',
  },
  repeat: (number: string): string => `90天里答复过同样的事：${number}。会记成重复诉求。`,
  call: {
    title: '这通电话',
    spent: (seconds: number): string =>
      seconds < 60 ? `${seconds}秒` : `${Math.floor(seconds / 60)}分${seconds % 60}秒`,
    left: (seconds: number): string => `再念${seconds}秒就能挂`,
    picture: (spent: string): string => `通话${spent}`,
    start: '接通',
    now: '现在',
    minute: (minutes: number): string => `${minutes}分钟`,
    place: '认出在哪',
    found: '找到同一件',
    reading: '念',
  },
  drafts: {
    title: (count: number): string => `还有${count}份没写完`,
    open: (words: string, at: string): string => `${words || '只留了电话'}，${at}`,
    saved: (at: string): string => `草稿${at}已存`,
    none: '写了就存草稿',
    drop: '不要了',
  },
  bar: {
    used: (spent: string): string => `用了${spent}`,
    promised: (at: string): string => `答应${at}`,
    picture: (from: string, to: string): string => `${from}到${to}`,
  },
  keys: { to: '到', change: '改认错的', best: '照第一种收', another: '换一件并', secret: '保密', leave: '存草稿离开' },
  change: (pane: string): string => `改${pane}`,
  need: {
    service: '先说是什么事',
    place: '市场和摊位，至少说一样',
    text: '先记一句他说的',
    title: '给这条知识起个名',
    reason: '说一句为什么',
    agency: '选一个单位',
    question: '这一问要填',
  },
  progress: (row: Pick<IssueRow, 'number'>): string => row.number.slice(-4),
  quoted: (words: string): string => `“${words}”`,
}
