import type { IssueDetail, IssueEvent, IssueReport, IssueRow } from '../../server/wire/issues.ts'
import type { NodeRow } from '../../server/wire/nodes.ts'
import type { PowerEvent, VoltageSeries } from '../../server/wire/power.ts'
import type { SiteDay } from '../../server/wire/sites.ts'

/** 11:52 of 10 October 2026 in the district, a Saturday worked. */
export const NOW = Date.UTC(2026, 9, 10, 3, 52)
export const at = (clock: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  return Date.UTC(2026, 9, 10, hours - 8, minutes, seconds)
}

export const POWER_COMPANY = { id: 'power', nameZh: '供电公司', nameEn: 'Power company' }
const NANAN = { id: 'nanan', nameZh: '南岸农贸市场', nameEn: 'Nan’an Farmers’ Market' }

export const siteDay = (nameZh: string, over: Partial<SiteDay> = {}): SiteDay => ({
  site: { id: nameZh, nameZh, nameEn: nameZh, kind: 'market', address: '', supplyLine: null, merchantCount: null },
  supply: { value: 'present', sinceAt: at('06:00'), evidence: 'confirmed', reason: 'meter_present' },
  spans: [{ from: at('06:00'), to: null, value: 'present' }],
  dips: [],
  interruptionCount: 0,
  interruptedMs: 0,
  nodeCount: 1,
  issue: null,
  ...over,
})

export const facts = (over: Partial<IssueRow['facts']> = {}): IssueRow['facts'] => ({
  replied: { is: false, at: null, text: null },
  resolved: { value: 'none', at: null },
  confirmed: { value: 'not_asked', at: null },
  evidenced: { value: 'none', at: null },
  ...over,
})

export const issueRow = (over: Partial<IssueRow> = {}): IssueRow => ({
  id: 'i37',
  number: 'MC-20261010-0037',
  title: '南岸农贸市场停电',
  state: 'handling',
  kind: 'help',
  channel: 'edge',
  rule: 'C',
  amount: 120,
  version: 7,
  last: null,
  isProvisional: false,
  pausedUntilAt: null,
  round: 1,
  returnCount: 0,
  supervisionLevel: 0,
  consultation: 'none',
  isSecret: false,
  sinceAt: 0,
  service: { id: 'outage', nameZh: '停电', nameEn: 'Power outage' },
  site: NANAN,
  agency: POWER_COMPANY,
  receivedAt: at('09:16'),
  clock: 'handle',
  dueAt: at('11:16'),
  light: 3,
  share: 1.3,
  facts: facts(),
  reportCount: 2,
  turn: { who: 'agency', missing: 'reply', byAt: at('11:16') },
  ...over,
})

export const powerEvent = (over: Partial<PowerEvent> = {}): PowerEvent => ({
  id: 'e1',
  deviceId: 1,
  deviceName: '总进线电表',
  phase: 'all',
  kind: 'interruption',
  startMinAt: at('09:14:10'),
  startMaxAt: at('09:14:20'),
  endMinAt: at('11:40:02'),
  endMaxAt: at('11:40:12'),
  minMs: 8_742_000,
  maxMs: 8_762_000,
  residualVolts: 0,
  resolutionMs: 10_000,
  class: 'X5+',
  isNoticed: true,
  evidence: 'confirmed',
  revision: 1,
  issueId: 'i37',
  ...over,
})

export const report = (place: string, answer: IssueReport['answer'], over: Partial<IssueReport> = {}): IssueReport => ({
  id: place,
  number: `MC-20261010-0037-${place}`,
  place,
  text: '没电了',
  channel: 'phone_page',
  createdAt: at('09:18'),
  isPrimary: false,
  answer,
  answeredAt: null,
  answerText: null,
  answerReason: null,
  grade: null,
  isExcluded: false,
  hasLeft: false,
  maskedTelephone: null,
  ...over,
})

export const issueEvent = (id: number, clock: string, over: Partial<IssueEvent> = {}): IssueEvent => ({
  id,
  at: at(clock),
  kind: 'transition',
  rule: null,
  fromState: null,
  toState: null,
  round: 1,
  actorRole: 'system',
  actorName: null,
  agency: null,
  body: {},
  ...over,
})

export const issueDetail = (over: Partial<IssueDetail> = {}): IssueDetail => ({
  ...issueRow(),
  parent: null,
  parts: [],
  repeatOf: null,
  pauses: [],
  requests: [],
  questions: [],
  attachments: [],
  referrals: [],
  notices: [],
  consultationRef: null,
  entry: null,
  spot: null,
  obstacle: null,
  personInCharge: null,
  contactDueAt: null,
  contactedAt: null,
  plannedAt: null,
  transferCount: 0,
  reworkCount: 0,
  reopenCount: 0,
  isTest: false,
  isErased: false,
  frozen: { promiseZh: '', promiseEn: '', answers: [] },
  round: 1,
  text: '南岸农贸市场停电',
  expectedAt: at('11:16'),
  closedAt: null,
  master: null,
  reports: [],
  events: [],
  clocks: [],
  powerEvent: powerEvent(),
  supply: null,
  actions: [],
  mergeable: [],
  ...over,
})

export const series = (phase: string, points: VoltageSeries['points']): VoltageSeries => ({
  deviceId: 1,
  deviceName: '总进线电表',
  nodeId: 'nanan-1',
  metricId: 1,
  phase,
  declaredVolts: 220,
  periodMs: 10_000,
  points,
})

export const nodeRow = (over: Partial<NodeRow> = {}): NodeRow => ({
  id: 'nanan-1',
  displayName: '南岸1号',
  site: NANAN,
  status: 'online',
  lastSeenAt: NOW - 8_000,
  diedAt: null,
  poweredBy: 'ups',
  software: '0.4.2',
  outbox: { percent: 1, hoursLeft: 312, heldCount: 0 },
  openGaps: { count: 0, records: 0 },
  lostRecords: 0,
  silentMetrics: [],
  quarantinedCount: 0,
  clockSkewMs: 100,
  isClockSynced: true,
  ...over,
})
