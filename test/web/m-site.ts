import type { Cover, MerchantService, MerchantSite, ReportAnswer, Tracking } from '../../server/wire/merchant.ts'
import { USUAL_REASONS } from '../../server/wire/services.ts'

/** An instant of the demo district's wall clock, 2026-10-10 unless told. */
export const at = (time: string, day = '2026-10-10'): number => Date.parse(`${day}T${time.padEnd(8, ':00')}+08:00`)

export const POWER_COMPANY = { id: 'grid', nameZh: '供电公司', nameEn: 'the power company' }
export const NANAN = { id: 'nanan', nameZh: '南岸农贸市场', nameEn: 'Nan’an Market' }

/** The outage at Nan'an market at 09:58: power went at 09:14, 22 merchants have said so. */
export const outageCover = (overrides: Partial<Cover> = {}): Cover => ({
  issueId: 'i-46',
  number: 'HH-20261010-0046',
  serviceId: 'power',
  title: '南岸农贸市场停电',
  sinceAt: at('09:14'),
  state: 'handling',
  agency: POWER_COMPANY,
  reportCount: 22,
  expectedAt: at('11:14'),
  spans: [
    { from: at('00:00'), to: at('09:14'), value: 'present' },
    { from: at('09:14'), to: null, value: 'absent' },
  ],
  isSeenByMeter: true,
  ...overrides,
})

export const merchantService = (id: string, nameZh: string, over: Partial<MerchantService> = {}): MerchantService => ({
  id,
  nameZh,
  nameEn: id,
  isSupplyOutage: false,
  kind: 'help',
  parentId: null,
  promiseZh: '',
  promiseEn: '',
  stopNotice: null,
  riskZh: '',
  riskEn: '',
  questions: [],
  expectedAt: at('09:58', '2026-10-17'),
  ...over,
})

export const marketSite = (overrides: Partial<MerchantSite> = {}): MerchantSite => ({
  at: at('09:58'),
  site: NANAN,
  services: [
    merchantService('power', '停电', { nameEn: 'Power outage', isSupplyOutage: true }),
    merchantService('loan', '贷款难', { nameEn: 'Financing' }),
  ],
  covers: [outageCover()],
  supply: { value: 'absent', sinceAt: at('09:14'), evidence: 'confirmed', reason: 'meter_zero' },
  outages: [],
  desk: { isOpen: true, isDayOff: false, opensAt: null },
  ...overrides,
})

export const receipt = (overrides: Partial<ReportAnswer> = {}): ReportAnswer => ({
  number: 'HH-20261010-0046-23',
  issueNumber: 'HH-20261010-0046',
  token: 'secret-of-the-link',
  trackingPath: '/m/#k=secret-of-the-link',
  isJoined: true,
  expectedAt: at('11:14'),
  qr: { size: 2, path: 'M0 0h1v1h-1z' },
  ...overrides,
})

/** Old Chen's report, 3-15, while the power company works on it. */
export const tracking = (overrides: Partial<Tracking> = {}): Tracking => ({
  at: at('09:58'),
  number: 'HH-20261010-0046-23',
  issueNumber: 'HH-20261010-0046',
  title: '南岸农贸市场停电',
  state: 'handling',
  site: NANAN,
  service: { id: 'power', nameZh: '停电', nameEn: 'Power outage' },
  agency: POWER_COMPANY,
  place: '3-15老陈冻品',
  ownText: '冰柜化了一半',
  isJoined: false,
  reportCount: 23,
  facts: {
    replied: { is: false, at: null, text: null },
    resolved: { value: 'none', at: null },
    confirmed: { value: 'not_asked', at: null },
    evidenced: { value: 'none', at: null },
  },
  ownAnswer: { value: 'not_asked', at: null },
  turn: { who: 'agency', missing: 'reply', byAt: at('11:14') },
  expectedAt: at('11:14'),
  isProvisional: false,
  canAnswer: false,
  supply: { value: 'absent', sinceAt: at('09:14'), evidence: 'confirmed', reason: 'meter_zero' },
  spans: outageCover().spans,
  isSeenByMeter: true,
  steps: [
    { at: at('09:16'), code: 'received', agency: null, text: null },
    { at: at('09:16'), code: 'dispatched', agency: POWER_COMPANY, text: null },
    { at: at('09:20'), code: 'joined', agency: null, text: null },
  ],
  messages: [],
  question: null,
  pauses: [],
  reasons: [...USUAL_REASONS],
  grade: null,
  canGrade: false,
  reopening: null,
  leaving: 'leave',
  hasLeft: false,
  canSayMissed: false,
  isMissedSaid: false,
  supervisionLevel: 0,
  contact: { isGiven: true, isHidden: false },
  isSecret: false,
  photos: [],
  canAddPhoto: true,
  referrals: [],
  promise: { zh: '', en: '' },
  refusal: null,
  plannedAt: null,
  repeatOf: null,
  ...overrides,
})

/** The same at 11:43: the company said “restored 10:00” at 10:05, the meter saw power at 11:40, now it is Chen's turn. */
export const trackingAsked = (overrides: Partial<Tracking> = {}): Tracking =>
  tracking({
    at: at('11:43'),
    state: 'follow_up',
    facts: {
      replied: { is: true, at: at('10:05'), text: '10:00已恢复' },
      resolved: { value: 'yes', at: at('10:05') },
      confirmed: { value: 'asked', at: null },
      evidenced: { value: 'supports', at: at('11:40') },
    },
    ownAnswer: { value: 'asked', at: null },
    turn: { who: 'reporter', missing: 'confirmation', byAt: at('00:00', '2026-10-24') },
    canAnswer: true,
    supply: { value: 'present', sinceAt: at('11:40'), evidence: 'confirmed', reason: 'meter_present' },
    spans: [
      { from: at('00:00'), to: at('09:14'), value: 'present' },
      { from: at('09:14'), to: at('11:40'), value: 'absent' },
      { from: at('11:40'), to: null, value: 'present' },
    ],
    ...overrides,
  })
