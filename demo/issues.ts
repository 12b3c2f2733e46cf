/** A matter that came up before the demonstration began, and how far it got. Hours are of wall time. */
export interface PastIssue {
  channel: 'telephone' | 'window' | 'web'
  serviceId: string
  siteId: string
  place: string
  text: string
  hoursAgo: number
  agency: string
  personInCharge: string
  until: 'received' | 'dispatched' | 'handling' | 'replied' | 'confirmed'
  reply: string
  resolved: 'yes' | 'partly' | 'no'
  replyAfterHours: number
}

const base = { channel: 'telephone', personInCharge: '', reply: '', resolved: 'yes', replyAfterHours: 5 } as const

export const ISSUES: readonly PastIssue[] = [
  {
    ...base,
    serviceId: 'approval',
    siteId: 'laomatou',
    place: '37号',
    text: '店招审批交了材料一个月没有回音，城管委和审批局互相推。',
    hoursAgo: 22 * 24,
    agency: 'city-management',
    personInCharge: '韩立新',
    until: 'handling',
  },
  {
    ...base,
    serviceId: 'water-gas',
    siteId: 'shuanghuaili',
    place: '熟食区',
    text: '市场下水倒灌，三天了，污水进到熟食摊。',
    hoursAgo: 31,
    agency: 'water-bureau',
    personInCharge: '周成',
    until: 'handling',
  },
  {
    ...base,
    serviceId: 'water-gas',
    siteId: 'liuying',
    place: '恒记糕点',
    text: '停气，蒸锅开不了火。',
    hoursAgo: 23.2,
    agency: 'gas-company',
    personInCharge: '马超',
    until: 'handling',
  },
  {
    ...base,
    channel: 'window',
    serviceId: 'financing',
    siteId: 'hengda',
    place: 'B座12号',
    text: '五金店周转贷款批不下来，说流水不够，想问有没有商户贷。',
    hoursAgo: 52,
    agency: 'finance-office',
    personInCharge: '郭倩',
    until: 'dispatched',
  },
  {
    ...base,
    serviceId: 'employment',
    siteId: 'lanwan',
    place: '3号楼',
    text: '招的技工孩子上学没着落，留不住人。',
    hoursAgo: 30,
    agency: 'employment',
    personInCharge: '邓洁',
    until: 'handling',
  },
  {
    ...base,
    channel: 'web',
    serviceId: 'policy',
    siteId: 'jinzhong',
    place: '2层',
    text: '小规模纳税人的房租补贴今年还有没有？',
    hoursAgo: 5,
    agency: 'approval-bureau',
    personInCharge: '刘敏',
    until: 'received',
  },
  {
    ...base,
    serviceId: 'not-done',
    siteId: 'zhengwu',
    place: '6号窗口',
    text: '食品许可变更跑了三趟，每次说少一样材料。',
    hoursAgo: 26,
    agency: 'approval-bureau',
    personInCharge: '刘敏',
    until: 'dispatched',
  },
  {
    ...base,
    serviceId: 'power-outage',
    siteId: 'laomatou',
    place: '12号',
    text: '一早整条街没电。',
    hoursAgo: 49,
    agency: 'power-company',
    personInCharge: '赵建国',
    until: 'confirmed',
    reply: '变压器高压侧熔丝熔断，已更换，送电正常。',
    replyAfterHours: 3,
  },
  {
    ...base,
    serviceId: 'network',
    siteId: 'jinhui',
    place: '收银台',
    text: '三楼断网，收不了款。',
    hoursAgo: 28,
    agency: 'city-management',
    personInCharge: '韩立新',
    until: 'replied',
    reply: '已请运营商更换交换机，网络恢复。',
    replyAfterHours: 4,
  },
]
