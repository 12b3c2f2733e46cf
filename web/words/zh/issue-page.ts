/** What one issue's page says beside its facts, clocks and steps. */
export const page = {
  tags: {
    secret: '保密',
    test: '测试件',
    erased: '到期已清除内容',
    consultation: { listed: '列入会诊', planned: '会诊中', struck_off: '会诊销号' } as Record<string, string>,
  },
  levels: { 0: '没有督办', 1: '已提醒', 2: '催办通知书', 3: '月度点名' } as Record<string, string>,
  repeatOf: (number: string): string => `跟${number}重复`,
  parentOf: (number: string): string => `${number}的一部分`,
  spot: (name: string): string => `扫码：${name}`,
  obstacles: {
    not_accepted: '不给受理',
    overdue: '超期没办',
    extra_papers: '多要材料',
    sent_elsewhere: '推到别处',
    attitude: '态度不好',
  } as Record<string, string>,
  counters: (f: { returns: number; transfers: number; reworks: number; reopenings: number }): string =>
    [
      f.returns > 0 ? `退单${f.returns}次` : '',
      f.transfers > 0 ? `改派${f.transfers}次` : '',
      f.reworks > 0 ? `重办${f.reworks}次` : '',
      f.reopenings > 0 ? `重开${f.reopenings}次` : '',
    ]
      .filter((part) => part !== '')
      .join('，'),
  review: '复盘全过程',

  rework: { name: '退回重办', effect: '再派一次，办理时限重算；前一轮的超时照记。要写怎么改。' },
  redispatch: { name: '改派', effect: '另一家马上收到，签收时限从现在起算；要写为什么。' },
  more: (count: number): string => `更多（${count}）`,
  moreWhy: '少用的，或要别人批的',
  doneAt: (what: string, at: string): string => `${at} ${what}`,

  clocks: {
    paused: (until: string): string => `停着，到${until}接着走`,
    pausedFor: (kind: string, from: string, to: string): string => `${kind}：${from}到${to}`,
    raw: (at: string): string => `不停表应${at}`,
    kinds: { waiting_reporter: '等商户补充', suspension: '挂起', extension: '延期' } as Record<string, string>,
    moved: (before: string, after: string): string => `到期从${before}挪到${after}`,
    stoppedBy: (duration: string): string => `用了${duration}`,
    late: '超时',
    stopped: '停了',
    provisional: '暂定',
    provisionalWhy: '到期在放假安排公布到的年份以后，先按周一到周五算；公布后自动重算，往后挪了会告诉商户。',
    earlier: (count: number): string => `前${count}轮`,
    round: (round: number): string => `第${round}轮`,
    picture: (f: { clock: string; from: string; due: string; state: string }): string =>
      `${f.clock}从${f.from}走到${f.due}，${f.state}`,
    promise: '答应商户',
    promiseKept: (at: string): string => `${at}前`,
    workingDays: (days: number): string => `${days}个工作日`,
    minutes: (minutes: number): string => `办公时间${minutes}分钟`,
    reason: '理由',
    basis: '依据',
  },

  handling: {
    title: '谁在办',
    person: '负责人',
    noPerson: '还没定',
    contactDue: '联系商户',
    contacted: (at: string): string => `${at}联系上了`,
    notContacted: (at: string): string => `${at}前要联系`,
    contactLate: (at: string): string => `应${at}联系，还没有`,
    planned: '答应的日子',
    telephone: '单位电话',
  },
  frozen: {
    title: '受理时说定的',
    promise: '怎么办',
    promiseNote: '立单时的承诺，以后改了事项也不变',
    answers: '商户还答了',
  },

  requests: {
    title: '要人批的',
    kinds: { extension: '申请延期', suspension: '申请挂起', closing: '申请归档', exclusion: '申请剔除' } as Record<
      string,
      string
    >,
    asked: (who: string, at: string): string => `${who}${at}提的`,
    until: (at: string): string => `到${at}`,
    whose: (place: string): string => `剔除${place}的回话`,
    statuses: { open: '等批', approved: '批了', refused: '没批', withdrawn: '撤回了', lapsed: '过期了' } as Record<
      string,
      string
    >,
    decided: (who: string, at: string): string => `${who}${at}`,
    own: '您自己提的，要别人批。',
    basis: (text: string): string => `依据：${text}`,
  },
  questions: {
    title: '问商户的',
    asked: (at: string, limit: string): string => `${at}问，${limit}前回`,
    whom: (place: string): string => `问${place}`,
    anybody: '谁回都行',
    waiting: '等回话',
    outcomes: { answered: '回了', dropped: '不问了', not_received: '到时没回' } as Record<string, string>,
    answer: (text: string): string => `回：“${text}”`,
  },
  papers: {
    title: '附件',
    none: '没有照片和材料。',
    count: (count: number): string => `${count}个`,
    from: (who: string): string => who,
    merchant: '商户',
    hidden: '已隐藏',
    add: '加附件',
    sent: (name: string): string => `${name}传上了`,
    size: (bytes: number): string =>
      bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`,
    noName: '没起名',
    tooLarge: (megabytes: number): string => `大于${megabytes} MB，传不了。`,
    wrongType: '只收照片（JPG、PNG、WebP）和PDF。',
    hide: '隐藏',
    show: '重新显示',
    hideWhy: '为什么隐藏',
    showWhy: '为什么重新显示',
    hideCause: '别人都看不到了，原件留着，记在经过里。',
    showCause: '能看本件的人又都看得到。',
  },
  parts: {
    title: '分出去的',
    none: '没有分给别家。',
    lead: '牵头件',
  },
  referrals: {
    title: '转介',
    statuses: {
      sent: '转过去了',
      accepted: '接了',
      declined: '不接',
      helped: '帮上了',
      not_helped: '没帮上',
      lapsed: '到时没结果',
    } as Record<string, string>,
    limit: (at: string): string => `${at}前要结果`,
  },
  notices: {
    title: '催办和通知书',
    rungs: {
      reminder: '快到时限提醒',
      sign_overdue: '签收超时提醒',
      written: '催办通知书',
      listed: '月度点名',
      manual: '人工催办',
    } as Record<string, string>,
    copied: (agency: string): string => `抄送${agency}`,
    waits: (at: string): string => `${at}上班时间发`,
    sent: (at: string): string => `${at}发`,
    read: (who: string, at: string): string => `${who}${at}看过`,
    unread: '还没看',
    acknowledge: '看过了',
    acknowledged: '签了回执',
  },
  consultation: {
    title: '会诊',
    statuses: { listed: '列入', planned: '有方案', struck_off: '已销号' } as Record<string, string>,
  },
  knowledge: { title: '按这条知识答的' },

  /** Of services without reasons of their own; the codes are the server's. */
  usualReasons: {
    not_done: '根本没办',
    half_done: '只办了一半',
    came_back: '好了又坏',
    not_understood: '没听明白',
    too_slow: '办是办了，太慢',
  } as Record<string, string>,

  reports: {
    grade: (grade: number): string => `${grade}分`,
    excluded: '不进比率',
    left: '退出了',
    primary: '诉求人',
    contact: '看号码',
  },
}
