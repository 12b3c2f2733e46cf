/** Pieces of made-up sentences: who, what, since when. Ours, so that a benchmark carries nobody's words. */
const WHO = ['门口摊位', '二楼商户', '水产区', '熟食档口', '粮油店', '面馆', '糕点铺', '早市摊', '夜市街', '建材城']
const WHAT = [
  '停电了冰柜化了一半',
  '停水半天没法开门',
  '网断了收银机用不了',
  '营业执照变更一直显示审核中',
  '消防验收排不上号',
  '食品许可现场核查改期',
  '续贷材料反复补',
  '稳岗返还没到账',
  '员工子女转学材料不够',
  '下水倒灌进了店',
  '路灯坏了晚上没人来',
  '共享单车堵住店门',
  '油烟味太大客人投诉',
  '电梯停用影响二楼生意',
  '摊位费收据开不出来',
  '店招审批没人接',
  '电费单价和公示不一样',
  '冷链车进不了早市',
  '扫码开票一直失败',
  '贴息政策不知道怎么报',
]
const SINCE = ['从早上开始', '三天了', '上周就这样', '问了两次', '没有人回', '请尽快', '隔壁也一样', '说好的没兑现']

export interface MadeText {
  title: string
  text: string
}

/** Every combination, 1,600 texts. */
export const MADE_TEXTS: readonly MadeText[] = WHO.flatMap((who) =>
  WHAT.flatMap((what) => SINCE.map((since) => ({ title: `${who}${what}`, text: `${who}${what}，${since}。` }))),
)
/** Words people would type into the search field. */
export const SEARCHES: readonly string[] = [
  '停电',
  '冰柜',
  '停水',
  '消防验收',
  '营业执照',
  '续贷',
  '下水倒灌',
  '水产',
  '路灯',
  '贴息政策',
  '转学',
  '收银机',
]
