import { type Mark, type Phrase, toned } from '../phrase.ts'

/** The work list, its keys, steps on several issues, and filters kept under a name. */
export const worklist = {
  title: '待办',
  sentence: (f: { late: number; desk: number; near: number; nearestAt: string | null; isOfficer: boolean }): Phrase => {
    const mine = f.isOfficer ? '轮到我们' : '等我拿主意'
    if (f.late + f.desk + f.near === 0) return ['没有超时，没有快到的，也没有等您拿主意的。']
    const parts: (string | Mark)[] = []
    if (f.late > 0) parts.push(toned('late', `${f.late}件超时`))
    if (f.desk > 0) parts.push(parts.length > 0 ? '，' : '', `${f.desk}件${mine}`)
    if (f.near > 0)
      parts.push(parts.length > 0 ? '；' : '', `${f.near}件快到${f.nearestAt === null ? '' : `，最近的${f.nearestAt}`}`)
    return [...parts, '。']
  },
  ownAgency: (agency: string): string => `只列${agency}的。`,
  ask: { see: '看', of: '的', issues: '诉求，', at: '，', by: '，按', sorted: '排。', with: '，写着' },
  total: (count: number, isMore: boolean): string => (isMore ? `先列${count}件，往下还有。` : `共${count}件。`),
  turn: {
    any: '不管轮到谁',
    label: '轮到谁',
    choices: {
      desk_agency: '轮到我和承办单位',
      desk: '轮到我',
      agency: '轮到承办单位',
      reporter: '等商户',
    } as Record<string, string>,
    officer: { desk_agency: '轮到我们和受理', agency: '轮到我们', desk: '轮到受理', reporter: '等商户' } as Record<
      string,
      string
    >,
  },
  group: {
    desk: '轮到我',
    agency: '轮到承办单位',
    reporter: '等商户回话',
    paused: '停着的',
    officerAgency: '轮到我们',
    officerDesk: '轮到受理',
    note: (count: number, isMore: boolean): string => (isMore ? `${count}件以上` : `${count}件`),
    late: '超时的先催',
    none: '没有',
    more: '再列一些',
  },
  states: {
    open: '没归档的',
    late: '超时的',
    very_late: '严重超时的',
    near: '快到的',
    paused: '暂停的',
    all: '全部的',
    finished: '办完的',
  } as Record<string, string>,
  level: {
    label: '督办级别',
    any: '不管督办没督办',
    choices: { 1: '提醒过的', 2: '发过催办书的', 3: '点过名的' } as Record<string, string>,
  },
  consultation: {
    label: '会诊',
    any: '不管会诊没会诊',
    choices: { listed: '列入会诊的', planned: '有会诊方案的', struck_off: '会诊销号的' } as Record<string, string>,
  },
  more: '再挑细些',
  text: '写着什么',
  textHint: '诉求里的话、地点、编号',
  sorts: { due: '时限先到', received: '新来的在前' } as Record<string, string>,
  column: { last: '最近动静', pick: '选中' },
  paused: (until: string): string => `补到${until}`,
  suspended: (until: string): string => `批到${until}`,
  households: (count: number): string => `${count}户`,
  returned: (count: number): string => `退单${count}次`,
  provisional: '暂定',
  /** Today's clock, or how long ago in days. */
  when: (clock: string, daysAgo: number, day: string): string => (daysAgo === 0 ? clock : daysAgo === 1 ? '昨天' : day),
  contradicts: '答复和电表对不上',
  legend: '上：答复、办结　下：商户确认、佐证　斜线：对不上',
  keys: {
    move: '上下',
    open: '打开',
    answer: '直接答复',
    dispatch: '派单',
    merge: '并案',
    pick: '选中',
    all: '全部按键',
  },
  cannot: (action: string): string => `这件现在不能${action}。`,
  reading: '正在打开',
  bulk: {
    picked: (count: number): string => `选了${count}件`,
    none: '都不选了',
    apply: (action: string, count: number): string => `${action}${count}件`,
    title: (action: string, count: number): string => `${action}${count}件？`,
    cause: '一件一件办，每件各留一条经过；有一件办不成，别的照办。',
    done: (good: number, bad: number): string =>
      bad === 0 ? `${good}件都办好了。` : `${good}件办好了，${bad}件没办成。`,
    result: (number: string, text: string): string => `${number}：${text}`,
    ok: '办好了',
    reasons: {
      stale: '有人先改了，没动它',
      changed_meanwhile: '有人同时在改，没动它',
      not_allowed_now: '现在这一步做不了',
      forbidden: '不归您办',
      not_found: '没有这件，或不归您看',
      invalid: '还差要填的',
      unknown_reference: '没有这个单位',
    } as Record<string, string>,
    left: '没办成的还选着，可以再来一次。',
    failed: '没办成',
  },
  filters: {
    title: '存下的看法',
    save: '存下这个看法',
    name: '起个名',
    saved: (name: string): string => `存下了“${name}”`,
    remove: (name: string): string => `删掉“${name}”`,
    removed: (name: string): string => `删掉了“${name}”`,
    none: '还没有存过。',
  },
  allIssues: '看全部诉求',
  empty: '没有轮到这儿的。',
}
