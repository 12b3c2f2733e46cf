/** A knowledge entry the desk answers from. Days count from the demonstration's first moment; negative ones are past. */
export interface Entry {
  title: string
  plainWords: string
  body: string
  legalBasis: string
  duties: string
  serviceId: string
  agency: string
  /** The review date; past: the entry is stale. */
  reviewInDays: number
}

/** The numbers K-0001, K-0002 … follow this order. What they say is made up for the demonstration's district. */
export const ENTRIES: readonly Entry[] = [
  {
    title: '小规模纳税人房租补贴',
    plainWords: '今年还有。带执照、租约和近三个月缴税凭证，到大厅综合窗口，当场收，十个工作日内到账。租集体房的也算。',
    body: '申请条件：在本区经营满一年，租用经营用房，按时申报纳税。材料：营业执照、租赁合同、缴税凭证。',
    legalBasis: '海河区小微商户扶持办法（示例）第六条',
    duties: '综合窗口收件；金融服务办核；财政拨付',
    serviceId: 'policy',
    agency: 'finance-office',
    reviewInDays: 120,
  },
  {
    title: '稳岗返还',
    plainWords: '不用报。社保缴满三个月，系统自己核，每月15号前后到账；显示审核中就是在排队。',
    body: '由系统按上年度参保缴费比对，免申即享。有欠费的补缴后次月再核。',
    legalBasis: '海河区稳就业实施细则（示例）第三条',
    duties: '人社局核；银行代发',
    serviceId: 'policy',
    agency: 'employment',
    reviewInDays: 60,
  },
  {
    title: '小微企业和个体户贷款贴息',
    plainWords: '银行替您报，不用跑。贷款到期还上了，区里按季度把贴息打到还款账户。',
    body: '适用于单户五十万元以下的经营贷。银行线上申报，金融服务办按季核拨。',
    legalBasis: '海河区普惠贷款贴息办法（示例）第四条',
    duties: '经办银行申报；金融服务办核拨',
    serviceId: 'policy',
    agency: 'finance-office',
    reviewInDays: -12,
  },
  {
    title: '市场停电怎么办',
    plainWords: '市场停电不用逐户报，区里直接派供电公司；来没来电，以电表和您说的为准。',
    body: '有监测的市场由电表自动立单。没有监测的，一户报了其余并案。鲜活货受损先拍照、留进货单。',
    legalBasis: '海河区供用电服务约定（示例）第二条',
    duties: '供电公司抢修；受理席回访',
    serviceId: 'power-outage',
    agency: 'power-company',
    reviewInDays: -45,
  },
  {
    title: '办照材料一次说清',
    plainWords: '开个体户只要身份证和地址。公章不用先刻，章程有样本，窗口有义务一次告诉您缺什么。',
    body: '一次性告知单由窗口出具，缺什么写什么。超过一次再要材料的，扫办不成事的码。',
    legalBasis: '海河区政务服务一次告知规定（示例）第五条',
    duties: '审批局窗口',
    serviceId: 'approval',
    agency: 'approval-bureau',
    reviewInDays: 200,
  },
  {
    title: '员工子女转学',
    plainWords: '先办居住证。企业开一张在职证明，学校按片区排，区里重点企业有专人跟。',
    body: '材料：居住证、在职证明、户口本、学籍。每年六月和十二月集中办，急的走专人通道。',
    legalBasis: '海河区人才服务清单（示例）第九条',
    duties: '人社局转教育部门',
    serviceId: 'employment',
    agency: 'employment',
    reviewInDays: 90,
  },
]
