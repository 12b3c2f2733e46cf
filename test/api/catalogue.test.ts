import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NO_CONDITIONS } from '../../server/domain/catalogue.ts'
import type { Catalogue, CatalogueVersion, DryRun } from '../../server/wire/catalogue.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Directory } from '../../server/wire/people.ts'
import type { Problem } from '../../server/wire/problem.ts'
import type { Service } from '../../server/wire/services.ts'
import { colleague } from '../support/api.ts'
import { type Market, openMarket, report, step } from '../support/market.ts'

const line = (id: string, when: Record<string, unknown>, to: Record<string, unknown>, name = id) => ({
  id,
  name,
  when: { ...NO_CONDITIONS, ...when },
  to,
})
const DESK = line('end', {}, { is: 'desk' })

describe('the dispatch catalogue', () => {
  let market: Market
  beforeAll(async () => {
    market = await openMarket()
  })
  afterAll(() => market.close())

  const read = (): Promise<Catalogue> => market.wang.ok('GET', '/catalogue')
  const agency = (agencyId: string, isAutomatic = false) => ({ is: 'agency', agencyId, isAutomatic })
  async function put(lines: unknown[], reason = '试行'): Promise<Catalogue> {
    const { version } = await read()
    return market.sun.ok('PUT', '/catalogue', { lines, reason }, { 'if-match': `"${version}"` })
  }
  async function faults(lines: unknown[]): Promise<string[]> {
    const { version } = await read()
    const answer = await market.sun.api('PUT', '/catalogue', { lines, reason: '试' }, { 'if-match': `"${version}"` })
    expect(answer.status).toBe(422)
    const { errors } = (await answer.json()) as Problem
    return (errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`)
  }
  const takenDown = (over: Record<string, unknown> = {}): Promise<IssueDetail> =>
    market.wang.ok('POST', '/issues', {
      channel: 'telephone',
      serviceId: 'water-gas',
      siteId: market.site.id,
      text: '一早起来没水',
      ...over,
    })

  it('begins with the agencies given to services, and gives a service an agency by its next version', async () => {
    const { powerCompany, waterBureau, sun } = market
    const first = await market.wang.ok<CatalogueVersion>('GET', '/catalogue/versions/1')
    expect(first.lines).toMatchObject([{ id: 'fallback', to: { is: 'desk' } }])
    const second = await read()
    expect(second).toMatchObject({
      version: 2,
      lines: [
        { id: 'power-outage', name: '停电', to: agency(powerCompany, true) },
        { id: 'fallback', to: { is: 'desk' } },
      ],
      versions: [{ version: 2, createdBy: '孙志强' }, { version: 1 }],
    })
    await sun.ok('PUT', '/services/water-gas', { agencyId: waterBureau, isAutoDispatched: false })
    expect((await read()).lines.map(({ id, to }) => [id, to])).toEqual([
      ['power-outage', agency(powerCompany, true)],
      ['water-gas', agency(waterBureau)],
      ['fallback', { is: 'desk' }],
    ])
    // What stood before is still what it was.
    expect((await market.wang.ok<CatalogueVersion>('GET', '/catalogue/versions/2')).lines).toEqual(second.lines)
    // The same again is no change.
    await sun.ok('PUT', '/services/water-gas', { agencyId: waterBureau, isAutoDispatched: false })
    expect((await read()).version).toBe(3)
  })

  it('dispatches a new issue by its automatic line, and says by which line of which version', async () => {
    const { powerCompany, waterBureau, site } = market
    await put([
      line('night', { serviceIds: ['water-gas'], hours: 'outside' }, agency(waterBureau, true)),
      line('market-water', { serviceIds: ['water-gas'], siteIds: [site.id] }, agency(powerCompany, true)),
      line('water', { serviceIds: ['water-gas'] }, agency(waterBureau)),
      line('power-outage', { serviceIds: ['power-outage'] }, agency(powerCompany, true)),
      DESK,
    ])
    const here = await takenDown()
    expect(here).toMatchObject({ state: 'dispatched', agency: { id: powerCompany } })
    expect(here.events.at(-1)).toMatchObject({
      rule: 'T3',
      actorRole: 'system',
      body: { catalogueLineId: 'market-water', catalogueVersion: 4 },
    })
    const elsewhere = await takenDown({ siteId: market.neighbour.id })
    expect(elsewhere).toMatchObject({ state: 'received', agency: null })
    // The services' own agencies follow their own lines.
    const { services } = await market.wang.ok<Directory>('GET', '/directory')
    expect(services.find(({ id }) => id === 'water-gas')).toMatchObject({
      agency: { id: waterBureau },
      isAutoDispatched: false,
    })
    market.server.clock.at += 12 * 3_600_000
    expect(await takenDown({ siteId: market.neighbour.id })).toMatchObject({
      state: 'dispatched',
      agency: { id: waterBureau },
    })
    market.server.clock.at -= 12 * 3_600_000
  })

  it('takes a dispatch by its line without a word, and counts one that is against it, with its reason', async () => {
    const { wang, waterBureau, powerCompany, neighbour } = market
    const byLine = await takenDown({ siteId: neighbour.id, text: '又没水' })
    const sent = await step(wang, byLine.id, 'dispatch', { agencyId: waterBureau })
    expect(sent.events.at(-1)?.body).toMatchObject({ catalogueLineId: 'water', catalogueVersion: 4 })
    const against = await takenDown({ siteId: neighbour.id, text: '还是没水' })
    const { version } = against
    expect(
      await wang.refusal(
        'POST',
        `/issues/${against.id}/dispatch`,
        { agencyId: powerCompany },
        { 'if-match': `"${version}"` },
      ),
    ).toBe('422 422 invalid')
    const over = await step(wang, against.id, 'dispatch', { agencyId: powerCompany, reason: '水泵没电' })
    expect(over.events.at(-1)?.body).toMatchObject({ overriddenLineId: 'water', reason: '水泵没电' })
    expect((await read()).uses.water).toEqual({ sent: 1, overridden: 1 })
    // Where the catalogue leaves a matter to the desk, any agency is by the catalogue.
    const left = await takenDown({ serviceId: 'policy', text: '补贴怎么申请' })
    const chosen = await step(wang, left.id, 'dispatch', { agencyId: waterBureau })
    expect(chosen.events.at(-1)?.body).toMatchObject({ catalogueLineId: 'end' })
  })

  it('says in a dry run which line fires and why, against a draft too, and what would become of past issues', async () => {
    const { wang, site, waterBureau, powerCompany } = market
    const matter = { serviceId: 'water-gas', siteId: site.id, text: '没水' }
    const real = await wang.ok<DryRun>('POST', '/catalogue/dry-run', { matter })
    expect(real).toMatchObject({
      faults: [],
      fired: {
        version: 4,
        place: 2,
        line: { id: 'market-water' },
        tried: [
          {
            place: 1,
            didMatch: false,
            why: [
              { condition: 'service', isMet: true },
              { condition: 'hours', isMet: false },
            ],
          },
          { place: 2, didMatch: true },
        ],
      },
      past: { looked: 0, changed: [] },
    })
    const lines = [line('all-water', { serviceIds: ['water-gas'] }, agency(waterBureau, true)), DESK]
    const draft = await wang.ok<DryRun>('POST', '/catalogue/dry-run', { lines, matter, lastCount: 100 })
    expect(draft.fired).toMatchObject({ version: 0, line: { id: 'all-water' } })
    expect(draft.past.looked).toBe(6)
    // The night’s issue goes to the water bureau either way, and the question of policy stays with the desk.
    expect(draft.past.changed.map(({ before, after }) => [before.lineId, after.lineId]).sort()).toEqual([
      ['market-water', 'all-water'],
      ['water', 'all-water'],
      ['water', 'all-water'],
      ['water', 'all-water'],
    ])
    const wrong = await wang.ok<DryRun>('POST', '/catalogue/dry-run', {
      lines: [line('a', { kinds: ['help'] }, agency('nobody'))],
    })
    expect(wrong.faults.map(({ code }) => code)).toEqual(['no_fallback', 'unknown_agency'])
    expect((await read()).version).toBe(4)
    // An officer is shown what their own agency has.
    const own = await market.zhao.ok<DryRun>('POST', '/catalogue/dry-run', { lines, lastCount: 100 })
    expect(own.past.looked).toBe(2)
    expect(powerCompany).not.toBe(waterBureau)
  })

  it('refuses what leaves something unowned, unreachable, circular or pointing nowhere, line by line', async () => {
    const { powerCompany } = market
    expect(await faults([line('a', { kinds: ['help'] }, agency(powerCompany))])).toEqual(['/lines/0 no_fallback'])
    expect(
      await faults([
        line('a', { serviceIds: ['policy'] }, agency(powerCompany)),
        line('b', { serviceIds: ['policy'], words: ['急'] }, agency(powerCompany)),
        line('c', { serviceIds: ['gone'] }, agency('gone')),
        line('d', { serviceIds: ['other'] }, { is: 'as_service', serviceId: 'network' }),
        line('e', { serviceIds: ['network'] }, { is: 'as_service', serviceId: 'other' }),
        line('f', { words: ['x'] }, { is: 'answer', entryId: 'K-0001' }),
        DESK,
      ]),
    ).toEqual([
      '/lines/1 unreachable',
      '/lines/2 unknown_service',
      '/lines/2 unknown_agency',
      '/lines/5 unknown_entry',
      '/lines/3 loop',
      '/lines/4 loop',
    ])
  })

  it('is changed by administrators and supervisors on the version they saw, with a reason', async () => {
    const { sun, wang, server } = market
    const change = { lines: [DESK], reason: '先都留给受理台' }
    expect(await wang.refusal('PUT', '/catalogue', change, { 'if-match': '"4"' })).toBe('403 403 forbidden')
    expect(await sun.refusal('PUT', '/catalogue', { ...change, reason: ' ' }, { 'if-match': '"4"' })).toBe(
      '422 422 invalid',
    )
    expect(await sun.refusal('PUT', '/catalogue', change, { 'if-match': '"3"' })).toBe('412 412 stale')
    const supervisor = await colleague(server, sun, 'supervisor')
    const changed = await supervisor.ok<Catalogue>('PUT', '/catalogue', change, { 'if-match': '"4"' })
    expect(changed).toMatchObject({
      version: 5,
      lines: [{ id: 'end' }],
      versions: [{ reason: '先都留给受理台' }, {}, {}, {}, {}],
    })
    // No service has a line of its own any more.
    const { services } = await wang.ok<Directory>('GET', '/directory')
    expect(services.filter(({ agency: one }) => one !== null)).toEqual([])
    const back = await sun.ok<Catalogue>(
      'POST',
      '/catalogue/versions/4/restoration',
      { reason: '还按原来的' },
      { 'if-match': '"5"' },
    )
    expect(back).toMatchObject({ version: 6, lines: [{ id: 'night' }, {}, {}, {}, { id: 'end' }] })
    expect(
      await sun.refusal('POST', '/catalogue/versions/99/restoration', { reason: 'x' }, { 'if-match': '"6"' }),
    ).toBe('404 404 not-found')
  })

  it('learns from a return: the agency it names is a change one takes or dismisses', async () => {
    const { sun, zhao, waterBureau, powerCompany } = market
    const wrong = await takenDown({ text: '水表房没水' })
    expect(wrong.agency?.id).toBe(powerCompany)
    const returned = (id: string) =>
      step(zhao, id, 'return', {
        reasonCode: 'not_our_duty',
        reason: '水归水务局',
        proposedAgencyId: waterBureau,
        legalBasis: '区职责清单',
      })
    await returned(wrong.id)
    market.server.clock.at += 60_000
    await returned((await takenDown({ text: '水表房还是没水' })).id)
    // Whose matters they are is told to who decides only.
    expect((await read()).suggestions).toEqual([])
    const { suggestions, version } = await sun.ok<Catalogue>('GET', '/catalogue')
    expect(suggestions).toMatchObject([
      {
        issue: { number: wrong.number },
        lineId: 'market-water',
        fromAgency: { id: powerCompany },
        proposedAgency: { id: waterBureau },
        reason: '水归水务局',
        count: 2,
      },
    ])
    const path = `/catalogue/suggestions/${suggestions[0]?.id}/decision`
    const taken = await sun.ok<Catalogue>('POST', path, { decision: 'taken' }, { 'if-match': `"${version}"` })
    expect(taken).toMatchObject({ version: version + 1, suggestions: [] })
    expect(taken.lines.find(({ id }) => id === 'market-water')?.to).toEqual(agency(waterBureau, true))
    expect(await sun.refusal('POST', path, { decision: 'taken' }, { 'if-match': `"${version + 1}"` })).toBe(
      '404 404 not-found',
    )
    const outage = await report(market)
    const { issueNumber } = outage
    const { rows } = await market.wang.ok<{ rows: { id: string; number: string }[] }>('GET', '/issues?state=all')
    await returned(rows.find(({ number }) => number === issueNumber)?.id ?? '')
    const again = await sun.ok<Catalogue>('GET', '/catalogue')
    const dismissed = await sun.ok<Catalogue>(
      'POST',
      `/catalogue/suggestions/${again.suggestions[0]?.id}/decision`,
      { decision: 'dismissed' },
      { 'if-match': `"${again.version}"` },
    )
    expect(dismissed).toMatchObject({ version: again.version, suggestions: [], lines: again.lines })
  })
})

describe('services', () => {
  let market: Market
  beforeAll(async () => {
    market = await openMarket()
  })
  afterAll(() => market.close())

  const parking = {
    nameZh: '停车难',
    nameEn: 'Parking',
    kind: 'help',
    clockClass: 'help',
    parentId: null,
    isPublic: true,
    isActive: true,
    keywords: '停车 车位',
    holdMinutes: 0,
    isReferable: false,
    guide: {
      promiseZh: '5个工作日内答复。',
      questions: [{ id: 'plate', kind: 'text', labelZh: '车牌号', labelEn: 'Plate' }],
      stopNotice: { textZh: '路边违停归交警', textEn: 'The police', whereZh: '打122', whereEn: 'Call 122' },
    },
  }

  it('are added and described by administrators, two levels deep, each with a class that has a limit', async () => {
    const { sun, wang } = market
    const added = await sun.ok<Service>('POST', '/services', parking)
    expect(added).toMatchObject({
      nameZh: '停车难',
      agency: null,
      guide: { promiseZh: '5个工作日内答复。', riskZh: '', questions: [{ id: 'plate', isRequired: false }] },
    })
    const { services } = await wang.ok<Directory>('GET', '/directory')
    expect(services.at(-1)?.id).toBe(added.id)
    const path = `/services/${added.id}/settings`
    const change = (over: Record<string, unknown>) => sun.refusal('PUT', path, { ...parking, ...over })
    expect(await sun.ok('PUT', path, { ...parking, isActive: false })).toMatchObject({ isActive: false })
    expect(await change({ clockClass: 'eternity' })).toBe('422 422 invalid')
    expect(await change({ parentId: added.id })).toBe('422 422 invalid')
    const child = await sun.ok<Service>('POST', '/services', { ...parking, nameZh: '路边停车', parentId: added.id })
    expect(await change({ parentId: 'other' })).toBe('422 422 invalid')
    expect(await sun.refusal('POST', '/services', { ...parking, nameZh: '第三层', parentId: child.id })).toBe(
      '422 422 invalid',
    )
    expect(await sun.refusal('POST', '/services', parking)).toBe('422 422 invalid')
    expect(await wang.refusal('PUT', path, parking)).toBe('403 403 forbidden')
    expect(await sun.refusal('PUT', '/services/nowhere/settings', { ...parking, nameZh: '没有' })).toBe(
      '404 404 not-found',
    )
  })
})
