import type { ClockClass } from '../../server/domain/clock-promise.ts'
import type { IssueKind } from '../../server/domain/issue.ts'

/** A service every new installation starts with; agencies are chosen by the district. */
export interface SeedService {
  id: string
  nameZh: string
  nameEn: string
  kind: IssueKind
  clockClass: ClockClass
  isSupplyOutage: boolean
  /** Words people use for it, separated by spaces. */
  keywords: string
  /** JSON, see `serviceGuideSchema`. */
  guide: string
}

/** What callers say when they mean a service. */
const KEYWORDS: Readonly<Record<string, string>> = {
  'power-outage': '停电 没电 断电 没有电 跳闸 电停 停了电 电闸 电表',
  'water-gas': '停水 没水 断水 停气 没气 断气 燃气 煤气 水管 漏水 漏气',
  network: '断网 没网 网络 宽带 上不了网 信号',
  approval: '审批 许可 执照 办证 没批 批不下来 受理不了',
  financing: '贷款 融资 借款 银行 担保 利息 续贷',
  employment: '用工 招工 招人 上学 入学 社保 孩子',
  policy: '政策 补贴 怎么申请 能不能享受 条件 减免',
  'not-done': '办不成 办不了 不给办 不受理 推来推去 让我跑 跑了几趟 态度',
}

/** Danger first: said before anything is written down. */
const RISKS: Readonly<Record<string, { riskZh: string; riskEn: string }>> = {
  'power-outage': {
    riskZh: '有人触电、电线冒火星，先离远点，打120、119。',
    riskEn: 'If somebody was shocked or a wire sparks, keep away and call 120 or 119 first.',
  },
  'water-gas': {
    riskZh: '闻到燃气味：别动开关、别打火，到外面再打电话。',
    riskEn: 'If you smell gas: touch no switch, light nothing, call from outside.',
  },
}

const service = (
  id: string,
  nameZh: string,
  nameEn: string,
  kind: IssueKind,
  clockClass: ClockClass = kind,
): SeedService => ({
  id,
  nameZh,
  nameEn,
  kind,
  clockClass,
  isSupplyOutage: id === 'power-outage',
  keywords: KEYWORDS[id] ?? '',
  guide: JSON.stringify(RISKS[id] ?? {}),
})

/** In the order a merchant sees them. */
export const SERVICES: readonly SeedService[] = [
  service('power-outage', '停电', 'Power outage', 'help', 'utility_outage'),
  service('water-gas', '停水停气', 'Water or gas cut', 'help', 'utility_outage'),
  service('network', '断网', 'Network down', 'help', 'utility_outage'),
  service('approval', '审批卡住', 'Approval stuck', 'complaint'),
  service('financing', '贷款难', 'Financing', 'help'),
  service('employment', '用工上学', 'Staff and schooling', 'help'),
  service('policy', '政策问不清', 'Policy unclear', 'consult'),
  service('not-done', '办不成事', 'Could not get it done', 'complaint', 'couldnt_get_it_done'),
  service('other', '别的', 'Something else', 'help'),
]
