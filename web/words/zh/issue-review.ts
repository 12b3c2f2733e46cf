import { type Phrase, toned } from '../phrase.ts'

/** 复盘: an issue from first contact to last follow-up. */
export const review = {
  title: '复盘',
  of: (title: string): string => `${title}的全过程`,
  back: '回诉求',
  print: '打印',
  sentence: (f: {
    total: string
    longest: string | null
    longestBy: string
    rounds: number
    lateSteps: number
    isOpen: boolean
  }): Phrase => [
    f.isOpen ? `到现在${f.total}` : `前后${f.total}`,
    f.rounds > 1 ? `，办了${f.rounds}轮` : '',
    f.longest === null ? '' : `；在${f.longestBy}手里最久，${f.longest}`,
    ...(f.lateSteps > 0 ? ['；', toned('late', `${f.lateSteps}步超时`)] : ['；没有超时']),
    '。',
  ],
  asOf: (at: string): string => `没办完的步骤算到${at}`,
  holders: { desk: '受理', agency: '承办单位', reporter: '商户', nobody: '等别处、等归档' } as Record<string, string>,
  totals: '各在谁手里多久',
  byHolder: (holder: string, time: string, share: string): string => `${holder}${time}，占${share}`,
  rounds: '各轮',
  round: (round: number): string => `第${round}轮`,
  roundSaid: (f: {
    from: string
    to: string | null
    promised: string | null
    replied: string | null
    resolved: string
  }): string =>
    [
      `${f.from}起${f.to === null ? '' : `，${f.to}止`}`,
      f.promised === null ? '' : `答应${f.promised}前`,
      f.replied === null ? '没有答复' : `${f.replied}答复`,
      f.resolved,
    ]
      .filter((part) => part !== '')
      .join('；'),
  resolved: {
    none: '没说办没办好',
    yes: '说解决了',
    partly: '说解决了一部分',
    planned: '答应了日子',
    no: '说办不了',
  } as Record<string, string>,
  steps: '一步一步',
  column: {
    from: '起',
    state: '到哪步',
    holder: '谁手里',
    working: '办公时间',
    wall: '钟点',
    paused: '停表',
    clock: '时限',
    what: '出了什么',
  },
  working: (minutes: number): string => {
    const hours = Math.floor(minutes / 60)
    if (minutes < 60) return `${minutes}分钟`
    return minutes % 60 === 0 ? `${hours}小时` : `${hours}小时${minutes % 60}分`
  },
  still: '还在这一步',
  noPause: '',
  late: '超时',
  inTime: '按时',
  running: '在走',
  provisional: '暂定',
  begunBy: (who: string): string => `${who}动的`,
  pause: (kind: string, from: string, to: string, reason: string): string =>
    `${kind}：${from}到${to}${reason === '' ? '' : `，${reason}`}`,
  notice: (rung: string, sent: string, read: string | null): string =>
    `${rung}，${sent}发，${read === null ? '没看' : `${read}看过`}`,
  evidence: '传感器说的',
  evidenceSaid: { none: '没有佐证', supports: '对得上', contradicts: '对不上' } as Record<string, string>,
  claims: { problem: '关于停电', resolution: '关于答复' } as Record<string, string>,
  noEvidence: '没有确认过的读数说得上话。',
  counters: '来回几次',
  level: (level: string): string => `督办到“${level}”`,
  noCounters: '没有退单、改派、重办、重开。',
}
