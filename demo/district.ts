import type { SiteKind } from '../server/wire/common.ts'

/** The invented district of the demonstration: names, lines and people exist nowhere else. */
export const DISTRICT = { nameZh: '海河区', nameEn: 'Haihe District' }

export const SUPPLIES = [
  { id: 'nanan-line', nameZh: '南岸线', nameEn: 'Nan’an line' },
  { id: 'liuying-line', nameZh: '柳营线', nameEn: 'Liuying line' },
  { id: 'laomatou-line', nameZh: '老码头线', nameEn: 'Laomatou line' },
  { id: 'jinzhong-line', nameZh: '金钟线', nameEn: 'Jinzhong line' },
] as const

export interface DemoSite {
  id: string
  nameZh: string
  nameEn: string
  kind: SiteKind
  supplyId: (typeof SUPPLIES)[number]['id']
  address: string
  merchantCount: number
}

const site = (
  id: string,
  nameZh: string,
  nameEn: string,
  kind: SiteKind,
  supplyId: DemoSite['supplyId'],
  address: string,
  merchantCount: number,
): DemoSite => ({ id, nameZh, nameEn, kind, supplyId, address, merchantCount })

export const SITES: readonly DemoSite[] = [
  site('nanan', '南岸农贸市场', 'Nan’an Farmers’ Market', 'market', 'nanan-line', '南岸路18号', 63),
  site('liuying', '柳营菜市场', 'Liuying Vegetable Market', 'market', 'liuying-line', '柳营街6号', 41),
  site('yantuoli', '盐坨里市场', 'Yantuoli Market', 'market', 'nanan-line', '盐坨里3号', 38),
  site('shuanghuaili', '双槐里市场', 'Shuanghuaili Market', 'market', 'liuying-line', '双槐里北口', 29),
  site('heyan', '河沿夜市街', 'Heyan Night Market', 'street', 'laomatou-line', '河沿道', 52),
  site('laomatou', '老码头街', 'Laomatou Street', 'street', 'laomatou-line', '老码头街1至96号', 74),
  site('jinzhong', '金钟文具城', 'Jinzhong Stationery City', 'mall', 'jinzhong-line', '金钟路120号', 86),
  site('hengda', '恒达五金城', 'Hengda Hardware City', 'mall', 'jinzhong-line', '金钟路188号', 97),
  site('jinhui', '津汇购物中心', 'Jinhui Shopping Centre', 'mall', 'jinzhong-line', '海河东路2号', 140),
  site('zaoshi', '早市东场', 'East Morning Market', 'market', 'liuying-line', '柳营街东段', 33),
  site('lanwan', '蓝湾电子产业园', 'Lanwan Electronics Park', 'park', 'nanan-line', '蓝湾路9号', 12),
  site('zhengwu', '区政务服务大厅', 'District Service Hall', 'hall', 'jinzhong-line', '海河东路66号', 0),
]

export const AGENCIES = [
  {
    id: 'service-office',
    nameZh: '区政务服务办',
    nameEn: 'District service office',
    isOutsideParty: false,
    telephone: '8021',
  },
  { id: 'power-company', nameZh: '供电公司', nameEn: 'Power company', isOutsideParty: true, telephone: '95598' },
  { id: 'water-bureau', nameZh: '水务局', nameEn: 'Water bureau', isOutsideParty: false, telephone: null },
  { id: 'gas-company', nameZh: '燃气公司', nameEn: 'Gas company', isOutsideParty: true, telephone: null },
  { id: 'approval-bureau', nameZh: '审批局', nameEn: 'Approval bureau', isOutsideParty: false, telephone: null },
  {
    id: 'finance-office',
    nameZh: '金融服务办',
    nameEn: 'Finance service office',
    isOutsideParty: false,
    telephone: null,
  },
  { id: 'city-management', nameZh: '城管委', nameEn: 'City management', isOutsideParty: false, telephone: null },
  { id: 'employment', nameZh: '人社局', nameEn: 'Employment bureau', isOutsideParty: false, telephone: null },
] as const

export const PEOPLE = [
  { login: 'sunzq', name: '孙志强', role: 'administrator', agencyId: null },
  { login: 'wangxl', name: '王秀兰', role: 'operator', agencyId: null },
  { login: 'zhaojg', name: '赵建国', role: 'officer', agencyId: 'power-company' },
  { login: 'lium', name: '刘敏', role: 'officer', agencyId: 'approval-bureau' },
  { login: 'zhoum', name: '周敏', role: 'supervisor', agencyId: null },
  { login: 'tianjl', name: '田建林', role: 'window_manager', agencyId: null },
  { login: 'qianwd', name: '钱卫东', role: 'officer', agencyId: 'water-bureau' },
  { login: 'mac', name: '马超', role: 'officer', agencyId: 'gas-company' },
  { login: 'guoq', name: '郭倩', role: 'officer', agencyId: 'finance-office' },
  { login: 'hanlx', name: '韩立新', role: 'officer', agencyId: 'city-management' },
  { login: 'dengj', name: '邓洁', role: 'officer', agencyId: 'employment' },
] as const

/** Stands above the others: takes over what is passed around, and owns what no rule assigns. */
export const SERVICE_BUREAU = 'service-office'

/** Which agency each service goes to; only the supply of power is dispatched without a person. */
export const SERVICE_AGENCIES: Readonly<Record<string, (typeof AGENCIES)[number]['id']>> = {
  'power-outage': 'power-company',
  'water-gas': 'water-bureau',
  approval: 'approval-bureau',
  financing: 'finance-office',
  employment: 'employment',
  policy: 'approval-bureau',
  'not-done': 'approval-bureau',
}
