import type { Mark, Phrase } from '../phrase.ts'
import { toned } from '../phrase.ts'

type Counts = { published: number; stale: number; expired: number; proposed: number }
type Dated = {
  isExpired: boolean
  isReviewDue: boolean
  reviewOn: string | null
  validUntilOn: string | null
  status: string
}

/** `2026-09-30` as it is said in `year`: the year only when it is another one. */
function day(on: string, year: number): string {
  const [y, month, date] = on.split('-').map(Number)
  return `${y === year ? '' : `${y}年`}${month}月${date}日`
}

/** What an entry's dates say; amber when somebody has to look at it. */
function dates(entry: Dated, year: number): Mark {
  if (entry.status === 'proposed') return toned('hold', '等发布')
  if (entry.status === 'retired') return toned('hold', '停用了')
  if (entry.isExpired && entry.validUntilOn) return toned('late', `${day(entry.validUntilOn, year)}过期，不能照着答`)
  if (entry.isReviewDue && entry.reviewOn) return toned('attn', `${day(entry.reviewOn, year)}该复核，还没复核`)
  return toned('calm', entry.reviewOn ? `${day(entry.reviewOn, year)}前复核` : '没写复核日')
}

function sentence({ published, stale, expired, proposed }: Counts): Phrase {
  const waiting = proposed > 0 ? [`；${proposed}条等发布`] : []
  if (published === 0 && proposed === 0) return ['还没有知识。']
  if (stale === 0 && expired === 0) return [`${published}条在用，都没过复核日`, ...waiting, '。']
  const parts: (string | Mark)[] = []
  if (expired > 0) parts.push(toned('late', `${expired}条过期了`), '，')
  if (stale > 0) parts.push(toned('attn', `${stale}条该复核`), '，')
  return [...parts, `${published}条在用`, ...waiting, '。']
}

const missing = {
  agencyId: '哪个单位的',
  legalBasis: '依据',
  reviewOn: '下次复核的日子',
  validUntilOn: '没过期的有效期',
}

export const knowledge = {
  title: '知识',
  tabs: { label: '知识的几页', knowledge: '知识', notes: '我的便签', templates: '答复模板' },
  day,
  dates,
  sentence,
  ask: { see: '看', of: '的，', service: '，', agency: '。' },
  scope: '看哪些',
  scopes: {
    published: '在用',
    stale: '该复核',
    expired: '过期',
    proposed: '等发布',
    retired: '停用',
    all: '全部',
  },
  anyService: '各类事项',
  anyAgency: '各单位',
  service: '事项',
  agency: '单位',
  find: '在知识里找',
  findHint: '停电、续贷、K-0412',
  add: '新提一条',
  none: '直接答复时没有合适的条目，会自己提一条上来；也能从表格里收：npm run cli -- import knowledge 文件',
  noneFound: '没有这样的条目。换个说法，或者看全部的。',
  seeAll: '看全部',
  next: '下一页',
  first: '回第一页',
  column: { entry: '条目', agency: '单位', service: '事项', dates: '复核', use: '用过', id: '编号' },
  use: (count: number, back: number): string =>
    count === 0 ? '没用过' : back === 0 ? `${count}次` : `${count}次，回头${back}次`,
  useLong: (count: number, back: number): string => {
    if (count === 0) return '还没照它答过。'
    if (back === 0) return `照它答过${count}次，没有回头的。`
    if (count < 30) return `照它答过${count}次，${back}次又回来了（没满意，或者重开）。`
    return `照它答过${count}次，${back}次又回来了（${Math.round((back / count) * 100)}%，没满意或者重开）。`
  },
  entry: {
    back: '知识',
    plainWords: '百姓话',
    body: '正文',
    legalBasis: '依据',
    duties: '谁做什么',
    validUntil: '有效到',
    noEnd: '没写到哪天',
    review: '复核',
    source: '从这件来的',
    by: (name: string, at: string): string => `${name}，${at}提`,
    noBody: '没有正文。',
    proposed: '还没发布，不能照着答。',
    missing: (fields: (keyof typeof missing)[]): string =>
      `还缺${fields.map((field) => missing[field]).join('、')}，补上才能发布。`,
    edit: '改',
    publish: '发布',
    reviewed: '复核过了',
    retire: '停用',
    keep: '记到便签',
    kept: '记到便签了。',
    nextReview: '下次复核',
    reviewTitle: '复核过了，照旧能用',
    reviewHow: '内容、依据都核过一遍，没有变。',
    publishTitle: '发布这一条',
    publishHow: '发布后受理席就照着答。',
    retireTitle: '停用这一条',
    retireHow: '停用后谁也不能照着答；以前照它答的还看得到原话。',
    reason: '为什么',
    versions: (count: number): string => `改过${count}次`,
    version: (n: number, by: string, at: string): string => `第${n}版，${at}${by}改掉`,
    somebody: '系统',
    reasons: { published: '发布', reviewed: '复核' } as Record<string, string>,
  },
  form: {
    newTitle: '新提一条知识',
    newHow: '先提上来，单位、依据、复核日都全了再发布。',
    editTitle: (id: string): string => `改${id}`,
    title: '一句话的标题',
    titleHint: '照来电人的说法写，比如：市场停电怎么报',
    plainWords: '百姓话',
    plainWordsHint: '念给来电人听的，说人话，先说怎么办',
    body: '正文',
    bodyHint: '条件、材料、流程；给受理席看的',
    legalBasis: '依据',
    legalBasisHint: '哪个文件第几条',
    duties: '谁做什么',
    service: '哪类事项',
    noService: '不限',
    agency: '哪个单位的',
    noAgency: '还不知道',
    validUntil: '有效到哪天',
    review: '下次复核',
    reason: '改了什么',
    reasonHint: '别人看版本时看得懂就行',
    save: '存',
    cancel: '不改了',
    saved: '存好了。',
  },
  notes: {
    sentence: (count: number): Phrase => [count === 0 ? '还没有便签。' : `${count}张便签，只有您看得到。`],
    none: '在一条知识上按 s 就记下来；也能自己写。',
    noneFound: '没有这样的便签。',
    find: '在便签里找',
    text: '写一张',
    textHint: '电话、窗口、要点，随手记',
    add: '记下',
    edit: '改',
    save: '存',
    cancel: '不改了',
    remove: '删',
    removed: '删了。',
    undo: '不删了',
    from: '来自',
  },
  templates: {
    sentence: (count: number, off: number): Phrase => [
      count === 0 ? '还没有模板。' : off === 0 ? `${count}条模板。` : `${count}条模板，${off}条停用。`,
    ],
    find: '在模板里找',
    purpose: '用在哪',
    anyPurpose: '各处用的',
    purposes: {
      reply: '答复',
      answer: '直接答复',
      question: '问商户',
      return: '退单',
      not_accepted: '不予受理',
      explanation: '重新解释',
    },
    outcome: '说的是',
    anyOutcome: '都能用',
    outcomes: { yes: '办成了', partly: '办成一部分', planned: '定了日子', no: '没办成' },
    service: '哪类事项',
    anyService: '各类都能用',
    title: '名字',
    text: '网页上的话',
    textHint: '要填的写成{到期日}；编号、地点、摊位、事项、单位、到期日、今天会自己填上',
    smsText: '短信的话',
    smsHint: '不写就用上面的；最多134字',
    sortKey: '次序',
    sortHint: '小的在前',
    isActive: '在用',
    off: '停用',
    placeholders: (names: readonly string[]): string => `要填：${names.join('、')}`,
    add: '新加一条',
    edit: '改',
    save: '存',
    cancel: '不改了',
    none: '还没有模板。常说的话存成模板，写答复时一点就进去。',
    noneFound: '没有这样的模板。',
    all: '停用的也看',
  },
}
