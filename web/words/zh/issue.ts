import type { IssueState } from '../../../server/domain/issue.ts'
import type { IssueStory } from '../../issues/issue-facts.ts'
import { clockTime } from '../../lib/time.ts'
import { type Phrase, toned } from '../phrase.ts'
import { actionEffects, actionNames, actionsDone } from './issue-actions.ts'
import { issues } from './issues.ts'
import { time } from './time.ts'

function outage(f: IssueStory, power: NonNullable<IssueStory['power']>): Phrase {
  const agency = f.agency?.nameZh ?? '承办单位'
  const head = power.endAt
    ? `停电${time.between(power.minMs, power.maxMs)}，${clockTime(power.endAt)}来电；\n`
    : `停电${time.running(power.maxMs)}了，还没来电；\n`
  if (f.repliedAt !== null && f.evidenced === 'contradicts')
    return [head, `${agency}${clockTime(f.repliedAt)}答复，`, toned('attn', '和电表对不上'), '。']
  if (f.repliedAt !== null && f.evidenced === 'supports')
    return [head, `${agency}${clockTime(f.repliedAt)}答复，和电表对得上。`]
  if (f.repliedAt !== null) return [head, `${agency}${clockTime(f.repliedAt)}答复了。`]
  return [head, `${issues.progress(f)}。`]
}

function sentence(f: IssueStory): Phrase {
  if (f.power) return outage(f, f.power)
  if (f.isFinal) return [`${issues.progress(f)}。`]
  const due = issues.due(f, f.now)
  const head = f.dueAt === null ? [] : [due.tone === 'calm' ? due.text : due, '；\n']
  return [...head, `${issues.progress(f)}。`]
}

const roles: Record<string, string> = {
  reporter: '商户',
  operator: '受理',
  agency: '承办单位',
  supervisor: '督办',
  system: '系统',
  edge: '电表',
}
const stateSaid: Record<IssueState, string> = {
  received: '立单',
  answered: '直接答复',
  dispatched: '派单',
  returned: '退单',
  signed: '签收',
  handling: '联系了商户，在办',
  waiting_reporter: '请商户补充材料',
  suspended: '挂起',
  replied: '答复',
  follow_up: '开始回访',
  dissatisfied: '商户说没好',
  confirmed: '商户说好了',
  closed: '办结归档',
  not_accepted: '不予受理',
  merged: '并进另一件',
  withdrawn: '撤单',
}

export const issue = {
  sentence,
  round: (round: number): string => `第${round}轮`,
  handledBy: (agency: string): string => `${agency}承办`,
  notDispatched: '还没派',
  master: (number: string): string => `并在${number}里`,
  glyph: (said: { replied: boolean; resolved: string; confirmed: string; evidenced: string }): string =>
    [
      said.replied ? '有答复' : '没答复',
      {
        none: '没说办没办好',
        yes: '单位认办结',
        partly: '单位说办了一部分',
        planned: '单位答应了日子',
        no: '单位说办不了',
      }[said.resolved] ?? said.resolved,
      { not_asked: '没问商户', asked: '问了商户没回', yes: '商户确认', no: '商户说没好', no_answer: '商户没回' }[
        said.confirmed
      ] ?? said.confirmed,
      { none: '没有佐证', supports: '有佐证', contradicts: '佐证对不上' }[said.evidenced] ?? said.evidenced,
    ].join('，'),
  facts: {
    replied: '答复',
    repliedBy: '单位说的',
    noReply: '还没有答复',
    noReplyWhy: (agency: string | null): string => (agency ? `等${agency}` : '还没派给谁'),
    repliedMeta: (agency: string, round: number): string => `${agency}，第${round}轮`,
    resolved: '办结',
    resolvedBy: '单位认的',
    resolvedValue: {
      none: '还没说',
      yes: '“已解决”',
      partly: '“解决了一部分”',
      planned: '“答应了日子”',
      no: '“办不了”',
    } as Record<string, string>,
    resolvedNote: { none: '答复时一起说', other: '只是单位认定，没归档', final: '归档了' },
    confirmed: '商户确认',
    asked: (count: number): string => `问了${count}户`,
    notAsked: '还没问商户',
    notAskedWhy: (count: number): string => (count > 0 ? `${count}户报过，答复后问` : '没有商户报过，没人可问'),
    yes: (count: number): string => `${count}户说好了`,
    no: (count: number): string => `${count}户说没好`,
    noAnswer: (count: number): string => (count > 0 ? `${count}户没回，没回不算同意` : '都回了'),
    waitingAnswer: '还没有人回',
    evidenced: '传感器佐证',
    noEvidence: '没有佐证',
    noEvidenceWhy: '没有确认过的读数说得上话',
    notYet: '等来电再对',
    supports: '和答复对得上',
    contradicts: '和答复对不上',
    back: (at: string): string => `${at}来电`,
    stillOut: '现在还没电',
    grade: (device: string): string => `${device}量的`,
    claimed: (at: string): string => `${at}答复已好`,
    meterBack: (at: string): string => `电表显示${at}`,
    meterOut: '电表还没电',
    apart: (duration: string): string => `差${duration}，对不上`,
    apartPlain: '对不上',
  },
  chart: {
    title: '电压',
    lowest: (phases: number): string => (phases > 1 ? '各相里最低的一相' : '总进线'),
    every: (duration: string): string => `${duration}一个数，更短的骤降看不见`,
    cutBetween: (from: string, to: string): string => `断电在${from}到${to}之间`,
    out: (duration: string): string => `停电${duration}`,
    replied: (at: string): string => `${at}答复`,
    thenVolts: (volts: number): string => `这时电表${volts} V`,
    dip: (volts: string): string => `骤降${volts}`,
    summary: (f: { from: string; to: string; start: string; end: string | null; reply: string | null }): string =>
      `${f.from}到${f.to}最低相电压：${f.start}降下去，${f.end === null ? '还没恢复' : `${f.end}恢复`}${f.reply === null ? '' : `；${f.reply}答复`}`,
    none: '这段时间没有电压读数',
  },
  timeline: {
    title: '经过',
    roles,
    stateSaid,
    kinds: {
      joined: '又有商户报，并进本单',
      left: '一户退出，本单接着办',
      message: '商户留言',
      grade: '商户打了分',
      contact_hidden: '商户不让承办单位看号码',
      contact_shown: '商户又让承办单位看号码',
      contact_erased: '商户删掉了联系方式',
      contact_viewed: '看了商户的号码',
      mine_link: '给了商户“我的诉求”链接',
      party_link: '给了承办单位外部链接',
      attachment: '加了附件',
      attachment_hidden: '隐藏了附件',
      attachment_shown: '重新显示附件',
      photo: '商户传了照片',
      external_update: '外部系统发来进展',
      note: '备注',
      correction: '更正答复',
      secrecy: '改了保密',
      part_added: '分出一部分',
      service_changed: '改了类别，时限重算',
      merged_in: '并进来一件',
      merged_out: '从并案里分出来',
      bureau_took_over: '第二次转派，服务局接手牵头',
      recounted: '放假安排公布了，时限重算',
      promise_missed: '商户说过了答应的日子',
      answer_excluded: '一户的回话不进比率',
      supervision: '改了督办级别',
      consultation: '会诊有变动',
      call_back: '撤单质检回访',
      reminded: '又问了一遍没回的',
      follow_up_reminder: '又问了一遍没回的',
      requested: '提了申请',
      decided: '批了申请',
      notice: '发了催办',
      notice_read: '催办看过了',
      referred: '转介给第三方',
      referral: '转介有进展',
      imported: '导入',
      erased: '到期清除内容',
    } as Record<string, string>,
    requests: { extension: '延期', suspension: '挂起', closing: '归档', exclusion: '剔除' } as Record<string, string>,
    until: (day: string): string => `到${day}`,
    requested: (what: string, until: string): string => `申请${what}${until}`,
    approved: (what: string, until: string): string => `批准${what}${until}`,
    refused: (what: string): string => `没批${what}`,
    levels: { 0: '没有督办', 1: '已提醒', 2: '催办通知书', 3: '月度点名' } as Record<string, string>,
    rungs: {
      reminder: '快到时限提醒',
      sign_overdue: '签收超时提醒',
      written: '发催办通知书',
      listed: '月度点名',
    } as Record<string, string>,
    level: (level: string): string => `督办：${level}`,
    consultation: { none: '移出会诊', listed: '列入会诊', planned: '会诊定了方案', struck_off: '会诊销号' } as Record<
      string,
      string
    >,
    callBack: {
      no_pressure: '质检回访：没有压人',
      pressure: '质检回访：有人压着撤',
      unreachable: '质检回访：没联系上',
    } as Record<string, string>,
    madeSecret: '设为保密',
    madeOpen: '取消保密',
    reminded: (count: number): string => `又问了没回的${count}户`,
    graded: (grade: number): string => `打了${grade}分`,
    redispatched: (agency: string): string => `改派给${agency}`,
    reopened: '重开',
    dropped: '不问了，接着办',
    answerNotReceived: '到时没回，接着办',
    questionAnswered: '补充了材料',
    resumed: '接着办',
    meterDown: '没有电压',
    meterBack: '电压恢复',
    contradicts: '电表和答复对不上',
    supports: '电表和答复对得上',
    answered: (said: string): string => `回“${said}”`,
    yes: '好了',
    no: '没好',
    dispatchedTo: (agency: string): string => `派给${agency}`,
    signedBy: (person: string): string => `签收，${person}负责`,
    replied: (text: string): string => `答复“${text}”`,
    note: (text: string): string => `：${text}`,
    late: '到时限了，还没办好',
    empty: '还没有经过',
  },
  reports: {
    title: '并进来的商户',
    count: (count: number): string => `${count}户`,
    none: '没有商户报过。',
    noneWhy: '这件是电表自己立的；有商户报来会并到这里。',
    place: '摊位',
    text: '怎么说',
    telephone: '电话',
    answer: '回话',
    answers: { not_asked: '没问', asked: '没回', yes: '好了', no: '没好', no_answer: '没回' } as Record<string, string>,
    noPlace: '没写摊位',
    noText: '没写话',
    more: (count: number): string => `其余${count}户`,
  },
  clocks: {
    title: '时限',
    names: { accept: '受理', sign: '签收', handle: '办理', follow_up: '回访' } as Record<string, string>,
    limit: (rule: string, amount: number): string =>
      rule === 'B'
        ? `限办公时间${amount}分钟`
        : rule === 'C'
          ? `限${time.duration(amount * 60_000)}`
          : `限${amount}个工作日`,
    limitOf: (clock: string, limit: string): string => `${clock}${limit}`,
    used: (duration: string): string => duration,
    running: '在走',
    due: (at: string): string => `应${at}`,
    byReply: (duration: string): string => `按答复${duration}`,
    byMeter: (duration: string): string => `按电表${duration}`,
    provisional: '暂定，放假安排还没公布',
    none: '现在没有时限在走',
    promised: (at: string): string => `答应商户${at}前`,
    over: (duration: string): string => `超${duration}`,
    picture: (text: string): string => `时限：${text}`,
  },
  actions: {
    title: '现在能做的',
    names: actionNames,
    effects: actionEffects,
    done: actionsDone,
    none: '现在没有您要做的。',
    turn: (who: string): string => `${who}。`,
  },
  dialog: {
    title: (action: string, issue: string): string => `${action}：${issue}`,
    reachedLabel: '联系上没有',
    followUpChoices: { phone_page: '发手机链接', telephone: '打电话', window: '在窗口问' },
    agency: '派给谁',
    pickAgency: '选承办单位',
    reason: '为什么',
    dispatchReason: '为什么派给它（按事项派的可以不写）',
    person: '谁负责',
    note: '联系了谁，怎么说的',
    reached: '联系上了',
    notReached: '没联系上',
    text: '答复商户的话',
    resolved: '办好了没有',
    resolvedChoices: { yes: '解决了', partly: '解决了一部分', planned: '答应了日子', no: '办不了' },
    plannedOn: '答应哪一天办好',
    reasonCode: '原因',
    reasonHint: '一个短词，比如“电缆接头故障”',
    explanation: '和电表对不上，要说明为什么',
    explanationWhy: '电表现在还没电。没有说明交不上去。',
    followUpChannel: '怎么问',
    answer: '商户怎么说',
    answerChoices: { yes: '好了', no: '没好' },
    answerText: '原话',
    master: '并到哪一件',
    mergeNone: '这儿没有同一类在办的',
    required: '要填',
  },
  clash: {
    sentence: (action: string): Phrase => [toned('attn', '有人先改了'), `，您的${action}还没生效。`],
    opened: '您打开时',
    now: '现在',
    yours: '您要改成',
    state: '到哪步',
    agency: '承办',
    keep: '留现在的',
    again: '还是要改',
    notAllowed: '现在这一步做不了了。',
  },
  share: { copy: '抄下编号' },
}
