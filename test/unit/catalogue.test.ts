import { describe, expect, it } from 'vitest'
import {
  type CatalogueFacts,
  type CatalogueLine,
  type Conditions,
  defaultOf,
  fire,
  firstCatalogue,
  NO_CONDITIONS,
  type Target,
  withDefault,
} from '../../server/domain/catalogue.ts'
import { faultsOf, type Known } from '../../server/domain/catalogue-check.ts'

const to = (agencyId: string, isAutomatic = false): Target => ({ is: 'agency', agencyId, isAutomatic })
const line = (id: string, when: Partial<Conditions>, target: Target = to('street')): CatalogueLine => ({
  id,
  name: id,
  when: { ...NO_CONDITIONS, ...when },
  to: target,
})
const DESK = line('end', {}, { is: 'desk' })

/** A stall of Liuying market, a Saturday that works, at ten past ten. */
const stall = (over: Partial<CatalogueFacts> = {}): CatalogueFacts => ({
  kind: 'help',
  serviceId: 'power-outage',
  parentServiceId: null,
  siteId: 'liuying',
  siteKind: 'market',
  supplyId: 'liuying-line',
  channel: 'telephone',
  isInsideHours: true,
  isWorkingDay: true,
  text: '九点四十就没电了，鱼缸不打氧',
  hasPlannedOutage: false,
  isEvidenceConfirmed: true,
  ...over,
})

describe('the catalogue', () => {
  it('lets the first line that matches decide, and tells of every line before it what spoke against it', () => {
    const lines = [
      line('planned', { serviceIds: ['power-outage'], plannedOutage: 'yes' }, { is: 'answer', entryId: 'K-0001' }),
      line('market', { serviceIds: ['power-outage'], siteKinds: ['market'], evidence: 'confirmed' }, to('power', true)),
      line('any-power', { serviceIds: ['power-outage'] }, to('power')),
      DESK,
    ]
    expect(fire(lines, stall())).toEqual({
      line: lines[1],
      tried: [
        {
          line: lines[0],
          didMatch: false,
          why: [
            { condition: 'service', isMet: true },
            { condition: 'planned_outage', isMet: false },
          ],
        },
        {
          line: lines[1],
          didMatch: true,
          why: [
            { condition: 'service', isMet: true },
            { condition: 'area', isMet: true },
            { condition: 'evidence', isMet: true },
          ],
        },
      ],
    })
    expect(fire(lines, stall({ hasPlannedOutage: true })).line.id).toBe('planned')
    expect(fire(lines, stall({ isEvidenceConfirmed: false })).line.id).toBe('any-power')
    expect(fire(lines, stall({ serviceId: 'policy' })).line.id).toBe('end')
  })

  it.each<[string, Partial<Conditions>, Partial<CatalogueFacts>]>([
    ['kind', { kinds: ['help'] }, { kind: 'complaint' }],
    ['service', { serviceIds: ['power-outage'] }, { serviceId: 'policy' }],
    ['site', { siteIds: ['liuying'] }, { siteId: 'nanan' }],
    ['site kind', { siteKinds: ['market'] }, { siteKind: 'mall' }],
    ['supply', { supplyIds: ['liuying-line'] }, { supplyId: null }],
    ['channel', { channels: ['telephone', 'window'] }, { channel: 'phone_page' }],
    ['hours', { hours: 'inside' }, { isInsideHours: false }],
    ['days', { days: 'working' }, { isWorkingDay: false }],
    ['words', { words: ['鱼缸', '冰柜'] }, { text: '没电了' }],
    ['planned outage', { plannedOutage: 'no' }, { hasPlannedOutage: true }],
    ['evidence', { evidence: 'confirmed' }, { isEvidenceConfirmed: false }],
  ])('matches by %s, and not without it', (_, when, other) => {
    const lines = [line('asks', when), DESK]
    expect(fire(lines, stall()).line.id).toBe('asks')
    expect(fire(lines, stall(other)).line.id).toBe('end')
  })

  it('takes the services of a group for the group, and any of several areas', () => {
    const lines = [line('group', { serviceIds: ['utilities'], siteIds: ['nanan'], supplyIds: ['liuying-line'] }), DESK]
    expect(fire(lines, stall({ parentServiceId: 'utilities' })).line.id).toBe('group')
  })

  it('looks at the list anew where a line says to treat the matter as another service, once', () => {
    const lines = [
      line('money', { serviceIds: ['financing'] }, to('bank')),
      line('loan', { words: ['贷款'] }, { is: 'as_service', serviceId: 'financing' }),
      DESK,
    ]
    const fired = fire(lines, stall({ serviceId: 'other', text: '贷款办不下来' }))
    expect([fired.line.id, fired.tried.map(({ line: { id } }) => id)]).toEqual(['money', ['money', 'loan', 'money']])
    const back = [line('a', { serviceIds: ['other'] }, { is: 'as_service', serviceId: 'policy' })]
    const round = [...back, line('b', { serviceIds: ['policy'] }, { is: 'as_service', serviceId: 'other' }), DESK]
    expect(fire(round, stall({ serviceId: 'other' })).line.id).toBe('end')
  })

  it('begins with the agencies of the services, and ends with the service bureau or the desk', () => {
    const services = [
      { id: 'power-outage', nameZh: '停电', agencyId: 'power', isAutoDispatched: true },
      { id: 'policy', nameZh: '政策', agencyId: null, isAutoDispatched: false },
    ]
    const first = firstCatalogue(services, { id: 'bureau', nameZh: '政务服务办' })
    expect(first.map(({ id, to: target }) => [id, target])).toEqual([
      ['power-outage', to('power', true)],
      ['fallback', to('bureau')],
    ])
    expect(firstCatalogue([], null)).toMatchObject([{ id: 'fallback', to: { is: 'desk' } }])
    expect(defaultOf(first, 'power-outage')).toEqual({ agencyId: 'power', isAutoDispatched: true })
    expect(defaultOf(first, 'policy')).toEqual({ agencyId: null, isAutoDispatched: false })
  })

  it('changes, adds and takes out the default of one service, and touches no other line', () => {
    const special = line('market', { serviceIds: ['power-outage'], siteKinds: ['market'] }, to('street'))
    const lines = [special, line('power-outage', { serviceIds: ['power-outage'] }, to('power')), DESK]
    const service = { id: 'power-outage', nameZh: '停电', agencyId: 'water', isAutoDispatched: true }
    expect(withDefault(lines, service).map((one) => one.to)).toEqual([special.to, to('water', true), DESK.to])
    expect(withDefault(lines, { ...service, agencyId: null })).toEqual([special, DESK])
    const added = withDefault(lines, { id: 'policy', nameZh: '政策', agencyId: 'tax', isAutoDispatched: false })
    expect(added.map(({ id }) => id)).toEqual(['market', 'power-outage', 'policy', 'end'])
  })
})

const known: Known = {
  agencies: new Set(['power', 'street']),
  services: new Map([
    ['utilities', { kind: 'help', parentId: null }],
    ['power-outage', { kind: 'help', parentId: 'utilities' }],
    ['approval', { kind: 'complaint', parentId: null }],
  ]),
  sites: new Map([['liuying', { kind: 'market', supplyId: 'liuying-line' }]]),
  supplies: new Set(['liuying-line']),
  entries: new Set(['K-0001']),
}
const told = (...lines: CatalogueLine[]) => faultsOf(lines, known).map(({ code, line: n, other }) => [code, n, other])

describe('a catalogue that is refused', () => {
  it('is one that leaves a matter unowned', () => {
    expect(told()).toEqual([['no_fallback', 0, null]])
    expect(told(line('a', { kinds: ['help'] }))).toEqual([['no_fallback', 0, null]])
    expect(told(line('a', {}, { is: 'answer', entryId: 'K-0001' }))).toEqual([['no_fallback', 0, null]])
    expect(told(DESK)).toEqual([])
    expect(told(line('a', { kinds: ['help'] }), line('end', {}, to('street')))).toEqual([])
  })

  it('is one with a line no matter can reach', () => {
    expect(told(line('a', {}), DESK)).toEqual([
      ['fallback_not_last', 0, null],
      ['unreachable', 1, 0],
    ])
    expect(told(line('a', { kinds: ['help'] }), line('b', { kinds: ['help'], words: ['急'] }), DESK)).toEqual([
      ['unreachable', 1, 0],
    ])
    expect(told(line('a', { hours: 'inside', days: 'off' }), DESK)).toEqual([['never_matches', 0, null]])
    expect(told(line('a', { kinds: ['report'], serviceIds: ['approval'] }), DESK)).toEqual([['never_matches', 0, null]])
  })

  it.each<[string, Partial<Conditions>, Partial<Conditions>, boolean]>([
    ['a service in its group', { serviceIds: ['utilities'] }, { serviceIds: ['power-outage'] }, true],
    ['a group behind one of its services', { serviceIds: ['power-outage'] }, { serviceIds: ['utilities'] }, false],
    ['a service of the kind', { kinds: ['complaint'] }, { serviceIds: ['approval'] }, true],
    ['a site of the kind', { siteKinds: ['market'] }, { siteIds: ['liuying'] }, true],
    ['a site on the supply', { supplyIds: ['liuying-line'] }, { siteIds: ['liuying'] }, true],
    ['anywhere behind a site', { siteIds: ['liuying'] }, {}, false],
    ['a day off, behind outside the hours', { hours: 'outside' }, { days: 'off' }, true],
    ['opening hours, behind working days', { days: 'working' }, { hours: 'inside' }, true],
    ['a longer word', { words: ['电'] }, { words: ['停电', '没电'] }, true],
    ['another word', { words: ['停电'] }, { words: ['停电', '停水'] }, false],
    ['confirmed evidence behind no evidence', { evidence: 'none' }, { evidence: 'confirmed' }, false],
  ])('knows whether %s is reached', (_, first, second, isHidden) => {
    // Two lines that ask for nothing else, so that one condition decides.
    expect(told(line('a', first), line('b', second, to('power')), DESK)).toEqual(
      isHidden
        ? [['unreachable', 1, 0]]
        : Object.keys(second).length === 0
          ? [
              ['fallback_not_last', 1, null],
              ['unreachable', 2, 1],
            ]
          : [],
    )
  })

  it('is one that points at what is not there, or twice at one name', () => {
    expect(
      told(
        line('a', { serviceIds: ['gone'], siteIds: ['gone'], supplyIds: ['gone'] }, to('gone')),
        line('a', { words: ['x'] }, { is: 'answer', entryId: 'K-9999' }),
        line('c', { words: ['y'] }, { is: 'as_service', serviceId: 'gone' }),
        DESK,
      ),
    ).toEqual([
      ['unknown_service', 0, null],
      ['unknown_site', 0, null],
      ['unknown_supply', 0, null],
      ['unknown_agency', 0, null],
      ['repeated_id', 1, 0],
      ['unknown_entry', 1, null],
      ['unknown_service', 2, null],
    ])
  })

  it('is one that sends a matter in a circle', () => {
    const as = (id: string, from: string, serviceId: string) =>
      line(id, { serviceIds: [from] }, { is: 'as_service', serviceId })
    expect(told(as('a', 'power-outage', 'approval'), as('b', 'approval', 'utilities'), DESK)).toEqual([])
    expect(told(as('a', 'power-outage', 'approval'), as('b', 'approval', 'power-outage'), DESK)).toEqual([
      ['loop', 0, null],
      ['loop', 1, null],
    ])
    expect(told(as('a', 'approval', 'approval'), DESK)).toEqual([['loop', 0, null]])
    // The services of a group may become one of them.
    expect(told(as('a', 'utilities', 'power-outage'), DESK)).toEqual([])
  })
})
