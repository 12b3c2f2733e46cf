/** What merchants brought in the month before: a kind of matter, in the words of several people. */
export interface Matter {
  serviceId: string
  /** Who handles it, by the district's word; the desk answers `null` from a knowledge entry. */
  agency: string | null
  /** The knowledge entry a direct answer is given from, by its place in the list of entries. */
  entry: number | null
  /** How many come for one of the rarest. */
  weight: number
  said: readonly string[]
  replies: readonly string[]
}

export const MATTERS: readonly Matter[] = [
  {
    serviceId: 'policy',
    agency: null,
    entry: 0,
    weight: 7,
    said: [
      '小规模纳税人房租补贴今年还有没有',
      '房租补贴要交哪些材料',
      '我们店租的是集体房，能不能领房租补贴',
      '去年领过房租补贴，今年还能再领吗',
    ],
    replies: ['按K-0001答复：年内仍可申请，带执照、租约和缴税凭证到综合窗口。'],
  },
  {
    serviceId: 'policy',
    agency: null,
    entry: 1,
    weight: 6,
    said: ['稳岗返还怎么报', '稳岗返还一直显示审核中', '新招了三个人，能不能领稳岗返还', '稳岗返还几号到账'],
    replies: ['按K-0002答复：社保缴满三个月由系统自动核，不用跑腿，每月15日前后到账。'],
  },
  {
    serviceId: 'policy',
    agency: null,
    entry: 2,
    weight: 5,
    said: ['小微企业续贷贴息怎么报', '贴息要不要找银行开证明', '个体户能不能享受贷款贴息'],
    replies: ['按K-0003答复：先由银行在线申报，区里按季度贴息，个体户同样可以。'],
  },
  {
    serviceId: 'approval',
    agency: 'approval-bureau',
    entry: null,
    weight: 6,
    said: [
      '办照材料交齐又让补公章',
      '企业开办窗口让改三次章程',
      '食品许可现场核查改期，一直没人来',
      '消防开业前检查排不上号',
      '执照变更地址卡在网上，显示待受理',
    ],
    replies: [
      '已核对材料，公章不用补，当天出照，请带身份证来取。',
      '核查人员已于当日到店，许可证三个工作日内出。',
      '系统退回是地址少写门牌，窗口已代为改正并受理。',
    ],
  },
  {
    serviceId: 'water-gas',
    agency: 'water-bureau',
    entry: null,
    weight: 3,
    said: ['市场下水倒灌', '二楼停水半天', '水压太小，洗不了菜'],
    replies: ['主管道已疏通，现场试水正常。', '更换了减压阀，水压恢复。'],
  },
  {
    serviceId: 'water-gas',
    agency: 'gas-company',
    entry: null,
    weight: 2,
    said: ['停气，蒸锅开不了火', '燃气表报警不敢用'],
    replies: ['调压箱已更换，恢复供气，逐户点火检查过。'],
  },
  {
    serviceId: 'network',
    agency: 'city-management',
    entry: null,
    weight: 2,
    said: ['三楼断网，收不了款', '收银机连不上网'],
    replies: ['已请运营商更换交换机，网络恢复。'],
  },
  {
    serviceId: 'financing',
    agency: 'finance-office',
    entry: null,
    weight: 3,
    said: ['续贷材料反复补', '周转贷款批不下来，说流水不够', '想要二十万周转，不知道找哪家'],
    replies: ['已对接津汇银行，按经营流水授信，客户经理会来店里。', '材料一次性清单已发，补两样即可。'],
  },
  {
    serviceId: 'employment',
    agency: 'employment',
    entry: null,
    weight: 2,
    said: ['招的技工孩子上学没着落', '员工子女转学材料不够'],
    replies: ['已与教育部门核对，补居住证明即可，名额留着。'],
  },
  {
    serviceId: 'other',
    agency: 'city-management',
    entry: null,
    weight: 6,
    said: [
      '店门口共享单车堵门',
      '夜市街油烟太大，客人投诉',
      '路灯坏了，晚上没人来',
      '店招审批没人接',
      '早市摊位费收据开不出来',
      '冷链车进不了早市',
    ],
    replies: [
      '现场已清理，和企业约定每天两次巡查。',
      '路灯当晚修好，请您核对。',
      '已按要求处理，感谢您的反映。',
      '收据由市场开办方补开，周五前送到摊位。',
    ],
  },
]

/** Reasons agencies give with a return: by whom it should be handled instead. */
export const RETURNS = [
  { agency: 'approval-bureau', reason: '店招设置许可归审批局，我们只管日常巡查。', legalBasis: '区权责清单第三章' },
  { agency: 'city-management', reason: '占道经营由城管委处置。', legalBasis: '区权责清单第五章' },
] as const

export const QUESTIONS = ['请补一张铺面照片和租约首页。', '请说一下是哪一天、哪个窗口让您改的。'] as const
export const NOT_SOLVED = ['只修了一半，今天又堵了', '没人来过', '电话里说好了，现场没动'] as const
export const PLACES = ['3-12', '1-07', '2层', 'B座12号', '37号', '熟食区', '收银台', '12号', '西门'] as const
