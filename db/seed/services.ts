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
}

const service = (
  id: string,
  nameZh: string,
  nameEn: string,
  kind: IssueKind,
  clockClass: ClockClass = kind,
): SeedService => ({ id, nameZh, nameEn, kind, clockClass, isSupplyOutage: false })

/** In the order a merchant sees them. */
export const SERVICES: readonly SeedService[] = [
  { ...service('power-outage', '停电', 'Power outage', 'help', 'utility_outage'), isSupplyOutage: true },
  service('water-gas', '停水停气', 'Water or gas cut', 'help', 'utility_outage'),
  service('network', '断网', 'Network down', 'help', 'utility_outage'),
  service('approval', '审批卡住', 'Approval stuck', 'complaint'),
  service('financing', '贷款难', 'Financing', 'help'),
  service('employment', '用工上学', 'Staff and schooling', 'help'),
  service('policy', '政策问不清', 'Policy unclear', 'consult'),
  service('not-done', '办不成事', 'Could not get it done', 'complaint', 'couldnt_get_it_done'),
  service('other', '别的', 'Something else', 'help'),
]
