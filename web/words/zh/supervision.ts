import type { ClusterReason } from '../../../server/domain/consultation.ts'
import type { CallBackOutcome, NoticeRung, SupervisionList } from '../../../server/wire/supervision.ts'
import type { Phrase } from '../phrase.ts'

const cases = (count: number): string => `${count}件`

const lists: Record<SupervisionList, string> = {
  late: '超期没办完',
  sign_overdue: '派了没人签',
  nearly_late: '快到时限',
  rungs: '督办到哪级',
  contradictions: '说办好了，电表说没有',
  not_solved: '别的商户说没解决',
  came_back: '七日内又翻回来',
  identical: '答复一字不差',
  last_moment: '踩着时限答复',
}
const why: Record<SupervisionList, string> = {
  late: '最早到期的在前',
  sign_overdue: '可以提醒，也可以改派',
  nearly_late: '时限用掉八成以上',
  rungs: '级别高的在前',
  contradictions: '答复写“已解决”，佐证对不上',
  not_solved: '报的人没说，跟着报的说了',
  came_back: '答复后七天内不满意或重开',
  identical: '三十天内写了理由才发出的',
  last_moment: '用掉时限的95%以上才答，三十天内',
}
const rungs: Record<NoticeRung, string> = {
  reminder: '提醒',
  sign_overdue: '签收提醒',
  written: '催办通知书',
  listed: '月度点名',
  manual: '人工催办',
}
const reasons: Record<ClusterReason, string> = {
  listed: '退单、重办或改派多次',
  recurring: '90天里反复来',
  repeats: '答复后又来报',
  reworks: '重办两次以上',
  by_hand: '人工提交',
}
const outcomes: Record<CallBackOutcome, string> = {
  no_pressure: '没人施压',
  pressure: '有人施压',
  unreachable: '没打通',
}

export const supervision = {
  title: '督办',
  consultations: '会诊台账',
  sentence: (f: { late: number; unsigned: number; near: number; worst: string | null; worstCount: number }): Phrase => {
    if (f.late + f.unsigned === 0)
      return f.near === 0
        ? ['没有超期的，也没有快到时限的。']
        : ['没有超期的，', { tone: 'attn', text: `${cases(f.near)}快到时限` }, '。']
    const worst = f.worst === null ? '' : `，${f.worst}最多，${cases(f.worstCount)}`
    const unsigned = f.unsigned > 0 ? `，${cases(f.unsigned)}派了没人签` : ''
    return [{ tone: 'late', text: `${cases(f.late)}超期` }, `${unsigned}${worst}。`]
  },
  byAgency: '哪家压得多',
  byAgencySentence: (count: number): string => (count === 0 ? '各家都没有压单' : `${count}家手里有`),
  desk: '本中心',
  load: { agency: '承办', late: '超期', unsigned: '没签', near: '快到', oldest: '最早到期' },
  only: (agency: string): string => `只看${agency}`,
  allAgencies: '看全部单位',
  lists,
  why,
  count: (count: number, isMore: boolean): string => (isMore ? `${count}件以上` : cases(count)),
  all: (count: string): string => `全部${count}`,
  back: '回督办',
  none: '这些都没有',
  nothing: '这里现在一件也没有。',
  dueAt: (at: string): string => `应${at}`,
  signBy: (at: string): string => `应${at}前签`,
  levels: ['', '一级 提醒', '二级 通知书', '三级 点名'],
  rungs,
  noticeWaits: (rung: string, at: string): string => `${rung}${at}发`,
  noticeRead: (rung: string): string => `${rung}看过了`,
  noticeUnread: (rung: string, at: string): string => `${rung}${at}发，没看`,
  sameAs: (number: string): string => `和${number}一样`,
  sameAsForeign: '和别的单位一件一样',
  hours: (hours: number): string =>
    hours < 48 ? `${Math.max(1, Math.round(hours))}小时后` : `${Math.floor(hours / 24)}天后`,
  usedShare: (percent: number): string => `用掉${percent}%`,
  remind: '催办',
  remindTitle: (title: string): string => `催办：${title}`,
  remindCause: (agency: string): string => `发给${agency}，在对方上班时间到；看没看会记下来。`,
  remindText: '写给对方的话',
  redispatch: '改派',
  requests: {
    title: '等批的申请',
    sentence: (count: number): string => `${cases(count)}等您批`,
    kinds: { extension: '延期', suspension: '挂起', closing: '归档', exclusion: '剔除' } as Record<string, string>,
    until: (at: string): string => `到${at}`,
    by: (who: string): string => `${who}提的`,
    approve: '批准',
    refuse: '不批',
    reason: '为什么（不批要写）',
    own: '您自己提的，要别人批',
    causes: {
      extension: '批了，时限和答应商户的日子往后挪；原时限照留着。',
      suspension: '批了，办理时限停到那天，到日子自己接着走。',
      closing: '批了就归档，商户会收到理由。',
      exclusion: '批了，这一户的回话不进比率，剔除率对外公布。',
    } as Record<string, string>,
    refuseCause: '不批：时限照走，申请人会知道。',
  },
  calls: {
    title: '撤单要回访的',
    why: '每月抽一成、至少五件，问问有没有人让撤',
    sentence: (count: number): string => (count === 0 ? '都打完了' : `${cases(count)}还没打`),
    causes: { withdrawn: '撤单', merged: '并案', not_accepted: '不予受理' } as Record<string, string>,
    reason: (text: string): string => `当时写的：${text}`,
    record: '记结果',
    recordTitle: (title: string): string => `回访：${title}`,
    recordCause: '记下就进这件诉求的经过；说有人施压的，可以重开。',
    outcome: '打下来怎样',
    outcomes,
    note: '说了什么（有人施压要写）',
    reopen: '重开',
    reopenTitle: (title: string): string => `重开：${title}`,
    reopenCause: '重开后从受理走起，有新的承诺时间；原承办单位会知道。',
    reopenReason: '重开的理由',
    draw: (f: { month: string; drawn: number; population: number; seed: string }): string =>
      `${f.month}：${cases(f.population)}里抽${cases(f.drawn)}，种子${f.seed.slice(0, 8)}`,
    seedWhy: '同样的种子和名单，谁来抽都一样',
  },
  notices: {
    title: '收到的催办',
    sentence: (f: { unread: number; count: number }): Phrase =>
      f.unread > 0
        ? [{ tone: 'attn', text: `${f.unread}份没看` }, '，看过点一下，对方就知道了。']
        : [f.count === 0 ? '没有收到催办。' : '收到的都看过了。'],
    unread: '没看',
    read: (who: string, at: string): string => `${who}${at}看过`,
    copied: (agency: string): string => `发给${agency}，抄送您这边`,
    sent: (at: string): string => `${at}发`,
    receipt: '看过了',
  },
  consultation: {
    sentence: (f: { listed: number; planned: number; late: number }): Phrase => {
      if (f.listed + f.planned === 0) return ['台账上没有事。']
      const late = f.late > 0 ? [{ tone: 'late' as const, text: `${f.late}项过了日子` }, '，'] : []
      const listed = f.listed > 0 ? [{ tone: 'attn' as const, text: `${f.listed}项还没定方案` }] : ['方案都定了']
      return [...late, ...listed, `，${f.planned}项有方案在办。`]
    },
    listed: '还没定方案',
    planned: '有方案，在办',
    struckOff: '销了账的（180天内）',
    noListed: '没有要定方案的。反复来的、退来退去的，每月1日自己归到这里。',
    noPlanned: '没有在办的方案。',
    noStruckOff: '还没有销账的。',
    cluster: '现在归并',
    clustered: (f: { consultations: number; issues: number }): string =>
      f.consultations === 0 ? '没有新的。' : `归出${f.consultations}项，${cases(f.issues)}。`,
    reasons,
    issues: (count: number): string => `涉及${cases(count)}`,
    more: (count: number): string => `还有${cases(count)}`,
    counters: (f: { returns: number; transfers: number; reworks: number }): string =>
      [
        f.returns > 0 ? `退${f.returns}次` : '',
        f.transfers > 0 ? `改派${f.transfers}次` : '',
        f.reworks > 0 ? `重办${f.reworks}次` : '',
      ]
        .filter((one) => one !== '')
        .join('，'),
    repeat: '重复来的',
    lead: (agency: string): string => `${agency}牵头`,
    due: (on: string): string => `${on}前办好`,
    late: (on: string): string => `过了${on}`,
    since: (at: string): string => `${at}列入`,
    plan: '定方案',
    replan: '改方案',
    planTitle: (title: string): string => `会诊：${title}`,
    planCause: '定了以后，牵头单位能看到；里面的诉求都标“会诊中”。',
    leadAgency: '谁牵头',
    chooseAgency: '选一家',
    dueOn: '什么时候办好',
    planText: '怎么治',
    strikeOff: '销账',
    strikeOffTitle: (title: string): string => `销账：${title}`,
    strikeOffCause: '销了就离开台账，里面的诉求标“会诊销号”；不能再改。',
    strikeOffReason: '凭什么销（现场看过什么）',
    struck: (who: string, at: string): string => `${who}${at}销的`,
    entry: '写成知识',
    entryTitle: (title: string): string => `写成知识：${title}`,
    entryCause: '先作为草稿，发布前有人再看；方案会带过去作为职责。',
    entryName: '标题',
    plainWords: '百姓话（跟商户怎么说）',
    legalBasis: '依据（可不填）',
    entryOf: (title: string): string => `知识：${title}`,
    required: '要填',
  },
}
